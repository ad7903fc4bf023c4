"""Patients from a table: people and animals with their owners."""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.days import day_and_year
from common.folding import fold
from common.formfields import WholeFormField
from customers.models import Counterparty, Patient
from customers.models.patient import PatientKind, Sex
from customers.save_patient import save_patient
from lab.cause import Cause
from lab.events import record_event
from lab.records import book_deletion, describe
from workflow.imports.columns import Column, choice, day, number, text
from workflow.imports.kind import NotFound, RecordKind, Values, Wrong
from workflow.imports.known_customers import KnownCustomers
from workflow.imports.names import PATIENTS

TEXTS = ("name", "species", "breed", "card_number", "notes")
ANIMALS_ALONE = ("species", "breed", "owner")
KINDS = {
    **dict.fromkeys(("human", "mensch", "человек"), "person"),
    **dict.fromkeys(("tier", "животное"), "animal"),
}
SEXES = {
    **dict.fromkeys(("f", "w", "weiblich", "ж", "женский"), "female"),
    **dict.fromkeys(("m", "männlich", "м", "мужской"), "male"),
}
_field = Patient._meta.get_field


class Patients(RecordKind):
    """A row is known by the number, else by the card, else by name, birthday and owner."""

    slug, icon, action = "patients", "heart-pulse", "edit_patients"
    title = gettext_lazy("Patients")
    names = PATIENTS
    says = gettext_lazy(
        "A patient is known by the number, else by the card number, else by name, date of birth and owner together."
        " Owners are customers: import them first."
    )

    def __init__(self, today):
        super().__init__(today)
        self.known = KnownCustomers()
        self.by_card: dict[str, list[int]] = {}
        self.by_name: dict[str, list[tuple]] = {}
        self.loaded: dict[int, Patient] = {}
        self.numbers: set[int] = set()
        standing = Patient.objects.unmerged().order_by("pk")
        self.merged = dict(Patient.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
        told = standing.values_list("pk", "name", "card_number", "born_on", "owner")
        for pk, name, card, born_on, owner in told:
            self.numbers.add(pk)
            self.by_name.setdefault(fold(name), []).append((pk, born_on, owner))
            if card:
                self.by_card.setdefault(card, []).append(pk)
        self.bare_cards = {card.lstrip("0"): card for card in self.by_card}
        whole, born = WholeFormField(min_value=1), _field("born_on").formfield()
        born.today = today
        kinds, sexes = PatientKind.choices, [one for one in Sex.choices if one[0]]
        self.columns = (
            Column("number", _("Number"), number(whole), is_key=True),
            Column("card_number", _("Card number"), text(_field("card_number")), clears=True),
            Column("name", _("Name"), text(_field("name")), is_required=True),
            Column("kind", _("Kind"), choice(kinds, KINDS), choices=kinds),
            Column("sex", _("Sex"), choice(sexes, SEXES), clears=True, choices=sexes),
            Column("born_on", _("Date of birth"), day(born), clears=True, is_day=True),
            Column("species", _("Species"), text(_field("species")), clears=True),
            Column("breed", _("Breed"), text(_field("breed")), clears=True),
            Column("owner_number", _("Number of the owner"), number(whole), is_key=True),
            Column("owner", _("Owner"), text(Counterparty._meta.get_field("name")), clears=True),
            Column("notes", _("Notes"), text(_field("notes")), clears=True),
        )

    def table(self) -> Iterator[Values]:
        rows = self._rows().filter(merged_into=None)
        return map(self.values_of, rows.order_by("name_key", "pk").iterator(500))

    def prepare(self, rows: Sequence[Values]) -> None:
        wanted = set()
        for values in rows:
            try:
                wanted.add(self._meant(dict(values)))
            except NotFound:
                continue
        keys = sorted(wanted - {None})
        for start in range(0, len(keys), 500):
            self.loaded |= self._rows().in_bulk(keys[start : start + 500])

    def find(self, values: Values) -> Patient | None:
        pk = self._meant(values)
        if pk is not None:
            return self.loaded.get(pk) or self.get(pk)
        is_animal = any(values.get(key) for key in ANIMALS_ALONE)
        values.setdefault("kind", PatientKind.ANIMAL if is_animal else PatientKind.PERSON)
        return None

    def get(self, pk: int) -> Patient | None:
        return self._rows().filter(pk=pk).first()

    def hold(self, pks: Sequence[int]) -> None:
        list(Patient.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"))

    def values_of(self, record: Patient) -> Values:
        values = {name: getattr(record, name) for name in (*TEXTS, "kind", "sex", "born_on")}
        owner = record.owner
        told = {"owner": owner.name if owner else "", "owner_number": owner.pk if owner else None}
        return values | told | {"number": record.pk, "owner_pk": record.owner_id}

    def defaults(self) -> Values:
        return dict.fromkeys(TEXTS, "") | {"sex": "", "born_on": None, "owner": "", "owner_pk": None}

    def name_of(self, values: Values) -> str:
        return str(values.get("name") or "")

    def same_key(self, values: Values):
        return fold(self.name_of(values)), values["born_on"], values["owner_pk"], values["card_number"]

    def check(self, record: Patient | None, values: Values) -> Iterator[Wrong]:
        if values["kind"] == PatientKind.PERSON:
            for key in ANIMALS_ALONE:
                if values[key]:
                    yield Wrong(key, _("Only for animals. Clear it, or choose the kind “Animal”."))
            return
        pk = values["owner_pk"]
        if pk and pk != (record and record.owner_id) and pk not in self.known.may_own:
            yield Wrong("owner", _("Only a natural person who is an active customer owns animals."))

    def save(self, record: Patient | None, values: Values, cause: Cause) -> Patient:
        patient = record or Patient()
        for name in (*TEXTS, "kind", "born_on"):
            setattr(patient, name, values[name])
        patient.sex, patient.owner_id = values["sex"] or "", values["owner_pk"]
        return save_patient(patient, cause)

    def undo(self, record: Patient, former: Values, cause: Cause) -> None:
        if "owner" in former:
            former["owner_pk"] = self._owner({"owner": former["owner"]})
        super().undo(record, former, cause)

    @transaction.atomic
    def remove(self, record: Patient, cause: Cause) -> None:
        event = record_event("remove_patient", cause, action="edit_patients", reason=record.name)
        book_deletion(record, event, describe(record))
        record.delete()

    def _meant(self, values: Values) -> int | None:
        """The key of the patient; the owner that the row names is written into it as it goes."""
        if "owner" in values or values.get("owner_number") is not None:
            values["owner_pk"] = self._owner(values)
            values["owner"] = self.known.names.get(values["owner_pk"], "")
        if (pk := values.get("number")) is not None:
            if pk in self.merged:
                said = {"n": pk, "kept": self.merged[pk]}
                raise NotFound(
                    "number", _("Patient %(n)s has been merged into %(kept)s: write that number.") % said
                )
            if pk not in self.numbers:
                raise NotFound("number", _("There is no patient of the number %(n)s.") % {"n": pk})
            return pk
        if card := str(values.get("card_number") or ""):
            return self._by_card(card, values)
        return self._by_name(values)

    def _by_card(self, card: str, values: Values) -> int | None:
        found = self.by_card.get(card, [])
        if len(found) > 1:
            raise NotFound("card_number", _("Several patients have this card. Say which by the number."))
        if found:
            return found[0]
        if other := self.bare_cards.get(card.lstrip("0")):
            sentence = _("There is a card “%(other)s”. If it is meant, write it so: zeros belong to it.")
            raise NotFound("card_number", sentence % {"other": other})
        return self._by_name(values)

    def _by_name(self, values: Values) -> int | None:
        born_on, owner = values.get("born_on"), values.get("owner_pk")
        like = self.by_name.get(fold(self.name_of(values)), [])
        found = [pk for pk, *told in like if told == [born_on, owner]]
        if len(found) > 1:
            raise NotFound("name", _("Several patients are called so. Say which by the number."))
        for _pk, other_born, other_owner in like if not found else ():
            if self._may_be(born_on, other_born) and self._may_be(owner, other_owner):
                said = {"name": self.name_of(values), "born": day_and_year(other_born) or "–"}
                sentence = _(
                    "“%(name)s”, born %(born)s, is there and may be meant. Say by the number which it is."
                )
                raise NotFound("name", sentence % said)
        return found[0] if found else None

    def _may_be(self, one, other) -> bool:
        return one is None or other is None or one == other

    def _owner(self, values: Values) -> int | None:
        number, name = values.get("owner_number"), str(values.get("owner") or "")
        found = self.known.find(number, "", name, columns=("owner_number", "owner", "owner"))
        if name and found is None:
            sentence = _("There is no customer called “%(name)s”. Import the owner first.")
            raise NotFound("owner", sentence % {"name": name})
        return found

    def _rows(self):
        return Patient.objects.select_related("owner")
