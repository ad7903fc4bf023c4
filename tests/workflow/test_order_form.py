"""The order form: what it takes, what it refuses, and that nothing typed is lost."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from billing.ledger.acts import ActLineDraft
from documents.models import Attachment
from lab.once import new_token
from orders.models import Marker, Order
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_contact, make_counterparty, make_owner, make_patient
from tests.factories.lab import client_of, make_employee, make_exception, make_settings, make_week
from tests.factories.orders import cause, make_draft, make_line, make_order, make_technician
from workflow.acts.draft_act import draft_act
from workflow.acts.post_act import post_act
from workflow.drawing_up.edit_order import edit_order
from workflow.drawing_up.mark_order import mark_order
from workflow.plan.assign_task import assign_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return make_employee("Mara Keller", roles=["manager"])


@pytest.fixture
def client(manager):
    return client_of(manager)


def typed(*lines, customer=None, **fields) -> dict:
    """What a browser sends; each line is a dict of its fields."""
    sent = {
        "form_token": new_token(),
        "customer": getattr(customer, "pk", customer) if customer else make_counterparty().pk,
        "lines-TOTAL_FORMS": len(lines),
        "lines-INITIAL_FORMS": 0,
        **fields,
    }
    for place, line in enumerate(lines):
        sent |= {f"lines-{place}-{name}": said for name, said in line.items()}
    return sent


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def new_order(client, *lines, **fields):
    return client.post(reverse("workflow:order_new"), typed(*lines, **fields))


def crown(**fields):
    service = make_service(name="Crown", price=Decimal("120.00"), lead_days=5, **fields)
    return service, {"service": service.pk, "quantity": "1"}


def test_an_order_is_drawn_up_with_everything_typed(client):
    contact = make_contact()
    marker = Marker.objects.create(name="Fitting")
    ann, ben = make_technician(name="Ann"), make_technician(name="Ben")
    service = make_service(price=Decimal("120.00"), asks_for=["teeth!", "shade"])
    line = {
        "service": service.pk,
        "quantity": "2,5",
        "discount": "10",
        "teeth": "11 12;13-14",
        "shade": "A3",
        "performer": ann.pk,
        "assistant": ben.pk,
    }
    patient = {
        "patient_kind": "animal",
        "patient_name": "Bella",
        "patient_species": "dog",
        "patient_owner": "Ms Vogel",
    }

    answer = new_order(
        client,
        line,
        customer=contact.counterparty,
        contact=contact.pk,
        markers=[marker.pk],
        due_on=in_days(9),
        instructions="Match the neighbour.",
        **patient,
    )

    order = Order.objects.get()
    made = order.lines.get()
    task = order.tasks.get()
    assert answer.status_code == 302
    assert answer.url == reverse("workflow:order_page", args=[order.number])
    assert (order.customer, order.contact) == (contact.counterparty, contact)
    assert (order.patient_name, order.patient_species, order.patient_kind) == ("Bella", "dog", "animal")
    assert (made.quantity, made.unit_price, made.amount) == (Decimal("2.5"), Decimal(120), Decimal(270))
    assert made.details == {"teeth": "11, 12, 13-14", "shade": "A3"}
    assert (task.performer, task.assistant) == (ann, ben)
    assert list(order.markers.all()) == [marker]
    assert order.due_on.isoformat() == in_days(9)


def test_an_empty_due_date_takes_the_longest_lead_time_in_working_days(client):
    today = timezone.localdate()
    make_week(is_open=True)
    make_exception(today + timedelta(days=2))
    new_order(client, crown()[1], {"service": make_service(lead_days=1).pk, "quantity": "1"})
    assert Order.objects.get().due_on == today + timedelta(days=6)


def test_a_due_date_on_a_closed_day_is_taken_and_the_next_working_day_named(client):
    make_week(is_open=True)
    day = timezone.localdate() + timedelta(days=3)
    make_exception(day, name="Outing")
    line = crown()[1]
    said = client.post(reverse("workflow:order_prices"), typed(line, due_on=day.isoformat())).json()
    assert "is no working day (Outing);" in said["due_note"]
    new_order(client, line, due_on=day.isoformat())
    order = Order.objects.get()
    assert order.due_on == day
    for page in (f"/orders/{order.number}/edit/", f"/orders/{order.number}/do/update-due/"):
        assert said["due_note"] in client.get(page).content.decode()
    said = client.post(reverse("workflow:order_prices"), typed(line, due_on="soon")).json()
    assert said["due_note"] == ""


def test_promising_a_closed_day_says_so_and_another_says_nothing_of_it(client):
    make_week(is_open=True)
    day = timezone.localdate() + timedelta(days=3)
    make_exception(day, name="Outing")
    order = make_order()
    for due, is_said in ((day, True), (day + timedelta(days=1), False)):
        order.refresh_from_db()
        sent = {"form_token": new_token(), "version": order.version, "due_on": due.isoformat()}
        answer = client.post(f"/orders/{order.number}/do/update-due/", sent)
        assert answer.status_code == 302, answer.content.decode()
        assert ("is no working day (Outing);" in client.get(answer.url).content.decode()) is is_said


def test_a_typed_price_stands_and_a_comma_is_understood(client):
    _service, line = crown()
    new_order(client, line | {"unit_price": "1 099,50"})
    made = Order.objects.get().lines.get()
    assert (made.unit_price, made.price_rule) == (Decimal("1099.50"), "typed")


def test_a_blank_line_is_no_line(client):
    new_order(client, {"service": "", "quantity": "1"}, crown()[1])
    assert Order.objects.get().lines.count() == 1


@pytest.mark.parametrize(
    "quantity",
    ["", "0", "-1", "1e309", "NaN", "Infinity", "1000000000000", "two", "1.2345", "1,000", "5 g", "1\x00"],
)
def test_an_absurd_quantity_is_refused_beside_its_field_and_kept(client, quantity):
    answer = new_order(client, crown()[1] | {"quantity": quantity}, instructions="kept words")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert Order.objects.count() == 0
    assert 'href="#id_lines-0-quantity"' in page
    assert "kept words" in page


@pytest.mark.parametrize("price", ["-1", "NaN", "1e309", "10000000001", "0.005", "12 USD", "free"])
def test_an_absurd_price_is_refused(client, price):
    answer = new_order(client, crown()[1] | {"unit_price": price})
    assert answer.status_code == 422
    assert 'href="#id_lines-0-unit_price"' in answer.content.decode()


def test_an_amount_larger_than_the_books_can_hold_is_refused(client):
    answer = new_order(client, crown()[1] | {"unit_price": "9999999999", "quantity": "99999"})
    assert answer.status_code == 422
    assert "larger than an order may be" in answer.content.decode()


@pytest.mark.parametrize("discount", ["-1", "100.01", "NaN"])
def test_an_absurd_discount_is_refused(client, discount):
    assert new_order(client, crown()[1] | {"discount": discount}).status_code == 422


@pytest.mark.parametrize("teeth", ["19", "11-99", "upper left", "11--12"])
def test_what_is_no_tooth_is_refused_by_name(client, teeth):
    answer = new_order(client, crown(asks_for=["teeth"])[1] | {"teeth": teeth})
    assert answer.status_code == 422
    assert "is not a tooth" in answer.content.decode()


def test_what_a_service_requires_is_asked_for(client):
    answer = new_order(client, crown(asks_for=["teeth!"])[1])
    assert answer.status_code == 422
    assert "“Crown” needs this." in answer.content.decode()


@pytest.mark.parametrize("field", ["customer", "contact", "patient", "markers"])
@pytest.mark.parametrize("row", ["999999", "9" * 40, "x", "-1", "1.5"])
def test_an_unknown_row_is_a_sentence(client, field, row):
    answer = new_order(client, crown()[1], **{field: row})
    assert answer.status_code == 422
    assert Order.objects.count() == 0


@pytest.mark.parametrize("field", ["service", "performer", "assistant"])
def test_an_unknown_row_in_a_line_is_a_sentence(client, field):
    answer = new_order(client, crown()[1] | {field: "999999"})
    assert answer.status_code == 422
    assert "any more" in answer.content.decode()


def test_nobody_assists_himself(client):
    ann = make_technician().pk
    assert new_order(client, crown()[1] | {"performer": ann, "assistant": ann}).status_code == 422


def test_the_contact_of_another_customer_is_refused(client):
    answer = new_order(client, crown()[1], contact=make_contact().pk)
    assert "belongs to another customer" in answer.content.decode()


def test_a_due_date_in_the_past_is_refused(client):
    answer = new_order(client, crown()[1], due_on=in_days(-1))
    assert answer.status_code == 422
    assert "This day has passed" in answer.content.decode()


@pytest.mark.parametrize("day", ["2026-02-30", "soon", "0000-01-01", "99999-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_is_refused_and_stays_as_typed(client, day):
    answer = new_order(client, crown()[1], due_on=day)
    assert answer.status_code == 422
    assert f'value="{day}"' in answer.content.decode()


def test_owners_order_only_where_the_settings_allow_it(client):
    owner = make_owner()
    refused = new_order(client, crown()[1], customer=owner)
    assert "the settings of the laboratory do not allow them" in refused.content.decode()
    make_settings(owners_may_order=True)
    assert new_order(client, crown()[1], customer=owner).status_code == 302


def test_a_patient_of_another_owner_is_refused(client):
    make_settings(owners_may_order=True)
    cat = make_patient(kind="animal", owner=make_owner())
    answer = new_order(client, crown()[1], customer=make_owner(), patient=cat.pk)
    assert answer.status_code == 422
    assert "belongs to another owner" in answer.content.decode()


def test_a_registered_patient_fills_in_what_was_not_typed(client):
    cat = make_patient(kind="animal", name="Mimi", species="cat", owner=make_owner(name="Ms Brandt"))
    new_order(client, crown()[1], patient=cat.pk)
    order = Order.objects.get()
    assert (order.patient, order.patient_name, order.patient_species, order.patient_owner) == (
        cat,
        "Mimi",
        "cat",
        "Ms Brandt",
    )


def test_everything_typed_comes_back_with_the_errors(client):
    ann = make_technician()
    service, line = crown(asks_for=["note"])
    wrong = line | {"quantity": "lots", "unit_price": "12,5", "note": "a <note>", "performer": ann.pk}
    answer = new_order(
        client, wrong, {"service": "", "quantity": "7"}, patient_name="Özil", due_on=in_days(3)
    )
    page = answer.content.decode()
    assert 'value="lots"' in page
    assert 'value="12,5"' in page
    assert "a &lt;note&gt;" in page
    assert 'value="Özil"' in page
    assert f'value="{in_days(3)}"' in page
    assert f'name="lines-0-service" value="{service.pk}"' in page
    assert f'name="lines-0-performer" value="{ann.pk}"' in page
    assert 'value="7"' in page


def test_a_line_is_added_and_a_file_left_out_without_a_script(client):
    _service, line = crown()
    answer = new_order(client, line | {"quantity": "bad"}, add_line="1", instructions="kept")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="lines-1-service"' in page
    assert "could not be saved" not in page
    assert "kept" in page
    assert Order.objects.count() == 0


def test_files_sent_with_the_form_stay_when_it_comes_back_and_land_on_the_order(client):
    sent = typed(crown()[1] | {"quantity": "0"})
    answer = client.post(
        reverse("workflow:order_new"), sent | {"file": SimpleUploadedFile("scan.stl", b"solid"), "tray": ""}
    )
    waiting = Attachment.objects.get()
    assert answer.status_code == 422
    assert "scan.stl" in answer.content.decode()
    assert f'name="tray" value="{waiting.tray}"' in answer.content.decode()

    sent |= {"lines-0-quantity": "1", "tray": str(waiting.tray)}
    assert client.post(reverse("workflow:order_new"), sent).status_code == 302
    waiting.refresh_from_db()
    assert (waiting.order, waiting.tray) == (Order.objects.get(), None)


def test_the_same_form_twice_makes_one_order(client):
    sent = typed(crown()[1])
    first = client.post(reverse("workflow:order_new"), sent)
    second = client.post(reverse("workflow:order_new"), sent)
    assert first.url == second.url
    assert Order.objects.count() == 1


@pytest.mark.parametrize("role", ["technician", "reviewer", "accountant"])
def test_only_managers_draw_up_and_edit(role):
    order = make_order()
    client = client_of(make_employee(roles=[role]))
    assert client.get(reverse("workflow:order_new")).status_code == 403
    assert client.get(reverse("workflow:order_edit", args=[order.number])).status_code == 403
    assert client.post(reverse("workflow:order_prices")).status_code == 403


# --- editing ----------------------------------------------------------------------------------------------


def form_of(client, order) -> dict:
    """What the browser would send back untouched."""
    context = client.get(reverse("workflow:order_edit", args=[order.number])).context
    head, lines = context["head"], context["lines"]
    sent = {name: head[name].value() for name in head.fields if head[name].value() is not None}
    sent |= {"lines-TOTAL_FORMS": lines.total_form_count(), "lines-INITIAL_FORMS": lines.initial_form_count()}
    for form in lines.forms:
        sent |= {
            form[name].html_name: form[name].value() for name in form.fields if form[name].value() is not None
        }
    sent |= {"form_token": context["form_token"], "version": context["version"], "tray": str(context["tray"])}
    sent["seen"] = context["seen"]
    return {name: said for name, said in sent.items() if said is not False}


def edit(client, order, **changes):
    return client.post(reverse("workflow:order_edit", args=[order.number]), form_of(client, order) | changes)


def test_saving_without_a_change_books_nothing(client):
    order = make_order(make_line(unit_price=Decimal(55), discount_percent=Decimal("12.5")))
    assert edit(client, order).status_code == 302
    saved = Order.objects.get(pk=order.pk)
    assert saved.version == order.version
    assert saved.lines.get().price_rule == "typed"


def test_an_edit_changes_what_was_typed_and_keeps_frozen_prices(client):
    order = make_order()
    line = order.lines.get()
    line.service.price = Decimal(500)
    line.service.save()
    assert edit(client, order, **{"lines-0-quantity": "3", "patient_name": "New name"}).status_code == 302
    line.refresh_from_db()
    order = Order.objects.get(pk=order.pk)
    assert (line.quantity, line.unit_price, line.amount) == (3, Decimal(100), Decimal(300))
    assert (order.patient_name, order.version) == ("New name", 2)


def test_a_price_taken_out_becomes_that_of_the_catalogue(client):
    order = make_order(make_line(unit_price=Decimal(55)))
    edit(client, order, **{"lines-0-unit_price": ""})
    assert order.lines.get().unit_price == Decimal(100)


def test_another_service_brings_its_own_price(client):
    order = make_order()
    other = make_service(price=Decimal(77))
    edit(client, order, **{"lines-0-service": other.pk})
    assert order.lines.current().get().unit_price == Decimal(77)


@pytest.mark.parametrize(("typed", "price"), [("on", Decimal(100)), ("", Decimal(77))])
def test_a_price_typed_for_another_service_stands_even_where_it_is_the_former_one(client, typed, price):
    """Without the mark of the page, the former service's price is one left over from it."""
    order = make_order()
    other = make_service(price=Decimal(77))
    changed = {"lines-0-service": other.pk, "lines-0-unit_price": "100.00", "lines-0-price_typed": typed}
    sent = {f"lines-0-{name}": said for name, said in {"line": order.lines.get().pk, "quantity": "1"}.items()}
    said = client.post(
        f"{reverse('workflow:order_prices')}?order={order.number}",
        {**sent, **changed, "lines-TOTAL_FORMS": 1, "lines-INITIAL_FORMS": 0},
    ).json()
    assert said["lines"]["lines-0"]["price"] == f"{price}.00"
    edit(client, order, **changed)
    assert order.lines.current().get().unit_price == price


def test_lines_are_removed_and_added(client):
    order = make_order()
    other = make_service(price=Decimal(40))
    edit(
        client,
        order,
        **{
            "lines-0-DELETE": "on",
            "lines-1-service": other.pk,
            "lines-1-quantity": "2",
            "lines-TOTAL_FORMS": "2",
        },
    )
    assert order.lines.current().get().amount == Decimal(80)


def test_an_old_due_date_may_stay_but_not_be_moved_into_the_past(client):
    order = make_order()
    Order.objects.filter(pk=order.pk).update(due_on=timezone.localdate() - timedelta(days=4))
    order = Order.objects.get(pk=order.pk)
    assert edit(client, order, instructions="more").status_code == 302
    assert edit(client, order, due_on=in_days(-3)).status_code == 422


@pytest.mark.parametrize("status", [Status.REVIEW, Status.PRODUCED])
def test_frozen_services_are_shown_and_patient_and_customer_still_change(client, status):
    order = make_order(status=status)
    other = make_counterparty(name="Other clinic")
    url = reverse("workflow:order_edit", args=[order.number])
    page = client.get(url)
    assert "The services are frozen" in page.content.decode()
    assert "lines-0-service" not in page.content.decode()
    sent = form_of(client, order) | {"customer": other.pk, "contact": "", "patient_name": "Renamed"}
    assert client.post(url, sent).status_code == 302
    order = Order.objects.get(pk=order.pk)
    assert (order.customer, order.patient_name) == (other, "Renamed")


@pytest.mark.parametrize("status", [Status.REALIZED, Status.CANCELLED])
def test_a_closed_order_is_not_edited(client, status):
    order = make_order(status=status)
    url = reverse("workflow:order_edit", args=[order.number])
    assert client.get(url).status_code == 409
    assert client.post(url, typed()).status_code == 409


def test_a_stale_form_is_refused_with_both_versions_and_nothing_is_lost(client):
    order = make_order()
    sent = form_of(client, order) | {"instructions": "my words", "lines-0-quantity": "4"}
    added = make_service(name="Added by Otto", price=Decimal(30))
    old = order.lines.get()
    drafts = [
        make_line(old.service, line_id=old.pk, quantity="2"),
        make_line(added),
    ]
    edit_order(order.pk, make_draft(*drafts, customer=order.customer, due_on=order.due_on), cause("manager"))

    url = reverse("workflow:order_edit", args=[order.number])
    refused = client.post(url, sent)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Somebody else changed the order while you were typing" in page
    assert "Added by Otto" in page
    assert "my words" in page
    assert 'value="4"' in page
    assert order.lines.get(pk=old.pk).quantity == 2

    context = refused.context
    again = sent | {name: context[name] for name in ("version", "form_token", "seen")}
    for form in context["lines"].forms:
        again |= {form[name].html_name: form[name].value() or "" for name in form.fields if name != "DELETE"}
    again["lines-TOTAL_FORMS"] = context["lines"].total_form_count()
    assert client.post(url, again).status_code == 302
    assert sorted(order.lines.current().values_list("quantity", flat=True)) == [1, 4]
    assert Order.objects.get(pk=order.pk).instructions == "my words"


def test_people_and_markers_named_meanwhile_stay_though_the_form_is_older(client):
    """They make no version; the form says what it showed of them, and writes only what was changed in it."""
    order = make_order()
    sent = form_of(client, order) | {"instructions": "my words"}
    other, rush = make_technician(name="Nadia"), Marker.objects.create(name="Rush")
    assign_task(order.tasks.get().pk, cause("manager"), performer=other)
    mark_order(order.pk, cause("manager"), markers=[rush])
    answer = client.post(reverse("workflow:order_edit", args=[order.number]), sent, follow=True)
    assert "which was kept: Markers, Services" in answer.content.decode()
    assert order.tasks.get().performer == other
    assert list(order.markers.all()) == [rush]
    assert Order.objects.get(pk=order.pk).instructions == "my words"


def test_two_who_name_another_performer_see_both(client):
    order = make_order()
    mine, theirs = make_technician(name="Nadia"), make_technician(name="Viktor")
    sent = form_of(client, order) | {"lines-0-performer": mine.pk}
    assign_task(order.tasks.get().pk, cause("manager"), performer=theirs)
    url = reverse("workflow:order_edit", args=[order.number])
    refused = client.post(url, sent)
    assert refused.status_code == 409
    assert [(clash.now, clash.typed) for clash in refused.context["stale"].clashes] == [("Viktor", "Nadia")]
    assert order.tasks.get().performer == theirs
    again = sent | {name: refused.context[name] for name in ("version", "form_token", "seen")}
    assert client.post(url, again).status_code == 302
    assert order.tasks.get().performer == mine


# --- prices while typing ----------------------------------------------------------------------------------


def test_the_figures_while_typing_are_those_that_are_booked(client):
    _service, line = crown()
    sent = typed(
        line | {"quantity": "0,333", "discount": "7.5"}, line | {"quantity": "3"}, line | {"quantity": "x"}
    )
    said = client.post(reverse("workflow:order_prices"), sent).json()
    new_order(client, line | {"quantity": "0,333", "discount": "7.5"}, line | {"quantity": "3"})
    booked = [f"{made.amount:.2f}" for made in Order.objects.get().lines.all()]
    assert [said["lines"][f"lines-{place}"]["amount"] for place in (0, 1)] == booked
    assert said["lines"]["lines-2"]["amount"] == ""
    assert said["total"] == f"{sum(Decimal(amount) for amount in booked):.2f}"
    assert said["due"]["reason"] == "Crown takes 5 working days"


@pytest.mark.parametrize(
    "nonsense", [{}, {"lines-TOTAL_FORMS": "x"}, {"lines-TOTAL_FORMS": "100000"}, {"lines-TOTAL_FORMS": "-5"}]
)
def test_nonsense_is_priced_at_nothing(client, nonsense):
    answer = client.post(reverse("workflow:order_prices"), nonsense)
    assert answer.status_code == 200
    assert answer.json()["total"] == "0.00"


def test_the_number_of_queries_does_not_depend_on_the_lines(client):
    _service, line = crown()
    short, long = make_order(), make_order(*[make_line() for _ in range(12)])
    counts = []
    client.get(reverse("workflow:order_new"))  # the first page of a session writes it
    for order in (short, long):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("workflow:order_edit", args=[order.number])).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 30
    with CaptureQueriesContext(connection) as asked:
        client.post(reverse("workflow:order_prices"), typed(*[line] * 30))
    assert len(asked) <= 16


def test_a_line_covered_by_a_posted_act_is_frozen_and_the_others_are_not(client):
    ann = make_technician()
    order = make_order(make_line(performer=ann), make_line(performer=ann), status=Status.PRODUCTION)
    covered, free = order.lines.all()
    act = draft_act(order.pk, cause(), performer=ann, lines=[ActLineDraft(covered.pk, Decimal(1))])
    post_act(order.pk, cause(), act_id=act.pk)
    changes = {
        "lines-0-quantity": "9",
        "lines-0-unit_price": "1",
        "lines-0-note": "still told",
        "lines-1-quantity": "5",
    }
    page = client.get(reverse("workflow:order_edit", args=[order.number])).content.decode()
    assert "Covered by a posted act" in page
    assert edit(client, order, **changes).status_code == 302
    covered.refresh_from_db()
    free.refresh_from_db()
    assert (covered.quantity, covered.unit_price, free.quantity) == (1, Decimal(100), 5)
    assert covered.details == {"note": "still told"}


def test_a_form_from_a_customers_page_has_the_customer_chosen(client):
    customer, cat = make_counterparty(name="Oak"), make_patient(name="Mimi")
    page = client.get(
        reverse("workflow:order_new"), {"customer": customer.pk, "patient": cat.pk}
    ).content.decode()
    page = " ".join(page.split())
    assert re.search(rf'<option value="{customer.pk}" selected> ?Oak ?</option>', page)
    assert re.search(rf'<option value="{cat.pk}" selected> ?Mimi ?</option>', page)
    assert 'name="patient_name" value="Mimi"' in page
    assert (
        client.get(reverse("workflow:order_new"), {"customer": "x" * 50, "patient": "9" * 50}).status_code
        == 200
    )


def test_errors_are_listed_in_the_sequence_of_the_page(client):
    sent = typed({"service": "", "quantity": "2", "note": "x"}, due_on=in_days(-1)) | {"customer": ""}
    answer = client.post(reverse("workflow:order_new"), sent)
    listed = answer.content.decode().partition("data-error-summary")[2].partition("</ul>")[0]
    places = [listed.index(anchor) for anchor in ('"#id_customer"', '"#id_lines-0-service"', '"#id_due_on"')]
    assert places == sorted(places)
