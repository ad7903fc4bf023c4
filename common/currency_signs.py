"""By which signs people name a currency beside an amount; its code of three letters always does."""

_SIGNS = {
    "EUR": "€ euro euros",
    "USD": "$ us$",
    "CAD": "$ c$ ca$",
    "AUD": "$ a$",
    "NZD": "$ nz$",
    "SGD": "$ s$",
    "HKD": "$ hk$",
    "MXN": "$",
    "GBP": "£",
    "JPY": "¥ 円",
    "CNY": "¥ 元",
    "CHF": "fr sfr",
    "DKK": "kr",
    "NOK": "kr",
    "SEK": "kr",
    "ISK": "kr",
    "PLN": "zł zl",
    "CZK": "kč",
    "HUF": "ft",
    "RON": "lei",
    "BGN": "лв",
    "RSD": "din дин",
    "UAH": "₴ грн",
    "RUB": "₽ руб р",
    "KZT": "₸",
    "GEL": "₾",
    "AMD": "֏",
    "TRY": "₺ tl",
    "ILS": "₪",
    "INR": "₹ rs",
    "KRW": "₩",
    "VND": "₫",
    "THB": "฿",
    "BRL": "r$",
    "ZAR": "r",
}


def names(word: str, currency: str) -> bool:
    """Whether the word beside an amount is the currency's code or one of its signs."""
    said = word.casefold().rstrip(".")
    return said == currency.casefold() or said in _SIGNS.get(currency, "").split()
