"""A line with a complex service has to say what the service and everything inside it ask for."""

import pytest
from django.urls import reverse

from orders.models import Order
from tests.catalog.test_service_search import ask
from tests.factories.catalog import make_bundle, make_service
from tests.factories.orders import make_line, make_order
from tests.workflow.order_form.typing import edit, new_order

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def crown():
    return make_service(name="Zirconia crown", asks_for=["teeth!", "shade"])


@pytest.fixture
def implant(crown):
    """What it includes asks for more than it does itself, at two depths."""
    pack = make_bundle(make_service(name="Screw"), name="Screw pack", asks_for=["material!"])
    return make_bundle(crown, pack, name="Implant crown", asks_for=["shade!", "note"])


def asks(client, service):
    page = client.get(reverse("workflow:order_new")).content.decode()
    row = page.split(f'data-id="{service.pk}"')[1]
    return set(row.split('data-asks="')[1].split('"')[0].split())


def test_the_page_shows_what_the_parts_ask_for_as_soon_as_the_service_is_chosen(client, implant, crown):
    assert asks(client, implant) == {"shade!", "note", "teeth!", "material!"}
    assert asks(client, crown) == {"teeth!", "shade"}


def test_what_a_part_needs_is_refused_beside_its_field_with_the_name_of_the_part(client, implant):
    line = {"service": implant.pk, "quantity": "1"}
    answer = new_order(client, line)
    assert answer.status_code == 422
    assert answer.context["lines"].forms[0].errors == {
        "teeth": ["“Zirconia crown”, which “Implant crown” includes, needs this."],
        "shade": ["“Implant crown” needs this."],
        "material": ["“Screw pack”, which “Implant crown” includes, needs this."],
    }
    assert not Order.objects.exists()
    said = {"teeth": "11", "shade": "A3", "material": "titanium"}
    assert new_order(client, line | said).status_code == 302
    assert Order.objects.get().lines.get().details == said


def test_a_standing_line_says_what_the_parts_need_that_it_has(client, implant, crown):
    order = make_order(make_line(implant))
    implant.included.filter(service=crown).delete()
    later = make_service(name="Photograph", asks_for=["specimen!"])
    implant.included.create(service=later, position=9)
    answer = edit(client, order, **{"lines-0-shade": "A3", "lines-0-material": "titanium"})
    assert answer.status_code == 422
    assert set(answer.context["lines"].forms[0].errors) == {"teeth"}
    said = {"lines-0-shade": "A3", "lines-0-material": "titanium", "lines-0-teeth": "11"}
    assert edit(client, order, **said).status_code == 302


def test_the_search_and_the_page_of_the_service_say_it_too(client, implant):
    fields = next(row for row in ask(client, "manager").json() if row["id"] == implant.pk)["fields"]
    assert {row["kind"]: row["required"] for row in fields} == {
        "shade": True,
        "note": False,
        "teeth": True,
        "material": True,
    }
    page = client.get(reverse("workflow:service_page", args=[implant.pk])).content.decode()
    fields = page.split('id="panel-fields"')[1].split("</section>")[0]
    assert "by Zirconia crown" in fields
    assert "by Screw pack" in fields
    assert fields.count("· by ") == 2
