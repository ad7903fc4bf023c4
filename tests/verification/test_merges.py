"""Merges behind the back of the house are named."""

import pytest

from customers.models import Counterparty, Patient
from orders.models import Order
from tests.factories.billing import make_priced_order
from tests.factories.customers import make_contact, make_counterparty, make_patient
from tests.merging.test_there_and_back import manager
from tests.verification.behind_our_back import raw
from verification.merges import merges_lead_where_they_say
from workflow.merging.merge_customers import merge_customers
from workflow.merging.take_back_merge import take_back_merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return make_counterparty(), make_counterparty()


@pytest.fixture
def merge(two):
    return merge_customers(two[0].pk, two[1].pk, manager())


def wrong() -> list[str]:
    return merges_lead_where_they_say().wrong


def test_85_chains_and_ways_back_are_sound(two, merge):
    third = make_counterparty()
    last = merge_customers(third.pk, two[0].pk, manager())
    assert wrong() == []
    take_back_merge(last.pk, manager(), reason="wrong")
    take_back_merge(merge.pk, manager(), reason="wrong")
    assert wrong() == []


def test_85_a_merge_that_its_row_does_not_say_is_named(two, merge):
    raw(Counterparty).filter(pk=two[1].pk).update(merged_into=None)
    assert wrong() == [f"customer {two[1].pk} was merged, and does not say so"]


def test_85_a_row_that_says_what_nobody_did_is_named():
    eve, eva = make_patient(), make_patient()
    raw(Patient).filter(pk=eva.pk).update(merged_into=eve)
    assert wrong() == [f"patient {eva.pk} says it was merged, and was not"]


def test_85_a_row_that_leads_elsewhere_is_named(two, merge):
    third = make_counterparty()
    raw(Counterparty).filter(pk=two[1].pk).update(merged_into=third)
    assert wrong() == [f"customer {two[1].pk} leads to {third.pk}, its merge to {two[0].pk}"]


def test_85_what_is_left_with_the_one_that_went_is_named(two, merge):
    order, contact = make_priced_order(), make_contact()
    raw(Order).filter(pk=order.pk).update(customer=two[1])
    raw(type(contact)).filter(pk=contact.pk).update(counterparty=two[1])
    assert wrong() == [
        f"order {order.pk} leads to a customer who was merged",
        f"contact {contact.pk} leads to a counterparty who was merged",
    ]
