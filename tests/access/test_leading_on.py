"""Every address and every form leads on: a button's address to the page above it, a form that acted to what it made."""

import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from lab.models import FormToken
from lab.once import new_token
from tests.access.arguments import address, walk
from tests.access.forms_shown import addresses
from tests.access.matrix_of_admin import rows_with_admin
from tests.factories.lab import PASSWORD, client_of

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

ROUTES = {key: route for key, route, _view in walk()}


def buttons_addresses(world):
    """(key, address) of everything that takes what a button sends and shows nothing."""
    for key, row in rows_with_admin().items():
        if "POST" in row.methods and "GET" not in row.methods and "administrator" in row.roles:
            yield key, address(ROUTES[key], row.about, world)


def test_whoever_is_led_to_a_buttons_address_by_logging_in_lands_on_a_page_with_a_sentence(world):
    seen, wrong = [], []
    for key, url in buttons_addresses(world):
        client = Client()
        login = client.get(url).url if key not in {"lab:logout", "log_in_again"} else f"/login/?next={url}"
        person = world.people["administrator"]
        answer = client.post(
            login,
            {"username": person.get_username(), "password": PASSWORD},
            follow=True,
            headers={"referer": login},
        )
        seen.append(key)
        said = [str(message) for message in answer.context["messages"]] if answer.context else []
        if answer.status_code != 200 or (key not in {"lab:logout", "admin:logout"} and not said):
            wrong.append(f"{key}: {answer.status_code} {said}")
    assert len(seen) > 5
    assert not wrong, "\n".join(wrong)


def test_the_page_of_the_order_says_what_became_of_a_button_pressed_after_the_night(world):
    url = address(ROUTES["background:job_give_up"], "failed work", world)
    answer = client_of(world.people["administrator"]).get(
        url, headers={"referer": "http://testserver/login/?next=x"}, follow=True
    )
    assert "Your session had ended: nothing was changed. Press it again." in answer.content.decode()


def test_so_does_the_page_of_an_order_whose_task_was_to_be_done(world):
    """Its address also shows the question whose work it is, but only where a step is named."""
    url = address(ROUTES["workflow:task_work"], "task", world)
    answer = client_of(world.people["administrator"]).get(
        url, headers={"referer": "http://testserver/login/?next=x"}, follow=True
    )
    assert answer.resolver_match.view_name == "workflow:order_page"
    assert "Your session had ended: nothing was changed. Press it again." in answer.content.decode()


FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
ACTION = re.compile(r'\baction="([^"]*)"')
TOKENLESS = {"/logout/", "/me/theme/", "/me/password/", "/session/log-in", "/bench/share/", "/bench/end/"}
"""Where sending twice does no harm, and what is typed is a password."""


@pytest.fixture(scope="module")
def _found():
    return {}


@pytest.fixture
def forms_posted(world, _found) -> dict[str, tuple[str, bool]]:
    """By its address without ids: (address, whether it bears a token), of every form on every page of the product. The
    module walks once."""
    if not _found:
        _found.update(_forms_posted(world))
    return _found


def _forms_posted(world) -> dict[str, tuple[str, bool]]:
    found = {}
    for url in addresses(world):
        if url.startswith("/admin/"):
            continue
        for page in (
            world.clients["administrator"].get(url),
            world.clients["administrator"].get(url, headers={"hx-request": "true"}),
        ):
            if not page.get("Content-Type", "").startswith("text/html"):
                continue
            for attributes, body in FORM.findall(page.content.decode()):
                if 'method="post"' not in attributes or "data-drop-zone" in attributes:
                    continue
                action = html.unescape(ACTION.search(attributes)[1]) if ACTION.search(attributes) else url
                found.setdefault(
                    re.sub(r"\d+", "0", action.partition("?")[0]), (action, 'name="form_token"' in body)
                )
    return found


def test_every_form_bears_a_token_so_that_it_is_sent_in_place_and_acts_once(forms_posted):
    without = {place for place, (_url, has_token) in forms_posted.items() if not has_token}
    assert {
        place for place in without if place not in TOKENLESS and not place.startswith("/background/")
    } == set()


@pytest.mark.parametrize("by_script", [False, True], ids=["by the browser", "by a script"])
def test_every_form_that_has_acted_leads_to_what_it_made_whatever_it_says_now(world, forms_posted, by_script):
    """Back, and the same button: the page may hold what was sent, or something else."""
    person, wrong = world.people["administrator"], []
    forms = {place: url for place, (url, has_token) in forms_posted.items() if has_token}
    for place, url in forms.items():
        for address_made, is_used in (("/customers/", True), ("/patients/", False)):
            token = new_token()
            if is_used:
                FormToken.objects.create(
                    token=token,
                    user=person,
                    body_hash="x" * 64,
                    used_at=timezone.now(),
                    redirect=address_made,
                )
            headers = {"x-in-place": str(person.pk)} if by_script else {}
            answer = world.clients["administrator"].post(
                url,
                {"form_token": token, "name": "Another", "reason": "again", "state": "done"},
                headers=headers,
            )
            leads = answer.headers.get("HX-Redirect") or answer.headers.get("Location")
            if (leads == address_made) != is_used:
                wrong.append(f"{place}: {'used' if is_used else 'new'} token, {answer.status_code} {leads}")
    assert len(forms) > 25
    assert not wrong, "\n".join(wrong)


def test_what_it_made_is_shown_with_a_sentence(world):
    client = world.clients["administrator"]
    token = new_token()
    first = client.post(
        "/patients/new/", {"form_token": token, "name": "Gustav", "kind": "person"}, follow=True
    )
    assert first.status_code == 200
    again = client.post(
        "/patients/new/", {"form_token": token, "name": "Gustav", "kind": "person"}, follow=True
    )
    assert again.redirect_chain[0][0] == first.redirect_chain[0][0]
    assert "This was already saved: here it is." in again.content.decode()
    other = client.post(
        "/patients/new/", {"form_token": token, "name": "Gustaf", "kind": "person"}, follow=True
    )
    assert other.redirect_chain[0][0] == first.redirect_chain[0][0]
    assert "What you typed since then is not in it" in other.content.decode()
