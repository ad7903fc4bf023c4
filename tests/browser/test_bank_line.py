"""The dialog of a bank line in a browser: what is left is said while one types; no success stands behind a refusal."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.bank import IBAN, Came, make_import
from tests.factories.billing import make_charged_order
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_employee, make_settings

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_refusals_expected"),
]


@pytest.fixture
def accountant(log_in):
    make_settings(iban=IBAN)
    log_in(make_employee(roles=["accountant"]))


@pytest.mark.usefixtures("accountant")
def test_what_the_parts_leave_is_said_while_one_types(page):
    order = make_charged_order("100.00", customer=make_counterparty(name="North Clinic"))
    parked = make_import(Came("123.00", f"re {order.number}"))
    page.goto(reverse("workflow:bank_import", args=[parked.pk]))
    page.get_by_role("link", name="Take over").click()
    rest = page.locator("#dialog [data-parts-rest]")
    expect(rest).to_have_text("23.00 EUR stays as advance")
    part = page.locator(f"#dialog [name=part_{order.pk}]")
    for typed, said in (
        ("40", "83.00 EUR stays as advance"),
        ("123,00", "All of it goes to charges"),
        ("", "123.00 EUR stays as advance"),
        ("130.5", "7.50 EUR more is given out than was paid"),
    ):
        part.fill(typed)
        expect(rest).to_have_text(said)
    page.get_by_role("button", name="Take over", exact=True).click()
    expect(page.locator("#dialog [data-error-summary]")).to_contain_text(
        f"Only 100.00 EUR is open on order {order.number}."
    )


@pytest.mark.usefixtures("accountant")
def test_what_was_done_before_does_not_stand_behind_a_dialog_that_is_refused(page):
    make_counterparty(name="North Clinic")
    parked = make_import(*(Came(f"{amount}.00", name="", iban="") for amount in (3, 4)))
    page.goto(reverse("workflow:bank_import", args=[parked.pk]))
    aside = page.locator(".bank-lines a", has_text="Set aside")
    aside.first.click()
    page.locator("#dialog [name=reason]").fill("a gift")
    page.get_by_role("button", name="Set aside").click()
    done = page.get_by_text("The line is set aside.")
    expect(page.locator("#dialog")).to_be_hidden()
    expect(done).to_be_visible()
    aside.first.click()
    page.locator("#dialog [name=reason]").wait_for()
    expect(done).to_have_count(1)  # it may still be taken back, until something is refused
    page.get_by_role("button", name="Set aside").click()
    page.locator("#dialog [data-error-summary]").wait_for()
    expect(done).to_have_count(0)
