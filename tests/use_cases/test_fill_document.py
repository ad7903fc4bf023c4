"""Fill: what differs becomes a new row, is read, measured and derived; what others changed meanwhile is not lost."""

from decimal import Decimal

import pytest

from documents.models import Document, DocumentValue, FieldKind
from lab.roles import Role
from orders.states import Status
from tests.factories.documents import make_attachment
from tests.factories.filling import (
    antibiogram,
    make_filled,
    make_filled_type,
    make_measured,
    make_potassium,
    number_field,
    typed,
)
from tests.factories.lab import make_employee
from tests.factories.orders import make_order
from tests.use_cases.evidence import changed_since, digest, refused
from workflow.papers.cells import Cell, TooManyRows
from workflow.papers.fill_document import fill_document
from workflow.papers.finish_document import finish_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def potassium():
    return make_potassium()


@pytest.fixture
def protocol(potassium):
    return make_filled_type(
        number_field(potassium), {"key": "remark", "label": "Remark", "kind": FieldKind.TEXT}
    )


def standing(document, key="K") -> DocumentValue | None:
    return document.values.current().filter(field__key=key).first()


def test_what_is_typed_is_a_row_with_who_when_and_its_range(by, protocol, potassium):
    document, cause = make_filled(protocol), by("technician")
    filled = fill_document(document.pk, cause, typed=typed(K="6,1"))

    value = standing(document)
    assert filled.saved == {Cell("K"): value}
    assert (value.text, value.number, value.unit, value.flag) == ("6,1", Decimal("6.1"), "mmol/l", "H")
    assert (value.entered_by, value.entered_at) == (cause.actor, cause.at)
    assert value.limits["source"] == "Textbook, 7th edition"
    document.refresh_from_db()
    assert document.version == 2


def test_a_later_text_is_a_new_row_and_the_earlier_one_stays(by, protocol):
    document = make_filled(protocol, K="4.1")
    fill_document(document.pk, by("technician"), typed=typed(K="4.5"))
    rows = list(document.values.order_by("pk").values_list("text", "is_current"))
    assert rows == [("4.1", False), ("4.5", True)]


def test_what_stands_already_is_not_written_again(by, protocol):
    document = make_filled(protocol, K="4.1")
    before = digest()
    fill_document(document.pk, by("technician"), typed=typed(K="4.1", remark=""))
    assert changed_since(before) == []


def test_typing_writes_no_event_of_the_order(by, protocol):
    document = make_filled(protocol)
    events = document.order.events.count()
    fill_document(document.pk, by("technician"), typed=typed(K="4.1", remark="fasting"))
    assert document.order.events.count() == events


@pytest.mark.parametrize(
    ("text", "number", "comparator", "is_not_done", "flag"),
    [
        ("4.1", "4.1", "", False, ""),
        ("<0,1", "0.1", "<", False, "??"),
        ("2.4", "2.4", "", False, "LL"),
        ("7.5", "7.5", "", False, "HH"),
        ("25", "25", "", False, "??"),
        ("not done", None, "", True, ""),
    ],
)
def test_numbers_as_people_write_them(by, protocol, text, number, comparator, is_not_done, flag):
    document = make_filled(protocol)
    fill_document(document.pk, by("technician"), typed=typed(K=text))
    value = standing(document)
    assert value.number == (number and Decimal(number))
    assert (value.comparator, value.is_not_done, value.flag) == (comparator, is_not_done, flag)


@pytest.mark.parametrize("text", ["1e400", "5,5,5", "about four", "9" * 30, "4.1 kg", "\x00"])
def test_what_is_no_number_is_said_and_the_rest_is_saved(by, protocol, text):
    document = make_filled(protocol)
    filled = fill_document(document.pk, by("technician"), typed=typed(K=text, remark="fasting"))
    assert list(filled.wrong) == [Cell("K")]
    assert filled.wrong[Cell("K")].endswith(".")
    assert standing(document) is None
    assert standing(document, "remark").text == "fasting"


def test_without_a_range_there_is_no_flag(by):
    document = make_filled(make_filled_type(number_field(make_measured("X", "X"))))
    fill_document(document.pk, by("technician"), typed=typed(X="900"))
    value = standing(document, "X")
    assert (value.flag, value.limits) == ("", {})


def test_a_derived_value_follows_the_two_it_comes_of(by):
    protein, albumin = make_measured("TP", "Protein", "g/l", 0), make_measured("ALB", "Albumin", "g/l", 0)
    globulin = make_measured(
        "GLOB", "Globulin", "g/l", 0, operator="difference", first=protein, second=albumin, normal_high="40"
    )
    document = make_filled(make_filled_type(*map(number_field, (protein, albumin, globulin))))
    fill_document(document.pk, by("technician"), typed=typed(TP="70"))
    assert standing(document, "GLOB") is None
    fill_document(document.pk, by("technician"), typed=typed(ALB="25", GLOB="1"))
    assert (standing(document, "GLOB").text, standing(document, "GLOB").flag) == ("45", "H")
    fill_document(document.pk, by("technician"), typed=typed(ALB="not done"))
    assert standing(document, "GLOB").text == ""


def test_of_two_who_change_the_same_field_the_second_sees_both(by, protocol):
    document = make_filled(protocol, K="4.1")
    seen = standing(document).pk
    fill_document(document.pk, by("technician"), typed=typed(seen, K="4.5"))
    filled = fill_document(document.pk, by("manager"), typed=typed(seen, K="4.9"))
    (clash,) = filled.clashes
    assert (clash.now.text, clash.typed) == ("4.5", "4.9")
    assert standing(document).text == "4.5"


def test_what_one_typed_oneself_is_never_in_the_way(by, protocol):
    """The answer to the first save was lost on the line."""
    document = make_filled(protocol)
    fill_document(document.pk, by("technician"), typed=typed(0, K="4"))
    filled = fill_document(document.pk, by("technician"), typed=typed(0, K="4.1"))
    assert not filled.clashes
    assert standing(document).text == "4.1"


def test_a_table_takes_two_hundred_rows_and_says_so(by):
    document = make_filled(make_filled_type(antibiogram()))
    cells = {f"antibiogram__{row}__drug": f"Drug {row}" for row in range(200)}
    filled = fill_document(document.pk, by("technician"), typed=typed(**cells))
    assert len(filled.saved) == 200
    many = {f"antibiogram__{row}__drug": "x" for row in range(2000)}
    with refused("The table “Antibiogram” takes 200 rows at most; this one has 2,000.", TooManyRows):
        fill_document(document.pk, by("technician"), typed=typed(**many))


def test_a_cell_takes_what_its_column_takes(by):
    document = make_filled(make_filled_type(antibiogram()))
    asked = {
        "antibiogram__0__zone": "5,5,5",
        "antibiogram__0__says": "maybe",
        "antibiogram__0__drug": "Amoxicillin",
    }
    filled = fill_document(document.pk, by("technician"), typed=typed(**asked))
    assert [cell.column for cell in filled.wrong] == ["zone", "says"]
    assert filled.wrong[Cell("antibiogram", 0, "says")] == "“maybe” is not on the list: choose S, I, R."


def test_fields_of_each_kind(by):
    fields = [
        {"key": "colour", "label": "Colour", "kind": FieldKind.CHOICE, "choices": ["clear", "turbid"]},
        {"key": "on", "label": "Taken on", "kind": FieldKind.DATE},
        {"key": "fasting", "label": "Fasting", "kind": FieldKind.YES_NO},
        {"key": "text", "label": "Conclusion", "kind": FieldKind.LONG_TEXT},
    ]
    document = make_filled(make_filled_type(*fields))
    right = {"colour": "turbid", "on": "24.11.2026", "fasting": "yes", "text": "one\r\ntwo"}
    assert not fill_document(document.pk, by("technician"), typed=typed(**right)).wrong
    assert [standing(document, key).text for key in right] == ["turbid", "2026-11-24", "yes", "one\ntwo"]
    wrong = {"colour": "green", "on": "31 February", "fasting": "perhaps", "text": "x" * 20_001}
    assert len(fill_document(document.pk, by("technician"), typed=typed(**wrong)).wrong) == 4
    assert [standing(document, key).text for key in right] == ["turbid", "2026-11-24", "yes", "one\ntwo"]


@pytest.mark.parametrize(
    ("status", "may"),
    [("drafting", True), ("pending", True), ("production", True), ("review", True), ("cancelled", False)],
)
def test_the_state_of_the_order_decides(by, protocol, status, may):
    order = make_order(by=by())
    document = make_filled(protocol, order)
    from tests.factories.orders import bring_to

    bring_to(order, Status(status), by())
    if may:
        fill_document(document.pk, by("technician"), typed=typed(K="4.1"))
    else:
        with refused("This cannot be changed while the order is in the state"):
            fill_document(document.pk, by("technician"), typed=typed(K="4.1"))


def test_an_accountant_fills_nothing_in(by, protocol):
    document = make_filled(protocol)
    with refused("Your role does not allow this."):
        fill_document(document.pk, by("accountant"), typed=typed(K="4.1"))


def test_a_field_that_is_not_there_is_refused(by, protocol):
    document = make_filled(protocol)
    person = make_employee(roles=[Role.TECHNICIAN])
    for wrong in ({"nothing": "1"}, {"K__3__drug": "1"}):
        with refused("This document has no such field."):
            fill_document(document.pk, by(person=person), typed=typed(**wrong))
    assert Document.objects.get().version == 1


def test_a_picture_is_one_of_the_files_of_the_order(by):
    document = make_filled(make_filled_type({"key": "scan", "label": "Scan", "kind": FieldKind.PICTURE}))
    ours = make_attachment(document.order, name="scan.png", thumbnail=b"small")
    text, elsewhere = make_attachment(document.order), make_attachment(make_order(), thumbnail=b"small")
    for wrong in (text.pk, elsewhere.pk, "x"):
        filled = fill_document(document.pk, by("technician"), typed=typed(scan=str(wrong)))
        assert filled.wrong[Cell("scan")] == "This picture is no longer among the files of the order."
    fill_document(document.pk, by("technician"), typed=typed(scan=str(ours.pk)))
    assert (standing(document, "scan").file, standing(document, "scan").text) == (ours, "scan.png")
    revision = finish_document(document.pk, by("technician")).revisions.get()
    (said,) = revision.snapshot["sections"][0]["fields"]
    assert (said["sha256"], said["picture"]) == (ours.sha256, "data:image/webp;base64,c21hbGw=")
