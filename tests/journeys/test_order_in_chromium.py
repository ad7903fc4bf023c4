"""A real browser takes an order from the login to Realized and back to Cancelled; the oracle looks at the books."""

import re
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.standing import balances
from lab.roles import Role
from orders.models import Order
from payroll.models import PayrollEntry, Rate
from stock.ledger import on_hand
from tests.factories.catalog import make_service
from tests.factories.customers import make_contact, make_counterparty
from tests.factories.lab import PASSWORD, make_employee
from tests.factories.orders import make_technician
from tests.factories.stock import make_stocked
from verification.invariants import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def laboratory():
    clinic = make_counterparty(name="North Clinic")
    make_contact(counterparty=clinic, name="Dr Ivanova")
    ceramic = make_stocked("10", name="Ceramic")
    make_service(code="DC-101", name="Zirconia crown", price=Decimal(120), norms={ceramic: Decimal("2.5")})
    make_technician(name="Anna Keller")
    Rate.objects.create(
        role="performer",
        kind="percent",
        percent=Decimal(30),
        valid_from=timezone.localdate().replace(year=2020),
    )
    make_employee("Mia Stone", roles=[Role.ADMINISTRATOR], username="mia")
    return clinic


def log_in(page):
    page.goto("/")
    page.locator("#id_username").fill("mia")
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Today").wait_for()
    page.wait_for_load_state()  # keys are listened to once the scripts have run


def choose(page, field: str, text: str):
    """Pick from a list by typing, and see what was taken."""
    page.locator(f"#id_{field}").fill(text)
    page.locator(".picker-row", has_text=text).first.click()


def draw_up(page):
    page.keyboard.press("n")
    page.get_by_role("heading", name="New order").wait_for()
    choose(page, "customer", "North Clinic")
    page.get_by_label("Name", exact=True).fill("Bella")
    choose(page, "lines-0-service", "Zirconia crown")
    page.get_by_label("Quantity").fill("2")
    choose(page, "lines-0-performer", "Anna Keller")
    page.locator("[data-total]", has_text="240.00").wait_for()
    page.get_by_role("button", name="Draw up", exact=True).click()
    page.wait_for_url(re.compile(r"/orders/[0-9-]+/$"))


def in_a_month() -> str:
    return (timezone.localdate() + timezone.timedelta(days=30)).isoformat()


def step(page, button: str, **fields):
    """Press the primary button, fill its dialog, confirm."""
    page.locator(".order-actions").get_by_role("link", name=button).click()
    confirm(page, button, **fields)


def act(page, button: str):
    """Press the primary button, which asks nothing."""
    page.locator(".order-actions").get_by_role("button", name=button).click()
    page.locator("#lines .line-success").get_by_role("button", name="Take it back").wait_for()


def menu_step(page, item: str, button: str, **fields):
    page.get_by_role("button", name="Actions").click()
    page.locator(".dropdown-menu.show").get_by_role("link", name=item, exact=True).click()
    confirm(page, button, **fields)


def confirm(page, button: str, **fields):
    dialog = page.locator("#dialog")
    dialog.get_by_role("button", name=button, exact=True).wait_for()
    for label, text in fields.items():
        dialog.get_by_label(label.replace("_", " ")).fill(text)
    dialog.get_by_role("button", name=button, exact=True).click()
    dialog.wait_for(state="hidden")  # the page behind it is drawn as it stands now, or left for another
    page.wait_for_load_state()


def state_is(page, label: str):
    page.locator(".order-title .state", has_text=label).wait_for()


def test_from_login_to_realized_and_back_to_nothing(page, laboratory):
    log_in(page)
    draw_up(page)
    state_is(page, "Drafting")
    act(page, "Submit")
    state_is(page, "Pending")
    act(page, "Start production")
    state_is(page, "Production")
    menu_step(page, "Put on hold", "Put on hold", Reason="impression is torn", Expected_on=in_a_month())
    state_is(page, "Pending")
    act(page, "Start production")
    page.locator("#panel-tasks").get_by_role(
        "link", name="Finish"
    ).click()  # another's task: it is asked whose
    confirm(page, "Mark for Anna Keller")
    act(page, "Send to review")
    step(page, "Produce")
    state_is(page, "Produced")
    step(page, "Realize")
    state_is(page, "Realized")

    order = Order.objects.get()
    assert order.final_price == Decimal(240)
    assert balances(laboratory) == {"EUR": Decimal(240)}
    assert [entry.amount for entry in PayrollEntry.objects.all()] == [Decimal(72)]
    assert on_hand().get().on_hand == Decimal(5)
    assert violations() == {}

    page.get_by_role("button", name="Payment").click()
    page.get_by_role("link", name="Record payment").click()
    confirm(page, "Record payment", Amount="100")
    page.locator("#panel-money", has_text="Part paid").wait_for()

    menu_step(page, "Unrealize", "Unrealize", Reason="wrong clinic")
    state_is(page, "Produced")
    menu_step(page, "Reopen", "Reopen", Reason="wrong shade")
    state_is(page, "Production")
    menu_step(page, "Cancel the order", "Cancel the order", Reason="not wanted")
    state_is(page, "Cancelled")

    assert balances(laboratory) == {"EUR": Decimal(-100)}
    assert sum(entry.amount for entry in PayrollEntry.objects.all()) == 0
    assert on_hand().get().on_hand == Decimal(10)
    assert violations() == {}


def test_a_refused_dialog_keeps_what_was_typed(page, laboratory, problems):
    log_in(page)
    draw_up(page)
    act(page, "Submit")
    page.get_by_role("button", name="Actions").click()
    page.get_by_role("link", name="Cancel the order").click()
    dialog = page.locator("#dialog")
    dialog.get_by_role("button", name="Cancel the order").click()
    dialog.get_by_text("This could not be saved yet").wait_for()
    dialog.get_by_label("Reason").fill("typed once")
    from tests.factories.orders import cause
    from workflow.drawing_up.update_due_date import update_due_date

    update_due_date(
        Order.objects.get().pk, cause(), due_on=timezone.localdate() + timezone.timedelta(days=30)
    )
    dialog.get_by_role("button", name="Cancel the order").click()
    dialog.get_by_text("now it is version").wait_for()
    assert dialog.get_by_label("Reason").input_value() == "typed once"
    assert dialog.get_by_text("Due date changed").count() == 1
    dialog.get_by_role("button", name="Cancel the order").click()
    state_is(page, "Cancelled")
    assert all("409" in problem or "422" in problem for problem in problems)
    problems.clear()
