"""The session ends while somebody types: the form stays, asks for the password, and is sent again."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from customers.models import Counterparty
from orders.models import Comment, Order
from orders.states import Status
from tests.browser.going_back import go_back
from tests.factories.lab import PASSWORD, make_employee
from tests.factories.orders import make_line, make_order

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_refusals_expected"),
]


def type_a_customer(page, name="Harbour Clinic"):
    page.goto("/customers/new/")
    page.locator("main [name=name]").fill(name)


def save(page):
    page.locator("main form .form-footer button.btn-primary").click()


def log_in_again(page, password=PASSWORD):
    page.locator("#log-in").get_by_label("Password").fill(password)
    page.locator("#log-in").get_by_role("button", name="Log in").click()


def test_a_form_asks_for_the_password_and_is_sent_again(page, mia):
    type_a_customer(page)
    Session.objects.all().delete()
    save(page)
    expect(page.locator("#log-in")).to_be_visible()
    assert not Counterparty.objects.filter(name="Harbour Clinic").exists()
    log_in_again(page, "a wrong password")
    expect(page.locator("#log-in [data-log-in-says]")).to_contain_text("do not belong together")
    log_in_again(page)
    page.wait_for_url(re.compile(r"/customers/\d+/$"))
    assert Counterparty.objects.filter(name="Harbour Clinic").count() == 1


def test_a_dialog_keeps_its_reason_and_a_comment_its_text(page, mia):
    order = make_order(make_line(), status=Status.PRODUCTION)
    page.goto(f"/orders/{order.number}/")
    page.get_by_role("button", name="Actions").click()
    page.get_by_role("link", name="Put on hold", exact=True).click()
    page.locator("#dialog").get_by_label("Reason").fill("the impression is torn")
    page.locator("#dialog").get_by_label("Expected on").fill(f"{timezone.localdate() + timedelta(days=7)}")
    Session.objects.all().delete()
    page.locator("#dialog").get_by_role("button", name="Put on hold").click()
    log_in_again(page)
    expect(page.locator("#dialog")).not_to_be_visible()
    order.refresh_from_db()
    assert (order.status, order.awaited) == (Status.PENDING, "the impression is torn")

    page.locator("#panel-comments textarea").fill("Called the clinic")
    Session.objects.all().delete()
    page.locator("#panel-comments").get_by_role("button", name="Comment").click()
    log_in_again(page)
    page.locator("#panel-comments .comment", has_text="Called the clinic").wait_for()
    assert Comment.objects.count() == 1


def test_a_token_that_turned_by_a_log_in_in_another_tab_is_taken_without_a_question(page, mia):
    type_a_customer(page)
    other = page.context.new_page()
    other.goto("/me/")
    other.locator(".person-menu form[data-log-out]").evaluate("form => form.requestSubmit()")
    other.wait_for_url("**/login/**")
    other.fill("[name=username]", "mia")
    other.fill("[name=password]", PASSWORD)
    other.locator(".door-form button[type=submit]").click()
    other.wait_for_url(lambda address: "/login/" not in address)
    save(page)
    page.wait_for_url(re.compile(r"/customers/\d+/$"))
    assert Counterparty.objects.filter(name="Harbour Clinic").count() == 1


def test_somebody_else_saves_nothing_of_it_and_sees_nothing_of_it(page, mia, log_in):
    nadia = make_employee("Nadia Frank", username="nadia", roles=["administrator"])
    type_a_customer(page)
    page.wait_for_timeout(2500)  # it is kept every two seconds
    log_in(nadia)
    save(page)
    expect(page.locator("main form .said")).to_contain_text("Somebody else is logged in")
    assert page.locator("main [name=name]").input_value() == "Harbour Clinic"
    assert not Counterparty.objects.filter(name="Harbour Clinic").exists()

    page.once("dialog", lambda question: question.accept())
    page.goto("/customers/new/")
    expect(page.locator(".kept")).to_have_count(0)
    assert page.locator("main [name=name]").input_value() == ""
    log_in(mia)  # the control: it was there all the time, for the person who typed it
    page.goto("/customers/new/")
    page.locator(".kept").get_by_role("button", name="Take it up again").click()
    assert page.locator("main [name=name]").input_value() == "Harbour Clinic"


def test_the_password_of_somebody_else_opens_nothing(mia):
    make_employee("Nadia Frank", username="nadia", roles=["administrator"])
    client = Client()
    client.force_login(mia, backend="django.contrib.auth.backends.ModelBackend")
    told = {"username": "nadia", "password": PASSWORD, "person": mia.pk}
    answer = client.post("/session/log-in", told)
    assert answer.status_code == 409
    assert client.get("/session").json()["person"] == mia.pk


def test_two_minutes_before_the_end_a_page_warns_and_stays_logged_in(page, mia, settings):
    settings.SESSION_COOKIE_AGE = 100
    page.goto("/orders/")
    warning = page.locator("#session-warning")
    expect(warning).to_contain_text("you will be logged out at", timeout=10_000)
    settings.SESSION_COOKIE_AGE = 8 * 3600
    warning.get_by_role("button", name="Stay logged in").click()
    expect(warning).to_be_hidden()


def test_after_twenty_four_hours_only_the_password_helps(page, mia, settings):
    settings.LABSITE_SESSION_LONGEST = 100
    page.goto("/orders/")
    warning = page.locator("#session-warning")
    expect(warning).to_contain_text("A log-in lasts 24 hours", timeout=10_000)
    settings.LABSITE_SESSION_LONGEST = 24 * 3600
    began = {row.session_key for row in Session.objects.all()}
    warning.get_by_role("button", name="Log in again now").click()
    log_in_again(page)
    expect(page.locator("#log-in")).not_to_be_visible()
    expect(warning).to_be_hidden()
    assert began.isdisjoint(row.session_key for row in Session.objects.all())


def test_an_order_that_was_typed_is_offered_after_the_log_in_page(page, mia):
    page.goto("/orders/new/")
    page.locator("[name=instructions]").fill("Shade as on the photo")
    page.locator("[name=patient_name]").fill("Gustav")
    page.locator("[data-add-line]").click()
    page.wait_for_timeout(2500)
    Session.objects.all().delete()
    page.once("dialog", lambda question: question.accept())
    page.goto("/orders/new/")
    page.fill("[name=username]", "mia")
    page.fill("[name=password]", PASSWORD)
    page.locator(".door-form button[type=submit]").click()
    page.wait_for_url("**/orders/new/")
    assert page.locator("[name=instructions]").input_value() == ""
    offered = page.locator(".kept")
    expect(offered).to_contain_text("Your order from")
    lines = page.locator("[data-line]").count()
    offered.get_by_role("button", name="Take it up again").click()
    expect(page.locator("[name=instructions]")).to_have_value("Shade as on the photo")
    expect(page.locator("[name=patient_name]")).to_have_value("Gustav")
    assert page.locator("[data-line]").count() == lines + 1
    expect(page.locator(".kept")).to_have_count(0)
    assert not Order.objects.exists()


def come_in(page):
    page.fill("[name=username]", "mia")
    page.fill("[name=password]", PASSWORD)
    page.locator(".door-form button[type=submit]").click()


def test_the_text_of_a_dialog_is_offered_in_the_same_dialog_after_the_log_in_page(page, mia):
    order = make_order(make_line(), status=Status.PRODUCTION)

    def open_dialog():
        page.get_by_role("button", name="Actions").click()
        page.get_by_role("link", name="Put on hold", exact=True).click()
        return page.locator("#dialog")

    page.goto(f"/orders/{order.number}/")
    open_dialog().get_by_label("Reason").fill("the impression is torn")
    page.wait_for_timeout(2500)
    Session.objects.all().delete()
    page.once("dialog", lambda question: question.accept())
    page.goto(f"/orders/{order.number}/")
    come_in(page)
    page.wait_for_url(f"**/orders/{order.number}/")
    dialog = open_dialog()
    expect(dialog.get_by_label("Reason")).to_have_value("")
    expect(dialog.locator(".kept")).to_contain_text("was not saved")
    dialog.locator(".kept").get_by_role("button", name="Take it up again").click()
    expect(dialog.get_by_label("Reason")).to_have_value("the impression is torn")
    expect(dialog.locator(".kept")).to_have_count(0)


def test_rows_that_were_added_to_a_form_are_offered_with_what_stood_in_them(page, mia):
    type_a_customer(page)
    contacts = page.locator("[data-formset=contacts]")
    stood = contacts.locator("[name$=-name]:not([name*=__prefix__])").count()
    for number in range(2):
        contacts.locator("[data-formset-add]").click()
        page.locator(f"[name=contacts-{stood + number}-name]").fill(f"Dr Number {number}")
    page.wait_for_timeout(2500)
    Session.objects.all().delete()
    page.once("dialog", lambda question: question.accept())
    page.goto("/customers/new/")
    come_in(page)
    page.wait_for_url("**/customers/new/")
    page.locator(".kept").get_by_role("button", name="Take it up again").click()
    for number in range(2):
        expect(page.locator(f"[name=contacts-{stood + number}-name]")).to_have_value(f"Dr Number {number}")
    save(page)
    page.wait_for_url(re.compile(r"/customers/\d+/$"))
    made = Counterparty.objects.get(name="Harbour Clinic")
    assert sorted(made.contacts.values_list("name", flat=True)) == ["Dr Number 0", "Dr Number 1"]


def test_on_a_phone_the_offer_is_in_sight_where_the_page_was_left_further_down(page, mia):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/orders/new/")
    page.locator("[name=instructions]").fill("Shade as on the photo")
    page.wait_for_timeout(2500)
    page.once("dialog", lambda question: question.accept())
    page.goto("/me/")
    go_back(page)
    expect(page.locator(".kept")).to_be_in_viewport()


def test_what_was_typed_is_gone_from_the_tab_once_saved_and_after_logging_out(page, mia):
    kept = "Object.keys(sessionStorage).filter(key => key.startsWith('typed:')).length"
    type_a_customer(page)
    page.wait_for_timeout(2500)
    assert page.evaluate(kept) == 1
    save(page)
    page.wait_for_url(re.compile(r"/customers/\d+/$"))
    assert page.evaluate(kept) == 0
    type_a_customer(page, "Another Clinic")
    page.wait_for_timeout(2500)
    assert page.evaluate(kept) == 1
    page.once("dialog", lambda question: question.accept())
    page.locator(".person-menu form[data-log-out]").evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/login/**")
    assert page.evaluate(kept) == 0


def test_no_password_is_ever_kept(page, mia):
    page.goto("/me/password/")
    for field in page.locator("[type=password]").all():
        if field.is_visible():
            field.fill("a very long secret")
    page.wait_for_timeout(2500)
    assert "secret" not in page.evaluate("JSON.stringify(sessionStorage)")
