"""The work summary of an order: what it shows from Drafting on, and the dialogs that set, add, take back and lock."""

from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import Act
from lab.once import new_token
from orders.models import Task
from orders.states import Status
from payroll.models import PayrollEntry, PlannedPay
from payroll.planned import is_final
from tests.factories.catalog import make_service, make_step
from tests.factories.exchange import make_exchange_rate
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import bring_to, cause, make_line, make_order, make_technician
from tests.factories.payroll import make_rate
from workflow.acts.post_act import post_act
from workflow.pay.add_pay import add_pay
from workflow.pay.set_pay import set_pay
from workflow.pay.summary import summarize

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def accountant():
    return client_of(make_employee("Marion", roles=["accountant"]))


@pytest.fixture
def order():
    """A crown of two steps, the first with an assistant, and a rate for everybody and for the second step."""
    crown = make_service(name="Crown", price=Decimal(200))
    first, second = make_step(crown, name="Modelling", share=Decimal(40)), make_step(crown, name="Firing")
    make_rate(percent=Decimal(10))
    make_rate(percent=Decimal(20), step=second, base="gross")
    line = make_line(crown, performer=make_technician(name="Anna"), assistant=make_technician(name="Ben"))
    order = make_order(line)
    Task.objects.filter(order=order, template=second).update(assistant=None)
    assert first.pk
    return order


def page(client, order):
    return client.get(f"/orders/{order.number}/do/payroll/")


def url_of(order, path):
    return f"/orders/{order.number}/payroll/{path}"


def task_url(order, title="Modelling", role="performer"):
    return url_of(order, f"tasks/{order.tasks.get(title=title).pk}/{role}/")


def post(client, url, **typed):
    return client.post(url, {"form_token": new_token(), **typed})


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_every_task_is_shown_with_its_rate_before_anything_is_booked(accountant, order):
    shown = text_of(page(accountant, order))
    for said in ("Modelling", "Firing", "Anna", "Ben", "10 %", "20 % before discounts", "no rate"):
        assert said in shown, said
    summary = summarize(order, timezone.localdate())
    assert [[role.amount for role in row.roles] for row in summary.services[0].tasks] == [[8, 0], [24]]
    assert (summary.total, summary.price, summary.is_booked) == (32, 200, False)
    assert "For 1 piece of work no rate is set" in shown
    assert "as it would be booked today" in shown


def test_a_sum_is_set_by_hand_and_taken_back(accountant, order):
    answer = post(accountant, task_url(order), amount="12,50", comment="a difficult shade")
    assert answer.headers["Location"] == f"/orders/{order.number}/do/payroll/"
    shown = text_of(page(accountant, order))
    assert "a difficult shade" in shown
    assert "<strong>12.50</strong>" in shown
    assert '<s class="faint">8.00</s>' in shown
    planned = PlannedPay.objects.get()
    assert 'value="12.50"' in accountant.get(task_url(order)).content.decode()
    url = url_of(order, f"sums/{planned.pk}/take-back/")
    assert "12.50 EUR was set with the comment “a difficult shade”." in text_of(accountant.get(url))
    assert post(accountant, url).status_code == 302
    assert not PlannedPay.objects.standing().exists()
    assert accountant.get(url).status_code == 404


def test_an_employee_is_added_with_a_sum(accountant, order):
    helper = make_employee("Helper", roles=["manager"])
    assert (
        post(accountant, url_of(order, "add/"), employee=helper.pk, amount="5", comment="drove").status_code
        == 302
    )
    summary = summarize(order, timezone.localdate())
    assert ("Helper", Decimal(5)) in summary.people
    assert "drove" in text_of(page(accountant, order))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"amount": "-1", "comment": "less"}, "A sum is 0 or more; for less pay set a smaller sum."),
        ({"amount": "5", "comment": "  "}, "Say in the comment why the sum is set by hand."),
        ({"amount": "five", "comment": "why"}, "Enter a number, for example 12.50."),
        ({"amount": "5", "comment": "x" * 201}, "200"),
    ],
)
def test_what_is_no_sum_comes_back_as_typed_with_a_sentence(accountant, order, typed, sentence):
    answer = post(accountant, task_url(order), **typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert f'value="{typed["amount"]}"' in answer.content.decode()
    assert not PlannedPay.objects.exists()


def test_pay_beyond_the_price_is_pointed_out(accountant, order):
    shown = text_of(page(accountant, order))
    assert "more than the order costs" not in shown
    set_pay(
        order.pk, cause(), task_id=order.tasks.first().pk, role="performer", amount=Decimal(300), comment="so"
    )
    assert "The work pays 124.00 EUR more than the order costs." in text_of(page(accountant, order))


def test_finalized_pay_shows_its_mark_and_no_more_buttons(accountant, order):
    bring_to(order, Status.PRODUCED)
    assert post(accountant, url_of(order, "finalize/")).status_code == 302
    assert is_final(order)
    shown = text_of(page(accountant, order))
    assert "Finalized by Marion" in shown
    assert "Set a sum" not in shown
    refused = accountant.get(task_url(order))
    assert refused.status_code == 409
    assert "The pay of this order is finalized. Lift that first, and say why." in refused.content.decode()
    assert post(accountant, task_url(order), amount="5", comment="late").status_code == 409
    assert post(accountant, url_of(order, "open-again/"), reason="").status_code == 422
    assert post(accountant, url_of(order, "open-again/"), reason="a sum was wrong").status_code == 302
    assert not is_final(order)


def test_before_it_is_produced_nothing_is_finalized(accountant, order):
    assert "Pay is finalized when the order is produced" in text_of(page(accountant, order))
    answer = accountant.get(url_of(order, "finalize/"))
    assert answer.status_code == 409
    assert "while the order is in the state “Drafting”" in answer.content.decode()


def test_what_is_booked_is_shown_as_booked_whatever_rates_come_later(accountant, order):
    bring_to(order, Status.PRODUCED)
    make_rate(percent=Decimal(90), valid_from=timezone.localdate())
    summary = summarize(order, timezone.localdate())
    booked = sum(PayrollEntry.objects.filter(order=order).values_list("amount", flat=True))
    assert (summary.total, summary.is_booked) == (booked, True)
    assert summary.services[0].tasks[0].roles[0].is_booked


def test_what_is_half_booked_says_so(accountant, order):
    bring_to(order, Status.PRODUCTION)
    act = Act.objects.get(order=order)
    order.lines.update(quantity=2, gross=400, amount=400)
    post_act(order.pk, cause(), act_id=act.pk)
    summary = summarize(order, timezone.localdate())
    assert (summary.is_booked, summary.is_partly_booked, summary.total) == (False, True, 64)
    assert "partly booked" in text_of(page(accountant, order))


def test_an_order_in_a_foreign_currency_says_which_rate_is_missing(accountant, order):
    type(order).objects.filter(pk=order.pk).update(currency="USD")
    assert "There is no exchange rate between USD and EUR" in text_of(page(accountant, order))


def test_an_order_in_a_foreign_currency_foresees_pay_at_todays_rate(accountant, order):
    type(order).objects.filter(pk=order.pk).update(currency="USD")
    make_exchange_rate("USD", "0.5")
    told = summarize(type(order).objects.get(pk=order.pk), timezone.localdate())
    price = order.priced().preliminary
    assert (told.currency, told.price, told.refusal) == ("EUR", price / 2, "")
    assert "at today's exchange rate" in text_of(page(accountant, order)).replace("&#x27;", "'")


def test_an_order_without_services_says_what_to_do(accountant, order):
    order.lines.update(is_removed=True)
    assert "There is no work to pay yet" in text_of(page(accountant, order))


@pytest.mark.parametrize("role", ["technician", "reviewer"])
def test_who_may_not_see_pay_gets_neither_page_nor_panel_nor_history(order, role):
    set_pay(
        order.pk,
        cause(),
        task_id=order.tasks.first().pk,
        role="performer",
        amount=Decimal("77.77"),
        comment="so",
    )
    client = client_of(make_employee(roles=[role]))
    assert page(client, order).status_code == 403
    shown = client.get(f"/orders/{order.number}/").content.decode()
    assert "Pay set by hand" in shown
    assert "77.77" not in shown
    assert "panel-pay" not in shown


def test_the_panel_of_the_order_leads_to_what_is_planned_and_shows_what_is_booked_and_the_mark(
    accountant, order
):
    shown = text_of(accountant.get(f"/orders/{order.number}/"))
    assert "panel-pay" not in shown
    assert "32.00 EUR" not in shown
    assert f"/orders/{order.number}/do/payroll/" in shown
    bring_to(order, Status.PRODUCED)
    post(accountant, url_of(order, "finalize/"))
    shown = text_of(accountant.get(f"/orders/{order.number}/"))
    assert "32.00 EUR" in shown
    assert "finalized" in shown


def test_a_bonus_is_told_among_the_accruals_with_why_it_was_given(accountant, order):
    helper = make_technician(name="Helper")
    bring_to(order, Status.PRODUCED)
    add_pay(order.pk, cause(), employee=helper, amount=Decimal(5), comment="worked on Sunday")
    shown = text_of(accountant.get(f"/payroll/employees/{helper.pk}/"))
    assert "worked on Sunday" in shown
    assert "set by hand" in shown


def test_the_page_costs_the_same_statements_for_many_tasks(accountant, django_assert_max_num_queries):
    make_rate()
    crown = make_service()
    for _step in range(2):
        make_step(crown)

    def order(lines):
        made = make_order(*[make_line(crown, performer=make_technician()) for _line in range(lines)])
        return bring_to(made, Status.PRODUCTION)

    few, many = order(1), order(8)
    page(accountant, few)
    with django_assert_max_num_queries(60) as counted:
        page(accountant, few)
    with django_assert_max_num_queries(len(counted)):
        page(accountant, many)


def test_the_dialog_of_a_sum_says_whose_it_is_and_what_the_rate_would_pay(accountant, order):
    said = accountant.get(task_url(order)).content.decode()
    assert "Anna" in said
    assert "by the rate of 10 %: 8.00 EUR" in said
