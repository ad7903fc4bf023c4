"""Invariants of what people earn: pay agrees with the standing acts, with its rates, and with the sums set by hand."""

from collections import Counter, defaultdict
from decimal import Decimal

from django.db.models import F

from billing.models import Act, ActLine
from common.currencies import places_of
from common.exchange import exchanged as exchanged_at
from common.money import ZERO, percent_of, round_money
from orders.models import Task
from orders.pricing import part_of_line
from payroll.models import PayMark, PayRole, PayrollEntry, PlannedPay
from payroll.rates import ACT_LINE, SET_SUM
from verification.finding import Finding, findings_of

NO_QUANTITY, FINEST = Decimal("0.000"), Decimal("0.001")


def _standing():
    return PayrollEntry.objects.filter(reverses__isnull=True, reversed_by__isnull=True).order_by()


def work_is_paid_once() -> Finding:
    """23"""
    keys = Counter(_standing().values_list("source_kind", "source", "task", "employee", "role").iterator())
    return Finding(
        len(keys), [f"{key[0]} {key[1]} pays {key[3]} {n} times" for key, n in keys.items() if n > 1]
    )


def pay_and_standing_acts_agree() -> Finding:
    """24: each standing act line pays its performer, and the shares of its tasks add up to it, before discounts too."""
    rows = ActLine.objects.filter(act__in=Act.objects.standing()).order_by()
    columns = ("pk", "quantity", "amount", "added_tax", "gross", "act__performer")
    worth = {
        pk: (quantity, amount - added_tax, gross, performer)
        for pk, quantity, amount, added_tax, gross, performer in rows.values_list(*columns)
    }
    net: dict[int, Decimal] = defaultdict(Decimal)
    gross: dict[int, Decimal | None] = defaultdict(Decimal)
    performers: dict[int, set[int]] = defaultdict(set)
    found, parts = Finding(len(worth)), _parts_of_tasks()
    for entry in _standing().filter(source_kind=ACT_LINE).iterator():
        said = worth.get(entry.source)
        if said is None or not _is_of(entry.quantity, said[0], parts.get(entry.task_id)):
            found.wrong.append(
                f"act line {entry.source}: {entry.employee_id} is paid for {entry.quantity}, there are {said}"
            )
        if entry.role == PayRole.PERFORMER:
            net[entry.source] += entry.order_worth
            performers[entry.source].add(entry.employee_id)
            before = gross[entry.source]
            gross[entry.source] = None if before is None or entry.net is None else before + entry.order_base
    for pk, (_quantity, amount, before_discounts, performer) in worth.items():
        if performer not in performers[pk]:
            found.wrong.append(f"act line {pk} stands, its performer is not paid")
        elif net[pk] != amount:
            found.wrong.append(f"act line {pk} is worth {amount}, its tasks are paid for {net[pk]}")
        elif gross[pk] not in (None, before_discounts):  # where all of its rates are of the gross
            found.wrong.append(
                f"act line {pk} is worth {before_discounts} before discounts, its tasks are paid for {gross[pk]}"
            )
    return found


def _parts_of_tasks() -> dict[int, tuple[Decimal, Decimal]]:
    """Task → how much of its part is on the line, and how much of the line there is; tasks of parts alone."""
    tasks = Task.objects.filter(part__is_removed=False).order_by()
    return {pk: figures for pk, *figures in tasks.values_list("pk", "part__quantity", "line__quantity")}


def _is_of(paid: Decimal, quantity: Decimal, part: tuple[Decimal, Decimal] | None) -> bool:
    """Whether an act line of that quantity holds so much; of a part to a thousandth, counted up over the acts."""
    if part is None:
        return paid == quantity
    in_line, of_line = part
    return abs(paid - in_line * quantity / of_line) <= FINEST


def pay_is_what_its_rule_says() -> Finding:
    """25: each accrual follows the rate that it was booked with, and sums set by hand are paid as they were set."""
    entries = list(_standing().select_related("planned"))
    found = findings_of([entry for entry in entries if entry.planned is None], _not_by_its_rate)
    exchanged = findings_of([entry for entry in entries if entry.foreign_currency], _not_by_its_exchange_rate)
    parts = (found, exchanged, _sums_set(entries))
    return Finding(sum(part.looked_at for part in parts), [wrong for part in parts for wrong in part.wrong])


def _not_by_its_exchange_rate(entry: PayrollEntry) -> str | None:
    """The rate is that of the row: what is entered or corrected later changes nothing that is booked."""
    places = places_of(entry.currency)
    for told, foreign in ((entry.base, entry.foreign_base), (entry.net, entry.foreign_net)):
        due = None if foreign is None else exchanged_at(foreign, entry.exchange_rate, places)
        if told != due:
            return (
                f"accrual {entry.pk} has {told} for {foreign} {entry.foreign_currency}, its rate says {due}"
            )
    return None


def _not_by_its_rate(entry: PayrollEntry) -> str | None:
    due, places = ZERO, places_of(entry.currency)
    if entry.rate_percent is not None:
        due = percent_of(entry.base, entry.rate_percent, places)
    elif entry.rate_amount is not None:
        due = round_money(entry.quantity * entry.rate_amount, places)
    return None if entry.amount == due else f"accrual {entry.pk} is {entry.amount}, its rate pays {due}"


def _sums_set(entries: list[PayrollEntry]) -> Finding:
    paid: dict[int, list[PayrollEntry]] = defaultdict(list)
    found = Finding()
    for entry in entries:
        if entry.planned is not None:
            paid[entry.planned_id].append(entry)
    ordered = dict(
        Task.objects.filter(pk__in=PlannedPay.objects.values("task"))
        .order_by()
        .values_list("pk", "line__quantity")
    )
    acted_of = dict(ActLine.objects.filter(pk__in=_sources(paid)).order_by().values_list("pk", "quantity"))
    for rows in paid.values():
        found.looked_at += 1
        found.wrong += filter(None, [_not_as_set(rows, ordered, acted_of)])
    acted = set(Act.objects.standing().order_by().values_list("order", flat=True))
    besides = PlannedPay.objects.standing().filter(employee__isnull=False).order_by()
    for pk, order in besides.values_list("pk", "order"):
        if order in acted and pk not in paid:
            found.wrong.append(f"sum {pk} was set and is not paid, although acts of its order stand")
    for pk, order in {
        (entry.planned_id, entry.order_id) for entry in entries if entry.source_kind == SET_SUM
    }:
        if order not in acted:
            found.wrong.append(f"sum {pk} is paid, although no act of its order stands")
    return found


def _sources(paid: dict[int, list[PayrollEntry]]) -> list[int]:
    return [row.source for rows in paid.values() for row in rows if row.source_kind == ACT_LINE]


def _not_as_set(
    rows: list[PayrollEntry], ordered: dict[int, Decimal | None], acted_of: dict[int, Decimal]
) -> str | None:
    planned, got = rows[0].planned, sum((row.amount for row in rows), ZERO)
    if planned.lifted_by_id:
        return f"sum {planned.pk} was taken back and is paid with {got}"
    if {(row.task_id, row.order_id) for row in rows} != {(planned.task_id, planned.order_id)}:
        return f"sum {planned.pk} is paid for other work than it was set for"
    if planned.employee_id and {row.employee_id for row in rows} != {planned.employee_id}:
        return f"sum {planned.pk} is paid to somebody else"
    due, quantity = planned.amount, ordered.get(planned.task_id)
    if quantity is not None:
        done = sum((acted_of.get(row.source, row.quantity) for row in rows), NO_QUANTITY)
        places = places_of(rows[0].currency)
        due = part_of_line(planned.amount, done, quantity, ZERO, NO_QUANTITY, places)
    return None if got == due else f"sum {planned.pk} of {planned.amount} is paid with {got}, due are {due}"


def finalized_pay_was_worked() -> Finding:
    """62: pay is finalized only on orders whose acts are all posted; turns of the lock follow one another."""
    turns: dict[int, list[int]] = defaultdict(list)
    status = {}
    rows = PayMark.objects.order_by("pk").annotate(status=F("order__status"))
    for order, turn, at in rows.values_list("order", "turn", "status"):
        turns[order].append(turn)
        status[order] = at
    found = Finding(len(turns))
    for order, taken in turns.items():
        if taken != list(range(1, len(taken) + 1)):
            found.wrong.append(f"order {order}: the lock of its pay was turned {taken}")
        elif len(taken) % 2 and status[order] not in ("produced", "realized"):
            found.wrong.append(f"order {order} is {status[order]} with its pay finalized")
    return found
