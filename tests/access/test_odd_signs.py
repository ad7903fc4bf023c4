"""Odd signs in addresses, questions, forms and cookies: never a crash, on either database.

Every address is found by walking the URLconf, every field on the page that shows it.
"""

import ast
import re
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from lab.once import new_token
from tests.access.arguments import walk
from tests.access.forms_shown import addresses, forms_of
from tests.access.world import IDENTITIES
from tests.architecture.house import modules
from tests.sizes import NIGHTLY, SECOND_RUN

pytestmark = pytest.mark.django_db

NULS = ["%00", "a%00b", "1%00"]
ODD = [
    *NULS,
    "%01",
    "%FF",
    "%ED%A0%80",
    "%EF%BF%BF",
    "%0D%0A",
    "1" * 30,
    "-1",
    "x" * 3000,
    "%F0%9F%A6%B7",
    "%E2%80%AE",
    "'",
]
"""As they stand in an address."""

TYPED = ["\x00", "1\x00", "9" * 30, "x" * 3000]
"""Which databases take in different ways; the others are tried on the first of two."""
TYPED += [] if SECOND_RUN else ["\x0b\x1f", "🦷\u202e\ufeff", "1e400", "'"]
ASKED = ["%00", "a%00b", "1" * 30]
ASKED += [] if SECOND_RUN else ["%FF", "%1B", "-1", "x" * 300]
OF_THE_FRAME = (
    "form_token",
    "version",
    "tray",
    "back",
    "next",
    "state",
    "theme",
    "remove_file",
    "add_line",
    "_save",
)


def by_turns(signs: list[str], place: int, *, of: int) -> list[str]:
    """By day every so-many-th of them for each page, other ones for the next; at night all."""
    return signs if NIGHTLY else signs[place % of :: of]


ARGUMENT = re.compile(r"<(?:\w+:)?\w+>|\(\?P<\w+>[^)]*\)")


@pytest.fixture(scope="module")
def _fields_found():
    return {}


@pytest.fixture
def fields(client, world, _fields_found) -> dict[str, set[str]]:
    """The names of the fields that each address shows: the module opens it once for them."""
    for url in addresses(world) if not _fields_found else ():
        _fields_found[url] = {form.add_prefix(name) for form in forms_of(client, url) for name in form.fields}
    return _fields_found


@pytest.fixture
def client(world):
    client = Client(raise_request_exception=False)
    client.force_login(world.people["administrator"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_no_odd_sign_in_an_address_breaks_a_page(client):
    routes = {route for _key, route, _view in walk() if ARGUMENT.search(route)}
    assert len(routes) > 40
    wrong = []
    for place, route in enumerate(sorted(routes)):
        for odd in by_turns(ODD, place, of=3):
            url = "/" + ARGUMENT.sub(lambda _found, odd=odd: odd, route).rstrip("$")
            status = client.get(url).status_code
            if status >= 500 or (odd in NULS and status != 404):
                wrong.append(f"{url[:80]}: {status}")
    assert wrong == []


def test_whoever_asks_for_a_nul_finds_nothing(world):
    for identity in IDENTITIES:
        assert world.clients[identity].get("/orders/%00/").status_code == 404, identity


def test_no_odd_sign_in_a_question_breaks_a_page(client, fields):
    names = asked_names() | {
        "order",
        "q",
        "section",
        "next",
        "_changelist_filters",
        "_to_field",
        "p",
        "o",
        "e",
        "all",
    }
    assert {"month", "before", "customer", "due_from"} <= names
    wrong = []
    for place, (url, fields_here) in enumerate(fields.items()):
        names_here = names | fields_here
        for odd in by_turns(ASKED, place, of=len(ASKED)):
            status = client.get(
                f"{url}?{'&'.join(f'{quote(name)}={odd}' for name in sorted(names_here))}"
            ).status_code
            if status >= 500:
                wrong.append(f"{url}?…={odd[:10]}: {status}")
    assert wrong == []


def test_no_odd_sign_in_a_field_breaks_a_form(client, fields):
    wrong, tried = [], 0
    for place, url in enumerate(one for one in fields if "logout" not in one):
        names = {name for name in fields[url] if "__prefix__" not in name}
        for odd in by_turns(TYPED, place, of=len(TYPED)):
            typed = dict.fromkeys((*OF_THE_FRAME, *names), odd) | _rows(names)
            with transaction.atomic():
                answer = client.post(url, typed)
                transaction.set_rollback(True)
            tried += answer.status_code in (200, 422)
            if answer.status_code >= 500:
                wrong.append(f"{url} {odd[:5]!r}: {answer.status_code}")
    assert wrong == []
    assert tried > 100


def test_no_odd_sign_in_a_cookie_breaks_a_page(world):
    client, wrong = Client(raise_request_exception=False), []
    names = (
        settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        settings.LANGUAGE_COOKIE_NAME,
        "theme",
        "messages",
    )
    for name in names:
        for odd in (
            '"\\000\\000\\000\\000\\000\\000\\000\\000"',
            "\x00" * 32,
            "\xff" * 32,
            "x" * 3000,
            '"',
            "a;b",
            "é" * 20,
        ):
            for url in ("/login/", "/orders/", "/healthz"):
                answer = client.get(url, headers={"cookie": f"{name}={odd}"})
                if answer.status_code >= 500:
                    wrong.append(f"{name}={odd[:10]!r} {url}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize(
    "back", ["/login/", "/login/?next=/login/", "/logout/", "/admin/login/?next=/login/"]
)
def test_the_door_leads_nobody_back_to_the_door(client, back):
    answer = client.get("/login/", {"next": back}, follow=True)
    assert (answer.status_code, answer.request["PATH_INFO"].rstrip("/") not in ("/login", "/logout")) == (
        200,
        True,
    )


def test_a_long_address_to_go_back_to_is_left_out(client, world):
    typed = {"back": "/orders/?q=" + "x" * 500, "form_token": new_token()}
    answer = client.post(f"/documents/files/{world.file.pk}/remove/", typed)
    assert (answer.status_code, answer.url) == (302, "/")


def asked_names() -> set[str]:
    """Every name that some view looks for in an address, read from the code."""
    return {
        text.value
        for tree in modules().values()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _asks(call.func)
        for text in call.args
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    } | {"due_from", "due_to", "drawn_from", "drawn_to", "before", "after"}


def _asks(called) -> bool:
    name = getattr(called, "id", getattr(called, "attr", ""))
    of = getattr(getattr(called, "value", None), "attr", getattr(getattr(called, "value", None), "id", ""))
    return name in ("words", "row_id", "_day") or (name in ("get", "getlist") and of in ("GET", "query"))


def _rows(fields) -> dict[str, int]:
    """Of formsets, one row each, so that their fields are read."""
    return {name: 1 if name.endswith("TOTAL_FORMS") else 0 for name in fields if name.endswith("_FORMS")}
