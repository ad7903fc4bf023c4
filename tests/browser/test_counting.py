"""Counting by keys: Enter and the arrows lead down the column and up again, Ctrl+Enter saves what is there so far."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.factories.catalog import make_material
from tests.factories.stock import make_count, make_lots

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sheet(transactional_db):
    agar = make_material(name="Agar", unit="piece")
    make_lots(agar, ("A", 5, None), ("B", 5, None), ("C", 5, None))
    return make_count(agar)


def test_the_keys_lead_down_the_column_and_ctrl_enter_saves(page, mia, sheet):
    page.goto(f"/stock/counts/{sheet.pk}/fill/")
    fields = page.locator(".count-table input")
    expect(fields.nth(0)).to_be_focused()
    for typed in ("4", "5"):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    expect(fields.nth(2)).to_be_focused()
    page.keyboard.press("Enter")
    expect(fields.nth(2)).to_be_focused()  # below the last line there is nothing, and nothing is sent
    page.keyboard.press("ArrowUp")
    expect(fields.nth(1)).to_be_focused()
    page.keyboard.type("3.5")
    page.keyboard.press("Shift+Enter")
    expect(fields.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("What is counted so far is saved.")).to_be_visible()
    said = {line.lot: line.counted for line in sheet.lines.all()}
    assert said == {"A": Decimal(4), "B": Decimal("3.5"), "C": None}
