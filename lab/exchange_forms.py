"""What people type about exchange rates: one by hand, many from a table."""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from common.currencyfield import CurrencyFormField
from common.day_bounds import PAST
from common.dayfields import DayField
from common.days import day_in_full
from common.exchange import inverse
from common.form_words import ONE_OF_THESE
from common.rate_fields import ExchangeRateFormField
from common.refusals import Refused
from common.templatetags.labsite import exchange_rate
from lab.exchange import RateMissing, find_rate
from lab.exchange_book import RateTold, in_words, refuse_rate, says, standing_by_day
from lab.models import ExchangeRate
from lab.reading_rates import MOST_SIGNS, Direction, RateRead, decoded, read_rates

FAR_OFF = Decimal("1.2")
"""A rate that is so many times the last one, or the last one so many times it, is asked about."""
MOVED = Decimal("1.05")
MOST_LISTED = 200
"""Rows of a table that are shown before it is taken over; all of them are taken."""


class ExchangeRateForm(forms.Form):
    """One rate. A figure far from the last one, as of a rate the wrong way round, needs a tick."""

    use_required_attribute = False

    day = DayField(
        label=_("Day"),
        bounds=PAST,
        help_text=_("It counts from this day on, until a newer one stands."),
        error_messages={"too_late": _("This day is still to come: no rate is known.")},
    )
    currency = CurrencyFormField(
        label=_("One"), error_messages={"required": _("Enter the currency that the rate is of.")}
    )
    rate = ExchangeRateFormField(label=_("is worth"), error_messages={"required": _("Enter the rate.")})
    base = CurrencyFormField(
        label=_("of"), error_messages={"required": _("Enter the currency in which it is worth that.")}
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=200, help_text=_("For example whose rate it is.")
    )
    is_meant = forms.BooleanField(label=_("This rate is meant"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.asks = False

    def clean(self):
        said = super().clean()
        if self.errors:
            return said
        told = self.told
        try:
            refuse_rate(told, timezone.localdate())
        except Refused as refusal:
            self.add_error(None, str(refusal))
            return said
        self._ask_about(told)
        return said

    @property
    def told(self) -> RateTold:
        names = ("day", "currency", "base", "rate", "note")
        return RateTold(**{name: self.cleaned_data[name] for name in names})

    def _ask_about(self, told: RateTold) -> None:
        try:
            last = find_rate(told.currency, told.base, told.day)
        except RateMissing:
            return
        self.asks = is_doubtful(told.rate, last.rate)
        if self.asks and not self.cleaned_data.get("is_meant"):
            sentence = now(
                "On %(day)s 1 %(of)s was %(last)s %(to)s. Typed is 1 %(of)s = %(typed)s %(to)s, which is"
                " 1 %(to)s = %(turned)s %(of)s. If that is right, tick below."
            )
            figures = {"last": last.rate, "typed": told.rate, "turned": inverse(told.rate)}
            written = {name: exchange_rate(_short(rate)) for name, rate in figures.items()}
            named = {"day": day_in_full(last.day), "of": told.currency, "to": told.base}
            self.add_error("rate", sentence % {**named, **written})


def _short(rate: Decimal) -> Decimal:
    """Six digits: as many as banks write."""
    return rate if rate == rate.to_integral_value() else Decimal(f"{rate:.6g}")


def is_doubtful(rate: Decimal, last: Decimal) -> bool:
    """Far from the last one; or nearer to it the other way round, by more than rates move in a month."""
    away, turned = _times(rate, last), _times(rate, 1 / last)
    return away >= FAR_OFF or (away >= MOVED and turned < away)


def _times(one: Decimal, other: Decimal) -> Decimal:
    return max(one / other, other / one)


@dataclass(frozen=True)
class RateWeighed:
    """A rate of a table beside what stands: new, a correction of ``former``, standing already, or refused."""

    read: RateRead
    former: ExchangeRate | None = None
    refusal: str = ""

    @property
    def is_new(self) -> bool:
        return not self.refusal and self.former is None

    @property
    def stands(self) -> bool:
        return not self.refusal and self.read.told is not None and says(self.former, self.read.told)

    @property
    def corrects(self) -> bool:
        return not self.refusal and self.former is not None and not self.stands

    @property
    def is_taken(self) -> bool:
        return self.is_new or self.corrects

    @property
    def says(self) -> str:
        return in_words(self.read.told) if self.read.told else self.read.written


class RatesTableForm(forms.Form):
    """A table of rates as text or file, and what its figures say. ``weighed`` is what taking it over would do."""

    use_required_attribute = False
    OF_BASE, IN_BASE = "of_base", "in_base"

    file = forms.FileField(label=_("File"), required=False, help_text=_("CSV, for example from your bank."))
    text = forms.CharField(
        label=_("Or the table itself"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "tabular", "spellcheck": "false"}),
        help_text=_(
            "Columns day, currency, rate; or a day and a column for each currency. With ; , or tabs."
        ),
    )
    base = CurrencyFormField(
        label=_("All of them against"),
        error_messages={"required": _("Enter the currency that all of them are against.")},
    )
    direction = forms.ChoiceField(
        label=_("A figure says"), widget=forms.RadioSelect, error_messages=ONE_OF_THESE
    )

    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["base"].initial = currency
        asked = (self.data.get("base") or currency).strip().upper()[:3]
        self.fields["direction"].choices = [
            (self.OF_BASE, now("how much of a currency 1 %(base)s is") % {"base": asked}),
            (self.IN_BASE, now("how much %(base)s 1 of a currency is") % {"base": asked}),
        ]
        self.fields["direction"].initial = self.OF_BASE
        self.weighed: list[RateWeighed] = []

    def clean(self):
        said = super().clean()
        text = self._text()
        if text and not self.errors:
            direction = Direction(said["base"], said["direction"] == self.OF_BASE)
            try:
                self.weighed = weigh(read_rates(text, direction), timezone.localdate())
            except Refused as refusal:
                self.add_error("text", str(refusal))
        return said

    def _text(self) -> str:
        """What was typed, or the file, which takes its place so that the form can be sent again."""
        file, text = self.cleaned_data.get("file"), self.cleaned_data.get("text") or ""
        if file is not None:
            if file.size > 4 * MOST_SIGNS:
                self.add_error("file", now("This is too large for a table of rates."))
                return ""
            text = decoded(file.read()).replace("\x00", "")
            self.data = self.data.copy()
            self.data["text"] = text
        if not text.strip() and not self.errors:
            self.add_error("file", now("Choose a file, or put the table below."))
        return text

    @property
    def mark(self) -> str:
        """By which it is known again whether the table that is taken over is the one that was looked at."""
        words = [
            *self.data.get("text", "").split(),
            self.cleaned_data["base"],
            self.cleaned_data["direction"],
        ]
        return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]

    @property
    def to_take(self) -> list[RateTold]:
        return [one.read.told for one in self.weighed if one.is_taken and one.read.told]

    @property
    def counted(self) -> dict[str, int]:
        kinds = ("is_new", "corrects", "stands", "refusal")
        return {kind: sum(bool(getattr(one, kind)) for one in self.weighed) for kind in kinds}

    @property
    def listed(self) -> list[RateWeighed]:
        """What is refused first, then corrections, then the rest; the beginning of a long table."""
        first = sorted(self.weighed, key=lambda one: (not one.refusal, not one.corrects, not one.is_new))
        return first[:MOST_LISTED]

    @property
    def unlisted(self) -> int:
        return max(0, len(self.weighed) - MOST_LISTED)


def weigh(found: list[RateRead], today: date) -> list[RateWeighed]:
    """Each rate beside what stands. Of two for the same day and currencies the second is refused."""
    standing = standing_by_day([one.told for one in found if one.told])
    weighed, seen = [], set()
    for one in found:
        if one.told is None:
            weighed.append(RateWeighed(one, refusal=one.refusal))
            continue
        key = one.told.day, frozenset((one.told.currency, one.told.base))
        refusal = _refusal(one.told, today)
        if not refusal and key in seen:
            refusal = now("The same day and currency stand further up.")
        seen.add(key)
        weighed.append(RateWeighed(one, standing.get(key), refusal))
    return weighed


def _refusal(told: RateTold, today: date) -> str:
    try:
        refuse_rate(told, today)
    except Refused as refusal:
        return str(refusal)
    return ""
