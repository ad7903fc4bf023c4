"""What people type is text: no name becomes a format, a piece of a template or a tag, on whatever page it stands."""

import re
from contextlib import suppress

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from common.triggers import lay, lift
from lab.models import LabSettings
from tests.access.arguments import walk
from tests.access.crawling import crawl
from verification.database import HOUSE
from workflow.money.payment_instructions import instructions_for

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

TAG = "<i>&amp;"
TYPED = f"\ue000number.__class__\ue001{TAG}{{0}}{{number.__class__}}%s%(x)s{{{{ 7 }}}}{{% x %}}"
INSIDES = re.compile(r"built-in|<class |__globals__|SafeString|method-wrapper")
LISTS = [f"/{route}" for key, route, _view in walk() if key.endswith("_list") and "<" not in route]


def free_texts(model) -> list[models.Field]:
    """The fields of a table in which anything may be typed."""
    return [
        field
        for field in model._meta.concrete_fields
        if type(field) in (models.CharField, models.TextField)
        and field.editable
        and not field.choices
        and field.max_length not in range(1, 20)
        and field.name not in NAMES_OF_OURS
    ]


NAMES_OF_OURS = {"verb", "password", "key", "sha256", "content_type", "colour", "username", "role", "code"}
"""Texts that the program writes, or that only few signs may stand in."""


class Watched:
    """A browser that notes the pages in which a tag stands that somebody typed."""

    def __init__(self, client):
        self.client, self.with_the_tag = client, []

    def get(self, url):
        answer = self.client.get(url)
        if "html" in answer.get("Content-Type", "") and TAG in answer.content.decode():
            self.with_the_tag.append(url)
        return answer


@pytest.fixture
def typed(world):
    """The laboratory in which everything that has a name has one that looks like something else."""
    for order in world.orders.values():
        order.markers.add(world.marker)
    lift(connection)
    for model in (model for app in HOUSE for model in apps.get_app_config(app).get_models()):
        for field in free_texts(model):
            # What a constraint refuses could not be typed either.
            with suppress(IntegrityError), transaction.atomic():
                models.QuerySet(model).update(**{field.attname: TYPED[: field.max_length]})
    lay(connection)
    return world


def test_a_name_that_looks_like_something_else_is_a_name_on_every_page(typed):
    wrong, client = [], Watched(typed.clients["administrator"])
    texts = crawl(client, ["/", *LISTS])
    for url, text in texts.items():
        if INSIDES.search(text):
            wrong.append(f"{url} shows what is inside")
    wrong += [f"{url} has the tag" for url in client.with_the_tag]
    assert not wrong, "\n".join(wrong)
    drawn = {url.split("?")[0] for url, text in texts.items() if TYPED[:40] in text}
    assert set(LISTS) - drawn == set()


def test_every_kind_of_name_that_a_list_draws_was_typed():
    named = {f"{model.__name__}.{field.name}" for model in apps.get_models() for field in free_texts(model)}
    assert named >= {
        "Order.patient_name",
        "Counterparty.name",
        "Contact.name",
        "Marker.name",
        "OrderLine.name",
    }
    assert named >= {"Patient.name", "Service.name", "Employee.name", "Order.awaited", "Material.name"}


def test_braces_in_the_name_of_a_customer_are_no_placeholder(world):
    LabSettings.objects.update(payment_instructions="{customer} pays {due}. {other}")
    order = world.quick_order
    order.customer.name = "Clinic {due} {number}"
    assert instructions_for(order).startswith("Clinic {due} {number} pays ")
    assert instructions_for(order).endswith(". {other}")
