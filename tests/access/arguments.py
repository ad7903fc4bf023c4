"""What stands in an address: for each argument, by its name, the object that the row of the matrix is about."""

import re
from collections.abc import Iterator
from uuid import uuid4

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, get_resolver
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from lab.models import FeedKind
from lab.password_links import tokens
from orders.states import Status
from papers.models import IssuedPaper

NO_ROW = 987654


def walk(resolver=None, spaces: tuple[str, ...] = (), before: str = "") -> Iterator[tuple[str, str, object]]:
    """(key, route, view) of every pattern, however deep; the key is the view's name, or its route if it has none."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLPattern):
            yield ":".join([*spaces, pattern.name]) if pattern.name else route, route, pattern.callback
        else:
            yield from walk(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces, route)


class UnknownArgument(LookupError):
    """An argument that nobody has given an object yet."""


def address(route: str, about: str, world, *, absent=False) -> str:
    """The address of a route with the objects of its row filled in; ``absent`` with ones that do not exist."""

    def fill(found: re.Match) -> str:
        name = found["named"] or found["grouped"]
        if name not in ARGUMENTS:
            raise UnknownArgument(name)
        return str(ARGUMENTS[name](about, world, absent))

    return "/" + re.sub(r"<(?:\w+:)?(?P<named>\w+)>|\(\?P<(?P<grouped>\w+)>[^)]*\)", fill, route).rstrip("$")


def _pk(about, world, absent):
    return NO_ROW if absent else _rows(world)[about].pk


def _number(about, world, absent):
    if absent:
        return "2019-000001"
    numbered = {
        "act paper": world.act,
        "closing document": world.document,
        "payment": world.payment,
        "refund": world.refund,
        "receipt": world.receipt,
        "own pay sheet": world.sheets.get(world.visitor, world.sheets["manager"]),
    }
    return numbered.get(about, world.orders[Status.PRODUCTION]).number


def _object_id(about, world, absent):
    if absent:
        return NO_ROW
    if about == "anything":
        return world.customer.pk
    row = apps.get_model(about)._base_manager.order_by("pk").first()
    return row.pk if row else NO_ROW  # a table may be empty


def _rows(world) -> dict:
    return {
        "employee": world.people["technician"],
        "saved view": world.views.get(world.visitor, world.views["manager"]),
        "badge": world.badge,
        "own batch": world.batches.get(world.visitor, world.batches["manager"]),
        "own feed": world.feeds.get(world.visitor, world.feeds["manager"]),
        "exception": world.exception,
        "absence": world.absence,
        "service": world.service,
        "price list": world.price_list,
        "version to come": world.version_to_come,
        "document type": world.document_type,
        "document type without a draft": world.type_without_draft,
        "draft of a document type": world.type_draft,
        "customer": world.customer,
        "patient": world.patient,
        "merge": world.merge,
        "analyte": world.reference_range.analyte,
        "reference range": world.reference_range,
        "rate": world.rate,
        "sum set by hand": world.planned,
        "stock item": world.item,
        "lot": world.lot,
        "count": world.count,
        "booked count": world.booked_count,
        "task": world.orders[Status.PRODUCTION].tasks.get(),
        "task to move": world.orders[Status.PRODUCTION].tasks.get(),
        "draft act": world.draft_act,
        "file": world.file,
        "picture": world.picture,
        "document": world.filled["filling"],
        "revision": world.filled["released"].revisions.get(),
        "critical value": world.filled["filling"].values.get(),
        "failed work": world.failed_work,
        "bank statement": world.bank_import,
        "bank profile": world.bank_profile,
        "bank line": world.bank_import.lines.first(),
        "bank line set aside": world.bank_import.lines.last(),
        "bank file": world.bank_file,
        "imported table": world.table_import,
        "table looked at": world.table_files.get(world.visitor, world.table_files["manager"]),
        "pay sheet": world.sheets["technician"],
        "draft pay sheet": world.draft_sheet,
        "own accrual": world.accruals.get(world.visitor, world.accruals["manager"]),
        "question about pay": world.question,
        "orders realized together": world.realized_together,
    }


def _paper(about, world, absent):
    """Papers are each person's own."""
    return uuid4() if absent else world.papers.get(world.visitor, world.papers["manager"]).pk


def _code(about, world, absent):
    """A code that no paper can have is no guess, and counted nowhere."""
    return "NO-SUCH-PAPER" if absent else IssuedPaper.objects.order_by("pk").first().code


ARGUMENTS = {
    "pk": _pk,
    "employee_id": _pk,
    "file_id": _pk,
    "sheet_id": _pk,
    "entry_id": _pk,
    "question_id": _pk,
    "version_id": _pk,
    "paper_id": _paper,
    "number": _number,
    "code": _code,
    "table": lambda about, world, absent: "no-such-table" if absent else "customers",
    "file_type": lambda about, world, absent: "csv",
    "verb": lambda about, world, absent: {
        "draft act": "post",
        "task to move": "skip",
        "document": "finish",
    }.get(about, "comment"),
    "kind": lambda about, world, absent: FeedKind.ORDERS,
    "secret": lambda about, world, absent: "no-such-secret" if absent else world.feeds["manager"].secret,
    "role": lambda about, world, absent: "assistant",
    "uid": lambda about, world, absent: urlsafe_base64_encode(force_bytes(world.people["manager"].pk)),
    "token": lambda about, world, absent: "x-1" if absent else tokens.make_token(world.people["manager"]),
    "object_id": _object_id,
    "content_type_id": lambda about, world, absent: (
        ContentType.objects.get_for_model(type(world.customer)).pk
    ),
    "app_label": lambda about, world, absent: "brewery" if absent else "orders",
    "url": lambda about, world, absent: "no/such/place/",
}
