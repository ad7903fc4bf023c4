"""Invariants of teeth: rows obey the rules that the form and the use cases ask, and say the same as their lines."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from django.db.models import F

from orders.models import OrderLine, ToothWork
from orders.teeth import TEETH, Role, Work, WrongTeeth, read_plain, why_not
from orders.teeth.work import IMPLANT, SHADES
from orders.tooth_words import why_told
from verification.finding import Finding, findings_of

_OF_A_TOOTH = ("tooth", "role", "span", *SHADES, *IMPLANT)


def teeth_obey_their_rules() -> Finding:
    """83: also that they belong to the order of their line, that the text of the line names the same ones, and that
    pontics charged apart are those that are made."""
    made = _works_by_line()
    waiting = next(made, None)

    def works_of(pk: int) -> list[Work]:
        """Both come by the id of the line."""
        nonlocal waiting
        while waiting and waiting[0] < pk:
            waiting = next(made, None)
        return waiting[1] if waiting and waiting[0] == pk else []

    def wrong(pk, details):
        works, text = works_of(pk), details.get("teeth", "")
        if refused := why_not(works):
            return f"line {pk}: {why_told(refused)}"
        rows, named = {work.tooth for work in works}, _named(text)
        if rows == named or (named is None and not rows):
            return None
        return f"line {pk} says the teeth “{text}”, its rows {sorted(rows)}"

    own = OrderLine.objects.filter(pontics_of__isnull=True).order_by("pk")
    found = findings_of(own.values_list("pk", "details").iterator(), wrong)
    found.wrong += _lines_of_pontics()
    strangers = ToothWork.objects.filter(line__isnull=False).exclude(line__order=F("order")).order_by("pk")
    found.wrong += [
        f"tooth row {pk} is of order {order}, its line {line} of another"
        for pk, order, line in strangers.values_list("pk", "order", "line")
    ]
    lost = ToothWork.objects.filter(line__isnull=True).exclude(tooth__in=TEETH).order_by("pk")
    found.wrong += [
        f"order {order} has lost a tooth {tooth}" for order, tooth in lost.values_list("order", "tooth")
    ]
    return found


def _lines_of_pontics() -> Iterator[str]:
    """A line that charges the pontics of another stands as long as that one, and counts and names its pontics."""
    lines = OrderLine.objects.current().filter(pontics_of__isnull=False).order_by("pk")
    told = ("pk", "order", "quantity", "details", "pontics_of", "pontics_of__order", "pontics_of__is_removed")
    rows = list(lines.values_list(*told))
    pontics = defaultdict(set)
    made = ToothWork.objects.filter(role=Role.PONTIC, line__in=[row[4] for row in rows])
    for line, tooth in made.values_list("line", "tooth"):
        pontics[line].add(tooth)
    for pk, order, quantity, details, other, order_of_other, is_removed in rows:
        if is_removed or order != order_of_other:
            yield f"line {pk} charges pontics of line {other}, which is not on its order any more"
        elif quantity != len(pontics[other]) or _named(details.get("teeth", "")) != pontics[other]:
            yield f"line {pk} charges {quantity} pontics; line {other} makes {sorted(pontics[other])}"


def _works_by_line() -> Iterator[tuple[int, list[Work]]]:
    rows = ToothWork.objects.filter(line__isnull=False).order_by("line_id", "pk")
    found = rows.values_list("line", *_OF_A_TOOTH).iterator()
    for line, teeth in groupby(found, key=itemgetter(0)):
        yield line, [Work(*row[1:]) for row in teeth]


def _named(text: str) -> set[int] | None:
    """None where the text names no teeth: what an earlier release kept of them stays as it is."""
    try:
        return set(read_plain(text))
    except WrongTeeth:
        return None
