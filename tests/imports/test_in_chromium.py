"""An import by a person, from the box to the way back, by keyboard; no page of it has a fault of access."""

import pytest

from catalog.models import Service
from tests.axe import faults
from tests.factories.catalog import make_group, make_service, make_tax_rate
from tests.factories.lab import make_employee

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEAD = "Code;Name;Group;Tax rate;Price;Colour"
TABLE = f"{HEAD}\nC-1;Crown;Crowns;Full;12\nB-1;Bridge;Crowns;Full;5\nB-2;Inlay;None;Full;x"


def test_a_table_is_looked_at_taken_in_and_taken_back(page, log_in):
    make_service(
        code="C-1", name="Crown", group=make_group(name="Crowns"), tax_rate=make_tax_rate(name="Full")
    )
    log_in(make_employee("Ada", roles=["manager"]))
    page.goto("/imports/")
    assert faults(page) == []
    assert page.evaluate("document.activeElement.name") == "kind"
    page.set_input_files("[name=file]", {"name": "new.csv", "mimeType": "text/csv", "buffer": TABLE.encode()})
    page.get_by_role("button", name="Look at it").press("Enter")
    page.wait_for_url("**/imports/files/*/")
    assert faults(page) == []
    assert page.locator("#changed del").inner_text() == "100.00"
    assert page.locator("#wrong tbody tr").count() == 2
    page.get_by_label("Leave out the wrong rows").press("Space")
    page.get_by_role("button", name="Import 2 rows").press("Enter")
    page.get_by_text("2 rows are imported. 1 wrong row was left out.").wait_for()
    assert faults(page) == []
    page.get_by_role("link", name="Take it back").click()
    page.get_by_label("Reason").fill("the wrong file")
    page.get_by_role("button", name="Take the import back").click()
    page.get_by_text("The import of new.csv is taken back.").wait_for()
    assert Service.objects.get().price == 100
