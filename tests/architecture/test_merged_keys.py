"""Whatever points at a customer or a patient is named by the merge, as what moves or as what stays and why."""

import pytest
from django.apps import apps

from customers.models import Counterparty, Patient
from tests.factories.customers import make_counterparty, make_patient
from workflow.merging.keys import MOVES, STAYS
from workflow.merging.pairs import CustomerPair, PatientPair


def keys_to(model) -> set[str]:
    """Every foreign key of the project that leads to the model, those of tables between two rows included."""
    return {
        f"{one._meta.label_lower}.{field.name}"
        for one in apps.get_models(include_auto_created=True)
        for field in one._meta.local_fields
        if field.related_model is model
    }


def test_every_key_moves_or_stays_with_a_reason():
    """A new key fails here until somebody decides about it."""
    assert keys_to(Counterparty) | keys_to(Patient) == MOVES.keys() | STAYS.keys()
    assert not MOVES.keys() & STAYS.keys()
    assert all(str(why) for why in STAYS.values())


@pytest.mark.django_db
def test_what_moves_is_moved():
    pairs = (
        CustomerPair(make_counterparty(), make_counterparty()),
        PatientPair(make_patient(), make_patient()),
    )
    for pair in pairs:
        assert pair.moving().keys() == keys_to(type(pair.kept)) & MOVES.keys()


def test_the_search_would_see_a_key_that_nobody_has_decided_about():
    assert "orders.order.customer" in keys_to(Counterparty)
    assert "customers.counterparty_tags.counterparty" in keys_to(Counterparty)
