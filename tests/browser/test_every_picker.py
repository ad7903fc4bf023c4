"""Every picker takes what was typed at 30 ms a key, with answers that come late.

By day one of each kind (what it asks, what it stands in) on one page in four and on those expected, at night in each of
its places.
"""

import re

import pytest

from orders.models import Order
from orders.states import Status
from tests.access.arguments import address, walk
from tests.access.matrix import ROWS
from tests.access.world import build_world
from tests.browser.typing import WAYS, Place, begin, places
from tests.factories.catalog import make_service
from tests.factories.customers import make_contact, make_counterparty, make_owner, make_patient
from tests.factories.orders import make_technician
from tests.factories.stock import make_stocked
from tests.sizes import NIGHTLY
from workflow.actions import ACTIONS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MANY = 11
MARKED = re.compile(r'\sdata-picker(?:=""|\s|>)')
SELECT = re.compile(r"<select\b.*?</select>", re.DOTALL)


@pytest.fixture
def world(transactional_db):
    world = build_world()
    for number in range(MANY):
        make_technician(name=f"Worker {number}")
        make_stocked("10", name=f"Ceramic {number}")
        make_service(name=f"Crown {number}")
        customer = make_counterparty(name=f"Clinic of {number}", tags=[f"tag {number}"])
        make_contact(counterparty=customer, name=f"Doctor {number}")
        make_owner(name=f"Keeper {number}")
        make_patient(name=f"Sufferer {number}")
    make_contact(counterparty=world.customer, name="Doctor North")
    return world


def pages_with_pickers(world) -> dict[str, str]:
    """Name → address of every page that has one, found by asking for all of them."""
    client, found = world.clients["administrator"], {}
    for key, url in addresses(world):
        answer = client.get(url)
        is_page = answer.status_code == 200 and "text/html" in answer.get("Content-Type", "")
        if is_page and _has_picker(answer.content.decode()):
            found[key] = url
    return found


def addresses(world):
    for key, route, _view in walk():
        row = ROWS.get(key)
        if row and "GET" in row.methods and not route.startswith("admin"):
            yield key, address(route, row.about, world)
    drafting: Order = world.orders[Status.DRAFTING]
    for verb in ACTIONS:
        yield f"order_do {verb}", f"/orders/{drafting.number}/do/{verb}/"


def _has_picker(page: str) -> bool:
    main = page.partition("<main")[2]
    return MARKED.search(main) is not None or any(
        select.count("<option") > MANY for select in SELECT.findall(main)
    )


EXPECTED = {
    "workflow:order_new",
    "workflow:order_edit",
    "workflow:order_list",
    "order_do change-customer",
    "workflow:task_assign",
    "workflow:act_new",
    "customers:patient_new",
    "stock:receipt_new",
    "catalog:service_edit",
    "payroll:rate_new",
}
"""The control: a walk that found nothing would prove nothing."""


def test_each_takes_what_was_typed(world, page, log_in):
    log_in(world.people["administrator"])
    wrong, tried, met = [], 0, set()
    found = pages_with_pickers(world)
    assert found.keys() >= EXPECTED
    for name in found if NIGHTLY else sorted(EXPECTED | {*list(found)[::4]}):
        begin(page, found[name])
        for place in [Place(page, one) for one in places(page)]:
            if place.kind in met and not NIGHTLY:
                continue
            met.add(place.kind)
            ways = WAYS if NIGHTLY else WAYS[tried % len(WAYS) :][:1]
            wrong += [f"{name} {place.id}: {complaint}" for complaint in complaints(place, ways)]
            tried += 1
    assert wrong == []
    assert tried >= 12


def complaints(place: Place, ways):
    """What goes wrong in one place: of its ways each place takes one by day, in turn, and all at night."""
    unknown = "zz unknown 9"
    place.tab_at_once(unknown)
    if place.taken() != ("", "" if place.spilt == unknown else unknown) or unknown not in place.says:
        yield f"no match: {place.taken()}, “{place.says}”"
    for row, way in zip(_different(place.rows()), ways, strict=False):
        getattr(place, way)(row[1].lower())
        if place.taken() != row or place.says:
            yield f"{way}: {row} was typed, {place.taken()} taken, “{place.says}”"
    if place.was_sent:
        yield "Enter sent the form"


def _different(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Four rows, from the end of the list, each of a name that no other has; none where there is none."""
    names = [text for _pk, text in rows]
    unique = [row for row in rows if names.count(row[1]) == 1]
    return (unique[::-1] * 4)[:4]
