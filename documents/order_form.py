"""The order form: what it says, with the sections chosen before printing, as plain data for its print template."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.days import moment_and_year
from common.money import ZERO
from common.paper_amounts import with_places
from lab.models import LabSettings
from orders.bench_codes import Kind, written
from orders.dental_card import dental_card, on_paper
from orders.models import Order, Task
from orders.models.task import TaskState
from orders.parts import parts_on_paper, times
from orders.pricing import OrderPrice, split_by_rate, tax_table
from orders.teeth_read import TeethRead, teeth_of


class Section(models.TextChoices):
    """What may be left off the paper. Prices only for those who may see them."""

    SERVICES = "services", _("Services")
    TEETH = "teeth", _("Dental card")
    PATIENT = "patient", _("Patient")
    TASKS = "tasks", _("Tasks")
    PRICES = "prices", _("Prices")
    COMMENTS = "comments", _("Comments")


def order_paper(order: Order, sections: Collection[str], *, agreed: Decimal = ZERO) -> dict[str, Any]:
    """The order form of an order; ``agreed`` is what was agreed on beside its price.

    Internal comments are never on it: the paper may leave the laboratory.
    """
    lab = LabSettings.load()
    paper = {
        "number": order.number,
        "bench_code": written(Kind.ORDER, order.pk),
        "date": timezone.localdate(order.created_at).isoformat(),
        "due": order.due_on.isoformat() if order.due_on else "",
        "state": order.get_status_display(),
        "lab": {name: getattr(lab, name) for name in ("name", "legal_name", "address", "phone", "email")},
        "customer": order.customer.name,
        "contact": order.contact.name if order.contact else "",
        "instructions": order.instructions,
        "currency": order.currency,
        "is_rush": order.is_rush,
    }
    teeth = teeth_of(order)
    builders = {
        Section.SERVICES: lambda: {"lines": _lines(order, teeth, with_prices=Section.PRICES in sections)},
        Section.TEETH: lambda: {"dental_card": on_paper(dental_card(list(order.lines.current()), teeth))},
        Section.PATIENT: lambda: {"patient": _patient(order)},
        Section.TASKS: lambda: {"tasks": _tasks(order)},
        Section.PRICES: lambda: _price(order, agreed),
        Section.COMMENTS: lambda: {"comments": _comments(order)},
    }
    for section, build in builders.items():
        if section in sections:
            paper |= build()
    return with_places(paper, order.currency)


def _lines(order: Order, teeth: TeethRead, *, with_prices: bool) -> list[dict[str, Any]]:
    found, lines = [], list(order.lines.current())
    parts = parts_on_paper({line.pk: line.quantity for line in lines})
    for line in lines:
        row = {"code": line.code, "name": line.name, "quantity": str(line.quantity)}
        row["details"] = teeth.kinds_of(line)
        row |= parts.get(line.pk, {})
        if with_prices:
            row |= {
                "price": str(line.unit_price),
                "discount": str(line.discount_percent) if line.discount_percent else "",
                "amount": str(line.amount),
            }
        found.append(row)
    return found


def _patient(order: Order) -> dict[str, str]:
    return {
        "name": order.patient_name,
        "kind": order.get_patient_kind_display(),
        "sex": order.get_patient_sex_display() if order.patient_sex else "",
        "age": order.patient_age,
        "species": ", ".join(part for part in (order.patient_species, order.patient_breed) if part),
        "owner": order.patient_owner,
    }


def _tasks(order: Order) -> list[dict[str, str]]:
    return [
        {
            "title": task.title,
            "part_of": _part_of(task),
            "people": " / ".join(person.name for person in (task.performer, task.assistant) if person),
            **_signed_off(task),
        }
        for task in order.tasks.current().select_related("performer", "assistant", "line", "part")
    ]


def _signed_off(task: Task) -> dict[str, str]:
    """What stands in the boxes of a task already: whose initials and which day, or that nobody has to do it."""
    if task.state == TaskState.SKIPPED:
        return {"skipped": task.get_state_display()}
    if task.state != TaskState.DONE:
        return {}
    day = timezone.localdate(task.finished_at).isoformat() if task.finished_at else ""
    return {"initials": task.performer.initials if task.performer else "", "done_on": day}


def _part_of(task: Task) -> str:
    """Of which part it is a step, where its own name does not say it, and of how many."""
    name = task.part.name if task.part and task.part.name != task.title else ""
    return " ".join(filter(None, (name, times(task.piece))))


def _price(order: Order, agreed: Decimal) -> dict[str, Any]:
    """From the services to what the order costs; once acts make that something else, only that."""
    price = order.priced()
    total = price.preliminary + agreed if order.final_price is None else order.final_price
    if total != price.preliminary + agreed:
        return {"total": str(total)}
    told = {"lines": price.lines, "discount": price.taken_off, "rush": price.rush, "agreed": agreed}
    steps = {name: str(amount) for name, amount in told.items() if amount}
    if set(steps) == {"lines"}:
        steps = {}
    return {"total": str(total), "steps": steps, **_taxes(order, price, agreed)}


def _taxes(order: Order, price: OrderPrice, agreed: Decimal) -> dict[str, Any]:
    """By rate; what was agreed on beside the price is with tax, at each rate in proportion to what stands there."""
    places = price.terms.places
    inside = split_by_rate(agreed, {rate.percent: rate.amount for rate in price.taxes}, places)
    if price.terms.prices_include_tax:
        for rate in price.taxes:
            inside[rate.percent] = inside.get(rate.percent, ZERO) + rate.amount
    on_top = () if price.terms.prices_include_tax else price.taxes
    table = tax_table(inside, on_top, places)
    named = ("percent", "net", "tax", "amount")
    return {
        "taxes": [{name: str(getattr(rate, name)) for name in named} for rate in table],
        "net": str(sum((rate.net for rate in table), ZERO)),
        "tax": str(sum((rate.tax for rate in table), ZERO)),
        "rounding": {
            "inside": bool(inside),
            "on_top": bool(on_top),
            "to": str(Decimal(1).scaleb(-places)),
        },
    }


def _comments(order: Order) -> list[dict[str, str]]:
    return [
        {
            "author": comment.author.name,
            "at": moment_and_year(comment.created_at),
            "text": comment.text,
        }
        for comment in order.comments.filter(is_internal=False).select_related("author")
    ]
