"""Two people change what one form shows: every form of the house, filled and sent."""

from datetime import timedelta

from django.contrib import admin
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import escape

from common.admin import ReadOnlyAdmin
from common.days import weekday_and_year
from lab.admin_edits import RecordedAdmin
from lab.once import new_token
from orders.states import Status
from tests.access.arguments import address, walk
from tests.access.digests import digest
from tests.access.forms_on_pages import PageForm, forms_of
from tests.access.matrix import ROWS
from workflow.actions import ACTIONS

PROPOSES = {
    "/orders/new/": "a new order",
    "/customers/new/": "a new customer",
    "/patients/new/": "a new patient",
    "/catalog/services/new/": "a new service",
    "/catalog/price-lists/new/": "a new price list",
    "/catalog/price-lists/:pk/versions/new/": "a new version of a price list",
    "/documents/types/new/": "a new document type",
    "/documents/types/:pk/copy/": "a new document type",
    "/catalog/price-lists/:pk/give/": "a list is given, nothing that stands is changed",
    "/documents/analytes/new/": "a new analyte",
    "/documents/analytes/:pk/ranges/new/": "a new range",
    "/documents/analytes/ranges/:pk/end/": "an end is set; of a range that has one it is refused",
    "/payroll/rates/new/": "a new rate",
    "/billing/rates/new/": "a rate is entered, nothing that stands is changed",
    "/billing/rates/import/": "rates are entered, nothing that stands is changed",
    "/stock/receipts/new/": "a new receipt",
    "/stock/:pk/correct/": "a correction is booked, nothing that stands is changed",
    "/stock/counts/new/": "a new sheet",
    "/team/invite/": "a new person",
    "/calendar/exceptions/new/": "a new exception",
    "/calendar/absences/new/": "a new absence",
    "/calendar/public-holidays/": "days that are missing are added, nothing that stands is changed",
    "/payroll/months/close/": "a month is closed, nothing that stands is changed",
    "/billing/realize/": "each order is realized under the version that the page showed",
    "/billing/statements/all/": "a file is made, nothing that stands is changed",
    "/billing/documents/sent/": "papers are marked, and what somebody marked meanwhile stays",
    "/imports/": "a file is brought, nothing that stands is changed",
    "/imports/files/:pk/": "what stands by now must be what the page showed, else nothing is imported",
    "/payments/new/": "a payment is booked, nothing that stands is changed",
    "/customers/:pk/payment/": "a payment is booked, nothing that stands is changed",
    "/customers/:pk/advance/": "what was paid ahead is given to orders, nothing that stands is changed",
    "/customers/:pk/refund/": "a refund is booked, nothing that stands is changed",
    "/customers/:pk/all-paid/": "a payment is booked; of another sum than was seen it is refused",
    "/payments/:number/reverse/": "a reversal is booked, once",
    "/refunds/:number/reverse/": "a reversal is booked, once",
    "/billing/bank/columns/:pk/": "a file is taken in, nothing that stands is changed",
    "/billing/bank/lines/:pk/take/": "a payment is booked; a line that somebody took over meanwhile is refused",
    "/documents/:pk/": "who saw another value sees both before anything is written (decision 41)",
    "/documents/:pk/do/finish/": "a document that changed since the page was opened is not finished",
    "/documents/values/:pk/call/": "a call is recorded, nothing that stands is changed",
    "/documents/revisions/:pk/hand-over/": "a hand-over is recorded, nothing that stands is changed",
    "/orders/:number/do/pay/": "a payment is booked, nothing that stands is changed",
    "/orders/:number/do/return-to-production/": "tasks are named to be done again",
    "/board/tasks/:pk/give/": "a card that somebody else was given meanwhile is refused by what it showed",
}
"""Forms that come filled in and change nothing that stands, each with what they do instead."""
FILES = ("documents:file", "documents:thumbnail", "documents:remove_file", "documents:upload")
FILES = ("documents:upload", "documents:file", "documents:thumbnail", "documents:remove_file")
"""Addresses of bytes, not of forms."""
PICKS = ("text", "textarea", "tel", "")


def pages(world) -> list[str]:
    """Addresses of all forms: the rows of the matrix, the dialogs of the order page, the pages of the admin site."""
    routes = {key: route for key, route, _view in walk()}
    found = [
        address(routes[key], row.about, world)
        for key, row in ROWS.items()
        if not key.startswith(("admin", *FILES)) and "GET" in row.methods and "pdf" not in key
    ]
    orders = (world.orders[Status.DRAFTING], world.orders[Status.PRODUCTION], world.orders[Status.PRODUCED])
    found += [f"/orders/{order.number}/do/{verb}/" for order in orders for verb in ACTIONS]
    found += [
        f"/admin/{model._meta.app_label}/{model._meta.model_name}/{row.pk}/change/"
        for model, page in admin.site._registry.items()
        if isinstance(page, RecordedAdmin) and not isinstance(page, ReadOnlyAdmin)
        for row in model._default_manager.order_by("pk")[:1]
    ]
    return list(dict.fromkeys(found))


def editing(world) -> list[tuple[str, PageForm]]:
    """(page, form) of every form that shows what stands."""
    client = world.clients["administrator"]
    return [(url, form) for url in pages(world) for form in forms(client, url) if "seen" in form.hidden]


def both_change(world, url: str, form: PageForm, name: str, first: str, second: str):
    client, action = world.clients["administrator"], form.action or url
    answer = client.post(action, form.sent(**{name: first}, form_token=new_token()))
    if answer.status_code != 302:
        yield f"the first is refused: {answer.status_code}"
        return
    before = digest()
    late = client.post(action, form.sent(**{name: second}, form_token=new_token()))
    page = late.content.decode()
    if late.status_code != 409 or digest() != before:
        yield f"the second is not refused: {late.status_code}"
    elif escape(second) not in page or ("error-summary" not in page and "two-versions" not in page):
        yield "the page does not show both"
    else:
        yield from _saved_on_top(client, action, form, name, late, second)


def _saved_on_top(client, action: str, form: PageForm, name: str, late, second: str):
    """Pressing the button of the page that shows both versions is a decision."""
    again = next(one for one in forms_of(late) if name in one.sent() and (one.action or action) == action)
    if again.sent()[name] not in (second, [second], _written_out(second)):
        yield f"what was typed is lost: {again.sent()[name]}"
    elif client.post(action, again.sent(form_token=new_token())).status_code != 302:
        yield "saving on top is refused"


def _written_out(typed: str) -> str:
    """How a form says the day that was typed, where it was one."""
    day = parse_date(typed)
    return weekday_and_year(day) if day else typed


def each_changes(world, url: str, form: PageForm, names: list[str]):
    client, action, one = world.clients["administrator"], form.action or url, f"{form.texts[names[0]]}1"
    other = f"{form.texts[names[1]]}2"
    for name, said in zip(names, (one, other), strict=True):
        answer = client.post(action, form.sent(**{name: said}, form_token=new_token()))
        if answer.status_code != 302:
            yield f"{name} is refused: {answer.status_code}"
            return
    now = next(
        fresh
        for fresh in forms_of(client.get(url))
        if fresh.action == form.action and names[0] in fresh.texts
    )
    if (now.texts[names[0]], now.texts[names[1]]) != (one, other):
        yield f"{now.texts[names[0]]!r}, {now.texts[names[1]]!r}"


def form_at(client, url: str, action: str) -> PageForm:
    return next(
        form for form in forms_of(client.get(url)) if "seen" in form.hidden and action in (form.action, "")
    )


def forms(client, url: str) -> list[PageForm]:
    answer = client.get(url)
    return forms_of(answer) if "html" in answer.get("Content-Type", "") else []


def changes(form: PageForm):
    """(field, what one types, what the other types) of the fields in which something else can be typed."""
    for name in texts(form):
        yield name, f"{form.texts[name]}1", f"{form.texts[name]}2"
    for name, kind in form.kinds.items():
        if kind == "date":
            days = (timezone.localdate() + timedelta(days=away) for away in (20, 21))
            yield name, *(day.isoformat() for day in days)
        elif kind == "time" and "break" not in name:
            yield name, "08:10", "08:20"
    taken = {value for one in form.choices.values() for value in one.chosen}
    for name, one in form.choices.items():
        others = [value for value in one.offered if value and value not in taken]
        if not one.is_many and len(others) > 1:
            yield name, *others[-2:]


def texts(form: PageForm) -> list[str]:
    """Text fields into which anything may be typed: no numbers, masks, codes or names of a log-in."""
    beside = (
        "mask",
        "currency",
        "price",
        "amount",
        "percent",
        "days",
        "position",
        "quantity",
        "figure",
        "discount",
        "card",
        "age",
    )
    plain = [name for name, kind in form.kinds.items() if kind in PICKS and "__prefix__" not in name]
    typed = [name for name in plain if not name.startswith(HEADING) or name == f"{HEADING}label"]
    return [name for name in typed if not any(word in name for word in beside) and name not in OF_ONE_MIND]


HEADING = "rows-0-"
"""The first row of a document type is a section: it has a title and nothing else."""


OF_ONE_MIND = {
    *(
        "username",
        "tags",
        "payer_name",
        "payer_details",
        "species",
        "breed",
        "new_owner_name",
        "new_owner_phone",
    ),
    *("reason", "due_on", "born_on", "first", "last", "opens", "closes", "break_from", "break_until"),
    *("width", "height", "sheet_width", "sheet_height", "columns", "rows"),
    *("margin_left", "margin_top", "gap_across", "gap_down"),
}
"""Fields that hang together with others, are read as something else than text, or say why and not what."""
TICKS_ALONE = {
    "/calendar/hours/",
    "/orders/:number/do/rush/",
    "/orders/:number/do/discount/",
    "/catalog/services/:pk/price/",
    "/team/:pk/",
    "/team/:pk/roles/",
    "/team/:pk/edit/",
    "/orders/:number/do/mark/",
}


def pattern(url: str) -> str:
    parts = url.split("?")[0].strip("/").split("/")
    named = [":number" if "-0" in part else ":pk" if part.isdigit() else part for part in parts]
    return f"/{'/'.join(named)}/"


def rolled_back():
    from django.db import transaction

    class Undone(transaction.Atomic):
        def __exit__(self, kind, value, trace):
            transaction.set_rollback(True)
            return super().__exit__(kind, value, trace)

    return Undone(using=None, savepoint=True, durable=False)
