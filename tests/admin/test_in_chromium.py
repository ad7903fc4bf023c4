"""The admin site in a real browser: no broken policy, no console error, the house's letters, both themes."""

import pytest

from catalog.models import Material, Service
from lab.models import LabSettings
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_employee

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def _administrator_is_in(log_in):
    log_in(make_employee("Ada Berg", roles=["administrator"]))


@pytest.mark.usefixtures("_administrator_is_in")
def test_a_service_is_edited_with_a_material_completed_while_typing(page):
    service = make_service(name="Crown")
    Material.objects.create(code="ZR", name="Zirconia", unit="g")
    page.goto(f"/admin/catalog/service/{service.pk}/change/")
    page.fill("#id_name", "Zirconia crown")
    page.click("#material_norms-group .add-row a")
    page.click("#material_norms-0 .select2-selection")
    page.fill(".select2-search__field", "Zir")
    page.click(".select2-results__option >> text=Zirconia")
    page.fill("#id_material_norms-0-quantity", "2,5")
    page.click("input[name=_save]")
    page.wait_for_url("**/admin/catalog/service/")
    assert Service.objects.get().name == "Zirconia crown"
    assert Service.objects.get().material_norms.get().material.code == "ZR"


@pytest.mark.usefixtures("_administrator_is_in")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_wear_the_letters_and_colours_of_the_house(page, theme):
    make_counterparty()
    LabSettings.load()
    page.emulate_media(color_scheme="light" if theme == "dark" else "dark")
    page.goto("/me/")
    page.click(f"main button[name=theme][value={theme}]")
    for address in [
        "/admin/",
        "/admin/customers/counterparty/",
        "/admin/lab/labsettings/1/change/",
        "/admin/lab/event/",
    ]:
        page.goto(address)
        body = page.evaluate("getComputedStyle(document.body).fontFamily")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        red = int(ground.removeprefix("rgb(").split(",")[0])
        assert "Inter Variable" in body
        assert (red > 128) == (theme == "light")
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.mark.usefixtures("_administrator_is_in")
def test_every_page_of_the_site_opens_without_a_complaint_of_the_browser(page):
    page.goto("/admin/")
    links = page.eval_on_selector_all(
        "#content-main a", "links => links.map(link => link.getAttribute('href'))"
    )
    assert len(links) > 40
    for address in dict.fromkeys(links):
        assert page.goto(address).status == 200


INSET = """() => [...document.querySelectorAll(".form-row :is(label, input, select, textarea, .help)")]
  .filter((one) => one.checkVisibility())
  .map((one) => [one.getBoundingClientRect(), one.closest(".module").getBoundingClientRect()])
  .flatMap(([one, block]) => [one.left - block.left, block.right - one.right])"""


@pytest.mark.usefixtures("_administrator_is_in")
def test_on_a_phone_no_field_stands_on_the_border_of_its_block(page):
    page.set_viewport_size({"width": 390, "height": 844})
    for address in ("/admin/catalog/material/add/", "/admin/lab/labsettings/1/change/"):
        LabSettings.load()
        page.goto(address)
        room = page.evaluate(INSET)
        assert len(room) > 3
        assert min(room) >= 8, address
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
