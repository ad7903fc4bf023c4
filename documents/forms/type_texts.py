"""What the editor of a document type takes as text: choices and columns by lines, an analyte by its code or name."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.folding import fold
from documents.models import Analyte, FieldKind
from documents.type_drafts import ColumnDraft

NUMBER_WORDS, TEXT_WORDS = ("number",), ("text",)
"""Understood in every language, beside the words of the reader's own."""


class Analytes:
    """All analytes, read once for all rows. One that is switched off stays where it is held."""

    def __init__(self):
        rows = list(Analyte.objects.order_by("name_key", "pk").defer("search_text"))
        self.on_offer = [row for row in rows if row.is_active]
        self._by_pk = {row.pk: row for row in rows}
        self._by_word = {fold(row.name): row for row in reversed(rows)} | {
            fold(row.code): row for row in rows
        }

    def word_of(self, pk: int | None) -> str:
        """As it is typed."""
        return self._by_pk[pk].code if pk in self._by_pk else ""

    def called(self, typed: str) -> Analyte | None:
        return self._by_word.get(fold(typed.strip()))


class AnalyteField(forms.CharField):
    """An analyte by its code or its name; empty gives None."""

    analytes: Analytes

    def __init__(self, **kwargs):
        attrs = {"list": "analytes", "autocomplete": "off"}
        super().__init__(required=False, max_length=100, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value):
        typed = super().clean(value)
        if not typed:
            return None
        analyte = self.analytes.called(typed)
        if analyte is None:
            sentence = _("There is no analyte “%(typed)s”. Take one from the list, or leave this empty.")
            raise ValidationError(sentence, params={"typed": typed})
        return analyte


def choices_in(text: str) -> tuple[str, ...]:
    """A choice a line; empty lines are none."""
    return tuple(filter(None, (" ".join(line.split()) for line in text.splitlines())))


def columns_in(text: str) -> tuple[ColumnDraft, ...]:
    """A column a line: ``Zone, mm: number``, ``Result: S, I, R``; without a colon it takes text."""
    return tuple(_column(line) for line in choices_in(text))


def _column(line: str) -> ColumnDraft:
    label, colon, takes = (part.strip() for part in line.partition(":"))
    word = takes.lower()
    if not colon or word in ("", *TEXT_WORDS, _now("text")):
        return ColumnDraft(label)
    if word in (*NUMBER_WORDS, _now("number")):
        return ColumnDraft(label, FieldKind.NUMBER)
    choices = tuple(filter(None, (" ".join(one.split()) for one in takes.split(","))))
    return ColumnDraft(label, FieldKind.CHOICE, choices)


def columns_written(columns: list[dict]) -> str:
    """The same text for columns that stand."""
    return "\n".join(map(_written, columns))


def _written(column: dict) -> str:
    if column["kind"] == FieldKind.NUMBER:
        return f"{column['label']}: {_now('number')}"
    if column["kind"] == FieldKind.CHOICE:
        return f"{column['label']}: {', '.join(column['choices'])}"
    return column["label"]
