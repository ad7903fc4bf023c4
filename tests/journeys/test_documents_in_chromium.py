"""A protocol of twenty values by keyboard alone; a lost line; two people at the same document; axe."""

import re

import pytest
from playwright.sync_api import expect

from documents.models import Document, DocumentState, DocumentValue, FieldKind
from tests.axe import faults
from tests.factories.filling import (
    antibiogram,
    make_filled,
    make_filled_type,
    make_measured,
    make_potassium,
    make_released,
    number_field,
    typed,
)
from tests.factories.lab import make_employee
from tests.factories.orders import cause
from workflow.papers.fill_document import fill_document

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def nadia(log_in):
    person = make_employee("Nadia", roles=["technician"])
    log_in(person)
    return person


def open_(page, document) -> None:
    page.goto(f"/documents/{document.pk}/")


def field(page, label: str):
    return page.get_by_label(label, exact=False).first


def standing(document) -> dict[str, str]:
    rows = DocumentValue.objects.filter(document=document).standing().order_by("field__position", "row")
    return {f"{key}{f'.{row}.{column}' if column else ''}": text for key, row, column, text in rows.values_list(
        "field__key", "row", "column", "text"
    )}  # fmt: skip


def says(page, key: str):
    return page.locator(f"[data-says='v-{key}']")


def saved(page) -> None:
    expect(page.locator("[data-saved-says]")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))


def test_twenty_values_by_keyboard_alone(page, nadia):
    analytes = [make_measured(f"A{n}", f"Analyte {n}", normal_low="2", normal_high="8") for n in range(20)]
    document = make_filled(make_filled_type(*map(number_field, analytes)))
    open_(page, document)
    expect(page.locator("#id_v-A0")).to_be_focused()
    texts = [f"{n % 7 + 2},5" for n in range(18)] + ["<0.1", "not done"]
    for text in texts:
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Finish")).to_be_focused()
    saved(page)
    assert list(standing(document).values()) == texts
    expect(says(page, "A6")).to_contain_text("high")
    expect(says(page, "A19")).to_contain_text("not done")
    page.keyboard.press("Shift+Tab")
    page.locator("#id_v-A5").focus()
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#id_v-A4")).to_be_focused()
    page.get_by_role("button", name="Finish").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Finish “Biochemistry”")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The document is finished.")).to_be_visible()
    assert Document.objects.get(pk=document.pk).state == DocumentState.RELEASED


def test_a_table_grows_by_enter_and_a_long_text_keeps_its_lines(page, nadia):
    text = {"key": "text", "label": "Conclusion", "kind": FieldKind.LONG_TEXT}
    yes = {"key": "fasting", "label": "Fasting", "kind": FieldKind.YES_NO}
    document = make_filled(make_filled_type(antibiogram(), text, yes))
    open_(page, document)
    for drug, zone in (("Amoxicillin", "14"), ("Enrofloxacin", "21,5")):
        page.keyboard.type(drug)
        page.keyboard.press("Enter")
        page.keyboard.type(zone)
        page.keyboard.press("Enter")
        page.keyboard.type("S")
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#id_v-text")).to_be_focused()
    page.keyboard.type("one")
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#id_v-fasting")).to_be_focused()
    page.keyboard.type("y")
    page.keyboard.press("Enter")
    saved(page)
    assert standing(document) == {
        "antibiogram.0.drug": "Amoxicillin", "antibiogram.0.zone": "14", "antibiogram.0.says": "S",
        "antibiogram.1.drug": "Enrofloxacin", "antibiogram.1.zone": "21,5", "antibiogram.1.says": "S",
        "text": "one\ntwo", "fasting": "yes",
    }  # fmt: skip


def test_a_lost_line_loses_nothing(page, nadia, problems):
    document = make_filled(make_filled_type(number_field(make_potassium())))
    open_(page, document)
    saved_says = page.locator("[data-saved-says]")
    page.context.set_offline(True)
    page.keyboard.type("6,1")
    page.keyboard.press("Enter")
    expect(saved_says).to_contain_text("no connection")
    assert standing(document) == {}
    page.context.set_offline(False)
    saved(page)
    assert standing(document) == {"K": "6,1"}
    expect(says(page, "K")).to_contain_text("high")
    problems.clear()  # the browser complains about the line


def test_what_was_typed_without_a_line_is_offered_when_the_page_is_opened_again(page, nadia, problems):
    document = make_filled(make_filled_type(number_field(make_potassium())))
    open_(page, document)
    page.route("**/save/", lambda route: route.abort())
    page.keyboard.type("6,1")
    page.keyboard.press("Enter")
    expect(page.locator("[data-saved-says]")).to_contain_text("no connection")
    page.wait_for_timeout(2500)
    page.on("dialog", lambda asked: asked.accept())
    page.unroute("**/save/")
    page.reload()
    page.get_by_role("button", name="Take it up again").click()
    saved(page)
    assert standing(document) == {"K": "6,1"}
    problems.clear()


def test_what_cannot_be_read_is_said_beside_the_field(page, nadia):
    document = make_filled(make_filled_type(number_field(make_potassium())))
    open_(page, document)
    page.keyboard.type("5,5,5")
    page.keyboard.press("Enter")
    expect(says(page, "K")).to_contain_text("is no result")
    expect(page.locator("[data-saved-says]")).to_contain_text("1 not saved")
    expect(page.locator("#id_v-K")).to_have_value("5,5,5")
    page.locator("#id_v-K").fill("5,5")
    page.keyboard.press("Enter")
    saved(page)
    expect(says(page, "K")).not_to_contain_text("is no result")


def test_two_people_see_each_other_and_both_versions(page, nadia):
    made = make_filled_type(
        number_field(make_potassium()), {"key": "remark", "label": "Remark", "kind": "text"}
    )
    document, oscar = make_filled(made), make_employee("Oscar", roles=["manager"])
    open_(page, document)
    page.locator("#id_v-K").press_sequentially("4.1")
    fill_document(document.pk, cause_of(oscar), typed=typed(K="4.5", remark="fasting"))
    page.keyboard.press("Enter")
    expect(says(page, "K")).to_contain_text("Oscar changed this too")
    expect(page.locator("#id_v-remark")).to_have_value("fasting")
    page.get_by_role("button", name="Keep mine").click()
    saved(page)
    assert standing(document)["K"] == "4.1"
    fill_document(document.pk, cause_of(oscar), typed=typed(K="4.6"))
    page.locator("#id_v-K").fill("4.2")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Take theirs").click()
    expect(page.locator("#id_v-K")).to_have_value("4.6")
    assert standing(document)["K"] == "4.6"


def cause_of(person):
    from dataclasses import replace

    return replace(cause(), actor=person)


@pytest.mark.parametrize("window", [None, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page, log_in, window, scheme):
    log_in(make_employee("Viktor", roles=["reviewer"]))
    if window:
        page.set_viewport_size(window)
    page.emulate_media(color_scheme=scheme)
    made = make_filled_type(number_field(make_potassium()), antibiogram())
    filling = make_filled(made, K="7.8", antibiogram__0__drug="Amoxicillin")
    released = make_released(made, K="6.1", antibiogram__0__drug="Amoxicillin")
    found = {}
    for address in (
        "/documents/",
        "/documents/?show=all&q=nothing-like-this",
        f"/documents/{filling.pk}/",
        f"/documents/{filling.pk}/do/finish/",
        f"/documents/values/{filling.values.get(field__key='K').pk}/call/",
        f"/documents/{released.pk}/",
        f"/documents/{released.pk}/do/amend/",
        f"/documents/revisions/{released.revisions.get().pk}/",
        f"/orders/{filling.order.number}/",
        f"/orders/{filling.order.number}/do/new-document/",
    ):
        page.goto(address)
        found |= {f"{address} {rule}": element for rule, element in faults(page)}
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    assert found == {}
