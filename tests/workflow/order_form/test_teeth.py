"""Teeth on the order form as a browser without scripts sends them: read, counted, asked about, refused in words."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse

from lab.models import LabSettings
from orders.models import Order, OrderLine, ToothWork
from orders.teeth import Role, Work, read
from tests.factories.catalog import make_group, make_service
from tests.factories.orders import make_line, make_order
from tests.workflow.order_form.typing import edit, form_of, new_order, typed

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def crowns():
    return make_group(name="Crowns")


@pytest.fixture
def crown(crowns):
    return make_service(name="Crown", group=crowns, counts_by="tooth", asks_for=["teeth", "shade"])


def line_of(service, **said):
    return {"service": service.pk, "quantity": "1", **said}


def made(order=None):
    order = order or Order.objects.get()
    found = ToothWork.objects.filter(order=order, line__isnull=False).order_by("line", "tooth")
    return [(row.tooth, row.role) for row in found]


def refused(client, *lines, **fields) -> tuple[str, list[dict]]:
    """(the page, the errors of each line)"""
    answer = new_order(client, *lines, **fields)
    assert answer.status_code == 422
    assert not Order.objects.exists()
    return answer.content.decode(), [dict(form.errors) for form in answer.context["lines"].forms]


def test_a_bridge_is_typed_and_counted_by_its_teeth(client, crown):
    assert new_order(client, line_of(crown, teeth="11, 13a-15a")).status_code == 302
    assert made() == [(11, "unit"), (13, "abutment"), (14, "pontic"), (15, "abutment")]
    line = OrderLine.objects.get()
    assert (line.quantity, line.amount, line.details) == (4, Decimal(400), {"teeth": "11, 13-15"})


@pytest.mark.parametrize(
    ("by", "quantity"), [("unit", 1), ("tooth", 5), ("span", 3), ("jaw", 2), ("order", 1)]
)
def test_each_service_counts_in_its_own_way(client, crowns, by, quantity):
    service = make_service(group=crowns, counts_by=by, asks_for=["teeth"])
    new_order(client, line_of(service, teeth="11, 13a-15a, 36"))
    assert OrderLine.objects.get().quantity == quantity


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("11, 19", "“19” is not a tooth. Write numbers such as 11, 12 or 13-23."),
        ("86", "“86” is not a tooth."),
        ("14p", "A pontic needs a bridge."),
        ("14-34", "14 and 34 stand in two jaws. A range or a bridge stays in one."),
        ("13a-33a", "13 and 33 stand in two jaws."),
        ("13p-15p", "The bridge from 13 to 15 hangs at nothing"),
        ("13a-15", "Say what tooth 15 is in its bridge"),
        ("36i", "Enter the system and the platform of the implant 36."),
        ("11, 11", "Tooth 11 is named twice in this line."),
        (" ".join(str(number) for number in range(11, 75)), "“19” is not a tooth."),
    ],
)
def test_what_may_not_be_is_said_beside_the_line_and_stays_as_it_was_typed(client, crown, text, sentence):
    page, (errors,) = refused(client, line_of(crown, teeth=text, shade="A3"))
    assert sentence in errors["teeth"][0]
    assert f'value="{text}"' in page
    assert 'value="A3"' in page


def test_two_hundred_teeth_are_too_many(client, crown):
    text = ", ".join(["11"] * 200)
    page, (errors,) = refused(client, line_of(crown, teeth=text))
    assert "300" in errors["teeth"][0]
    assert text in page


def test_a_quantity_typed_by_hand_stays_and_a_hint_says_so(client, crown):
    page, _errors = refused(client, line_of(crown, teeth="11, 12", quantity="5"), due_on="nonsense")
    assert "The teeth make 2; 5 was typed and stays." in page
    new_order(client, line_of(crown, teeth="11, 12", quantity="5"))
    assert OrderLine.objects.get().quantity == 5


def test_a_script_says_whether_the_quantity_was_typed(client, crown):
    new_order(client, line_of(crown, teeth="11, 12", quantity="1", quantity_by="hand"))
    assert OrderLine.objects.get().quantity == 1
    order = Order.objects.get()
    edit(
        client,
        order,
        **{"lines-0-teeth": "11, 12, 13", "lines-0-quantity": "9", "lines-0-quantity_by": "teeth"},
    )
    assert OrderLine.objects.get().quantity == 3


def test_an_edited_line_follows_its_teeth_only_where_it_did(client, crown):
    follows = make_order(make_line(crown, quantity="2", works=read("11, 12")))
    by_hand = make_order(make_line(crown, quantity="7", works=read("11, 12")))
    for order, quantity in ((follows, 3), (by_hand, 7)):
        edit(client, order, **{"lines-0-teeth": "11-13"})
        assert order.lines.get().quantity == quantity


def test_what_is_no_number_is_not_taken_for_an_empty_field(client, crown):
    _page, (errors,) = refused(client, line_of(crown, teeth="11, 12", quantity="lots"))
    assert "quantity" in errors
    new_order(client, line_of(crown, teeth="11, 12", quantity=""))
    assert OrderLine.objects.get().quantity == 2


def test_a_form_that_comes_back_shows_what_will_be_counted(client, crown):
    answer = new_order(client, line_of(crown, teeth="11-13"), refresh="1")
    page = answer.content.decode()
    assert 'name="lines-0-quantity"\nvalue="3"' in page
    assert 'name="lines-0-quantity_by" value="teeth"' in page


def test_a_tooth_worked_twice_is_asked_about_and_not_refused(client, crown, crowns):
    bridge = make_service(name="Bridge", group=crowns, asks_for=["teeth"])
    lines = [line_of(crown, teeth="11-13"), line_of(bridge, teeth="12, 13, 21")]
    page, errors = refused(client, *lines)
    sentence = "Teeth 12, 13 are worked in line 1 too. Is that meant? Then tick “Yes, worked twice”."
    assert errors == [{}, {"teeth": [sentence]}]
    assert 'name="lines-1-twice"' in page
    assert 'name="lines-0-twice"' not in page
    lines[1]["twice"] = "on"
    assert new_order(client, *lines).status_code == 302
    order = Order.objects.get()
    assert edit(client, order, instructions="later").status_code == 302, "it was answered"


def test_work_of_another_group_on_the_same_tooth_is_a_matter_of_course(client, crown):
    design = make_service(name="Design", asks_for=["teeth"])
    assert new_order(client, line_of(crown, teeth="11"), line_of(design, teeth="11")).status_code == 302


def test_shades_and_implants_come_from_the_chart(client, crown):
    card = {"36": {"system": "Conical", "platform": "RP", "body": "A2"}, "99": {}}
    _page, (errors,) = refused(client, line_of(crown, teeth="36i", card=json.dumps(card)))
    assert "could not be read" in errors["card"][0]
    del card["99"]
    new_order(client, line_of(crown, teeth="36i, 11", card=json.dumps(card)))
    implant = ToothWork.objects.get(tooth=36)
    assert (implant.role, implant.system, implant.platform, implant.body) == (
        "implant",
        "Conical",
        "RP",
        "A2",
    )
    sent = form_of(client, Order.objects.get())
    assert json.loads(sent["lines-0-card"]) == {"36": {"body": "A2", "system": "Conical", "platform": "RP"}}
    assert sent["lines-0-teeth"] == "11, 36i"


@pytest.mark.parametrize(
    "card", ["{", "[1]", '{"19": {}}', '{"11": []}', '{"11": {"role": "unit"}}', '{"11": {"body": 3}}', "[" * 9000,
             '{"11": {"body": "' + "x" * 21 + '"}}', '{"11": {"body": "\\u0000"}}']
)  # fmt: skip
def test_a_card_that_no_page_has_written_is_refused(client, crown, card):
    _page, (errors,) = refused(client, line_of(crown, teeth="11", card=card))
    assert set(errors) == {"card"}


def test_without_scripts_shades_and_implants_have_fields_of_their_own(client, crown):
    page, _errors = refused(client, line_of(crown, teeth="36i, 11"))
    assert 'name="lines-0-tooth-36-system"' in page
    assert 'name="lines-0-tooth-11-system"' not in page
    fields = {
        "lines-0-tooth-36-body": "A1",
        "lines-0-tooth-36-system": "Hex",
        "lines-0-tooth-36-platform": "4.3",
    }
    assert new_order(client, line_of(crown, teeth="36i, 11"), **fields).status_code == 302
    implant = ToothWork.objects.get(tooth=36)
    assert (implant.system, implant.platform, implant.body) == ("Hex", "4.3", "A1")


def test_a_text_of_before_that_names_no_teeth_stays_until_it_is_changed(client, crown):
    order = make_order(make_line(crown, details={"teeth": "Upper jaw"}))
    assert edit(client, order, instructions="only this").status_code == 302
    assert order.lines.get().details == {"teeth": "Upper jaw"}
    answer = edit(client, order, **{"lines-0-teeth": "Lower jaw"})
    assert answer.status_code == 422
    assert "“Lower” is not a tooth" in answer.content.decode()


def test_missing_teeth_are_the_patients(client, crown):
    page, _errors = refused(client, line_of(crown, teeth="11"), missing_teeth="18, 99")
    assert "“99” is not a tooth" in page
    assert 'value="18, 99"' in page
    assert "Write the number alone" in refused(client, line_of(crown), missing_teeth="13a-15a")[0]
    new_order(client, line_of(crown, teeth="11"), missing_teeth="18, 28")
    order = Order.objects.get()
    assert sorted(row.tooth for row in order.teeth.filter(role=Role.MISSING)) == [18, 28]
    edit(client, order, missing_teeth="")
    assert not order.teeth.filter(role=Role.MISSING).exists()


def test_a_form_is_read_as_it_was_written_whatever_the_settings_say_by_now(client, crown):
    sent = typed(line_of(crown, teeth="11"), teeth_as="fdi")
    lab = LabSettings.load()
    lab.tooth_numbers = "universal"
    lab.save()
    client.post(reverse("workflow:order_new"), sent)
    assert made() == [(11, "unit")]
    order = Order.objects.get()
    assert form_of(client, order)["lines-0-teeth"] == "8"
    assert edit(client, order, teeth_as="universal", **{"lines-0-teeth": "A, 1"}).status_code == 302
    assert made(order) == [(18, "unit"), (55, "unit")]
    page = client.get(reverse("workflow:order_page", args=[order.number])).content.decode()
    assert "Teeth 1 and A." in page


def test_prices_tell_what_was_read_of_the_teeth(client, crown):
    url = reverse("workflow:order_prices")
    sent = typed(line_of(crown, teeth="13a-15a"), line_of(crown, teeth="19"))
    answer = client.post(url, sent).json()
    assert answer["teeth"]["lines-0"]["works"] == [
        [15, "abutment", 1],
        [14, "pontic", 1],
        [13, "abutment", 1],
    ]
    assert answer["teeth"]["lines-0"]["counted"] == 3
    assert answer["lines"]["lines-0"]["amount"] == "300.00"
    assert "“19” is not a tooth" in answer["teeth"]["lines-1"]["wrong"]


def test_the_chart_has_a_box_with_a_name_for_each_tooth(client):
    page = client.get(reverse("workflow:dental_chart")).content.decode()
    assert page.count('type="checkbox"') == 52 + 1
    assert "13, upper right canine" in page
    assert "75, lower left primary second molar" in page
    page = client.get(reverse("workflow:dental_chart"), {"numbers": "universal"}).content.decode()
    assert "6, upper right canine" in page


def test_a_shade_of_every_tooth_is_a_shade(client, crowns):
    service = make_service(group=crowns, asks_for=["teeth!", "shade!"])
    card = json.dumps({"11": {"body": "A2"}})
    assert new_order(client, line_of(service, teeth="11, 12", card=card)).status_code == 422
    assert new_order(client, line_of(service, teeth="11", card=card)).status_code == 302


def test_a_line_under_a_posted_act_keeps_its_quantity(client, crown):
    from tests.factories.billing import make_posted_act

    order = make_order(make_line(crown, quantity="2", works=read("11, 12")), status="production")
    make_posted_act(order)
    edit(client, order, **{"lines-0-teeth": "11-13"})
    line = order.lines.get()
    assert line.quantity == 2
    assert Work(13) in [row.work for row in line.teeth.all()]
