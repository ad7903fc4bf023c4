"""Fifty orders of a filter printed into one file, labels of an order: by mouse and keys, with no fault found by axe."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from background.models import PreparedPaper
from orders.models import Order
from tests.factories.background import work_off
from tests.factories.bare_orders import make_bare_order
from tests.factories.customers import make_counterparty
from tests.factories.documents import label_sizes
from tests.factories.lab import make_employee
from tests.factories.orders import make_order
from tests.lab.test_in_chromium import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIFTY = 50


def test_fifty_orders_that_the_filter_leaves_come_into_one_file(page, log_in):
    mill, soon = make_counterparty(name="Mill Pond"), timezone.localdate() + timedelta(days=3)
    for _order in range(FIFTY):
        make_bare_order(customer=mill, due_on=soon)
    make_bare_order(due_on=soon)
    log_in(make_employee(roles=["manager"]))

    page.goto(f"/orders/?customer={mill.pk}")
    assert page.inner_text(".filter-summary [role=status]") == f"{FIFTY} orders"
    assert faults_of(page) == []
    page.click("text=Print all 50 orders")
    assert page.inner_text("h1") == "Print 50 orders"
    assert not page.is_visible("[name=size]")
    page.select_option("[name=paper]", "labels")
    assert page.is_visible("[name=size]")
    assert not page.is_visible("[name=sections]")
    page.select_option("[name=paper]", "forms")
    page.uncheck("[name=sections][value=comments]")
    assert faults_of(page) == []
    page.get_by_role("button", name="Print", exact=True).click()
    page.wait_for_url("**/papers/**")
    assert "0 of 50" in page.inner_text("main")
    assert faults_of(page) == []
    PreparedPaper.objects.update(made=17)
    page.wait_for_selector("text=17 of 50")

    address = page.url
    page.goto("/orders/")  # left, and come back to
    work_off()
    opened = page.request.get(address)
    assert opened.headers["content-type"] == "application/pdf"
    assert opened.url.endswith("/file/")
    pages = PdfReader(io.BytesIO(bytes(PreparedPaper.objects.get().pdf))).pages
    numbers = set(Order.objects.filter(customer=mill).values_list("number", flat=True))
    found = [next(number for number in numbers if number in paper.extract_text()) for paper in pages]
    assert (len(found), set(found)) == (FIFTY, numbers)


def test_ticked_orders_are_printed_by_keys(page, log_in):
    orders = [make_bare_order() for _order in range(3)]
    log_in(make_employee(roles=["technician"]))
    page.goto("/orders/?status=all")
    page.check(f"[name=entry][value^='{orders[0].pk}:']")
    page.check(f"[name=entry][value^='{orders[2].pk}:']")
    assert page.inner_text("[data-ticks-sum]") == "2 ticked"
    page.keyboard.press("p")
    page.wait_for_url("**/orders/print/**")
    assert page.inner_text("h1") == "Print 2 orders"
    page.keyboard.press("Escape")
    page.wait_for_url("**/orders/")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_dialog_of_labels_is_right_in_place_and_as_a_page(page, log_in, problems, width):
    order, (roll, sheet) = make_order(), label_sizes()
    log_in(make_employee(roles=["technician"]))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/orders/{order.number}/")
    page.click(".papers >> text=Labels")
    page.wait_for_selector("dialog[open] [name=count]")
    assert faults_of(page) == []
    for size, is_asked in ((sheet, True), (roll, False)):
        page.select_option("[name=size]", str(size.pk))
        assert page.is_visible("[name=first]") == is_asked
    page.goto(f"/orders/{order.number}/labels.pdf?count=many&sort=order&first=1&size=usual")
    assert "These labels cannot be printed" in page.inner_text("[data-error-summary]")
    assert page.input_value("[name=count]") == "many"
    assert all("422" in said for said in problems)
    problems.clear()
    assert faults_of(page) == []
