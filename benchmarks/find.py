"""The case of find anything: a keystroke, beside one indexed statement for each kind, written by hand."""

from urllib.parse import urlencode

from django.urls import reverse

from benchmarks import floor
from benchmarks.measuring import Case, timed
from benchmarks.statements import Statement, seconds_of
from orders.models import Order
from orders.states import Status
from workflow.pages.finding.shown import MOST_OF_A_KIND

AIM, RUNS = 1.5, 40
MOST_STATEMENTS = 3 + 3
"""The keystroke's own, and session, person and roles."""

BY_HAND = (
    "SELECT o.number, o.patient_name, o.status, c.name FROM orders_order o"
    " JOIN customers_counterparty c ON c.id = o.customer_id WHERE o.search_text LIKE {} ORDER BY o.id DESC",
    "SELECT p.id, p.name, p.species, c.name FROM customers_patient p"
    " LEFT JOIN customers_counterparty c ON c.id = p.owner_id WHERE p.search_text LIKE {} ORDER BY p.name_key",
    "SELECT id, name, legal_name, phone FROM customers_counterparty WHERE search_text LIKE {} ORDER BY name_key",
    "SELECT t.counterparty_id, t.name, c.name FROM customers_contact t"
    " JOIN customers_counterparty c ON c.id = t.counterparty_id WHERE t.search_text LIKE {} ORDER BY t.id DESC",
    "SELECT d.id, d.title, d.number, o.number FROM documents_document d"
    " JOIN orders_order o ON o.id = d.order_id WHERE d.search_text LIKE {} ORDER BY d.id DESC",
    "SELECT a.number, o.number, a.posted_on FROM billing_act a"
    " JOIN orders_order o ON o.id = a.order_id WHERE a.number LIKE {} ORDER BY a.id DESC",
    "SELECT d.number, c.name, d.issued_on FROM billing_closingdocument d"
    " JOIN customers_counterparty c ON c.id = d.customer_id WHERE d.number LIKE {} ORDER BY d.id DESC",
    "SELECT p.number, c.name, p.received_on FROM billing_payment p"
    " JOIN customers_counterparty c ON c.id = p.customer_id WHERE p.search_text LIKE {} ORDER BY p.id DESC",
    "SELECT r.number, c.name, r.refunded_on FROM billing_refund r"
    " JOIN customers_counterparty c ON c.id = r.customer_id WHERE r.search_text LIKE {} ORDER BY r.id DESC",
    "SELECT number, supplier, received_on FROM stock_receipt WHERE search_text LIKE {} ORDER BY id DESC",
    "SELECT id, code, name FROM catalog_service WHERE search_text LIKE {} ORDER BY code",
    "SELECT id, name, position FROM lab_employee WHERE search_text LIKE {} ORDER BY name_key",
)


def keystroke(bench, name: str) -> Case:
    """A part of a patient's name, as it stands in the box when somebody pauses."""
    last_name = Order.objects.filter(status=Status.REALIZED).latest("pk").patient_name.split()[-1]
    part = last_name[1:-1].lower()
    address = f"{reverse('workflow:find_rows')}?{urlencode({'q': part})}"
    sent = [
        Statement(f"{one.format('%s')} LIMIT {MOST_OF_A_KIND}", [f"%{part}%"], many=False, seconds=0)
        for one in BY_HAND
    ]
    prepared = floor.Prepared(sent, bench.get(address).body, headers={"Content-Type": "application/json"})
    return Case(
        name,
        AIM,
        RUNS,
        page=lambda: timed(lambda: bench.get(address)),
        floor=lambda: floor.prepare(prepared) or timed(lambda: bench.get(floor.ADDRESS)),
        look=lambda: seconds_of(lambda: bench.get(address)),
        most_statements=MOST_STATEMENTS,
    )
