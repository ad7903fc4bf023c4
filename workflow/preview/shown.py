"""What a step will book, in the words of a dialog, for one reader: money only for those who may see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.money import ZERO
from common.templatetags.labsite import exchange_rate, figure, money, percent, quantity
from lab.permissions import may
from payroll.models import EarnedAs
from stock.ledger import NotEnoughStock, Shortage
from workflow.preview.booked import AdvanceBooked, Booked, MaterialBooked, PayBooked
from workflow.preview.rehearsing import Rehearsal

NBSP = "\u00a0"
MOST_ROWS = 6
"""A longer section is folded behind its first rows."""


@dataclass(frozen=True)
class Row:
    """One line of a section: what it is, how it comes about, and how much. Stacked, each detail has its own line."""

    label: str
    details: tuple[str, ...] = ()
    figure: str = ""
    tag: str = ""
    is_total: bool = False
    is_stacked: bool = False


@dataclass(frozen=True)
class Section:
    """What one book gets. ``figure`` is the sum of its rows, where they have one."""

    title: str
    rows: Sequence[Row]
    icon: str
    figure: str = ""

    @property
    def visible(self) -> Sequence[Row]:
        return self.rows if len(self.rows) <= MOST_ROWS else self.rows[: MOST_ROWS - 1]

    @property
    def folded(self) -> Sequence[Row]:
        return self.rows[len(self.visible) :]


@dataclass(frozen=True)
class Preview:
    """The sections of a dialog. ``first`` is what is to be done before; ``short`` names the materials that are short.

    ``hidden`` says why there is nothing to see. With ``may_override`` the sections are what is booked where the person
    writes off what is short.
    """

    sections: Sequence[Section] = ()
    first: str = ""
    short: Sequence[Row] = ()
    hidden: str = ""
    may_override: bool = False


def preview_for(rehearsal: Rehearsal, viewer) -> Preview:
    """What the viewer may see of what would be booked."""
    if rehearsal.is_busy:
        return Preview(
            hidden=_("Somebody is working on this order just now, so what will be booked cannot be shown.")
        )
    if rehearsal.is_slow:
        return Preview(hidden=_("It would take too long just now to show what will be booked."))
    if isinstance(rehearsal.refused, NotEnoughStock):
        rows = [_short_row(shortage) for shortage in rehearsal.refused.shortages]
        return Preview(first=_("There is not enough in stock."), short=rows)
    if rehearsal.refused:
        return Preview(first=str(rehearsal.refused))
    assert rehearsal.booked is not None
    return Preview(list(_sections(rehearsal.booked, viewer)))


def _sections(booked: Booked, viewer) -> Iterable[Section]:
    prices, billing = may(viewer, "see_prices"), may(viewer, "see_billing")
    if booked.pay:
        yield _pay_section(booked.pay, with_amounts=may(viewer, "see_pay"), with_base=prices)
    yield from _material_sections(booked.materials)
    papers = [*_act_rows(booked, prices), *_document_rows(booked, prices)]
    if papers:
        yield Section(_("Papers, %(currency)s") % _of(booked) if prices else _("Papers"), papers, "file-text")
    charged = [*_price_rows(booked)] if prices else []
    if billing:
        charged += [*_charge_rows(booked), *_advance_rows(booked)]
    if charged:
        yield Section(_("Money, %(currency)s") % _of(booked), charged, "cash-stack")
    if rest := list(_rest(booked)):
        yield Section(_("Acts and tasks"), rest, "list-check")


def _of(booked: Booked) -> dict[str, str]:
    return {"currency": booked.currency}


def _pay_section(entries: Sequence[PayBooked], *, with_amounts: bool, with_base: bool) -> Section:
    """A row for each person, in the order of their names."""
    rows = []
    for _person, group in groupby(entries, key=lambda entry: (entry.employee, entry.employee_id)):
        own = list(group)
        amount = figure(_sum(entry.amount for entry in own), own[0].currency) if with_amounts else ""
        details = tuple(_by_rate(own, with_base=with_base)) if with_amounts else (_roles(own),)
        rows.append(Row(own[0].employee, details, amount, is_stacked=with_amounts))
    taken_back = all(entry.is_reversal for entry in entries)
    title = _("Pay taken back") if taken_back else _("Pay")
    total = money(_sum(entry.amount for entry in entries), entries[0].currency) if with_amounts else ""
    return Section(title, rows, "person-check", total)


def _roles(entries: Sequence[PayBooked]) -> str:
    return ", ".join(dict.fromkeys(str(EarnedAs(entry.role).label) for entry in entries))


def _by_rate(entries: Sequence[PayBooked], *, with_base: bool) -> Iterable[str]:
    """A line for each rate that one person is paid by, as performer and as assistant."""
    by_rate: dict[tuple, list[PayBooked]] = {}
    for entry in entries:
        rate = entry.rate_percent, entry.rate_amount, entry.is_of_gross, entry.is_set_by_hand
        key = entry.role, entry.is_reversal, *rate
        by_rate.setdefault(key, []).append(entry)
    is_mixed = len({entry.is_reversal for entry in entries}) > 1
    for (role, is_reversal, *_rate), rows in by_rate.items():
        works = list(dict.fromkeys(row.work for row in rows))
        work = works[0] if len(works) == 1 else _("%(count)s tasks") % {"count": len(works)}
        rate = _rate_of(rows, with_base=with_base).replace(" ", NBSP)
        said = " · ".join([str(EarnedAs(role).label), work, rate])
        yield _("taken back: %(pay)s") % {"pay": said} if is_mixed and is_reversal else said


def _rate_of(rows: Sequence[PayBooked], *, with_base: bool) -> str:
    rate = rows[0]
    if rate.rate_percent is not None:
        if not with_base:
            return percent(rate.rate_percent)
        figures = {"percent": percent(rate.rate_percent), "base": _base_of(rows)}
        if rate.is_of_gross:
            return _("%(percent)s of %(base)s before discounts") % figures
        return _("%(percent)s of %(base)s") % figures
    if rate.rate_amount is not None:
        figures = {
            "amount": figure(rate.rate_amount, rate.currency),
            "units": quantity(abs(sum(row.quantity for row in rows))),
        }
        return _("%(amount)s a unit × %(units)s") % figures
    return _("set by hand") if rate.is_set_by_hand else _("no rate")


def _base_of(rows: Sequence[PayBooked]) -> str:
    """What a percent is taken of; of an order in another currency also what that is there."""
    said = figure(abs(_sum(row.base for row in rows)), rows[0].currency)
    foreign = {row.foreign_currency for row in rows}
    if foreign == {None} or len({row.exchange_rate for row in rows}) > 1:
        return said
    there = money(abs(_sum(row.foreign_base for row in rows)), rows[0].foreign_currency)
    return f"{said} ({there} × {exchange_rate(rows[0].exchange_rate)})"


def _material_sections(moved: Sequence[MaterialBooked]) -> Iterable[Section]:
    gone, back = [], []
    for _material, group in groupby(moved, key=lambda row: (row.material, row.unit)):
        rows = list(group)
        total = sum((row.quantity for row in rows), Decimal(0))
        if total < 0:
            gone.append(_material_row(rows, -total))
        elif total > 0:
            back.append(_material_row(rows, total))
    if gone:
        yield Section(_("Materials written off"), gone, "box-arrow-right")
    if back:
        yield Section(_("Materials given back"), back, "box-arrow-in-left")


def _material_row(rows: Sequence[MaterialBooked], moved: Decimal) -> Row:
    first = rows[0]
    left = _("%(left)s %(unit)s left") % {"left": quantity(max(first.left, Decimal(0))), "unit": first.unit}
    short = any(row.is_short for row in rows) and first.left < 0
    tag = _short_by(-first.left, first.unit) if short else ""
    lots = _lots_in_words([row.lot for row in rows if row.lot])
    return Row(first.material, (*lots, *(() if short else (left,))), f"{quantity(moved)} {first.unit}", tag)


def _lots_in_words(lots: Sequence[str]) -> tuple[str, ...]:
    """The lots that move, each once."""
    named = ", ".join(dict.fromkeys(lots))
    return (_("lot %(lots)s") % {"lots": named},) if named else ()


def _short_row(shortage: Shortage) -> Row:
    return Row(shortage.material, (shortage.figures,), tag=_short_by(shortage.missing, shortage.unit))


def _short_by(missing: Decimal, unit: str) -> str:
    return _("%(missing)s %(unit)s short") % {"missing": quantity(missing), "unit": unit}


def _act_rows(booked: Booked, with_prices: bool) -> Iterable[Row]:
    for act in booked.acts:
        says = _("reverses %(number)s") % {"number": act.reverses} if act.reverses else act.performer
        amount = figure(act.amount, booked.currency) if with_prices else ""
        yield Row(_("Act %(number)s") % {"number": act.number}, (says,), amount)


def _document_rows(booked: Booked, with_prices: bool) -> Iterable[Row]:
    for document in booked.documents:
        amount = figure(document.total, booked.currency) if with_prices else ""
        if document.corrects:
            label, says = _("Correction %(number)s"), _("corrects %(number)s") % {"number": document.corrects}
        else:
            label, says = _("Closing document %(number)s"), booked.customer
        yield Row(label % {"number": document.number}, (says,), amount)


def _price_rows(booked: Booked) -> Iterable[Row]:
    if booked.price == booked.price_before:
        return
    before = ()
    if booked.price is None:
        before = (_("until acts are posted again"),)
    if booked.price_before is not None:
        before = (_("%(amount)s before") % {"amount": figure(booked.price_before, booked.currency)}, *before)
    yield Row(_("Final price"), before, figure(booked.price, booked.currency), is_stacked=len(before) > 1)


def _charge_rows(booked: Booked) -> Iterable[Row]:
    for charge in booked.charges:
        says = _("charged") if charge.amount >= 0 else _("charge reversed")
        yield Row(charge.customer, (says,), figure(charge.amount, booked.currency))


def _advance_rows(booked: Booked) -> Iterable[Row]:
    """What becomes of the payments, then what the customer owes."""
    for advance in booked.advances:
        yield from _of_payment(advance, booked)
    if any(charge.amount >= 0 for charge in booked.charges):
        yield Row(_("Open on this order"), (), figure(booked.open_debt, booked.currency), is_total=True)
    if booked.charges:
        label = _("%(customer)s then owes") if booked.balance >= 0 else _("%(customer)s has then paid ahead")
        says = _("all orders and payments together")
        yield Row(
            label % {"customer": booked.customer},
            (says,),
            figure(abs(booked.balance), booked.currency),
            is_total=True,
        )


def _of_payment(advance: AdvanceBooked, booked: Booked) -> Iterable[Row]:
    label = _("Payment %(number)s") % {"number": advance.payment}
    if advance.customer != booked.customer:
        label = f"{label} · {advance.customer}"
    if advance.settles > 0:
        yield Row(label, (_("pays for this order"),), figure(-advance.settles, booked.currency))
    if advance.ties > 0:
        yield Row(label, (_("becomes an advance tied to this order"),), figure(advance.ties, booked.currency))
    if advance.frees > 0:
        yield Row(label, (_("goes free for other orders"),), figure(advance.frees, booked.currency))


def _rest(booked: Booked) -> Iterable[Row]:
    for draft in booked.drafts:
        work = ngettext("%(count)s service", "%(count)s services", draft.lines) % {"count": draft.lines}
        yield Row(_("Draft act of %(performer)s is made") % {"performer": draft.performer}, (work,))
    if booked.drafts_gone:
        count = {"count": booked.drafts_gone}
        yield Row(
            ngettext("%(count)s draft act is deleted", "%(count)s draft acts are deleted", booked.drafts_gone)
            % count
        )
    if booked.tasks_skipped:
        count = {"count": booked.tasks_skipped}
        yield Row(
            ngettext(
                "%(count)s open task is skipped", "%(count)s open tasks are skipped", booked.tasks_skipped
            )
            % count
        )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
