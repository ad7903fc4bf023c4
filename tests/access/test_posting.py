"""Posting needs the token that our own pages carry: without it every form of the product is refused."""

import pytest

from tests.access.arguments import address, walk
from tests.access.digests import digest
from tests.access.matrix_of_admin import rows_with_admin
from tests.factories.lab import client_of

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

ROUTES = {key: route for key, route, _view in walk()}


def test_a_form_from_elsewhere_is_refused_whatever_it_wants(world):
    """Asked as an administrator, who may open everything; each view that takes POST at all."""
    stranger, before, open_doors = (
        client_of(world.people["administrator"], enforce_csrf_checks=True),
        None,
        [],
    )
    before = digest()
    posted = {key: row for key, row in rows_with_admin().items() if "POST" in row.methods}
    for key, row in posted.items():
        url = address(ROUTES[key], row.about, world)
        if stranger.post(url, {"post": "yes", "reason": "x", "text": "x"}).status_code != 403:
            open_doors.append(f"{key} {url}")
    assert len(posted) > 40
    assert not open_doors, "\n".join(open_doors)
    assert digest() == before


def test_the_same_form_with_the_token_of_our_page_is_taken(world):
    """The control: it is the missing token that was refused."""
    ours = client_of(world.people["administrator"], enforce_csrf_checks=True)
    ours.get("/me/")
    token = ours.cookies["csrftoken"].value
    answer = ours.post("/me/theme/", {"theme": "dark", "csrfmiddlewaretoken": token})
    assert answer.status_code == 302
