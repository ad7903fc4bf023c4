"""Canaries: amounts that occur nowhere else, and a walk through every page, list, search, paper and refusal.

A technician sees no money but own earnings; a reviewer sees prices, but no pay, costs or payments (invariant 50).
"""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.apps import apps
from django.utils import timezone

from billing.models import Act
from common.fields import MoneyField
from common.months import Month
from lab.once import new_token
from orders.models import Order
from orders.states import Status
from payroll.models import PayrollEntry, PaySheet
from payroll.pay_out import draw_up_sheet, finish_sheet
from stock.ledger import ReceivedLine
from tests.access.arguments import address, walk
from tests.access.crawling import crawl, squeezed, text_of
from tests.access.matrix import ROWS
from tests.factories.catalog import make_service
from tests.factories.lab import make_settings
from tests.factories.orders import bring_to, cause, make_line, make_order, make_technician
from tests.factories.payroll import make_rate
from tests.factories.stock import make_material, make_receipt
from tests.use_cases.test_edit_order import as_it_stands
from workflow.actions import ACTIONS
from workflow.drawing_up.edit_order import edit_order
from workflow.money.record_payment import record_payment
from workflow.pay.add_pay import add_pay
from workflow.pay.set_pay import set_pay

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

INSTRUCTION, REASON = "CANARY-INSTRUCTION", "CANARY-REASON"
PRICES = {"Service", "OrderLine", "Order", "ActLine"}
"""Models whose amounts a reviewer may see."""


@pytest.fixture
def lab(world):
    """The laboratory with amounts of five and more digits that nothing else has."""
    make_settings(payment_instructions=INSTRUCTION)
    ceramic = make_material(name="Canary ceramic")
    make_receipt(ReceivedLine(ceramic.pk, Decimal(90), unit_cost=Decimal("8319.71")))
    crown = make_service(name="Canary crown", price=Decimal("7391.13"), norms={ceramic: Decimal("0.5")})
    other = make_technician(name="Other")
    make_rate(employee=other, amount=Decimal("4447.71"))
    make_rate(employee=world.performer, percent=Decimal("13.5"))
    world.secret_orders = [_order(world, crown, other, status) for status in Status]
    realized = next(order for order in world.secret_orders if order.status == Status.REALIZED)
    _set_sums(world, other)
    paid = {"received_on": timezone.localdate(), "method": "bank", "order_id": realized.pk}
    record_payment(realized.customer, cause(), amount=Decimal("6113.37"), currency="EUR", **paid)
    return world


def _order(world, crown, other, status):
    """Two lines, the price of one edited afterwards, so that the history of the order knows both prices."""
    lines = (make_line(crown, performer=other, quantity="3"), make_line(crown, performer=world.performer))
    order = make_order(*lines, customer=world.customer)
    draft = as_it_stands(order)
    typed = replace(draft.lines[0], unit_price=Decimal("8123.57"))
    edit_order(order.pk, replace(draft, lines=(typed, *draft.lines[1:])), cause())
    return bring_to(Order.objects.get(pk=order.pk), status)


def _set_sums(world, other):
    """Sums set by hand on drafts and on what is posted already, with the reasons why; one of each for somebody else."""
    for order in with_most_to_tell(world)[:2]:
        task = order.tasks.get(performer=other)
        said = {"comment": f"{REASON} of {order.number}"}
        set_pay(order.pk, cause(), task_id=task.pk, role="performer", amount=Decimal("5557.91"), **said)
        add_pay(order.pk, cause(), employee=other, amount=Decimal("6661.73"), **said)
    world.sheet_of_other = draw_up_sheet(other.pk, cause("accountant"), month=Month.of(timezone.localdate()))
    finish_sheet(world.sheet_of_other.pk, cause("accountant"))


def amounts(*, of=lambda model, row: True) -> dict[str, set[str]]:
    """``Model.field`` → its amounts as bare digits, of every money column of the product."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        fields = [one for one in model._meta.concrete_fields if isinstance(one, MoneyField)]
        for row in model._base_manager.all() if fields else ():
            for one in fields:
                value = getattr(row, one.attname)
                if value is not None and abs(value) >= 1000 and value % 1 and of(model, row):
                    told = f"{abs(value):.2f}".replace(".", "")
                    found.setdefault(f"{model.__name__}.{one.name}", set()).add(told)
    return found


def everywhere(world) -> list[str]:
    """Every address without objects, every kind of object once, each order, and of some all dialogs and papers."""
    starts = [address(route, ROWS[key].about, world) for key, route, _view in walk() if key in ROWS]
    orders = [f"/orders/{order.number}/" for order in world.secret_orders]
    for order in orders:
        starts += [order, f"{order}edit/", f"{order}acts/new/"]
        starts += [f"{order}print/", f"{order}payment-instructions/", f"/orders/?q={order.split('/')[2]}"]
    told_most = [f"/orders/{order.number}/" for order in with_most_to_tell(world)]
    starts += [f"{order}do/{verb}/" for order in told_most for verb in ACTIONS]
    for act in Act.objects.filter(order__in=world.secret_orders).select_related("order"):
        starts += [
            f"/orders/{act.order.number}/acts/{act.pk}/{verb}/" for verb in ("post", "unpost", "delete")
        ]
    sheet = PaySheet.objects.get(pk=world.sheet_of_other.pk)
    starts += [
        f"/me/earnings/sheets/{sheet.number}/pdf/",
        f"/payroll/sheets/{sheet.pk}/pdf/",
        "/board/?by=state",
    ]
    starts += [f"{orders[4]}order-form.pdf?section=prices&section=lines&section=services"]
    searched = ("/orders/", "/catalog/", "/catalog/search/", "/customers/", "/customers/search/", "/stock/")
    starts += [f"{url}?q={word}" for url in searched for word in ("canary", "7391.13", "a")]
    starts += [
        f"/orders/?{asked}" for asked in ("status=realized", "payment=unpaid", "sort=final_price", "due=week")
    ]
    starts += [
        f"/{route}?format=csv&columns={_all_columns(view)}"
        for _key, route, view in walk()
        if _is_list(view, route)
    ]
    return [url for url in starts if "set-password" not in url]


def _is_list(view, route: str) -> bool:
    return hasattr(view, "list_table") and "<" not in route


def _all_columns(view) -> str:
    return ",".join(column.name for column in view.list_table.columns)


def with_most_to_tell(world) -> list[Order]:
    """Orders with draft acts, with posted acts, and with a charge and a payment."""
    wanted = (Status.PRODUCTION, Status.PRODUCED, Status.REALIZED)
    return [order for order in world.secret_orders if order.status in wanted]


def leaks(texts: dict[str, str], secrets: set[str]) -> list[str]:
    """Where which secret was read."""
    bare = {url: squeezed(text) for url, text in texts.items()}
    return [f"{secret} on {url}" for url, text in bare.items() for secret in secrets if secret in text]


def own_pay(person) -> set[str]:
    entries = PayrollEntry.objects.filter(employee=person)
    return {f"{abs(entry.amount):.2f}".replace(".", "") for entry in entries}


def test_a_technician_reads_no_money_but_own_earnings(lab):
    me = lab.people["technician"]
    secrets = set().union(*amounts().values()) - own_pay(me) | {INSTRUCTION, REASON}
    texts = crawl(lab.clients["technician"], everywhere(lab)) | refusals(lab, "technician")
    assert len(secrets) >= 9
    assert not leaks(texts, secrets), "\n".join(leaks(texts, secrets))
    assert leaks(texts, own_pay(me)), "the control: own earnings are read"


def test_a_reviewer_reads_prices_but_no_pay_no_costs_and_no_payments(lab):
    found = amounts()
    prices = set().union(*(said for name, said in found.items() if name.split(".")[0] in PRICES))
    secrets = set().union(*found.values()) - prices - _bases(found) | {INSTRUCTION, REASON}
    texts = crawl(lab.clients["reviewer"], everywhere(lab)) | refusals(lab, "reviewer")
    assert len(secrets) >= 5
    assert not leaks(texts, secrets), "\n".join(leaks(texts, secrets))
    assert leaks(texts, prices), "the control: prices are read"


def test_the_same_walk_finds_every_kind_of_amount_for_whoever_may_see_it(lab):
    """The positive control: each canary sits where it can be read, so that a leak would be seen."""
    texts = crawl(lab.clients["administrator"], everywhere(lab))
    unseen = {name for name, said in amounts().items() if not leaks(texts, said)}
    assert unseen == set()
    for said in (INSTRUCTION, REASON):
        assert leaks(texts, {said})


def refusals(lab, role: str) -> dict[str, str]:
    """The answers to forms that are refused: stale, not allowed, too much; with the page that follows."""
    client, texts = lab.clients[role], {}
    for order in with_most_to_tell(lab):
        for verb in ACTIONS:
            for version in (1, order.version):
                typed = {
                    "form_token": new_token(),
                    "version": version,
                    "reason": "x",
                    "awaited": "x",
                    "text": "x",
                }
                typed |= {"expected_on": "2001-01-01"} if version == 1 else {"expected_on": ""}
                url = f"/orders/{order.number}/do/{verb}/"
                if verb not in ("comment", "mark", "copy"):  # those would be taken
                    texts[f"POST {url} {version}"] = text_of(client.post(url, typed, follow=True))
        line = order.lines.first()
        typed = {f"line_{line.pk}": "77777", "performer": lab.performer.pk, "form_token": new_token()}
        texts[f"POST act {order}"] = text_of(client.post(f"/orders/{order.number}/acts/new/", typed))
        stale = {
            f"line_{line.pk}": "1",
            "performer": lab.performer.pk,
            "form_token": new_token(),
            "version": 1,
        }
        texts[f"POST stale act {order}"] = text_of(client.post(f"/orders/{order.number}/acts/new/", stale))
    return texts


def _bases(found: dict[str, set[str]]) -> set[str]:
    """Charges and bases of pay repeat the prices."""
    return found.get("ReceivableEntry.amount", set()) & found.get("Order.final_price", set())
