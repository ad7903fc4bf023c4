"""The steps of a service: what its form saves of them, and what it refuses."""

from decimal import Decimal

import pytest
from django.urls import reverse

from lab.records import history_of
from tests.catalog.test_service_form import manager, typed  # noqa: F401
from tests.factories.catalog import make_service, make_step
from tests.factories.lab import make_employee
from tests.factories.orders import make_technician

pytestmark = pytest.mark.django_db


def rows(*steps, standing=0):
    sent = {"steps-TOTAL_FORMS": len(steps), "steps-INITIAL_FORMS": standing}
    for number, row in enumerate(steps):
        sent |= {f"steps-{number}-{name}": said for name, said in row.items()}
    return sent


def edit(client, service, *steps, standing=0):
    same = {"group": service.group_id, "tax_rate": service.tax_rate_id, "code": service.code}
    sent = typed(**same, **rows(*steps, standing=standing))
    return client.post(reverse("catalog:service_edit", args=[service.pk]), sent)


def _steps(service):
    return [(s.name, s.minutes, s.performer, s.share) for s in service.steps.current()]


def test_steps_are_added_in_the_order_of_their_numbers(manager):  # noqa: F811
    anna, service = make_technician(), make_service()
    edit(
        manager,
        service,
        {"position": "2", "name": "Frame", "minutes": "60", "share": "60 %"},
        {"position": "1", "name": " Model  work ", "minutes": "30", "performer": anna.pk, "share": "40"},
    )
    assert _steps(service) == [("Model work", 30, anna, Decimal(40)), ("Frame", 60, None, Decimal(60))]


def test_a_step_keeps_its_row_when_it_is_renamed_and_stays_for_rates_when_it_is_removed(manager):  # noqa: F811
    service = make_service()
    kept, gone = make_step(service, name="Model"), make_step(service, name="Frame")
    edit(
        manager,
        service,
        {"step": kept.pk, "position": "1", "name": "Models"},
        {"step": gone.pk, "position": "2", "name": "Frame", "DELETE": "on"},
        standing=2,
    )
    assert [step.pk for step in service.steps.current()] == [kept.pk]
    gone.refresh_from_db()
    assert gone.is_removed
    told = {change.name for event in history_of(service, with_money=True) for change in event.changes}
    assert {"Step", "Step: removed"} <= told


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([{"name": "A", "share": "40"}, {"name": "B", "share": "50"}], "come to 90 %"),
        ([{"name": "A", "share": "80"}, {"name": "B", "share": "50"}], "come to 130 %"),
        ([{"name": "A", "share": "100"}, {"name": "B"}, {"name": "C", "share": "20"}], "come to 120 %"),
        ([{"name": "A", "minutes": "-5"}], "Enter 0 or more."),
        ([{"name": "A", "minutes": "1e9"}], "Write the number out"),
        ([{"name": "A", "minutes": "1000000000"}], "Enter 9999 or less."),
        ([{"name": "", "minutes": "5"}], "Enter the step."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(manager, steps, sentence):  # noqa: F811
    service = make_service()
    answer = edit(manager, service, *steps)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert all(f'value="{text}"' in page for row in steps for text in row.values() if text)
    assert not service.steps.exists()


def test_empty_shares_share_what_the_others_leave(manager):  # noqa: F811
    service = make_service()
    answer = edit(manager, service, {"name": "A", "share": "40"}, {"name": "B"}, {"name": "C"})
    assert answer.status_code == 302
    assert [step.share for step in service.steps.current()] == [Decimal(40), None, None]


def test_somebody_who_is_no_performer_is_not_made_a_usual_one(manager):  # noqa: F811
    service = make_service()
    answer = edit(manager, service, {"name": "A", "performer": make_employee(roles=("accountant",)).pk})
    assert answer.status_code == 422
    assert not service.steps.exists()


def test_the_page_shows_the_steps_to_everybody(client):
    service = make_service()
    make_step(service, name="Model", minutes=45, share=Decimal(100))
    client.force_login(make_technician())
    page = client.get(reverse("workflow:service_page", args=[service.pk])).content.decode()
    assert "Model" in page
    assert "45" in page
