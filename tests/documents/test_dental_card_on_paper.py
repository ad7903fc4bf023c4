"""The dental card on the printed order form: drawn, told in words, and left off where it is not wanted."""

import io
from dataclasses import replace

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from common.pdf import render_pdf
from documents.order_form import Section, order_paper
from lab.models import LabSettings
from lab.roles import Role
from orders.panels import lines_panel, teeth_panel
from orders.teeth import read
from tests.factories.catalog import make_service
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_line, make_order

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


@pytest.fixture
def order():
    works = [
        replace(work, system="Conical", platform="RP") if work.role == "implant" else replace(work, body="A3")
        for work in read("13a-15a, 36i, 75")
    ]
    line = make_line(make_service(name="Bridge unit", asks_for=["teeth"]), works=tuple(works))
    return make_order(line, missing_teeth=(18, 36))


def text_of(drawn: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(drawn)).pages).split())


def drawn(order, *sections) -> str:
    return text_of(render_pdf("print/order_form.html", {"paper": order_paper(order, sections)}))


def test_the_card_is_drawn_and_told(order):
    text = drawn(order, Section.TEETH)
    for sentence in (
        "Dental card",
        "Bridge 13 to 15: abutments 13 and 15, pontic 14.",
        "Implant 36: Conical, RP.",
        "Shade of 13 to 15 and 75: body A3.",
        "Missing teeth: 18 and 36.",
    ):
        assert sentence in text
    for number in ("48", "55", "85"):
        assert number in text, "primary teeth are drawn where one is named"


def test_it_is_left_off_where_it_is_not_wanted_and_where_nothing_is_said(order):
    assert "Dental card" not in drawn(order, Section.SERVICES)
    assert "Teeth: 13-15, 36, 75" in drawn(order, Section.SERVICES)
    assert "Dental card" not in drawn(make_order(make_line(make_service())), Section.TEETH)


def test_without_primary_teeth_none_are_drawn():
    order = make_order(make_line(make_service(), works=read("11")))
    paper = order_paper(order, [Section.TEETH])
    html = render_to_string("print/order_form.html", {"paper": paper})
    assert html.count('class="tooth-number"') == 32


def test_numbers_are_those_of_the_laboratory(order):
    lab = LabSettings.load()
    lab.tooth_numbers = "universal"
    lab.save()
    text = drawn(order, Section.TEETH, Section.SERVICES)
    assert "Bridge 4 to 6: abutments 4 and 6, pontic 5." in text
    assert "Teeth: 4-6, 19, K" in text


def test_what_people_typed_is_no_markup(order):
    order.teeth.filter(tooth=36).update(system="<b>&{{ 7 }}", platform="</svg><script>")
    html = render_to_string("print/order_form.html", {"paper": order_paper(order, [Section.TEETH])})
    assert "&lt;b&gt;&amp;{{ 7 }}, &lt;/svg&gt;&lt;script&gt;" in html


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.MANAGER])
def test_everybody_may_choose_it(order, role):
    client = client_of(make_employee(roles=[role]))
    page = client.get(reverse("workflow:order_print", args=[order.number])).content.decode()
    assert "Dental card" in page
    answer = client.get(reverse("workflow:order_form_pdf", args=[order.number]), {"section": "teeth"})
    assert answer["Content-Type"] == "application/pdf"


def test_both_panels_of_teeth_cost_one_statement(order):
    viewer = make_employee()
    with CaptureQueriesContext(connection) as asked:
        lines_panel(order, viewer)
        panel = teeth_panel(order, viewer)
    assert panel.context["card"].missing == "Missing teeth: 18 and 36"
    assert sum("orders_toothwork" in statement["sql"] for statement in asked) == 1


def test_an_order_without_teeth_has_no_card():
    order = make_order(make_line(make_service()))
    assert teeth_panel(order, make_employee()) is None
