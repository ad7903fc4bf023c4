"""What others call the columns that are known here; our own names need not stand here. Parted by semicolons."""

SERVICES = {
    "code": "service code; nr; no; number; artikelnummer; kürzel; код; артикул",
    "name": "service; description; bezeichnung; leistung; название; услуга; наименование",
    "group": "gruppe; category; kategorie; группа",
    "tax_rate": "tax; vat; mwst; ust; steuersatz; ндс; налог",
    "price": "preis; gross price; amount; цена; стоимость",
    "currency": "währung; валюта",
    "lead_days": "lead days; days; lieferzeit; tage; срок; дней",
    "review_required": "review; prüfung; проверка",
    "counts_by": "counts by; zählt; считается",
    "is_active": "active; aktiv; im angebot; активна; в продаже",
}
CUSTOMERS = {
    "number": "id; customer number; customer id; kundennummer; номер",
    "name": "customer; clinic; kunde; praxis; firma; название; клиент; имя",
    "kind": "type; art; тип; вид",
    "legal_name": "full name; rechtlicher name; юридическое название",
    "tax_id": "tax id; vat id; ust id; ustid; steuernummer; инн",
    "phone": "telephone; tel; telefon; телефон",
    "email": "mail; email address; почта",
    "address": "adresse; anschrift; адрес",
    "payment_days": "payment days; payment term; zahlungsziel; дней на оплату; отсрочка",
    "currency": "währung; валюта",
    "requisites": "bank details; реквизиты",
    "payer_name": "zahler; плательщик",
    "is_owner": "owner; tierhalter; владелец",
    "tags": "schlagworte; метки",
    "notes": "note; comment; notiz; bemerkung; примечание",
    "is_active": "aktiv; активен",
}
CONTACTS = {
    "number": "id; contact number; номер",
    "customer_number": "customer id; kundennummer; номер клиента",
    "customer": "clinic; kunde; praxis; firma; клиент; клиника",
    "name": "contact; doctor; arzt; ansprechpartner; имя; врач; контакт",
    "position": "role; title; funktion; должность",
    "phone": "telephone; tel; telefon; телефон",
    "email": "mail; email address; почта",
    "is_active": "aktiv; активен",
}
PATIENTS = {
    "number": "id; patient number; patientennummer; номер",
    "card_number": "card; karte; card no; chart number; karteikarte; номер карты; карта",
    "name": "patient; animal; tier; имя; пациент; кличка",
    "kind": "type; art; тип; вид",
    "sex": "gender; geschlecht; пол",
    "born_on": "born; birthday; birth date; geburtsdatum; geboren; дата рождения",
    "species": "tierart; вид животного",
    "breed": "rasse; порода",
    "owner_number": "owner id; номер владельца",
    "owner": "tierhalter; besitzer; владелец",
    "notes": "note; comment; notiz; bemerkung; примечание",
}
RATES = {
    "role": "rolle; роль",
    "employee": "login; user; performer; mitarbeiter; сотрудник; исполнитель",
    "service": "service code; leistung; услуга; код услуги",
    "step": "task; schritt; этап",
    "group": "gruppe; группа",
    "percent": "prozent; процент",
    "amount": "amount per unit; betrag; сумма; ставка",
    "base": "percent is taken; basis; база",
    "valid_from": "from; since; day; gültig ab; действует с; с",
}
STOCK = {
    "code": "material code; material number; artikelnummer; код; артикул",
    "name": "material; bezeichnung; название; материал",
    "warehouse": "lager; склад",
    "lot": "batch; charge; лот; серия; партия",
    "expires_on": "expiry; expires; haltbar bis; verfallsdatum; годен до; срок годности",
    "on_hand": "quantity; stock; amount; bestand; menge; количество; остаток",
    "unit_cost": "cost; price; cost price; einkaufspreis; preis; цена; себестоимость",
}
PRICES = {
    "price_list": "list; preisliste; прайс-лист; прайс",
    "valid_from": "from; since; gültig ab; действует с; с",
    "service": "service code; code; leistung; услуга; код",
    "group": "gruppe; группа",
    "kind": "what; art; вид",
    "figure": "price; percent; amount; preis; betrag; цена; значение",
    "currency": "währung; валюта",
}
