"""Sizes of labels: two come with the laboratory, an administrator sets others, and none that cannot be printed."""

from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from common.soundness import Unsound, refuse_unsound
from documents.label_sheets import label_paper, sizes_on_offer
from documents.models import LabelSize
from tests.admin.editing import edit
from tests.factories.documents import label_sizes
from tests.factories.lab import client_of, make_employee

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SHEET = {"is_sheet": True, "columns": 3, "rows": 8}


@pytest.fixture(autouse=True)
def sizes():
    """Those of a new laboratory."""
    return label_sizes()


def size(**fields) -> LabelSize:
    return LabelSize(**{"name": "Own", "width": Decimal(60), "height": Decimal(30), **fields})


def test_two_sizes_come_with_the_laboratory_and_the_roll_is_offered_first():
    assert [(str(one), one.on_a_sheet) for one in sizes_on_offer()] == [("58 × 40 mm", 1), ("A4, 3 × 8", 24)]
    for one in sizes_on_offer():
        refuse_unsound(one)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"width": Decimal(37)}, "From 38 to 150."),
        ({"height": Decimal("23.9")}, "From 24 to 150."),
        ({"width": Decimal(151)}, "From 38 to 150."),
        ({"columns": 0}, "From 1 to 10."),
        ({"rows": 31}, "From 1 to 30."),
        ({"sheet_width": Decimal(501)}, "From 50 to 500."),
        ({"gap_down": Decimal("-0.1")}, "Nothing here is less than 0."),
        (SHEET | {"columns": 4}, "The labels reach to 240 mm; the sheet is 210 mm wide."),
        (SHEET | {"rows": 10}, "The labels reach to 300 mm; the sheet is 297 mm high."),
        (SHEET | {"margin_left": Decimal("30.1")}, "The labels reach to 210.1 mm; the sheet is 210 mm wide."),
    ],
)
def test_what_cannot_be_printed_is_refused_in_words(fields, sentence):
    with pytest.raises(Unsound, match=sentence):
        refuse_unsound(size(**fields))


def test_what_just_fits_is_taken():
    refuse_unsound(size(**SHEET, margin_left=Decimal(30), margin_top=Decimal(57)))


@pytest.mark.parametrize("fields", [{"width": Decimal(5)}, {"rows": 0}, {"gap_across": Decimal(-1)}])
def test_the_database_holds_none_of_them_either(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        size(**fields).save()


def test_an_administrator_edits_them_and_is_told_what_is_wrong():
    roll = label_sizes()[0]
    client, address = (
        client_of(make_employee(roles=["administrator"])),
        f"/admin/documents/labelsize/{roll.pk}/change/",
    )
    assert edit(client, address, width="62,5 mm", name="Wide roll").status_code == 302
    roll.refresh_from_db()
    assert (roll.name, roll.width) == ("Wide roll", Decimal("62.5"))
    for typed, sentence in (
        ("1e400", "Write the number out"),
        ("5,5,5", "Enter a number"),
        ("", "Enter the"),
    ):
        answer = edit(client, address, width=typed)
        assert answer.status_code == 200
        assert sentence in answer.content.decode()


def style_of(paper) -> str:
    return unquote(paper["style"].removeprefix("data:text/css,"))


def test_labels_stand_where_the_sheet_has_them_whatever_the_language():
    sheet = label_sizes()[1]
    paper = label_paper([{"n": n} for n in range(26)], sheet, first=2)
    first, second = paper["sheets"]
    assert [label["place"] for label in first] == list(range(1, 24))
    assert [label["place"] for label in second] == [0, 1, 2]
    with override("de"):
        style = style_of(label_paper([], sheet))
    assert "@page labels { size: 210.00mm 297.00mm; }" in style
    assert ".label-0 { left: 7.20mm; top: 12.90mm; }" in style
    assert ".label-1 { left: 73.20mm; top: 12.90mm; }" in style
    assert ".label-3 { left: 7.20mm; top: 46.80mm; }" in style


@pytest.mark.parametrize(
    ("wide", "high", "letters", "bars"),
    [(38, 24, "1.74", "35.00"), (58, 40, "2.90", "55.00"), (150, 24, "1.74", "60.00")],
)
def test_a_small_label_has_small_letters_and_bars_that_fit(wide, high, letters, bars):
    style = style_of(label_paper([], size(width=Decimal(wide), height=Decimal(high))))
    assert f"font-size: {letters}mm" in style
    assert f".label-bars {{ width: {bars}mm; }}" in style


@pytest.mark.parametrize("odd", ["\x00", "", "…", "9" * 400, "-1", "NaN"])
def test_whatever_is_typed_comes_back_with_a_sentence(odd):
    client = client_of(make_employee(roles=["administrator"]))
    names = ("width", "height", "sheet_width", "sheet_height", "columns", "rows", "margin_left", "gap_down")
    answer = client.post("/admin/documents/labelsize/add/", {"name": "Odd", **dict.fromkeys(names, odd)})
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors
    assert LabelSize.objects.count() == 2
