"""The teeth of an order's lines, and those that the patient has lost: written with the lines, and by nobody else.

Lines that are removed keep their teeth. What a line made for a tooth is changed in its row while the line may change.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from catalog.models import Service
from common.refusals import Refused
from common.soundness import refuse_unsound_fields
from orders.models import Order, OrderLine, ToothWork
from orders.teeth import TEETH, Role, Work, WrongTeeth, read, why_not, written_plain
from orders.teeth.work import IMPLANT, SHADES
from orders.tooth_words import why_told
from workflow.drawing_up.drafts import LineDraft

FIELDS = ("role", "span", *SHADES, *IMPLANT)


class TeethRefused(Refused):
    """Teeth that no line may have."""


def with_teeth(draft: LineDraft, service: Service) -> tuple[LineDraft, Sequence[Work]]:
    """The draft with the numbers of its teeth as the line keeps them, for lists, and what it makes for each.

    Read from its text where it says no more, as the service takes it. A text that names no teeth stays a text.
    """
    works = draft.works or _read(draft.details.get("teeth", ""), bridges=service.makes_bridges)
    if not works:
        return draft, ()
    if wrong := why_not(works):
        said = {"line": service.name, "sentence": why_told(wrong)}
        raise TeethRefused(_("“%(line)s”: %(sentence)s") % said)
    text = written_plain(work.tooth for work in works)
    return replace(draft, details=draft.details | {"teeth": text}), works


def _read(text: str, *, bridges: bool) -> tuple[Work, ...]:
    try:
        works = read(text, bridges=bridges)
    except WrongTeeth:
        return ()
    return () if why_not(works) else works


class TeethOfLines:
    """The teeth of an order, read once however many lines are written; ``finish`` writes what is new at once."""

    def __init__(self, order: Order):
        self.order = order
        self._by_line: dict[int | None, dict[int, ToothWork]] = defaultdict(dict)
        self._fresh: list[ToothWork] = []
        self._gone: list[int] = []
        for row in ToothWork.objects.filter(order=order):
            self._by_line[row.line_id][row.tooth] = row

    def works_of(self, line: OrderLine) -> list[Work]:
        """What stands."""
        return [row.work for row in self._by_line[line.pk].values()]

    def write(self, line: OrderLine, works: Sequence[Work]) -> None:
        """The line, which is saved, makes this and nothing else."""
        self._lay(line, {work.tooth: work for work in works})

    def write_missing(self, teeth: Collection[int]) -> None:
        """The patient has lost these teeth and no others."""
        if set(teeth) - TEETH:
            raise TeethRefused(why_told(WrongTeeth("no_tooth", text=str(min(set(teeth) - TEETH)))))
        self._lay(None, {tooth: Work(tooth, Role.MISSING) for tooth in teeth})

    def finish(self) -> None:
        if self._gone:
            ToothWork.objects.filter(pk__in=self._gone).delete()
        ToothWork.objects.bulk_create(self._fresh)

    def _lay(self, line: OrderLine | None, wanted: dict[int, Work]) -> None:
        """The difference between what shall stand and what stands."""
        standing = self._by_line[line and line.pk]
        self._gone += [row.pk for tooth, row in standing.items() if tooth not in wanted]
        for tooth, work in wanted.items():
            row = standing.get(tooth) or ToothWork(order=self.order, line=line, tooth=tooth)
            if row.pk and row.work == work:
                continue
            for name in FIELDS:
                setattr(row, name, getattr(work, name))
            refuse_unsound_fields(row, (*SHADES, *IMPLANT))
            if row.pk:
                row.save(update_fields=FIELDS)
            else:
                self._fresh.append(row)
