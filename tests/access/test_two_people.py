"""Two people, one record: every form that shows what stands is opened twice and saved twice, walked over all pages."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.utils import timezone
from django.utils.html import escape

from common.admin import ReadOnlyAdmin
from customers.models import Tag
from lab.admin_edits import RecordedAdmin
from lab.models import LabSettings
from lab.once import new_token
from orders.models import Delivery, Marker
from orders.states import Status
from tests.access.arguments import address, walk
from tests.access.forms_on_pages import KEYS, PageForm, forms_of
from tests.access.matrix import ROWS
from tests.access.world import digest
from tests.factories.catalog import make_service
from tests.factories.customers import make_address, make_contact, make_counterparty
from tests.factories.orders import make_technician
from workflow.actions import ACTIONS

pytestmark = pytest.mark.django_db

PROPOSES = {
    "/orders/new/": "a new order",
    "/customers/new/": "a new customer",
    "/patients/new/": "a new patient",
    "/catalog/services/new/": "a new service",
    "/catalog/price-lists/new/": "a new price list",
    "/catalog/price-lists/:pk/versions/new/": "a new version of a price list",
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
    "/payments/new/": "a payment is booked, nothing that stands is changed",
    "/customers/:pk/payment/": "a payment is booked, nothing that stands is changed",
    "/customers/:pk/advance/": "what was paid ahead is given to orders, nothing that stands is changed",
    "/customers/:pk/refund/": "a refund is booked, nothing that stands is changed",
    "/customers/:pk/all-paid/": "a payment is booked; of another sum than was seen it is refused",
    "/payments/:number/reverse/": "a reversal is booked, once",
    "/refunds/:number/reverse/": "a reversal is booked, once",
    "/billing/bank/columns/:pk/": "a file is taken in, nothing that stands is changed",
    "/billing/bank/lines/:pk/take/": "a payment is booked; a line that somebody took over meanwhile is refused",
    "/orders/:number/do/pay/": "a payment is booked, nothing that stands is changed",
    "/orders/:number/do/return-to-production/": "tasks are named to be done again",
    "/board/tasks/:pk/give/": "a card that somebody else was given meanwhile is refused by what it showed",
}
"""Forms that come filled in and change nothing that stands, each with what they do instead."""

PICKS = ("text", "textarea", "tel", "")


def pages(world) -> list[str]:
    """Addresses of all forms: the rows of the matrix, the dialogs of the order page, the pages of the admin site."""
    routes = {key: route for key, route, _view in walk()}
    found = [
        address(routes[key], row.about, world)
        for key, row in ROWS.items()
        if not key.startswith(("admin", "documents:")) and "GET" in row.methods and "pdf" not in key
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


@pytest.fixture
def furnished(world):
    """One of everything that can be edited, with something in most of its fields."""
    LabSettings.load()
    Tag.objects.get_or_create(name="north")
    for name in ("Nadia", "Viktor"):
        make_technician(name=name)
        make_counterparty(name=f"Zone of {name}")
    order = world.orders[Status.PRODUCED]
    Delivery.objects.create(order=order, carrier="Post", tracking_number="17")
    order.markers.add(world.marker)
    Marker.objects.create(name="second look")
    Marker.objects.create(name="third look")
    customer = make_counterparty(name="Full clinic", phone="1", notes="a note")
    make_contact(counterparty=customer)
    make_address(counterparty=customer)
    make_service(norms={world.material: 1})
    return world


def editing(world) -> list[tuple[str, PageForm]]:
    """(page, form) of every form that shows what stands."""
    client = world.clients["administrator"]
    return [(url, form) for url in pages(world) for form in _forms(client, url) if "seen" in form.hidden]


def test_every_form_in_which_something_stands_says_what_it_showed(furnished):
    client = furnished.clients["administrator"]
    silent = [
        (url, sorted(form.shows))
        for url in pages(furnished)
        for form in _forms(client, url)
        if form.shows - KEYS and "seen" not in form.hidden and _pattern(url) not in PROPOSES
        if not (
            form.hidden.get("version") and "/acts/" in url
        )  # an act is made anew under the order's version
        if not form.action.startswith(("/me/theme", "/logout", "/bench/"))
    ]
    assert silent == []


def test_the_forms_that_edit_are_found(furnished):
    found = {_pattern(url) for url, _form in editing(furnished)}
    assert {"/customers/:pk/edit/", "/orders/:number/edit/", "/orders/:number/do/deliver/", "/me/"} <= found
    assert {"/team/:pk/", "/admin/lab/labsettings/:pk/change/", "/orders/:number/tasks/:pk/assign/"} <= found
    assert len(found) >= 20


def test_the_second_of_two_who_change_the_same_sees_both_versions_and_loses_nothing(furnished):
    wrong, tried = [], 0
    for url, form in editing(furnished):
        change = next(_changes(form), None)
        if change is None:
            assert _pattern(url) in TICKS_ALONE, url
            continue
        tried += 1
        with _rolled_back():
            wrong += [f"{url} {change}: {said}" for said in _both_change(furnished, url, form, *change)]
    assert not wrong, "\n".join(wrong)
    assert tried >= 22


def test_two_who_change_different_things_both_get_what_they_typed(furnished):
    wrong, tried = [], 0
    for url, form in editing(furnished):
        names = _texts(form)[:2]
        if len(names) < 2 or (
            "/orders/" in url and url.endswith("/edit/")
        ):  # an order has versions: refused, see below
            continue
        tried += 1
        with _rolled_back():
            wrong += [f"{url} {names}: {said}" for said in _each_changes(furnished, url, form, names)]
    assert not wrong, "\n".join(wrong)
    assert tried >= 10


def test_ticks_of_two_people_are_added_up(furnished):
    """Roles and markers: each of the two changes only the ticks that it changed."""
    order, client = furnished.orders[Status.PRODUCED], furnished.clients["administrator"]
    url = f"/orders/{order.number}/do/mark/"
    first, second = form_at(client, url, url), form_at(client, url, url)
    _worn, two, three = first.choices["markers"].offered
    assert client.post(url, first.sent(markers=[two], form_token=new_token())).status_code == 302
    both = [*second.choices["markers"].chosen, three]
    assert client.post(url, second.sent(markers=both, form_token=new_token())).status_code == 302
    assert {str(marker.pk) for marker in order.markers.all()} == {two, three}


def test_a_page_that_says_nothing_of_what_it_showed_is_taken_as_it_is(furnished):
    """The control: without it the later form undoes the earlier, so the tests above can fail."""
    url = f"/customers/{furnished.customer.pk}/edit/"
    client = furnished.clients["administrator"]
    form = form_at(client, url, "")
    assert client.post(url, form.sent(phone="222", form_token=new_token())).status_code == 302
    assert client.post(url, form.sent(notes="late", seen="", form_token=new_token())).status_code == 302
    furnished.customer.refresh_from_db()
    assert furnished.customer.phone != "222"


@pytest.mark.parametrize(
    "seen", ["{}", "[]", "x", '{"fields": 1}', '{"fields": {}, "rows": []}', '{"since": "x"}']
)
def test_what_no_page_of_ours_has_written_is_no_version(furnished, seen):
    url = f"/customers/{furnished.customer.pk}/edit/"
    client = furnished.clients["administrator"]
    form = form_at(client, url, "")
    assert client.post(url, form.sent(phone="222", seen=seen, form_token=new_token())).status_code == 302


def _both_change(world, url: str, form: PageForm, name: str, first: str, second: str):
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
    if again.sent()[name] not in (second, [second]):
        yield f"what was typed is lost: {again.sent()[name]}"
    elif client.post(action, again.sent(form_token=new_token())).status_code != 302:
        yield "saving on top is refused"


def _each_changes(world, url: str, form: PageForm, names: list[str]):
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


def _forms(client, url: str) -> list[PageForm]:
    answer = client.get(url)
    return forms_of(answer) if "html" in answer.get("Content-Type", "") else []


def _changes(form: PageForm):
    """(field, what one types, what the other types) of the fields in which something else can be typed."""
    for name in _texts(form):
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


def _texts(form: PageForm) -> list[str]:
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
    return [name for name in plain if not any(word in name for word in beside) and name not in OF_ONE_MIND]


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
    *("reason", "born_on", "first", "last", "opens", "closes", "break_from", "break_until"),
}
"""Fields that hang together with others, are read as something else than text, or say why and not what."""
TICKS_ALONE = {
    "/calendar/hours/",
    "/orders/:number/do/rush/",
    "/orders/:number/do/discount/",
    "/team/:pk/",
    "/team/:pk/roles/",
    "/team/:pk/edit/",
    "/orders/:number/do/mark/",
}


def _pattern(url: str) -> str:
    parts = url.split("?")[0].strip("/").split("/")
    named = [":number" if "-0" in part else ":pk" if part.isdigit() else part for part in parts]
    return f"/{'/'.join(named)}/"


def _rolled_back():
    from django.db import transaction

    class Undone(transaction.Atomic):
        def __exit__(self, kind, value, trace):
            transaction.set_rollback(True)
            return super().__exit__(kind, value, trace)

    return Undone(using=None, savepoint=True, durable=False)
