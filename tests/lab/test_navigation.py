"""The frame: each person sees only what the role opens, and only what exists."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from lab.navigation import SECTIONS, Permissions, frame, navigation
from lab.permissions import ACTIONS, UnknownAction
from tests.factories.lab import client_of, make_employee

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


def labels(*roles):
    return [str(entry.label) for entry in navigation(make_employee(roles=roles), "/")]


def test_the_sections_ask_actions_of_the_table():
    assert {action for _label, _icon, action, _names in SECTIONS} <= set(ACTIONS)


def test_administration_is_offered_to_administrators_alone():
    assert labels("administrator")[-3:] == ["Team", "Background work", "Administration"]
    assert not {"Team", "Background work", "Administration"} & set(
        labels("manager", "reviewer", "technician", "accountant")
    )


def test_technicians_are_offered_no_money():
    assert not {"Billing", "Papers", "Payroll"} & set(labels("technician"))


def test_a_section_without_a_page_is_not_offered(monkeypatch):
    monkeypatch.setattr(
        "lab.navigation.SECTIONS", [("Moon", "moon", "see_orders", ("moon:landing",)), *SECTIONS[-3:]]
    )
    assert labels("administrator") == ["Team", "Background work", "Administration"]


def test_the_section_of_the_page_is_the_active_one():
    entries = navigation(make_employee(roles=["administrator"]), "/team/5/")
    assert [str(entry.label) for entry in entries if entry.active] == ["Team"]


def test_strangers_are_offered_nothing():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    offered = frame(request)
    assert (list(offered["navigation"]), bool(offered["may_create_order"])) == ([], False)


def test_templates_may_ask_the_table_and_a_wrong_name_is_loud():
    can = Permissions(make_employee(roles=["technician"]))
    assert (can["see_orders"], can["see_prices"]) == (True, False)
    with pytest.raises(UnknownAction):
        can["fly"]


def test_only_who_may_draw_up_orders_is_offered_a_new_one():
    assert "/orders/new/" in client_of(make_employee(roles=["manager"])).get("/me/").content.decode()
    assert "/orders/new/" not in client_of(make_employee(roles=["technician"])).get("/me/").content.decode()
