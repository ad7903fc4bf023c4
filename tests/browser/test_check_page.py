"""The public page of a paper in a browser: a file is compared on the device, by mouse, by dropping and by keyboard."""

import re

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from papers import codes
from papers.drawing import keep
from papers.issuing import issue, take_back
from tests.factories.billing import make_event
from tests.factories.papers import paper_of
from tests.lab.test_in_chromium import faults_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_wrong_codes_expected"),
]

GENUINE = b"%PDF-1.7 what the laboratory issued"


@pytest.fixture
def _wrong_codes_expected(page, problems):
    """The browser writes every answer of 404 to its console; here it is what is tried."""
    yield
    problems[:] = [said for said in problems if "status of 404" not in said]


@pytest.fixture
def paper():
    with transaction.atomic():
        issued = issue(paper_of(), make_event())
    keep(issued, GENUINE, "")
    return issued


def opened(page, paper):
    page.goto(reverse("papers:check", args=[paper.code]))
    return page.locator("[data-check-answer]")


def file(content: bytes) -> dict:
    return {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": content}


DROPPED = """([text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], "paper.pdf", { type: "application/pdf" }));
  const drop = new DragEvent("drop", { dataTransfer: data, bubbles: true });
  document.querySelector("[data-check-file]").dispatchEvent(drop);
}"""


def test_a_file_is_the_genuine_one_or_it_is_not(page, paper):
    answer = opened(page, paper)
    for content, said in (
        (GENUINE, "byte for byte"),
        (GENUINE + b" ", "not the file"),
        (GENUINE[:-1] + b"X", "not the file"),
        (b"", "not the file"),
        (GENUINE, "byte for byte"),
    ):
        page.locator("#check-input").set_input_files(file(content))
        expect(answer).to_contain_text(said)


def test_a_file_is_dropped_and_nothing_of_it_is_sent(page, paper):
    answer = opened(page, paper)
    sent = []
    page.on("request", lambda request: sent.append(request.url) if "/static/" not in request.url else None)
    page.evaluate(DROPPED, [GENUINE.decode()])
    expect(answer).to_contain_text("byte for byte")
    page.evaluate(DROPPED, ["%PDF-1.7 something else"])
    expect(answer).to_contain_text("not the file")
    assert sent == []
    assert page.context.cookies() == []


def test_the_file_is_chosen_by_keyboard(page, paper):
    # Asked for before the page is there: the browser is told so without an answer, and the key would come first.
    with page.expect_file_chooser() as chooser:
        opened(page, paper)
        page.locator("h1").click()
        page.keyboard.press("Tab")
        expect(page.locator("#check-input")).to_be_focused()
        page.keyboard.press("Enter")
    chooser.value.set_files(file(GENUINE))
    expect(page.locator("[data-check-answer]")).to_contain_text("byte for byte")


def test_a_browser_that_cannot_hash_shows_the_fingerprint_alone(page, paper):
    page.add_init_script("Object.defineProperty(globalThis, 'crypto', { value: {} })")
    answer = opened(page, paper)
    expect(answer).to_contain_text("Compare the fingerprint below")
    expect(page.locator("[data-check-file]")).to_be_hidden()
    expect(page.locator(".check-print")).to_have_text(re.compile("[0-9a-f]{64}"))


def test_a_code_is_typed_and_leads_to_the_paper(page, paper):
    page.goto("/check/")
    expect(page.locator("#code")).to_be_focused()
    page.keyboard.type(paper.code_in_groups.lower())
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Pay sheet S-1")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_every_answer_is_fit_for_everybody(page, paper, theme, width):
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("/check/", f"/check/?code={codes.new_code()}", "/check/nonsense/"):
        page.goto(address)
        assert faults_of(page) == []
    answer = opened(page, paper)
    assert faults_of(page) == []
    for content, said in ((GENUINE, "byte for byte"), (b"%PDF", "not the file")):
        page.locator("#check-input").set_input_files(file(content))
        expect(answer).to_contain_text(said)
        assert faults_of(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    take_back("pay_sheet", "S-1", make_event())
    opened(page, paper)
    assert faults_of(page) == []
