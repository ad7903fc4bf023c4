"""Cases of files: the list of orders as CSV and XLSX, beside the same rows read and written by hand."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from html import escape
from urllib.parse import urlencode

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from benchmarks.by_hand import ByHand
from benchmarks.measuring import Case, timed
from benchmarks.memory import MEGABYTE, Peak
from orders.models import Order
from orders.states import Status

AIM, RUNS = 2, 3
ROWS, AT_ONCE = 100_000, 2000
HEAD = ["Order", "State", "Patient", "Customer", "Services", "Due", "Price", "Currency", "Payment"]
STATES = {state.value: str(state.label) for state in Status}
ZERO_DAY = date(1899, 12, 30)

_ROWS = """
    SELECT o.number, o.status, o.patient_name, c.name, l.services, o.due_on,
        CASE WHEN o.status <> 'cancelled' THEN COALESCE(o.final_price, l.total, 0) END, o.currency,
        (SELECT e.amount FROM billing_receivableentry e WHERE e.order_id = o.id AND e.kind = 'charge'
            AND e.reverses_id IS NULL AND o.status = 'realized'),
        (SELECT sum(a.amount) FROM billing_allocation a WHERE a.order_id = o.id AND o.status = 'realized')
    FROM orders_order o JOIN customers_counterparty c ON c.id = o.customer_id
    LEFT JOIN LATERAL (
        SELECT sum(n.amount) AS total, string_agg(
            CASE WHEN n.quantity = 1000 THEN n.name
                ELSE trim_scale(n.quantity / 1000.0)::text || ' × ' || n.name END, ', ' ORDER BY n.position
        ) AS services
        FROM orders_orderline n WHERE n.order_id = o.id AND NOT n.is_removed
    ) l ON TRUE
    WHERE o.created_at >= %s ORDER BY o.created_at DESC, o.id DESC
"""


def since() -> date:
    """The day from which on there are as many orders as are exported; of fewer, all."""
    newest = Order.objects.order_by("-pk").values_list("created_at", flat=True)
    border = newest[ROWS : ROWS + 1].first() if newest.count() > ROWS else newest.last() - timedelta(days=2)
    return timezone.localtime(border).date() + timedelta(days=1)


def address_of(kind: str) -> str:
    asked = {"status": "all", "drawn_from": since().isoformat(), "format": kind}
    return f"{reverse('workflow:order_list')}?{urlencode(asked)}"


def export(kind: str, bench, name: str) -> Case:
    """The file as it is sent, not kept anywhere; how much memory it takes at the most is said beside it."""
    address, grown, sent = address_of(kind), dict[str, float](), dict[str, int]()
    write = WRITERS[kind]

    def weighed(what: str, pieces: Callable[[], Iterator[bytes]]) -> float:
        with Peak() as peak:
            seconds = timed(lambda: sent.update({what: sum(map(len, pieces()))}))
        grown[what] = max(peak.grown, grown.get(what, 0.0))
        return seconds

    def note() -> str:
        rows = Order.objects.drawn_up_between(since(), None).count()
        return (
            f"{rows:,} rows, {sent['page'] / MEGABYTE:.1f} MB; memory grew by {grown['page']:.1f} MB at the most,"
            f" by hand by {grown['hand']:.1f}"
        )

    return Case(
        name,
        AIM,
        RUNS,
        page=lambda: weighed("page", lambda: bench.browser.pieces(address)),
        floor=lambda: weighed("hand", lambda: write(rows_by_hand(since()))),
        look=list,
        warm_up=1,
        note=note,
    )


def by_hand(first: date) -> ByHand:
    return ByHand(_ROWS, [timezone.make_aware(datetime.combine(first, time.min))])


def rows_by_hand(first: date) -> Iterator[list]:
    """Head and rows, some thousands at a time."""
    yield HEAD
    asked = by_hand(first)
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(asked.sql, asked.params)
        while some := cursor.fetchmany(AT_ONCE):
            for number, state, patient, customer, services, due, price, currency, charged, paid in some:
                said = _payment(charged, paid or 0) if charged is not None else ""
                amount = None if price is None else Decimal(int(price)) / 1000
                yield [number, STATES[state], patient, customer, services, due, amount, currency, said]


def _payment(charged: int, paid: int) -> str:
    if paid >= charged:
        return "Paid" if paid == charged else "Overpaid"
    return "Part paid" if paid else "Unpaid"


def csv_by_hand(rows: Iterator[list]) -> Iterator[bytes]:
    page = io.StringIO()
    writer = csv.writer(page)
    for place, row in enumerate(rows, start=1):
        writer.writerow(["" if cell is None else cell for cell in row])
        if place % AT_ONCE == 0:
            yield _taken(page)
    yield _taken(page)


def _taken(page: io.StringIO) -> bytes:
    text = page.getvalue()
    page.seek(0)
    page.truncate()
    return text.encode()


def xlsx_by_hand(rows: Iterator[list]) -> Iterator[bytes]:
    """The sheet alone, which is all of a workbook that grows."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as file, file.open("sheet1.xml", "w") as sheet:
        waiting = ["<worksheet><sheetData>"]
        for row in rows:
            waiting.append(f"<row>{''.join(map(_cell, row))}</row>")
            if len(waiting) > AT_ONCE:
                sheet.write("".join(waiting).encode())
                waiting.clear()
                yield sink.taken()
        sheet.write("".join([*waiting, "</sheetData></worksheet>"]).encode())
    yield sink.taken()


class _Sink:
    """What an archive is written to without going back."""

    def __init__(self):
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _cell(cell) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, date):
        return f"<c><v>{(cell - ZERO_DAY).days}</v></c>"
    if isinstance(cell, Decimal):
        return f"<c><v>{cell}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(cell, quote=False)}</t></is></c>'


WRITERS: dict[str, Callable[[Iterator[list]], Iterator[bytes]]] = {"csv": csv_by_hand, "xlsx": xlsx_by_hand}
