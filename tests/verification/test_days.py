"""Days that nobody meant are shown, and fail nothing."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models, transaction
from django.utils import timezone

from billing.models import Payment
from common import triggers
from tests.factories.orders import cause
from tests.verification.behind_our_back import one, raw
from verification.database import HOUSE
from verification.days import day_fields, days_are_believable
from workflow.money.record_payment import record_payment

pytestmark = pytest.mark.django_db


def days_with_rows():
    """(rows of one, field) for every day and moment of the house that any row has."""
    for model in (model for app in HOUSE for model in apps.get_app_config(app).get_models()):
        for field in day_fields(model):
            rows = raw(model).filter(**{f"{field.name}__isnull": False})
            if rows.exists():
                yield raw(model).filter(pk=rows.order_by("-pk")[0].pk), field


def test_59_a_day_that_nobody_meant_is_shown_and_breaks_nothing(worked):
    seen = 0
    for year, (rows, field) in product([26, 1879, 2099], list(days_with_rows())):
        with transaction.atomic():
            odd, is_moment = date(year, 11, 25), isinstance(field, models.DateTimeField)
            rows.update(**{field.name: datetime(year, 11, 25, tzinfo=UTC) if is_moment else odd})
            found = days_are_believable()
            assert (found.wrong, len(found.to_look_at)) == ([], 1), field
            assert f"{field.verbose_name} {odd}" in found.to_look_at[0]
            seen += 1
            transaction.set_rollback(True)
    assert seen > 30
    assert days_are_believable().to_look_at == []


def test_a_day_that_nobody_meant_does_not_fail_the_command(worked, capsys):
    triggers.lay(connection)
    record_payment(
        worked.customer, cause(), amount=Decimal(5), currency="EUR", received_on=timezone.localdate(),
        method="cash", reference="the year 26",
    )  # fmt: skip
    triggers.lift(connection)
    one(Payment, reference="the year 26").update(received_on=date(26, 11, 25))
    triggers.lay(connection)
    call_command("verify")
    said = capsys.readouterr().out
    assert " 59  look!" in said
    assert "received on 0026-11-25" in said
    assert "Every invariant holds." in said
