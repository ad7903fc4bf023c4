"""Merging against what people do with the same customer or patient in the same moment.

Each race has a control: without the locks the same trial leaves something with the one that went.
"""

import time

import pytest
from django.db import models
from django.utils import timezone

from billing.standing import balances
from common.refusals import Refused
from customers.models import Counterparty, Merge
from lab.cause import Cause
from lab.once import untangled
from orders.models import Order
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty, make_patient
from tests.factories.lab import make_employee
from tests.factories.orders import make_draft, make_line, make_technician
from tests.locks import locks_recorded
from tests.races import at_once
from tests.use_cases.test_merge_customers import pays
from verification.merges import merges_lead_where_they_say
from workflow.drawing_up.create_order import create_order
from workflow.merging.merge_customers import merge_customers
from workflow.merging.merge_patients import merge_patients
from workflow.merging.take_back_merge import take_back_merge

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 6
PAUSE = 0.2


class Register:
    """Two customers, two patients, and somebody who may everything."""

    def __init__(self):
        self.chief = make_employee(roles=["administrator"])
        self.kept, self.gone = make_counterparty(), make_counterparty()
        self.eve, self.eva = make_patient(), make_patient()
        self.line = make_line(make_service(), performer=make_technician())

    def by(self, *_role) -> Cause:
        return Cause(self.chief, timezone.now())

    def merge(self):
        return untangled(lambda: merge_customers(self.kept.pk, self.gone.pk, self.by()))

    def order(self, **told):
        return untangled(lambda: create_order(make_draft(self.line, customer=self.gone, **told), self.by()))


@pytest.fixture
def register():
    return Register()


def faults(said) -> list:
    return [one for one in said if isinstance(one, Exception) and not isinstance(one, Refused)]


def merged_and_drawn_up(register) -> bool:
    """Whether nothing is left with the one that went, whoever of the two came first."""
    acts = [register.merge, register.order]
    said = at_once(lambda person: acts[person](), people=2)
    assert faults(said) == []
    return merges_lead_where_they_say().wrong == []


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_an_order_drawn_up_meanwhile_moves_or_is_refused(register, _round):
    assert merged_and_drawn_up(register)


def test_without_the_lock_an_order_stays_with_the_one_that_went(register, monkeypatch):
    """The control: the order is refused or not before the merge, and written after it."""
    locking = models.QuerySet.select_for_update

    def unlocked(rows, *args, **kwargs):
        return rows.all() if rows.model is Counterparty else locking(rows, *args, **kwargs)

    def slowly(order, draft, today):
        writing(order, draft, today)
        time.sleep(PAUSE)

    from workflow.drawing_up import create_order as creating

    writing = creating.write_header
    monkeypatch.setattr(models.QuerySet, "select_for_update", unlocked)
    monkeypatch.setattr(creating, "write_header", slowly)
    assert not merged_and_drawn_up(register)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_payment_meanwhile_counts_with_the_one_that_stays(register, _round):
    acts = [register.merge, lambda: untangled(lambda: pays(register.gone, register.by, "10.00"))]
    said = at_once(lambda person: acts[person](), people=2)
    assert faults(said) == []
    paid = not isinstance(said[1], Exception)
    assert balances(register.kept).get("EUR", 0) == (-10 if paid else 0)
    assert merges_lead_where_they_say().wrong == []


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_merges_of_the_same_two_are_one(register, _round):
    """Also where each lets the other one stay."""
    pair = register.kept.pk, register.gone.pk
    acts = [pair, pair[::-1]]
    said = at_once(
        lambda person: untangled(lambda: merge_customers(*acts[person % 2], register.by())), people=4
    )
    assert faults(said) == []
    assert len([one for one in said if isinstance(one, Merge)]) == 1
    assert merges_lead_where_they_say().wrong == []


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_patient_who_is_merged_meanwhile_is_named_by_no_new_order(register, _round):
    def draw_up():
        draft = make_draft(register.line, customer=register.kept, patient_id=register.eva.pk)
        return untangled(lambda: create_order(draft, register.by()))

    acts = [
        lambda: untangled(lambda: merge_patients(register.eve.pk, register.eva.pk, register.by())),
        draw_up,
    ]
    assert faults(at_once(lambda person: acts[person](), people=2)) == []
    assert merges_lead_where_they_say().wrong == []


def test_rows_are_locked_in_the_sequence_of_the_house(register):
    orders = [register.order(patient_id=register.eva.pk) for _time in range(3)]
    with locks_recorded() as locks:
        merge = register.merge()
    assert locks.wrong == []
    with locks_recorded() as locks:
        take_back_merge(merge.pk, register.by(), reason="wrong")
    assert locks.wrong == []
    with locks_recorded() as locks:
        patients = merge_patients(register.eve.pk, register.eva.pk, register.by())
        take_back_merge(patients.pk, register.by(), reason="wrong")
    assert locks.wrong == []
    assert ("orders_order", orders[0].pk) in locks.seen
    with locks_recorded() as locks:
        register.order(patient_id=register.eva.pk)
    assert locks.wrong == []
    assert Order.objects.filter(customer=register.gone).count() == 4
