"""What a line of the order form says of teeth: which, what is made of each, and how many of the service that makes.

The text field names the teeth and their kinds (``orders.teeth.writing``); shades and implants come beside it, from the
chart, in a hidden field (``card``) by FDI numbers, or where no script runs from plain fields of each tooth.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.templatetags.labsite import quantity as in_figures
from common.typed_text import as_kept
from orders.models import ToothWork
from orders.teeth import TEETH, Work, WrongTeeth, count, drives, read, why_not, written, written_plain
from orders.teeth.work import IMPLANT, SHADES, Role
from orders.tooth_words import told_of_works, tooth_named, why_told
from workflow.forms.order_choices import Choices

TOLD = (*SHADES, *IMPLANT)
"""What may be said of a tooth beside its kind."""
LONGEST_CARD = 20_000
_FIELDS = {
    name: forms.CharField(required=False, max_length=ToothWork._meta.get_field(name).max_length)
    for name in TOLD
}
UNREADABLE = gettext_lazy(
    "The shades and implants of the teeth could not be read. Enter them again in the chart."
)


class SaysItsTeeth:
    """Of the form of a line. ``choices`` knows how teeth are numbered here, and the teeth of lines that stand."""

    works: Sequence[Work] = ()
    """What was read of the line; empty where it names no teeth or they cannot be read."""
    follows_teeth = False
    """Whether the quantity is what the teeth make, or would be."""
    asks_twice = False
    """Whether another line works on one of the teeth too (``workflow.forms.teeth_twice``)."""

    @staticmethod
    def first_teeth(line, works: Sequence[Work], choices: Choices) -> dict[str, str]:
        """What stands in the fields of a line that the order has."""
        bridges = choices.services[line.service_id].makes_bridges
        text = written(works, choices.numbers, bridges=bridges) or line.details.get("teeth", "")
        return {"teeth": text, "card": card_of(works)}

    def clean_card(self) -> dict[int, dict[str, str]]:
        try:
            return dict(_read_card(self.cleaned_data["card"]))
        except (ValueError, RecursionError, ValidationError):
            raise ValidationError(UNREADABLE) from None

    def clean_teeth(self) -> str:
        """The teeth alone, by FDI numbers. A text that stood before there were charts may stay as it is."""
        text = self.cleaned_data["teeth"]
        if self._is_of_before(text):
            return text
        try:
            service = self.chosen("service")
            bridges = service is not None and service.makes_bridges
            read_works = read(text, self.choices.numbers, bridges=bridges)
            self.works = tuple(self._with_the_rest(work) for work in read_works)
            if wrong := why_not(self.works):
                raise wrong
        except WrongTeeth as wrong:
            raise ValidationError(why_told(wrong, self.choices.numbers)) from None
        return written_plain(work.tooth for work in self.works)

    def count_teeth(self) -> None:
        """The quantity follows the teeth until a person types it."""
        self.follows_teeth = not self.is_frozen and self._drives()
        if self.follows_teeth and self.counted is not None:
            self.cleaned_data["quantity"] = Decimal(self.counted)
            self.errors.pop("quantity", None)

    @property
    def counted(self) -> int | None:
        """How many of its service the teeth make."""
        return self._count(self.works)

    def _count(self, works: Sequence[Work]) -> int | None:
        service = self.chosen("service")
        if service is None:
            return None
        return count(works, service.counts_by, pontics_apart=self.pontics_as is not None)

    def _drives(self) -> bool:
        came, before = Decimal(1), None
        service = self.chosen("service")
        if self.standing is not None and self.standing.service_id == service.pk:
            came = self.standing.quantity
            before = self._count(self.choices.works.get(self.standing.pk, ()))
        is_empty = not str(self["quantity"].value() or "").strip()
        typed = came if is_empty else self.cleaned_data.get("quantity")
        return drives(self.data.get(self.add_prefix("quantity_by"), ""), typed, came, before)

    @property
    def quantity_shown(self) -> str:
        """What stands in the field: what the teeth make, else as it was typed."""
        if self.is_bound and self.is_valid_so_far and self.follows_teeth and self.counted is not None:
            return str(self.counted)
        value = self["quantity"].value()
        return "" if value is None else str(value)

    @property
    def teeth_told(self) -> list[str]:
        """What the teeth of the line say, in sentences, where that is more than their numbers."""
        works = self._works_shown
        if not any(work.role != Role.UNIT or work.has_shade for work in works):
            return []
        told = [f"{words}." for words in told_of_works(works, self.choices.numbers)]
        return [*told, self.pontics_told] if self.pontics_told else told

    @property
    def quantity_hint(self) -> str:
        """Said where a quantity that was typed is another one than the teeth make."""
        made = self._count(self._works_shown)
        quantity = self._quantity()
        if made is None or quantity == made:
            return ""
        said = {"made": made, "typed": in_figures(quantity)}
        return _("The teeth make %(made)s; %(typed)s was typed and stays.") % said

    @property
    def beside_teeth(self) -> list[tuple[str, str]]:
        """(name, text) of the hidden fields in which something stands."""
        follows = self.is_bound and self.is_valid_so_far and self.follows_teeth and self.counted is not None
        told = {
            "quantity_by": "teeth" if follows else self["quantity_by"].value(),
            "card": self["card"].value(),
        }
        return [(self.add_prefix(name), text) for name, text in told.items() if text]

    @property
    def tooth_rows(self) -> list[dict[str, Any]]:
        """Plain fields for what the text cannot say, where no script runs: drawn with a form that comes back."""
        return [
            {
                "named": tooth_named(work.tooth, self.choices.numbers),
                "fields": [
                    {
                        "label": capfirst(ToothWork._meta.get_field(name).verbose_name),
                        "name": self._of_tooth(work.tooth, name),
                        "value": getattr(work, name),
                    }
                    for name in TOLD
                    if name not in IMPLANT or work.role == Role.IMPLANT
                ],
            }
            for work in (self.works_typed if self.is_bound else ())
        ]

    @property
    def answer_of_teeth(self) -> dict[str, Any]:
        """For the chart, while one types: what was read, or why it cannot be."""
        return {
            "works": [[work.tooth, str(work.role), work.span] for work in self.works_typed],
            "wrong": " ".join(self.errors.get("teeth", ())) if self["teeth"].value() else "",
            "text": self["teeth"].value() or "",
            "twice": self.asks_twice,
            "told": self.teeth_told,
            "follows": self.follows_teeth,
            "counted": self.counted,
            "hint": self.quantity_hint,
        }

    @property
    def works_typed(self) -> Sequence[Work]:
        """What can be read of the text, right or not."""
        if not self.is_bound:
            return self._works_shown
        self.is_valid()
        return self.works

    @property
    def is_valid_so_far(self) -> bool:
        """Whether the teeth are right, whatever else is wrong with the line."""
        self.is_valid()
        return "teeth" not in self.errors

    @property
    def _works_shown(self) -> Sequence[Work]:
        if self.is_bound:
            return self.works if self.is_valid_so_far else ()
        return self.choices.works.get(self.standing.pk, ()) if self.standing else ()

    def _is_of_before(self, text: str) -> bool:
        """What an earlier release kept as text, and nobody could make teeth of."""
        stands = self.standing is not None and not self.choices.works.get(self.standing.pk)
        return stands and text != "" and text == self.standing.details.get("teeth")

    def _with_the_rest(self, work: Work) -> Work:
        """With its shades and its implant, from the chart or from the plain fields."""
        told = self.cleaned_data.get("card", {}).get(work.tooth, {})
        if f"{self.prefix}-tooth-{work.tooth}-body" in self.data:
            told = {name: self.data.get(self._of_tooth(work.tooth, name), "") for name in TOLD}
            told = _cleaned(told)
        if work.role != Role.IMPLANT:
            told = {name: said for name, said in told.items() if name not in IMPLANT}
        return replace(work, **told)

    def _of_tooth(self, tooth: int, name: str) -> str:
        return f"{self.prefix}-tooth-{tooth}-{name}"


def card_of(works: Sequence[Work]) -> str:
    """What the hidden field holds: only of teeth of which there is more to say than their kind."""
    card = {
        str(work.tooth): told
        for work in works
        if (told := {name: said for name in TOLD if (said := getattr(work, name))})
    }
    return json.dumps(card, ensure_ascii=False, separators=(",", ":")) if card else ""


def _read_card(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Raises ``ValueError`` or ``ValidationError`` for what no page of ours has written."""
    card = json.loads(text) if text else {}
    if not isinstance(card, dict):
        raise ValueError(text)
    for tooth, told in card.items():
        if tooth not in {str(one) for one in TEETH} or not isinstance(told, dict) or set(told) - set(TOLD):
            raise ValueError(tooth)
        yield int(tooth), _cleaned(told)


def _cleaned(told: Mapping[str, Any]) -> dict[str, str]:
    if not all(isinstance(said, str) for said in told.values()):
        raise ValueError(told)
    return {name: _FIELDS[name].clean(as_kept(said)) for name, said in told.items()}
