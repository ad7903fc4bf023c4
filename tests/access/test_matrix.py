"""Every address of the product against the matrix: who gets in, with which methods, and that a refusal changes nothing.

Proves invariants 50 and 51 over the whole URLconf, the admin site included.
"""

from contextlib import contextmanager

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client

from papers.drawing import draw
from papers.models import IssuedPaper
from tests.access.arguments import UnknownArgument, address, walk
from tests.access.digests import Writings, digest
from tests.access.matrix_of_admin import ADMIN_EDITS, ADMIN_READS, rows_with_admin
from tests.access.rows import METHODS, PUBLIC, READ, Row
from tests.access.world import IDENTITIES

pytestmark = [pytest.mark.one_database, pytest.mark.django_db, pytest.mark.usefixtures("_papers_at_once")]

ROWS = rows_with_admin()
ROUTES = {key: route for key, route, _view in walk()}
READING = ("GET", "HEAD", "OPTIONS")
WITHOUT_A_SESSION = {"anonymous", "deactivated"}
DOORS = ("/login/?next=", "/admin/login/?next=")
SHORT = ("GET", "POST")
LONG_FOR = ("axes_accessattempt", "lab_employee", "billing_payment", "admin:index")
"""Of the hundreds of pages that Django makes alike, these are asked with every method, the others with two."""


@pytest.fixture
def _papers_at_once(world, monkeypatch):
    """What a paper says is read elsewhere; here it only matters who gets one. The issued ones are drawn already: the
    first print of a paper keeps its bytes."""
    monkeypatch.setattr("common.pdf.engine.draw_html", lambda *args, **kwargs: b"%PDF-1.7 drawn")
    for paper in IssuedPaper.objects.undrawn():
        draw(paper)


def test_every_view_has_a_row_and_every_row_a_view():
    keys = [key for key, _route, _view in walk()]
    assert len(keys) == len(set(keys))
    assert set(keys) - set(ROWS) == set(), "views that nobody has decided about"
    assert set(ROWS) - set(keys) == set(), "rows of views that are no more"


def test_every_model_of_the_admin_site_is_said_to_be_edited_or_read():
    assert {model._meta.label_lower for model in admin.site._registry} == ADMIN_EDITS | ADMIN_READS
    assert not ADMIN_EDITS & ADMIN_READS


def test_an_argument_without_an_object_is_a_failure_and_not_a_guess(world):
    with pytest.raises(UnknownArgument):
        address("things/<uuid:thing>/", "order", world)


def test_an_order_stands_in_every_state_for_the_walk(world):
    assert {order.status for order in world.orders.values()} == set(world.orders)
    assert world.draft_act
    assert world.act


@pytest.mark.parametrize("space", ["pages", "admin"])
@pytest.mark.parametrize("identity", IDENTITIES)
def test_a_refused_request_says_so_and_changes_nothing(world, identity, space):
    wrong = []
    with unchanged() as writings:
        for key, row, method, url in _requests(world, identity, space, allowed=False):
            writings.about = f"{method} {url}"
            answer = _ask(world.clients[identity], method, url)
            if not _is_refusal(answer, identity, row, key):
                wrong.append(f"{key}: {method} {url} as {identity}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("space", ["pages", "admin"])
@pytest.mark.parametrize(
    "identity", [who for who in IDENTITIES if who not in ("deactivated", "without a role")]
)
def test_reading_opens_for_whoever_may_and_changes_nothing(world, identity, space):
    wrong = []
    with unchanged() as writings:
        for key, row, method, url in _requests(world, identity, space, allowed=True):
            if method not in READING and row.effect != READ:
                continue
            writings.about = f"{method} {url}"
            answer = _ask(world.clients[identity], method, url)
            if answer.status_code >= 500 or answer.status_code in (401, 403, 404, 405, 410):
                wrong.append(f"{key}: {method} {url} as {identity}: {answer.status_code}")
    wrong = [one for one in wrong if not _is_meant(one)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("space", ["pages", "admin"])
@pytest.mark.parametrize(
    "identity", [who for who in IDENTITIES if who not in ("deactivated", "without a role")]
)
def test_an_empty_form_is_answered_with_a_sentence_and_never_with_a_crash(world, identity, space):
    wrong, client = [], Client(raise_request_exception=False)
    for key, row, method, url in _requests(world, identity, space, allowed=True):
        if method in READING or row.effect == READ:
            continue
        if identity != "anonymous" and "sessionid" not in client.cookies:  # logging out is among the forms
            client.force_login(world.people[identity], backend="django.contrib.auth.backends.ModelBackend")
        answer = _ask(client, method, url)
        if answer.status_code >= 500 or answer.status_code == 405:
            wrong.append(f"{key}: {method} {url} as {identity}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("identity", ["technician", "manager", "administrator"])
def test_an_object_that_does_not_exist_is_not_found(world, identity):
    wrong = []
    with unchanged():
        for key, row in ROWS.items():
            if row.rule == "none" or not row.about or identity not in row.roles or key.startswith("admin"):
                continue
            url = address(ROUTES[key], row.about, world, absent=True)
            for method in row.methods:
                answer = getattr(world.clients[identity], method.lower())(url, follow=True)
                if answer.status_code != row.absent:
                    wrong.append(f"{method} {url}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_the_matrix_would_see_a_view_that_lets_the_wrong_person_in(world):
    """The control: asked as somebody who may, the check for refusals finds no refusal."""
    row = ROWS["lab:team"]
    answer = _ask(world.clients["administrator"], "GET", "/team/")
    assert not _is_refusal(answer, "technician", row, "lab:team")


@contextmanager
def unchanged():
    """What happens inside leaves every business table and every file as it was."""
    writings, before = Writings(), digest()
    with connection.execute_wrapper(writings):
        yield writings
    assert digest() == before, writings.seen


def _requests(world, identity: str, space: str, *, allowed: bool):
    """(key, row, method, address) of what the identity may do, or of what it may not."""
    for key, row in ROWS.items():
        if key.startswith("admin") != (space == "admin"):
            continue
        world.visitor = identity
        url = address(ROUTES[key], row.about, world)
        for method in METHODS:
            if _may(identity, row, method) != allowed:
                continue
            if space == "pages" or method in SHORT or any(name in key for name in LONG_FOR):
                yield key, row, method, url


def _may(identity: str, row: Row, method: str) -> bool:
    return identity in row.roles and method in row.methods


def _is_refusal(answer, identity: str, row: Row, key: str) -> bool:
    if identity in row.roles:
        upwards = answer.status_code == 302 and "GET" not in row.methods  # with a sentence, and nothing done
        return answer.status_code == 405 or upwards or (answer.status_code == 403 and key.startswith("admin"))
    if identity in WITHOUT_A_SESSION:
        return answer.status_code == 302 and answer.url.startswith(DOORS)
    return answer.status_code == 403


EMPTY_ADDRESS_OF_NOTHING = ("admin/(?P<url>.*)$", "admin:autocomplete")
ANSWERS_NO = tuple(f"may_send: {method} /may-send as anonymous: 403" for method in ("GET", "HEAD"))


def _is_meant(line: str) -> bool:
    """Django's admin answers 404 to whatever it does not know, and 403 where it writes nothing; to a proxy that asks
    whether somebody may send files, no is an answer too."""
    return line.startswith((*EMPTY_ADDRESS_OF_NOTHING, *ANSWERS_NO))


def _ask(client: Client, method: str, url: str):
    return client.generic(method, url)


def test_people_of_the_matrix_are_those_of_the_world(world):
    assert set(world.clients) == set(IDENTITIES) == set(PUBLIC)
