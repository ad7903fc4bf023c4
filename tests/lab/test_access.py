"""The door: marks on views, strangers, roles, people who have left."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, path

from lab.access import ADMIN_SITE, allow, public
from lab.permissions import UnknownAction
from tests.factories.lab import client_of, make_employee

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


def _view(request):
    return HttpResponse("inside")


urlpatterns = [
    path("unmarked/", lambda request: _view(request)),
    path("forgotten/", login_not_required(lambda request: _view(request))),
    path("open/", public(lambda request: _view(request))),
    path("prices/", allow("see_prices")(lambda request: _view(request))),
    path("login/", public(lambda request: _view(request)), name="login"),
]


@pytest.fixture
def small_site(settings):
    settings.ROOT_URLCONF = __name__
    settings.LOGIN_URL = "/login/"


@pytest.mark.usefixtures("small_site")
def test_a_view_without_a_mark_is_shut_to_everybody_even_to_an_administrator():
    assert client_of(make_employee(roles=["administrator"])).get("/unmarked/").status_code == 403


@pytest.mark.usefixtures("small_site")
def test_a_view_that_asks_for_no_login_but_is_not_marked_public_is_shut_to_strangers():
    assert Client().get("/forgotten/").status_code == 403


@pytest.mark.usefixtures("small_site")
def test_a_public_view_is_open_to_strangers():
    assert Client().get("/open/").content == b"inside"


@pytest.mark.usefixtures("small_site")
@pytest.mark.parametrize(
    ("role", "status"),
    [("manager", 200), ("reviewer", 200), ("accountant", 200), ("administrator", 200), ("technician", 403)],
)
def test_a_marked_view_opens_to_the_roles_of_its_action(role, status):
    assert client_of(make_employee(roles=[role])).get("/prices/").status_code == status


@pytest.mark.usefixtures("small_site")
def test_a_person_without_any_role_is_refused():
    assert client_of(make_employee(roles=[])).get("/prices/").status_code == 403


@pytest.mark.usefixtures("small_site")
def test_a_stranger_is_sent_to_the_door_and_back():
    response = Client().get("/prices/?q=a")
    assert (response.status_code, response.url) == (302, "/login/?next=/prices/%3Fq%3Da")


def test_a_mark_names_an_action_of_the_table():
    with pytest.raises(UnknownAction):
        allow("see_everything")


def test_a_refusal_is_a_page_of_ours_that_says_why():
    response = client_of(make_employee(roles=["technician"])).get("/team/")
    page = response.content.decode()
    assert response.status_code == 403
    assert "ask an administrator" in page
    assert "css/tokens.css" in page


def test_every_view_outside_the_admin_site_bears_a_mark():
    unmarked = [view for view in _views(get_resolver()) if not hasattr(view, "access")]
    assert unmarked == []


def _views(resolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.callback
        elif pattern.namespace != ADMIN_SITE:
            yield from _views(pattern)
