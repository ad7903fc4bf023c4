"""Invariants of complex services: what they include, the parts that lines froze of them, and what these are paid."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from billing.models import Act, ActLine
from catalog.bundles import Bundles
from catalog.flattening import way_round
from catalog.models import Service
from common.currencies import places_of
from common.money import ZERO, split
from orders.models import LinePart, OrderLine, Task
from orders.parts import counted
from payroll.models import PayRole, PayrollEntry
from payroll.rates import ACT_LINE
from verification.finding import Finding, findings_of


def no_service_includes_itself() -> Finding:
    """72"""
    includes = Bundles().includes
    codes = dict(Service.objects.order_by("pk").values_list("pk", "code"))

    def wrong(pk):
        way = way_round(pk, includes)
        return f"service {' includes '.join(codes[step] for step in way)}" if way else None

    return findings_of(codes, wrong)


def parts_are_those_of_their_lines() -> Finding:
    """73"""
    rows = LinePart.objects.current().filter(line__is_removed=False).order_by()
    columns = ("pk", "code", "in_one", "quantity", "line", "line__quantity")

    def wrong(pk, code, in_one, quantity, line, of_line):
        right = counted(in_one * of_line)
        return None if quantity == right else f"line {line} has {quantity} of its part {code}, should {right}"

    found = findings_of(rows.values_list(*columns).iterator(), wrong)
    found.looked_at = OrderLine.objects.current().count()
    strangers = Task.objects.filter(part__isnull=False).order_by().values_list("pk", "line", "part__line")
    found.wrong += [
        f"task {pk} is of line {line} and of a part of line {of}" for pk, line, of in strangers if line != of
    ]
    return found


def parts_share_what_their_line_pays() -> Finding:
    """74: in proportion to their own prices, after what the line's own tasks have."""
    paid: dict[int, dict[int | None, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    entries = PayrollEntry.objects.filter(reverses=None, reversed_by=None, source_kind=ACT_LINE).order_by()
    of_lines = entries.filter(role=PayRole.PERFORMER, task__line__parts__is_removed=False).distinct()
    parts = LinePart.objects.current().in_bulk()
    for entry in of_lines.select_related("task"):
        part = entry.task.part_id if entry.task.part_id in parts else None
        paid[entry.source][part] += entry.order_worth
    standing = ActLine.objects.filter(act__in=Act.objects.standing()).order_by()

    def wrong(pk, currency):
        if pk not in paid:
            return None
        named = sorted((parts[part] for part in paid[pk] if part), key=lambda part: (part.position, part.pk))
        return _not_shared(pk, paid[pk], named, places_of(currency))

    return findings_of(standing.values_list("pk", "act__currency").iterator(), wrong)


def _not_shared(
    pk: int, paid: dict[int | None, Decimal], parts: Iterable[LinePart], places: int
) -> str | None:
    whole = sum((worth for part, worth in paid.items() if part), ZERO)
    for part, due in zip(parts, split(whole, [part.weight for part in parts], places), strict=True):
        if paid[part.pk] != due:
            return f"act line {pk}: its part {part.code} is paid for {paid[part.pk]}, its share is {due}"
    return None
