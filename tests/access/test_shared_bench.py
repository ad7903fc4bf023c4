"""The session of a shared bench, with a badge scanned in: every address of the product but the bench is shut."""

import pytest

from lab.badges import issue_badge
from lab.once import new_token
from orders.bench_codes import Kind, written
from tests.access.arguments import address
from tests.access.matrix_of_admin import rows_with_admin
from tests.access.rows import METHODS, STRANGERS
from tests.access.test_matrix import DOORS, ROUTES, unchanged
from tests.factories.lab import client_of

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

AT_THE_BENCH = {"workflow:bench", "workflow:bench_end"}


@pytest.fixture
def bench(world):
    """Shared by an administrator, and an administrator has scanned in: nobody may more."""
    chief = world.people["administrator"]
    badge = issue_badge(chief.pk, world.by("administrator"))
    client = client_of(chief, raise_request_exception=False)
    client.post("/bench/share/", {"form_token": new_token()})
    client.post("/bench/", {"code": written(Kind.BADGE, int(badge.number)), "form_token": new_token()})
    assert client.get("/bench/").context["at"].person == chief
    return client


def test_every_address_but_the_bench_is_shut(world, bench):
    opened, asked = [], 0
    with unchanged():
        for key, row in rows_with_admin().items():
            if STRANGERS in row.roles or key in AT_THE_BENCH:
                continue
            world.visitor = "administrator"
            url = address(ROUTES[key], row.about, world)
            for method in METHODS:
                answer, asked = bench.generic(method, url), asked + 1
                if not (answer.status_code == 302 and answer.url.startswith(DOORS)):
                    opened.append(f"{key}: {method} {url}: {answer.status_code}")
    assert asked > 900
    assert not opened, "\n".join(opened)


def test_what_is_open_to_everybody_says_no_more_than_to_a_stranger(world, bench):
    for key, row in rows_with_admin().items():
        if STRANGERS not in row.roles or key.startswith("admin") or "GET" not in row.methods:
            continue
        url = address(ROUTES[key], row.about, world)
        answers = [client.get(url) for client in (bench, world.clients["anonymous"])]
        assert answers[0].status_code == answers[1].status_code, url
        assert world.people["administrator"].name not in answers[0].content.decode().replace(
            "Administration", ""
        )


def test_the_walk_would_see_a_door_that_is_open(world, bench):
    """The control: the bench itself answers, so the walk would name it."""
    assert bench.get("/bench/").status_code == 200
    assert not bench.get("/bench/").has_header("Location")
