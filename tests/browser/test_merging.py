"""Two who are one: found above the list, chosen by keyboard, looked at, merged, and the way back from the trail."""

import pytest
from playwright.sync_api import expect

from customers.models import Counterparty, Merge
from tests.browser.fitting import fits
from tests.factories.billing import make_charged_order, make_payment
from tests.factories.customers import make_contact, make_counterparty
from tests.factories.lab import make_employee

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def twice():
    """North Clinic, and the same with a phone, a contact, an order of 100.00 and 30.00 paid."""
    north, other = (
        make_counterparty(name="North Clinic"),
        make_counterparty(name="north clinic", phone="22 33"),
    )
    make_contact(counterparty=other, name="Doctor Weber")
    make_charged_order("100.00", customer=other)
    make_payment(north, "30.00")
    return north, other


def test_duplicates_are_found_merged_and_taken_apart_by_keyboard(page, log_in, twice):
    north, other = twice
    log_in(make_employee(roles=["manager"]))
    page.goto("/customers/")
    main = page.locator("main")
    main.get_by_role("link", name="Possible duplicates").press("Enter")
    main.get_by_role("heading", name="Possible duplicates").wait_for()
    assert fits(page)

    main.get_by_role("link", name="Merge North Clinic").press("Enter")  # the one with the order would stay
    main.get_by_role("heading", name="Merge two into one").wait_for()
    main.get_by_role("link", name="Let the other one stay").press("Enter")
    expect(main.locator(".merge-two dd").first).to_contain_text(f"#{north.pk}")
    for said in ("1 order", "1 contact", "70.00"):
        expect(main.get_by_text(said).first).to_be_visible()
    assert main.get_by_label("take over").is_checked()
    assert fits(page)

    main.get_by_role("button", name="Merge").press("Enter")
    page.get_by_text("north clinic is merged into North Clinic.").wait_for()
    assert page.url.endswith(f"/customers/{north.pk}/")
    assert Counterparty.objects.get(pk=north.pk).phone == "22 33"
    assert fits(page)

    page.goto(f"/customers/{other.pk}/")
    expect(main.get_by_text("north clinic was merged into")).to_be_visible()
    assert fits(page)
    main.get_by_role("link", name="Take the merge back").press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("they are two after all")
    assert fits(page)
    dialog.get_by_role("button", name="Take the merge back").press("Enter")
    page.get_by_text("The merge is taken back: north clinic is there again.").wait_for()
    assert not Merge.objects.standing().exists()
    assert Counterparty.objects.get(pk=north.pk).phone == ""


def test_who_is_the_same_is_typed_and_chosen_by_keys(page, log_in, twice):
    make_counterparty(name="Somebody else")
    log_in(make_employee(roles=["manager"]))
    page.goto(f"/customers/{twice[0].pk}/merge/")
    main = page.locator("main")
    expect(main.get_by_role("heading", name="Who is the same as North Clinic?")).to_be_visible()
    assert fits(page)
    main.get_by_role("combobox").focus()
    page.keyboard.type("somebody", delay=30)
    page.get_by_role("option", name="Somebody else").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    main.get_by_role("button", name="Look at both").press("Enter")
    main.get_by_role("heading", name="Merge two into one").wait_for()
    expect(main.get_by_text("Nothing: no order or contact stands with the one that goes.")).to_be_visible()
    main.get_by_role("link", name="Let the other one stay").press("Enter")
    expect(main.locator(".merge-two dd").first).to_contain_text("Somebody else")
    assert fits(page)
