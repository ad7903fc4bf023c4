"""Words without an end, wherever people can type them: no page scrolls sideways and no text runs over its neighbour."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, models
from playwright.sync_api import Error

from common import triggers
from tests.access.forms_shown import addresses, form_classes
from tests.access.world import build_world
from tests.architecture.house import HOUSE
from tests.sizes import NIGHTLY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TELEPHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 4
SHORT = 40
"""A field for less than this is for a code, a unit, a currency."""

LOOK = """() => {
    const told = [], range = document.createRange();
    const seen = element => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const style = element => getComputedStyle(element);
    const cuts = element => style(element).overflowX !== 'visible';
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
        const node = words.currentNode;
        let box = node.parentElement;
        while (style(box).display === 'inline') box = box.parentElement;
        if (!node.textContent.trim() || !seen(box) || cuts(box)) continue;
        range.selectNodeContents(node);
        const reached = Math.max(...Array.from(range.getClientRects(), part => part.right));
        if (reached > box.getBoundingClientRect().right + 1)
            told.push(`<${box.localName} class="${box.className}">: ${node.textContent.trim().slice(0, 40)}`);
    }
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) told.push(`the page is ${wide} wide`);
    return told;
}"""


def typed_fields():
    """Every column that holds words which people type in some form, and its copies in other tables."""
    typed = {name for form in form_classes() for name in form.base_fields} - {"password"}
    for model in apps.get_models():
        if model._meta.app_label in HOUSE and model._meta.app_label != "background":
            for field in model._meta.concrete_fields:
                if field.name in typed and _holds_words(field):
                    yield model, field


def _holds_words(field) -> bool:
    return (
        type(field) in (models.CharField, models.TextField)
        and not (field.choices or field.unique)
        and (field.max_length or SHORT) >= SHORT
    )


def lengthen():
    """Puts a word as long as it may be, and like no other, into each of them."""
    triggers.lift(connection)
    for model, field in typed_fields():
        for row in model._base_manager.exclude(**{field.attname: ""}):
            word = f"{LONG[: (field.max_length or len(LONG)) - 6]}{row.pk:06}"
            models.QuerySet(model).filter(pk=row.pk).update(**{field.attname: word})
    triggers.lay(connection)


BROKEN = """() => {
    const told = [], range = document.createRange();
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
        const node = words.currentNode;
        const box = node.parentElement;
        if (!box.checkVisibility() || getComputedStyle(box).overflowX !== 'visible') continue;
        for (const found of node.textContent.matchAll(/[\\p{L}\\p{N}]+/gu)) {
            if (/^[0-9a-f]{64}$/.test(found[0])) continue;  // a fingerprint is no word
            range.setStart(node, found.index);
            range.setEnd(node, found.index + found[0].length);
            if (new Set(Array.from(range.getClientRects(), part => Math.round(part.top))).size > 1) told.push(found[0]);
        }
    }
    return told;
}"""


def walked(page, world, look: str) -> list[str]:
    """What the look says of every page that an administrator can open; Django's own pages are left to Django.

    By day one in four of them is looked at, at night each.
    """
    told, windows = [], [TELEPHONE, DESK]
    for url in shown_pages(page, list(addresses(world))[:: 1 if NIGHTLY else 4]):
        for window in windows:
            page.set_viewport_size(window)
            told += [f"{url} at {window['width']}: {fault}" for fault in page.evaluate(look)]
        windows.reverse()  # the next page is drawn in the window that stands
    return told


def shown_pages(page, urls: list[str]) -> Iterator[str]:
    """Each of the addresses that answers with a page of ours, while it is open."""
    for url in dict.fromkeys(urls):
        if not url.startswith("/admin/") and _is_shown(page, url):
            yield url


def _is_shown(page, url: str) -> bool:
    try:
        answer = page.goto(url)
    except Error:  # a download, or an answer without a page
        return False
    return answer.status == 200 and "html" in answer.headers.get("content-type", "")


@pytest.fixture
def telephone(page, problems):
    page.set_viewport_size(TELEPHONE)
    yield page
    problems.clear()  # steps that an order does not allow now are answered with 409


@pytest.fixture
def world(telephone, log_in):
    world = build_world()
    log_in(world.people["administrator"])
    return world


def test_words_without_an_end_stay_within_their_boxes(telephone, world):
    lengthen()
    assert walked(telephone, world, LOOK) == []


def test_ordinary_words_are_not_broken(telephone, world):
    assert walked(telephone, world, BROKEN) == []


def test_text_that_sticks_out_is_found(telephone):
    """The negative control."""
    telephone.set_content(f"<div style='width: 9rem'>{LONG}</div>")
    stuck_out, wide = telephone.evaluate(LOOK)
    assert (stuck_out[:4], wide[:8]) == ("<div", "the page")
    telephone.set_content("<div style='width: 3rem; overflow-wrap: anywhere'>ordinary ore</div>")
    assert telephone.evaluate(BROKEN) == ["ordinary"]
