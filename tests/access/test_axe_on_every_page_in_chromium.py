"""No page stands in anybody's way: axe-core finds nothing on any page that an administrator can open.

By day one page in eight, on a telephone in the dark and on a desk in the light by turns; at night every page both ways.
"""

import pytest

from tests.access.forms_shown import addresses
from tests.access.test_long_words_in_chromium import DESK, TELEPHONE, shown_pages
from tests.access.world import build_world
from tests.axe import faults
from tests.sizes import NIGHTLY

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
WAYS = ((TELEPHONE, "dark"), (DESK, "light"))
ONE_IN = 1 if NIGHTLY else 8


@pytest.fixture
def quiet(page, problems):
    page.emulate_media(reduced_motion="reduce")
    yield page
    problems.clear()  # steps that an order does not allow now are answered with 409


def test_nothing_stands_in_anybodys_way_on_any_page(quiet, log_in):
    world, told, seen = build_world(), [], 0
    log_in(world.people["administrator"])
    for place, url in enumerate(shown_pages(quiet, list(addresses(world))[::ONE_IN])):
        if not quiet.title():
            continue  # a piece that a page fetches
        for window, scheme in WAYS if NIGHTLY else [WAYS[place % 2]]:
            quiet.set_viewport_size(window)
            quiet.emulate_media(color_scheme=scheme)
            told += [f"{url} {scheme}: {fault}" for fault in faults(quiet)]
        seen += 1
    assert told == [], "\n".join(told)
    assert seen > 200 // ONE_IN


def test_what_stands_in_the_way_is_found(quiet):
    """The negative control."""
    quiet.set_content("<main><h1>Page</h1><img src='data:,'><input></main>")
    assert {"image-alt", "label"} <= {rule for rule, _element in faults(quiet)}
