"""Find anything: what is found, by whom, in how many statements, and what odd input is answered."""

import re

import pytest
from django.urls import resolve

from billing.models import Act, ClosingDocument
from lab.models import LabSettings
from lab.permissions import may
from lab.roles import Role
from tests.factories.billing import make_charged_order, make_payment, make_refund
from tests.factories.catalog import make_service
from tests.factories.customers import make_contact, make_counterparty, make_patient
from tests.factories.filling import make_filled, make_filled_type
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_order
from tests.factories.stock import make_receipt
from workflow.drawing_up.drafts import PatientDetails
from workflow.pages.finding import samples
from workflow.pages.finding.asking import _statement
from workflow.pages.finding.commands import COMMANDS, commands_for
from workflow.pages.finding.kinds import KINDS
from workflow.pages.finding.shown import groups_for

pytestmark = [pytest.mark.each_database, pytest.mark.django_db]

ROWS, PAGE = "/find/rows/", "/find/"
MONEY = {"Closing documents", "Payments", "Refunds"}
ODD = (
    "\x00",
    "x" * 10_000,
    "%",
    "_",
    "\\",
    "%_\\'\"",
    "😀",
    "שלום",
    "\u202etxt",
    "( ) |",
    "ab" * 400,
    "-",
    "٣",
)


def person(*roles):
    return make_employee(roles=roles or ["administrator"])


def found(viewer, typed: str) -> dict[str, list[str]]:
    return {group.head: [row.url for row in group.rows] for group in groups_for(typed, viewer)}


@pytest.fixture
def house():
    """One of each kind, each called Quillfeather where it has a name; a key for what each is typed as."""
    customer = make_counterparty(name="Quillfeather clinic", phone="+49 30 1234107")
    order = make_charged_order(customer=customer)
    payment = make_payment(customer, reference="Quillfeather 7")
    refund = make_refund(customer)
    return {
        "Customers": ("1234107", f"/customers/{customer.pk}/"),
        "Contacts": ("dr quillf", f"/customers/{make_contact(name='Dr. Quillfeather').counterparty_id}/"),
        "Patients": ("quillf", f"/patients/{make_patient(name='Ann Quillfeather').pk}/"),
        "Orders": (order.number[-3:], f"/orders/{order.number}/"),
        "Documents": (
            "quillf prot",
            f"/documents/{make_filled(make_filled_type(name='Quillfeather protocol')).pk}/",
        ),
        "Acts": (Act.objects.get().number[-4:], f"/orders/{order.number}/#panel-acts"),
        "Closing documents": (
            ClosingDocument.objects.get().number.lower(),
            f"/billing/documents/{ClosingDocument.objects.get().number}/pdf/",
        ),
        "Payments": ("feather 7", f"/billing/payments/{payment.number}/"),
        "Refunds": (refund.number[-4:], f"/billing/refunds/{refund.number}/"),
        "Receipts": ("quill", f"/stock/receipts/{make_receipt(supplier='Quillfeather & Co').number}/"),
        "Services": ("feather", f"/catalog/services/{make_service(name='Quillfeather crown').pk}/"),
        "Team": ("quillf", f"/team/{make_employee(name='Zoë Quillfeather').pk}/"),
    }


def test_everything_is_found_by_a_part_of_it_and_opens_for_whoever_is_shown_it(house):
    assert set(house) == {kind.head for kind in KINDS}
    administrator = person()
    missed = {
        head for head, (typed, at) in house.items() if at not in found(administrator, typed).get(head, [])
    }
    assert missed == set()
    for role in (Role.TECHNICIAN, Role.ACCOUNTANT):
        viewer = person(role)
        shown = {
            head: urls
            for typed in {typed for typed, _at in house.values()}
            for head, urls in found(viewer, typed).items()
        }
        open_to = {str(kind.head) for kind in KINDS if may(viewer, kind.action)}
        assert open_to <= set(shown)
        assert set(shown) - open_to <= {"Commands"}
        client = client_of(viewer)
        refused = [url for head in open_to for url in shown[head][:1] if client.get(url).status_code != 200]
        assert refused == []
    assert not MONEY & set(found(person("technician"), "000001"))


def test_a_keystroke_takes_three_statements_at_most(house, django_assert_max_num_queries):
    viewer = person()
    assert viewer.roles
    for typed in ("quillf", "ann quillfeather", "1", "123", "quilfether", "x y z a b c d e f"):
        with django_assert_max_num_queries(3):
            groups_for(typed, viewer)


def test_a_serial_number_comes_before_what_only_holds_its_digits_and_a_whole_number_before_all():
    viewer = person()
    first, *others = [make_order() for _ in range(12)]
    serial = str(first.number_serial)
    assert found(viewer, serial)["Orders"][0] == f"/orders/{first.number}/"
    assert found(viewer, first.number[2:])["Orders"][0] == f"/orders/{first.number}/"
    payment = make_payment(make_counterparty())
    assert next(iter(found(viewer, payment.number.lower()))) == "Payments"
    client = client_of(viewer)
    assert client.get(PAGE, {"q": payment.number, "go": "yes"}).url == f"/billing/payments/{payment.number}/"
    assert client.get(PAGE, {"q": others[-1].number}).status_code == 200


def charged_under(mask: str) -> str:
    """The number of a closing document while numbers are made so."""
    settings = LabSettings.load()
    settings.closing_mask = mask
    settings.save()
    make_charged_order(customer=make_counterparty(name="Quillfeather clinic"))
    return ClosingDocument.objects.latest("pk").number


def test_letters_of_a_number_are_those_of_its_masks_also_of_the_first_years(monkeypatch):
    """They are looked for in some of the newest numbers and of the oldest, before all are gone through."""
    monkeypatch.setattr(samples, "SAMPLE", 1)
    _statement.cache_clear()
    old, between, new = (charged_under(mask) for mask in ("OLD-{n:05}", "MID-{n:05}", "NEW-{n:05}"))
    viewer = person()

    def of(typed: str) -> list[str]:
        return [url.split("/")[3] for url in found(viewer, typed).get("Closing documents", [])]

    assert of(old[:6]) == [old] == of(old.lower())
    assert of(new[:6]) == [new] == of(f"{new[:6]} quill")
    assert of(between[:6]) == []  # of neither sample
    assert of(between.lower()) == [between]  # the whole number, whatever its mask
    _statement.cache_clear()


def test_an_order_is_found_by_its_patient_together_with_its_customer():
    customer = make_counterparty(name="Северная клиника")
    order = make_order(customer=customer, patient=PatientDetails(name="Ёлка"))
    make_order(customer=customer, patient=PatientDetails(name="Bella"))
    assert found(person(), "елка север")["Orders"] == [f"/orders/{order.number}/"]


@pytest.mark.postgres
def test_a_typing_error_is_forgiven_and_said_so():
    make_patient(name="Margarethe Müller"), make_order(patient=PatientDetails(name="Margarethe Müller"))
    for typed in ("muler", "margrethe", "mulller", "Margaretne", "margarete muler"):
        assert {"Orders, written nearly so", "Patients, written nearly so"} <= set(found(person(), typed))
    assert found(person(), "muller").keys() == {"Orders", "Patients"}


@pytest.mark.parametrize("role", ["administrator", "technician"])
def test_odd_input_is_answered_quietly(role):
    make_order(patient=PatientDetails(name="100%_\\ 😀"))
    client = client_of(person(role))
    for typed in ODD:
        rows = client.get(ROWS, {"q": typed})
        assert (rows.status_code, client.get(PAGE, {"q": typed}).status_code) == (200, 200)
        assert "Orders" not in {row["group"] for row in rows.json()} or "%" in typed
    assert client.get(
        ROWS, {"lately": "/orders/\x00/,//,/orders/1/,/customers/99999999999999999999/,http://x/"}
    ).json()


def test_what_was_opened_lately_comes_first_in_its_sequence_and_nothing_that_one_may_not_see():
    order, patient, payment = make_order(), make_patient(name="Bella"), make_payment(make_counterparty())
    paths = [f"/patients/{patient.pk}/", f"/orders/{order.number}/", f"/billing/payments/{payment.number}/"]
    asked = {"lately": ",".join([*paths, "/orders/2019-000001/", "/login/"])}

    def lately(role):
        rows = client_of(person(role)).get(ROWS, asked).json()
        return [row["id"] for row in rows if row["group"] == "Opened lately"]

    assert lately("manager") == paths
    assert lately("technician") == paths[:2]


def test_a_command_is_offered_to_those_whom_its_page_lets_in():
    leading = [command for command in COMMANDS if not command.presses]
    opened = {command: resolve(command.address).func for command in leading if command.address != "/admin/"}
    assert {one: view.access for one, view in opened.items() if view.access != one.action} == {}
    manager, technician = person("manager"), person("technician")
    assert [str(one.label) for one in commands_for("new order", manager)[0]] == ["New order"]
    assert commands_for("new order", technician) == ([], [])
    assert "Log out" in [str(one.label) for one in commands_for("log o", technician)[1]]
    make_order(patient=PatientDetails(name="Rates"))
    assert [*found(person("accountant"), "rates")][:2] == ["Commands", "Orders"]
    assert [*found(person("accountant"), "rate")][:2] == ["Orders", "Commands"]


def test_without_a_script_the_page_has_the_same_groups_and_leads_to_the_lists():
    order = make_order(patient=PatientDetails(name="Bella"))
    page = client_of(person("manager")).get(PAGE, {"q": "bel"}).content.decode()
    assert f'href="/orders/{order.number}/"' in page
    assert 'href="/orders/?q=bel&amp;status=all"' in page
    assert "Nothing is called “qqq”" in client_of(person("manager")).get(PAGE, {"q": "qqq"}).content.decode()


def test_payments_and_refunds_are_found_by_whose_they_are(django_assert_max_num_queries):
    viewer, customer = person("accountant"), make_counterparty(name="Żółw Clinic")
    payment, refund = make_payment(customer), make_refund(customer)
    make_payment(make_counterparty(name="Another clinic"))
    with django_assert_max_num_queries(3):
        told = found(viewer, "zolw clin")
    assert told["Payments"][0] == f"/billing/payments/{payment.number}/"
    assert told["Refunds"] == [f"/billing/refunds/{refund.number}/"]
    assert found(viewer, f"zolw {payment.number[-4:]}")["Payments"] == told["Payments"][:1]
    assert not MONEY & found(person("technician"), "zolw clin").keys()


def test_what_was_found_is_marked_on_the_page_as_it_is_in_the_box():
    make_counterparty(name="Łódź & Clinic <b>")
    page = client_of(person("manager")).get(PAGE, {"q": "lodz clin"}).text
    page = re.sub(r"<mark\s+>", "<mark>", page)
    assert "<mark>Łódź</mark> &amp; <mark>Clin</mark>ic &lt;b&gt;" in page
