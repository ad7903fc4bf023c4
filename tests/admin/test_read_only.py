"""Booked rows in the admin site: readable in every door, writable in none. Walked over whatever is registered."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from billing.ledger import bank
from billing.models import BankProfile, ClosingDocument
from common.admin import ReadOnlyAdmin
from common.booked import RULES
from common.ledger import BookedModel
from common.months import Month
from documents.models import Attachment
from lab.admin_edits import RecordedAdmin
from lab.cause import Cause
from lab.models import FormToken
from lab.team import deactivate_employee
from orders.models import Comment, Delivery
from orders.states import Status
from papers.drawing import keep
from papers.issuing import take_back
from papers.models import IssuedPaper
from payroll.models import PayrollEntry, Rate
from payroll.pay_out import draw_up_sheet
from payroll.periods import close_month
from payroll.questions import ask_about
from stock.counting import open_count
from stock.models import Warehouse
from sums.reckoning import reckon
from tests.factories.background import make_job
from tests.factories.bank import Came, make_import
from tests.factories.batches import done_together
from tests.factories.catalog import make_bundle, make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import PASSWORD, client_of, make_employee
from tests.factories.orders import cause, make_line, make_order, make_technician
from tests.factories.price_lists import make_price_list, rule
from tests.factories.stock import make_stocked
from tests.of_a_module import of_a_module
from workflow.merging.merge_customers import merge_customers
from workflow.money.set_aside_bank_line import set_aside_bank_line
from workflow.money.take_back_bank_import import take_back_bank_import
from workflow.money.take_over_bank_line import take_over_bank_line
from workflow.money.take_up_bank_line import take_up_bank_line

READ_ONLY = [model for model, page in admin.site._registry.items() if isinstance(page, ReadOnlyAdmin)]
EDITABLE = [model for model, page in admin.site._registry.items() if isinstance(page, RecordedAdmin)]
pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


@pytest.fixture
def administrator():
    return make_employee("Ada", username="ada", roles=["administrator"])


@pytest.fixture(scope="module")
def _left_by_work(django_db_setup, django_db_blocker):
    with of_a_module(django_db_blocker):
        _work()
        yield


@pytest.fixture
def _one_of_everything(_left_by_work, db):
    """A realized and paid order, with all that it leaves in the books: the module works once for them."""


def _work() -> None:
    from workflow.life.realize_many import realize_many
    from workflow.money.adjust_price import adjust_price
    from workflow.money.mark_sent import mark_sent
    from workflow.money.record_payment import record_payment
    from workflow.money.refund_advance import refund_advance

    Rate.objects.create(kind="percent", percent=Decimal(30), valid_from=timezone.localdate())
    crown = make_service(norms={make_stocked("10"): Decimal(1)})
    implant = make_bundle(crown)
    order = make_order(
        make_line(implant, performer=make_technician(), details={"teeth": "11"}), status=Status.REALIZED
    )
    reckon()
    paid = {"currency": order.currency, "received_on": timezone.localdate(), "method": "bank"}
    adjust_price(make_order().pk, cause(), total=Decimal(1), reason="agreed")
    record_payment(order.customer, cause(), amount=order.final_price + 5, order_id=order.pk, **paid)
    back = {"refunded_on": timezone.localdate(), "method": "bank", "reason": "too much"}
    refund_advance(order.customer, cause(), amount=Decimal(5), currency=order.currency, **back)
    person = make_employee()
    Comment.objects.create(order=order, author=person, text="hello", created_at=timezone.now())
    Delivery.objects.create(order=order, carrier="Post")
    Attachment.objects.create(
        order=order,
        key="x",
        name="scan.stl",
        size=1,
        sha256="0" * 64,
        uploaded_by=person,
        uploaded_at=timezone.now(),
    )
    make_job(asked_by=person)
    make_price_list(rule("percent_off", 5))
    merge_customers(make_counterparty().pk, make_counterparty().pk, cause())
    make_stocked("3", lot="L-1")
    open_count(Warehouse.objects.default(), cause())
    together = make_order(make_line(performer=make_technician()), status=Status.PRODUCED)
    realize_many({together.pk: None}, cause())
    done_together([order], cause())
    day = timezone.localdate()
    mark_sent(list(ClosingDocument.objects.filter(customer=order.customer)), cause(), how="post", sent_on=day)
    _pay_out()
    _issue_papers()
    _work_with_a_bank_statement(order.customer)
    deactivate_employee(make_employee().pk, cause())
    Client().post("/login/", {"username": person.username, "password": PASSWORD})


def _work_with_a_bank_statement(customer) -> None:
    """One line taken over, one set aside and taken up again, all at once by a worker, one import taken back."""
    parked = make_import(Came("5.00"), Came("6.00"))
    taken, aside = parked.lines.all()
    take_over_bank_line(taken.pk, cause(), customer_id=customer.pk, parts=[])
    set_aside_bank_line(aside.pk, cause(), reason="a gift")
    take_up_bank_line(aside.pk, cause())
    bank.note_takeover(parked, "1", event=parked.event)
    take_back_bank_import(make_import(Came("7.00")).pk, cause(), reason="the wrong file")
    BankProfile.objects.create(name="Bank of Hamburg", head="a|b", columns={}, currency="EUR")


def _issue_papers() -> None:
    """One of the papers is drawn, and taken back."""
    paper = IssuedPaper.objects.filter(kind="act").first()
    keep(paper, b"%PDF-1.7 drawn", "")
    take_back(paper.kind, paper.number, paper.event)


def _pay_out() -> None:
    """A pay sheet, a question about a line of it, and a closed month."""
    entry = PayrollEntry.objects.filter(amount__gt=0).first()
    draw_up_sheet(entry.employee_id, cause(), entry_ids=[entry.pk])
    ask_about(entry.pk, Cause(entry.employee, timezone.now()), text="Why?")
    close_month(Month.of(timezone.localdate()).before, cause())


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def rows(model):
    return list(model._default_manager.order_by("pk").values())


def test_every_registered_page_is_either_read_only_or_leaves_events():
    assert set(READ_ONLY) | set(EDITABLE) == set(admin.site._registry)


def test_no_booked_table_is_on_an_editable_page():
    frozen = {rule.table for rule in RULES}
    booked = {
        model
        for model in apps.get_models()
        if issubclass(model, BookedModel) or model._meta.db_table in frozen
    }
    assert booked
    assert not booked & set(EDITABLE)
    shown_inside = {inline.model for model in EDITABLE for inline in admin.site._registry[model].inlines}
    assert not booked & shown_inside


@pytest.mark.usefixtures("_one_of_everything")
@pytest.mark.parametrize("model", READ_ONLY, ids=lambda model: model._meta.label)
def test_a_read_only_row_is_shown_and_written_in_no_door(model, administrator):
    client, before = client_of(administrator), rows(model)
    assert before, "the fixture has to bring one of these"
    pk = before[0][model._meta.pk.name]
    everything = {field.name: "1" for field in model._meta.fields} | {"_save": "Save"}

    assert client.get(address(model, "changelist")).status_code == 200
    assert client.get(address(model, "change", pk)).status_code == 200
    assert client.get(address(model, "history", pk)).status_code == 200
    assert (
        'type="submit"' not in client.get(address(model, "change", pk)).content.decode().split("<main", 1)[1]
    )

    assert client.get(address(model, "add")).status_code == 403
    assert client.post(address(model, "add"), everything).status_code == 403
    assert client.post(address(model, "change", pk), everything).status_code == 403
    assert client.get(address(model, "delete", pk)).status_code == 403
    assert client.post(address(model, "delete", pk), {"post": "yes"}).status_code == 403
    for action in ("delete_selected", "anything"):
        form = {"action": action, "_selected_action": [pk], "post": "yes", "select_across": "1"}
        client.post(address(model, "changelist"), form)
    client.post(address(model, "changelist"), {"form-TOTAL_FORMS": "1", "form-0-id": pk, "_save": "Save"})
    assert rows(model) == before


@pytest.mark.usefixtures("_one_of_everything")
@pytest.mark.parametrize("model", READ_ONLY, ids=lambda model: model._meta.label)
def test_a_read_only_row_is_found_only_by_administrators(model):
    pk = rows(model)[0][model._meta.pk.name]
    doors = [address(model, "changelist"), address(model, "change", pk), address(model, "history", pk)]
    manager = client_of(make_employee(roles=["manager", "reviewer", "technician", "accountant"]))
    assert [manager.get(door).status_code for door in doors] == [403] * 3
    assert [Client().get(door).status_code for door in doors] == [302] * 3


@pytest.mark.usefixtures("_one_of_everything")
def test_rows_shown_on_a_page_are_not_written_through_it(administrator):
    """The inlines of an order, an act, a document, a payment, a receipt."""
    client = client_of(administrator)
    for model in READ_ONLY:
        for inline in admin.site._registry[model].inlines:
            before, pk = rows(inline.model), rows(model)[0]["id"]
            prefix = inline.model._meta.get_field(_link(inline, model)).remote_field.get_accessor_name()
            form = {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "1", f"{prefix}-0-DELETE": "on"}
            form |= {f"{prefix}-0-id": before[0]["id"], f"{prefix}-0-{_link(inline, model)}": pk}
            assert client.post(address(model, "change", pk), form).status_code == 403
            assert rows(inline.model) == before


def _link(inline, model):
    return next(field.name for field in inline.model._meta.fields if field.related_model is model)


def test_autocomplete_answers_administrators_alone(administrator):
    own, manager = client_of(administrator), client_of(make_employee(roles=["manager"]))
    fields = {"app_label": "catalog", "model_name": "materialnorm", "field_name": "material", "term": ""}
    assert own.get("/admin/autocomplete/", fields).status_code == 200
    for model in READ_ONLY:
        for field in model._meta.fields:
            asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
            asked |= {"field_name": field.name, "term": ""}
            assert manager.get("/admin/autocomplete/", asked).status_code == 403


def test_form_tokens_and_foreign_groups_have_no_page():
    names = {model._meta.label for model in admin.site._registry}
    assert not {FormToken._meta.label, ContentType._meta.label, "auth.Group", "sessions.Session"} & names


def test_all_of_the_admin_site_is_refused_to_whoever_is_no_administrator():
    manager = client_of(make_employee(roles=["manager"]))
    for door in [
        "/admin/",
        "/admin/lab/",
        "/admin/jsi18n/",
        "/admin/password_change/",
        "/admin/nothing/",
        "/admin/r/1/1/",
    ]:
        assert manager.get(door).status_code == 403


def test_strangers_are_led_to_the_one_door_and_back():
    response = Client().get("/admin/lab/event/", follow=True)
    assert [hop for hop, _status in response.redirect_chain][-1] == "/login/?next=/admin/lab/event/"


def test_logging_out_and_passwords_of_the_admin_site_are_ours(administrator):
    client = client_of(administrator)
    assert client.get("/admin/password_change/").url == "/me/password/"
    assert client.post("/admin/logout/").url == "/login/"
    assert client.get("/me/").status_code == 302
