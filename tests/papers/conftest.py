"""What the tests of issued papers share: a paper that stands alone, and a drawing process that draws at once."""

import pytest
from django.db import transaction

from billing.ledger import acts, closing
from billing.snapshots import closing_snapshot, correction_snapshot
from papers.issuing import issue
from tests.factories.billing import make_event, make_posted_act, make_priced_order, today
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee, make_settings
from tests.factories.papers import paper_of


@pytest.fixture
def issued(db):
    make_settings(name="Meridian")
    with transaction.atomic():
        return issue(paper_of(), make_event())


@pytest.fixture
def drawings(monkeypatch):
    """What was drawn; each drawing has bytes of its own."""
    seen = []

    def drawn(html, **told):
        seen.append(html)
        return b"%%PDF-1.7 drawing %d" % len(seen)

    monkeypatch.setattr("common.pdf.engine.draw_html", drawn)
    return seen


@pytest.fixture
def accountant(db):
    return client_of(make_employee(roles=["accountant"]))


@pytest.fixture
def worked_books(db):
    """An act that was taken back, a document for two orders of which one was taken off, and one taken back whole."""
    make_settings(name="Meridian")
    customer, on = make_counterparty(), today()
    with transaction.atomic():
        for count, taken_off in ((2, 1), (1, 1)):
            orders = [make_priced_order(customer=customer) for _n in range(count)]
            held = [make_posted_act(order) for order in orders]
            said = {"customer": customer, "snapshot": closing_snapshot(orders)}
            document = closing.issue(*orders, **said, event=make_event(), on=on)
            for order in orders[:taken_off]:
                snapshot = correction_snapshot(document, order)
                closing.correct(document, order, snapshot=snapshot, event=make_event(), on=on)
        acts.reverse(held[0], event=make_event(), on=on)
