"""The paper of an act says for ever what it said when the act was posted, whatever has become of the order since."""

import io
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from billing.models import Act
from catalog.models import IncludedService, Material, Service
from common.frozen import snapshot_hash
from customers.models import Counterparty
from lab.models import Employee
from orders.models import OrderLine
from orders.states import Status
from tests.factories.catalog import make_bundle, make_service
from tests.factories.customers import make_address, make_contact, make_counterparty
from tests.factories.lab import client_of, make_employee, make_settings
from tests.factories.orders import cause, make_draft, make_line, make_order, make_technician
from tests.factories.stock import make_lots, make_stocked
from verification.invariants import violations
from workflow.acts.delete_act import delete_act
from workflow.acts.post_act import post_act
from workflow.acts.unpost_act import unpost_act
from workflow.drawing_up.change_customer import change_customer
from workflow.drawing_up.edit_order import edit_order
from workflow.life.produce_order import produce_order
from workflow.life.reopen_order import reopen_order
from workflow.life.send_order_to_review import send_order_to_review

pytestmark = pytest.mark.django_db
migration = import_module("billing.migrations.0012_papers_of_acts")


@pytest.fixture
def bundle():
    """A crown and two screws as one service; the crown uses ceramic, of which there are two lots."""
    ceramic = make_stocked("0.5", name="Ceramic", lot="C-1")
    make_lots(ceramic, ("C-2", 9, None))
    crown = make_service(
        code="CR", name="Zirconia crown", price=Decimal("331.11"), norms={ceramic: Decimal(1)}
    )
    screw = make_service(code="SC", name="Screw", price=Decimal("17.77"))
    return make_bundle(crown, (screw, "2"), code="IC", name="Implant crown", price=Decimal(300))


@pytest.fixture
def order(bundle):
    first = make_counterparty(name="First clinic")
    make_address(counterparty=first, text="1 Quay")
    contact = make_contact(counterparty=first, name="Dr One")
    line = make_line(bundle, quantity="2", performer=make_technician(name="Anna"))
    return make_order(line, customer=first, contact_id=contact.pk, status=Status.PRODUCTION)


@pytest.fixture
def act(order):
    return post_act(order.pk, cause(), act_id=Act.objects.get(order=order).pk)


def paper_of(act) -> str:
    client = client_of(make_employee(roles=["accountant"]))
    answer = client.get(reverse("billing:act_pdf", args=[act.number]))
    assert answer.status_code == 200
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_order_goes_to_another_customer_and_the_paper_stays(order, act):
    before = paper_of(act)
    for words in ("First clinic", "1 Quay", "Dr One", "Anna", "Implant crown", "Screw", "Ceramic", "Lot C-1"):
        assert words in before
    change_customer(order.pk, cause(), customer=make_counterparty(name="Second clinic"))
    assert paper_of(act) == before
    counter = Act.objects.get(reverses=unposted(order, act))
    said = paper_of(counter)
    assert "First clinic" in said
    assert "Second clinic" not in said
    assert violations() == {}


def test_names_and_the_catalogue_change_and_the_paper_stays(order, act, bundle):
    before = paper_of(act)
    make_settings(name="New laboratory", address="New street")
    IncludedService.objects.filter(bundle=bundle).delete()
    for model in (Counterparty, Employee, Material, Service, OrderLine):
        rows = models.QuerySet(model).all()
        rows.filter(pk__in=rows.values("pk")).update(name="New name")
    assert paper_of(act) == before


def test_the_line_gets_another_service_and_the_papers_of_what_was_unposted_stay(order, act):
    before = paper_of(act)
    counter = Act.objects.get(reverses=unposted(order, act))
    taken_back = paper_of(counter)
    delete_act(order.pk, cause(), act_id=Act.objects.drafts().get(order=order).pk)
    rail, rivet = make_service(code="RA", name="Rail"), make_service(code="RI", name="Rivet")
    splint = make_bundle(rail, rivet, code="SP", name="Splint", price=Decimal(50))
    line = make_line(splint, quantity="2", performer=act.performer, line_id=order.lines.get().pk)
    edit_order(order.pk, make_draft(line, customer=order.customer), cause())
    assert [part.code for part in order.lines.get().parts.current()] == ["RA", "RI"]
    assert (paper_of(act), paper_of(counter)) == (before, taken_back)
    assert "Rail" not in before + taken_back


def unposted(order, act) -> Act:
    unpost_act(order.pk, cause(), act_id=act.pk)
    return act


def test_a_counter_act_says_what_its_act_said_negated(order, act):
    counter = Act.objects.get(reverses=unposted(order, act))
    said, negated = act.snapshot, counter.snapshot
    assert (negated["kind"], negated["number"], negated["reverses"]) == (
        "counter_act",
        counter.number,
        act.number,
    )
    assert (said["total"], negated["total"]) == ("600.00", "-600.00")
    (line,) = negated["lines"]
    assert [line["quantity"], *(part["quantity"] for part in line["parts"])] == ["-2", "-2", "-4"]
    (used,) = negated["materials"]
    assert [(lot["name"], Decimal(lot["quantity"])) for lot in used["lots"]] == [
        ("C-1", Decimal("-0.5")),
        ("C-2", Decimal("-1.5")),
    ]
    same = ("customer", "order", "performer", "assistant", "currency")
    assert [said[name] for name in same] == [negated[name] for name in same]


def test_the_database_changes_no_paper_and_gives_none_to_a_draft(order, act):
    for change in ({"snapshot": {"total": "1.00"}}, {"snapshot_hash": "0" * 64}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Act.objects.filter(pk=act.pk).update(**change)
    unposted(order, act)
    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.drafts().filter(order=order).update(snapshot={"total": "1.00"})


def test_lists_of_acts_read_no_papers(act):
    with CaptureQueriesContext(connection) as asked:
        list(Act.objects.posted())
    assert '"billing_act"."snapshot_hash"' in asked[0]["sql"]
    assert '"billing_act"."snapshot"' not in asked[0]["sql"]


def test_an_act_is_printed_without_asking_orders_customers_or_the_stock(act):
    client = client_of(make_employee(roles=["accountant"]))
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("billing:act_pdf", args=[act.number]))
    asked = " ".join(query["sql"] for query in captured)
    assert not [app for app in ("orders_", "customers_", "stock_", "catalog_") if f'"{app}' in asked]


def as_said_then(paper: dict) -> dict:
    """Without what papers have told of their lines since: how a price came about, teeth, shade and specimen."""
    since = ("details", "price", "rush", "taken_off", "discount_percent")
    lines = [{name: said for name, said in line.items() if name not in since} for line in paper["lines"]]
    return {**paper, "lines": lines}


@pytest.mark.parametrize("prices_include_tax", [True, False])
def test_acts_of_before_get_the_paper_that_they_would_have_got(bundle, prices_include_tax):
    """The migration puts papers together by itself: they are those of the ledger, word for word."""
    make_settings(prices_include_tax=prices_include_tax, name="Meridian", iban="DE89370400440532013000")
    plain = make_service(price=Decimal("33.33"))
    order = make_order(
        make_line(bundle, quantity="1.5", performer=make_technician(), assistant=make_technician()),
        make_line(plain, quantity="3", performer=make_technician(), discount_percent=Decimal("7.5")),
        status=Status.PRODUCED,
    )
    reopen_order(order.pk, cause(), reason="again")
    send_order_to_review(order.pk, cause())
    produce_order(order.pk, cause())
    acts = list(Act.objects.posted().with_papers())
    assert len(acts) == 6
    papers = migration.Papers(apps, "default", acts)
    for act in acts:
        assert papers.of(act) == as_said_then(act.snapshot)
        assert migration.hash_of(act.snapshot) == act.snapshot_hash == snapshot_hash(act.snapshot)


def test_an_act_more_costs_no_statements_for_its_paper_but_its_parts():
    """Posted: 22 for each before papers were frozen. Taken back: 19, and who the laboratory is on that day."""

    def statements(performers: int) -> tuple[int, int]:
        lines = [make_line(performer=make_technician()) for _n in range(performers)]
        order = make_order(*lines, status=Status.REVIEW)
        with CaptureQueriesContext(connection) as posting:
            produce_order(order.pk, cause())
        with CaptureQueriesContext(connection) as taking_back:
            reopen_order(order.pk, cause(), reason="again")
        assert Act.objects.posted().filter(order=order).count() == 2 * performers
        return len(posting), len(taking_back)

    statements(1)
    few, many = statements(2), statements(12)
    assert [(more - less) / 10 for less, more in zip(few, many, strict=True)] == [21, 20]
