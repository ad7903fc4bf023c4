"""Two people, one record; one person, another's task: what is asked, in the place where one is looking."""

import re

import pytest
from playwright.sync_api import expect

from customers.models import Counterparty
from orders.models import Order
from orders.states import Status
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_employee
from tests.factories.orders import cause, make_draft, make_line, make_order, make_technician
from workflow.drawing_up.edit_order import edit_order

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_refusals_expected"),
]


@pytest.fixture
def clinic():
    return make_counterparty(name="Mill Pond Clinic", phone="1", notes="as it was")


def clash(page, log_in, clinic):
    """Mia has the form open when Helen saves another note and another name; then she saves hers."""
    url = f"/customers/{clinic.pk}/edit/"
    page.goto(url)
    page.locator("main [name=notes]").fill("as Mia typed it")
    helen = make_employee("Helen Marlow", username="helen", roles=["administrator"])
    mine = page.context.cookies()
    log_in(helen)
    other = page.context.new_page()
    other.goto(url)
    other.locator("main [name=notes]").fill("as Helen typed it")
    other.locator("main [name=phone]").fill("2")
    other.locator("main .form-footer .btn-primary").click()
    other.wait_for_url(re.compile(r"/customers/\d+/$"))
    other.close()
    page.context.clear_cookies()
    page.context.add_cookies(mine)
    page.locator("main .form-footer .btn-primary").click()
    return page.locator(".two-versions")


@pytest.mark.parametrize("width", [390, 1440])
def test_both_versions_are_shown_and_mine_is_saved_on_top(page, mia, log_in, clinic, width):
    page.set_viewport_size({"width": width, "height": 844})
    versions = clash(page, log_in, clinic)
    expect(versions).to_be_focused()
    expect(versions).to_be_in_viewport()
    for words in ("Notes", "as it was", "as Helen typed it", "as Mia typed it", "Helen Marlow"):
        expect(versions).to_contain_text(words)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Counterparty.objects.get().notes == "as Helen typed it"
    expect(page.locator("main [name=notes]")).to_have_value("as Mia typed it")
    expect(page.locator("main [name=phone]")).to_have_value("2")
    versions.get_by_role("button", name="Save mine on top").click()
    page.wait_for_url(re.compile(r"/customers/\d+/$"))
    saved = Counterparty.objects.get()
    assert (saved.notes, saved.phone) == ("as Mia typed it", "2")
    page.locator("details.history summary").click()
    expect(page.locator(".history-list > li").first).to_contain_text("as Helen typed it → as Mia typed it")


def test_mine_is_dropped_and_the_form_opened_anew(page, mia, log_in, clinic):
    versions = clash(page, log_in, clinic)
    page.on("dialog", lambda question: question.accept())
    versions.get_by_role("link", name="Drop mine and open it anew").click()
    expect(page.locator(".two-versions")).to_have_count(0)
    expect(page.locator("main [name=notes]")).to_have_value("as Helen typed it")


def test_an_order_changed_meanwhile_says_what_and_is_saved_on_top(page, mia):
    order = make_order(status=Status.DRAFTING)
    page.goto(f"/orders/{order.number}/edit/")
    page.locator("[name=instructions]").fill("as Mia typed it")
    line = order.lines.get()
    draft = make_draft(
        make_line(line.service, line_id=line.pk, quantity="3"), customer=order.customer, due_on=order.due_on
    )
    edit_order(order.pk, draft, cause("manager"))
    page.get_by_role("button", name="Save order").click()
    changed = page.locator(".two-versions")
    expect(changed).to_be_focused()
    expect(changed).to_contain_text("Somebody else changed the order while you were typing")
    expect(changed.locator(".history-list li li").first).to_contain_text("3 ×")
    expect(page.locator("[name=instructions]")).to_have_value("as Mia typed it")
    changed.get_by_role("button", name="Save mine on top").click()
    page.wait_for_url(re.compile(rf"/orders/{order.number}/$"))
    assert Order.objects.get().instructions == "as Mia typed it"
    assert order.lines.get().quantity == 3


@pytest.mark.parametrize(
    ("button", "performer"), [("Mark for Nadia Kowal", "Nadia"), ("Take it over", "Tomas")]
)
def test_of_anothers_task_it_is_asked_whose_work_it_is(page, log_in, button, performer):
    tomas, nadia = make_technician(name="Tomas Berger"), make_technician(name="Nadia Kowal")
    order = make_order(make_line(performer=nadia), status=Status.PRODUCTION)
    log_in(tomas)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/orders/{order.number}/")
    page.locator("#panel-tasks").get_by_role("link", name="Finish").click()
    dialog = page.locator("#dialog")
    expect(dialog).to_contain_text("This is the task of Nadia Kowal")
    expect(dialog.get_by_role("button", name="Mark for Nadia Kowal")).to_be_in_viewport()
    assert order.tasks.get().state == "todo"
    dialog.get_by_role("button", name=button).click()
    expect(dialog).not_to_be_visible()
    task = order.tasks.get()
    assert (task.state, task.performer.name.split()[0]) == ("done", performer)
    expect(page.locator("#panel-tasks tbody tr")).to_contain_text(task.performer.name)
