"""The teeth of orders as pages, papers and forms read them: one statement, however many lines there are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Subquery

from catalog.models import ServiceField
from common.kept_statements import kept
from lab.models import LabSettings
from orders.models import Order, OrderLine, ToothWork
from orders.teeth import Numbers, Role, Work, in_mouth, written_plain
from orders.tooth_words import told_of_works


@dataclass
class TeethRead:
    """``by_line``: line → what it makes, in the sequence of the mouth; ``missing``: what the patient has lost;
    ``numbers``: how the laboratory writes the numbers of teeth."""

    by_line: dict[int, list[Work]] = field(default_factory=dict)
    missing: tuple[int, ...] = ()
    numbers: str = Numbers.FDI

    def details_of(self, line: OrderLine, *, in_words: bool = False) -> list[tuple[object, str]]:
        """What a line says, by the names of its fields; of its teeth the numbers, or ``in_words`` also their kinds."""
        labels = dict(ServiceField.Kind.choices)
        return [(labels.get(kind, kind), text) for kind, text in self.kinds_of(line, in_words=in_words)]

    def kinds_of(self, line: OrderLine, *, in_words: bool = False) -> list[list[str]]:
        """The same by the keys of the fields, for whatever is frozen and read in any language.

        In the sequence of the kinds: databases keep the keys of such a column in sequences of their own.
        """
        known = [*ServiceField.Kind.values, *sorted({*line.details} - {*ServiceField.Kind.values})]
        return [
            [kind, self._teeth(line, text, in_words) if kind == "teeth" else text]
            for kind in known
            if (text := line.details.get(kind))
        ]

    def _teeth(self, line: OrderLine, text: str, in_words: bool) -> str:
        works = self.by_line.get(line.pk)
        if not works:
            return text
        if in_words and any(work.role != Role.UNIT or work.has_shade for work in works):
            return "; ".join(told_of_works(works, self.numbers))
        return written_plain((work.tooth for work in works), self.numbers)


def teeth_of(order: Order) -> TeethRead:
    """Of the lines that the order has now, and of its patient."""
    return _read(_OF_ORDER(order))


def teeth_of_lines(line_ids: Iterable[int]) -> TeethRead:
    """Of lines of whatever orders."""
    return _read(_with_numbers(ToothWork.objects.filter(line__in=list(line_ids))))


def _with_numbers(rows):
    return rows.annotate(numbers=Subquery(LabSettings.objects.filter(pk=1).values("tooth_numbers")))


_OF_ORDER = kept(
    lambda order: _with_numbers(ToothWork.objects.filter(order=order).exclude(line__is_removed=True))
)


def _read(rows: Iterable[ToothWork]) -> TeethRead:
    found, missing, numbers = defaultdict(dict), [], None
    for row in rows:
        numbers = row.numbers
        if row.line_id is None:
            missing.append(row.tooth)
        else:
            found[row.line_id][row.tooth] = row.work
    by_line = {line: [works[tooth] for tooth in in_mouth(works)] for line, works in found.items()}
    return TeethRead(by_line, tuple(in_mouth(missing)), numbers or Numbers.FDI)
