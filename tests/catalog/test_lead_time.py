"""A complex service takes at least as long as the longest of what is inside, and it is said whose time that is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from orders.models import Order
from tests.catalog.test_service_search import ask
from tests.factories.catalog import make_bundle, make_service
from tests.factories.lab import client_of, make_employee, make_week
from tests.workflow.order_form.typing import new_order, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return client_of(make_employee(roles=["manager"]))


@pytest.fixture
def implant():
    """One day by itself; what is inside what it includes takes five."""
    crown = make_service(name="Zirconia crown", lead_days=5)
    pack = make_bundle((crown, "3"), make_service(name="Screw", lead_days=2), name="Pack", lead_days=3)
    return make_bundle(pack, name="Implant crown", lead_days=1)


def test_the_due_date_is_that_of_the_longest_inside(manager, implant):
    make_week(is_open=True)
    sent = typed({"service": implant.pk, "quantity": "1"})
    said = manager.post(reverse("workflow:order_prices"), sent).json()
    assert said["due"]["reason"] == "Implant crown takes 5 working days, by Zirconia crown"
    assert new_order(manager, {"service": implant.pk, "quantity": "1"}).status_code == 302
    assert (Order.objects.get().due_on - timezone.localdate()).days == 5
    form = manager.get(reverse("workflow:order_new")).content.decode()
    assert "5 days, by Zirconia crown · includes" in form


def test_its_own_lead_time_counts_where_nothing_inside_takes_longer(manager, implant):
    implant.lead_days = 5
    implant.save()
    sent = typed({"service": implant.pk, "quantity": "1"})
    said = manager.post(reverse("workflow:order_prices"), sent).json()
    assert said["due"]["reason"] == "Implant crown takes 5 working days"


def test_the_catalogue_the_page_and_the_search_say_it(client, manager, implant):
    listed = manager.get(reverse("catalog:service_list")).context["listed"].rows
    assert {row.name: str(row.lead) for row in listed} == {
        "Zirconia crown": "5 days",
        "Screw": "2 days",
        "Pack": "5 days, by Zirconia crown",
        "Implant crown": "5 days, by Zirconia crown",
    }
    assert manager.get(reverse("catalog:service_list")).content.decode().count("by Zirconia crown") == 2
    page = manager.get(reverse("workflow:service_page", args=[implant.pk])).content.decode()
    assert "5 working days" in page
    assert ">Zirconia crown</a>" in page.split("Lead time")[1].split("</dd>")[0]
    found = {row["name"]: row["lead_days"] for row in ask(client, "manager").json()}
    assert found == {"Zirconia crown": 5, "Screw": 2, "Pack": 5, "Implant crown": 5}


def test_the_catalogue_asks_no_oftener_for_more_complex_services(manager, implant):
    counts = []
    for _time in range(2):
        manager.get(reverse("catalog:service_list"))
        with CaptureQueriesContext(connection) as asked:
            manager.get(reverse("catalog:service_list"))
        counts.append(len(asked))
        for _number in range(9):
            make_bundle(make_service())
    assert counts[0] == counts[1]
