"""The settings of the laboratory in the admin site."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from common.models import Counter
from lab.models import Event, LabSettings
from tests.admin.editing import edit, typed
from tests.factories.lab import client_of, make_employee

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return client_of(make_employee(roles=["administrator"]))


SETTINGS = "/admin/lab/labsettings/1/change/"


def drawing(kind="JPEG"):
    drawn = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(drawn, kind)
    return SimpleUploadedFile("our-logo.jpg", drawn.getvalue())


def test_the_settings_are_one_row_that_is_edited(client):
    assert client.get("/admin/lab/labsettings/").url == SETTINGS
    assert client.get("/admin/lab/labsettings/add/").status_code == 403
    assert client.post("/admin/lab/labsettings/1/delete/", {"post": "yes"}).status_code == 403
    assert edit(client, SETTINGS, name="North Laboratory", plan_on_submit="on").status_code == 302
    assert (LabSettings.load().name, LabSettings.load().plan_on_submit) == ("North Laboratory", True)
    assert "Name: Laboratory → North Laboratory" in Event.objects.get().reason


def test_a_logo_is_drawn_anew_shown_and_removed(client):
    LabSettings.load()
    assert edit(client, SETTINGS, new_logo=drawing()).status_code == 302
    assert bytes(LabSettings.load().logo).startswith(b"\x89PNG")
    assert "our-logo.jpg" in Event.objects.get().reason
    assert "data:image/png;base64," in client.get(SETTINGS).content.decode()
    edit(client, SETTINGS, remove_logo="on")
    assert LabSettings.load().logo is None


def test_a_logo_that_is_no_picture_is_refused_in_words(client):
    LabSettings.load()
    response = edit(client, SETTINGS, new_logo=SimpleUploadedFile("logo.svg", b"<svg/>"))
    assert "not a picture" in response.content.decode()
    assert LabSettings.load().logo is None


@pytest.mark.parametrize(
    ("field", "wrong"), [("order_mask", "{yyyy}"), ("order_mask", "{n}/{yyyy}"), ("name", "")]
)
def test_wrong_settings_are_refused_in_words(client, field, wrong):
    LabSettings.load()
    response = edit(client, SETTINGS, **{field: wrong})
    assert "errorlist" in response.content.decode()
    assert not Event.objects.exists()


@pytest.mark.parametrize("percent", ["-1", "1001", "NaN", "much"])
def test_a_rush_costs_more_and_not_everything(client, percent):
    LabSettings.load()
    assert "errorlist" in edit(client, SETTINGS, rush_percent=percent).content.decode()
    assert LabSettings.load().rush_percent == 25


def test_the_currency_stays_once_anything_has_a_number(client):
    LabSettings.load()
    edit(client, SETTINGS, currency="CHF")
    assert LabSettings.load().currency == "CHF"
    Counter.objects.create(series="order")
    client.post(SETTINGS, typed(client, SETTINGS) | {"currency": "USD"})
    assert LabSettings.load().currency == "CHF"


def test_a_currency_is_three_capitals(client):
    LabSettings.load()
    assert "errorlist" in edit(client, SETTINGS, currency="eu").content.decode()
