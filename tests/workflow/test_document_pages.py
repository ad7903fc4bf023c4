"""The pages of documents: filled in without a script and with one, read, listed, and what an order's page shows."""

import re

import pytest
from django.urls import reverse

from documents.models import Document, DocumentState, FieldKind
from lab.once import new_token
from tests.factories.customers import make_patient
from tests.factories.filling import (
    antibiogram,
    make_filled,
    make_filled_type,
    make_potassium,
    make_released,
    number_field,
    typed,
)
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import bring_to, cause, make_order
from workflow.papers.fill_document import fill_document
from workflow.papers.finish_document import finish_document

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def nadia():
    return make_employee("Nadia", roles=["technician"])


@pytest.fixture
def browser(nadia):
    return client_of(nadia)


@pytest.fixture
def protocol():
    remark = {"key": "remark", "label": "Remark", "kind": FieldKind.TEXT}
    return make_filled_type(number_field(make_potassium()), remark, antibiogram())


def page_of(document) -> str:
    return reverse("workflow:document_page", args=[document.pk])


def save_url(document) -> str:
    return reverse("workflow:document_save", args=[document.pk])


def standing(document) -> dict:
    rows = document.values.standing().order_by("pk").values_list("field__key", "text")
    return dict(rows)


def test_without_a_script_one_button_saves_everything(browser, protocol):
    document = make_filled(protocol)
    form = {"form_token": new_token(), "v-K": "4,1", "seen-v-K": "0", "v-antibiogram.0.drug": "Amoxicillin"}
    answer = browser.post(page_of(document), form)
    assert (answer.status_code, answer["Location"]) == (302, page_of(document))
    assert standing(document) == {"K": "4,1", "antibiogram": "Amoxicillin"}
    assert b"reference 3.5" in browser.get(page_of(document)).content


def test_the_range_stands_beside_the_field_before_anything_is_typed(browser, protocol):
    document = make_filled(protocol)
    assert "reference 3.5–5.5" in browser.get(page_of(document)).content.decode()


def test_the_range_stays_beside_a_result_that_is_not_done(browser, protocol):
    told = browser.post(
        save_url(make_filled(protocol)), {"v-K": "not done", "seen-v-K": "0", "known": "0"}
    ).json()
    assert "reference 3.5–5.5" in told["cells"]["v-K"]["says"]


def test_finishing_saves_first_and_asks_then(browser, protocol):
    document = make_filled(protocol)
    answer = browser.post(page_of(document), {"form_token": new_token(), "v-K": "4.1", "finish": "1"})
    assert answer["Location"] == reverse("workflow:document_do", args=[document.pk, "finish"])
    assert standing(document) == {"K": "4.1"}


@pytest.mark.parametrize("text", ["5,5,5", "1e400"])
def test_what_is_no_number_comes_back_with_everything_typed(browser, protocol, text):
    document = make_filled(protocol)
    answer = browser.post(page_of(document), {"form_token": new_token(), "v-K": text, "v-remark": "fasting"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing is saved yet: one field needs a look." in page
    assert f'value="{text}"' in page
    assert 'value="fasting"' in page
    assert standing(document) == {}


def test_what_somebody_else_changed_comes_back_with_both(browser, protocol):
    document = make_filled(protocol, K="4.1")
    seen = document.values.get().pk
    fill_document(document.pk, cause(), typed=typed(K="4.5"))
    form = {"form_token": new_token(), "v-K": "4.9", "seen-v-K": str(seen)}
    answer = browser.post(page_of(document), form)
    assert answer.status_code == 422
    assert "changed this too" in answer.content.decode()
    assert standing(document) == {"K": "4.5"}
    newest = document.values.current().get().pk
    assert f'name="seen-v-K" value="{newest}"' in answer.content.decode()
    again = browser.post(page_of(document), form | {"form_token": new_token(), "seen-v-K": str(newest)})
    assert again.status_code == 302
    assert standing(document) == {"K": "4.9"}


def test_saving_while_typing_says_what_became_of_each_field(browser, protocol):
    document = make_filled(protocol)
    told = browser.post(
        save_url(document), {"known": "0", "v-K": "7,5", "v-antibiogram.0.zone": "5,5,5"}
    ).json()
    assert told["cells"]["v-K"]["state"] == "saved"
    assert "critically high" in told["cells"]["v-K"]["says"]
    assert told["cells"]["v-antibiogram.0.zone"]["state"] == "wrong"
    assert "Antibiogram, row 1, Zone, mm" in told["tables"]["antibiogram"]
    value = document.values.get()
    assert (told["known"], told["cells"]["v-K"]["seen"]) == (value.pk, value.pk)


def test_the_same_save_twice_writes_once(browser, protocol):
    document = make_filled(protocol)
    for _ in range(2):
        assert (
            browser.post(save_url(document), {"known": "0", "v-K": "4.1", "seen-v-K": "0"}).status_code == 200
        )
    assert document.values.count() == 1


def test_a_sign_of_life_tells_what_others_typed_and_who_is_there(browser, protocol):
    document = make_filled(protocol)
    oscar = make_employee("Oscar", roles=["manager"])
    client_of(oscar).post(save_url(document), {"known": "0", "v-K": "4.1"})
    told = browser.post(save_url(document), {"known": "0"}).json()
    assert told["others"] == ["Oscar"]
    assert (told["cells"]["v-K"]["text"], told["cells"]["v-K"]["by"]) == ("4.1", "Oscar")
    assert browser.post(save_url(document), {"known": str(told["known"])}).json()["cells"] == {}
    assert "Oscar is filling this in too." in browser.get(page_of(document)).content.decode()


def test_finished_by_somebody_else_meanwhile_is_told(browser, protocol):
    document = make_filled(protocol, K="4.1")
    finish_document(document.pk, cause())
    answer = browser.post(save_url(document), {"known": "0", "v-K": "4.2"})
    assert answer.status_code == 409
    assert answer.json()["error"].startswith(f"“{document.title}” is released")
    form = {"form_token": new_token(), "v-K": "4.2"}
    assert browser.post(page_of(document), form).status_code == 409


def test_an_order_that_moved_on_takes_nothing_more(browser, protocol):
    document = make_filled(protocol)
    bring_to(document.order, "produced", cause())
    answer = browser.post(save_url(document), {"known": "0", "v-K": "4.2"})
    assert answer.json()["error"] == "This cannot be changed while the order is in the state “Produced”."
    assert "cannot be changed while the order" in browser.get(page_of(document)).content.decode()


def test_previous_results_stand_beside_with_a_chart(browser, protocol):
    patient = make_patient()
    for text in ("3.9", "4.0"):
        make_released(protocol, make_order(patient_id=patient.pk), K=text)
    document = make_filled(protocol, make_order(patient_id=patient.pk), K="5.6")
    page = browser.get(page_of(document)).content.decode()
    assert "<svg" in page
    assert "40 % from the previous 4.0: look twice." in page


def test_the_whole_way_of_a_verified_document_by_its_dialogs(browser, protocol):
    protocol.is_verified = True
    protocol.save()
    document = make_filled(protocol, K="7,8")
    do = lambda verb: reverse("workflow:document_do", args=[document.pk, verb])  # noqa: E731
    ask = browser.get(do("finish")).content.decode()
    assert "Critical, and nobody was called" in ask
    value = document.values.get()
    call = reverse("workflow:value_call", args=[value.pk])
    now = browser.get(call).context["form"].fields
    form = {
        "form_token": new_token(),
        "person": "Dr Ivanova",
        "called_on": now["called_on"].initial.isoformat(),
    }
    assert "7.8 mmol/l" in browser.get(call).content.decode()
    form["called_at"] = now["called_at"].initial.strftime("%H:%M")
    differs = browser.post(call, form | {"read_back": "6,1"})
    assert differs.status_code == 422
    assert "“6,1” was read back, but the value is 7.8 mmol/l." in differs.content.decode()
    assert browser.post(call, form | {"read_back": "7,8", "form_token": new_token()}).status_code == 302
    assert browser.post(do("finish"), {"form_token": new_token()}).status_code == 302
    viktor = client_of(make_employee("Viktor", roles=["reviewer"]))
    back = viktor.post(do("send-back"), {"form_token": new_token(), "reason": "Look at K again"})
    assert back.status_code == 302
    assert "Look at K again" in browser.get(page_of(document)).content.decode()
    browser.post(do("finish"), {"form_token": new_token()})
    assert viktor.post(do("release"), {"form_token": new_token()}).status_code == 302
    document.refresh_from_db()
    assert document.state == DocumentState.RELEASED
    revision = document.revisions.get()
    give = reverse("workflow:revision_hand_over", args=[revision.pk])
    assert (
        browser.post(give, {"form_token": new_token(), "recipient": "North", "way": "mail"}).status_code
        == 302
    )
    assert "North" in viktor.get(do("amend")).content.decode()
    assert viktor.post(do("amend"), {"form_token": new_token(), "reason": "wrong tube"}).status_code == 302
    viktor.post(save_url(document), {"known": "0", "v-K": "6.1"})
    viktor.post(do("finish"), {"form_token": new_token()})
    olga = client_of(make_employee("Olga", roles=["manager"]))
    olga.post(do("release"), {"form_token": new_token()})
    page = browser.get(page_of(document)).content.decode()
    assert "Not told of the newest revision yet:" in page
    first = browser.get(reverse("workflow:revision_page", args=[revision.pk])).content.decode()
    assert "7.8" in first
    assert "replaced by revision 2" in first


def columns_of(browser, address: str) -> list[str]:
    page = browser.get(address).content.decode()
    return re.findall(r'<th\s+scope="col"[^>]*>(?:\s*<a[^>]*>)?\s*(\w+)', page.split("</thead>")[0])


def test_a_sheet_that_is_read_has_no_empty_columns(browser, protocol):
    bare = make_released(make_filled_type(number_mask="C-{yyyy}-{n:04}"))
    measured = make_released(protocol, K="4.1")
    not_done = make_released(protocol, K="not done")
    assert "mmol/l" not in browser.get(page_of(not_done)).content.decode()
    assert not_done.revisions.get().snapshot["sections"][0]["fields"][0]["unit"] == ""
    for document, columns in ((bare, ["What", "Result"]), (measured, ["What", "Result", "Reference"])):
        revision = reverse("workflow:revision_page", args=[document.revisions.get().pk])
        assert columns_of(browser, page_of(document)) == columns
        assert columns_of(browser, revision) == columns


def test_the_order_page_shows_its_documents_and_makes_new_ones(browser, protocol):
    order = make_order()
    new = reverse("workflow:order_do", args=[order.number, "new-document"])
    answer = browser.post(new, {"form_token": new_token(), "version": "1", "document_type": str(protocol.pk)})
    document = Document.objects.get()
    assert answer["Location"] == page_of(document)
    page = browser.get(reverse("workflow:order_page", args=[order.number])).content.decode()
    assert "Biochemistry" in page
    assert "Fill in" in page


def test_an_empty_one_made_by_hand_is_removed(browser, protocol):
    document = make_filled(protocol)
    do = reverse("workflow:document_do", args=[document.pk, "remove"])
    assert browser.post(do, {"form_token": new_token()}).status_code == 302
    assert browser.get(page_of(document)).status_code == 404


def test_the_list_has_no_column_that_is_empty_from_top_to_bottom(browser, protocol):
    make_filled(protocol)
    heads = columns_of(browser, reverse("workflow:document_list"))
    assert heads == ["Document", "State", "Order", "Patient", "Customer", "Made"]


def test_the_panel_of_the_order_has_neither_numbers_nor_names_before_there_are_any(browser, protocol):
    document = make_filled(protocol)
    page = browser.get(reverse("workflow:order_page", args=[document.order.number])).content.decode()
    panel = page.split('id="panel-documents"')[1].split("</thead>")[0]
    assert re.findall(r'<th scope="col">(\w+)</th>', panel) == ["Document", "State"]


def test_the_list_begins_with_ones_own_work(browser, protocol):
    filling, released = make_filled(protocol), make_released(protocol, K="4.1")
    url = reverse("workflow:document_list")
    shown = browser.get(url).context["listed"].rows
    assert [document.pk for document in shown] == [filling.pk]
    assert [one.pk for one in browser.get(f"{url}?show=released").context["listed"].rows] == [released.pk]
    found = browser.get(f"{url}?show=all&q={released.number}").context["listed"].rows
    assert [one.pk for one in found] == [released.pk]
    by_order = browser.get(f"{url}?show=all&q={filling.order.number}").context["listed"].rows
    assert [one.pk for one in by_order] == [filling.pk]
    viktor = client_of(make_employee(roles=["reviewer"]))
    assert viktor.get(url).context["asked"].tab == "verify"
    assert client_of(make_employee(roles=["accountant"])).get(url).context["asked"].tab == "released"


@pytest.mark.parametrize("row", ["²", "9" * 900, "１", "-1", ""])
def test_a_form_with_rows_that_no_page_has_comes_back(browser, protocol, row):
    document = make_filled(protocol)
    form = {"form_token": new_token(), "v-K": "many", f"v-antibiogram.{row}.drug": "Amoxicillin"}
    answer = browser.post(page_of(document), form)
    assert answer.status_code == 422
    assert "is no result" in answer.content.decode()
