"""The machinery of lists: which rows, in which sequence, page by page; files; what a person keeps; what it refuses."""

import os
from datetime import date
from random import Random

import pytest
from django.apps import apps
from django.urls import reverse

from common.lists import counting, paging
from common.lists.paging import Order as Sequence
from customers.lists import PATIENTS
from customers.models import Patient
from lab.lists import address_of, rows_asked
from lab.models import FirstPage, SavedView
from lab.once import new_token
from orders.models import Order
from stock.lists import STOCK_LOTS
from stock.models import Lot
from tests.access.arguments import walk
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_line, make_order
from tests.factories.stock import item_of, make_stocked
from tests.lab.lists import pages_of, read_csv, read_workbook
from workflow.drawing_up.drafts import PatientDetails
from workflow.pages.order_table import ORDERS

pytestmark = pytest.mark.django_db
TABLES = {key: view.list_table for key, _route, view in walk() if hasattr(view, "list_table")}
ROUTES = {key: route for key, route, _view in walk()}
"""Every list of the house, found by asking all addresses."""

ROWS = 400 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 17
ORDERS_URL = "/orders/"


@pytest.fixture
def mary():
    return make_employee("Mary", roles=["manager"])


# --- pages against a list of Python's -----------------------------------------------------------------------
@pytest.fixture
def scattered(monkeypatch):
    """Rows of few values, so that many are alike, and of some without one."""
    monkeypatch.setattr(paging, "PAGE", 3)
    dice = Random(ROWS)
    names = ["Ada", "ada", "Żak_7", "O’Hara", "Ян"]
    Patient.objects.bulk_create(
        Patient(name=dice.choice(names), kind=dice.choice(["person", "animal"])) for _row in range(ROWS)
    )
    item = item_of(make_stocked(name="Wax"))
    days = [None, None, "2026-01-05", "2026-11-26", "2027-03-01"]
    Lot.objects.bulk_create(
        Lot(item=item, name=f"{dice.choice('AB')}-{place}", expires_on=dice.choice(days))
        for place in range(ROWS)
    )


def by(rows, key):
    """As Python sorts them: what has no value behind all others, equal ones by their ids."""
    return sorted(rows, key=lambda row: (key(row) is None, key(row) or "", row.pk))


def test_pages_hold_each_row_once_in_the_sequence_that_python_makes(scattered):
    patients, lots = list(Patient.objects.all()), list(Lot.objects.all())
    expected = [
        (PATIENTS, "sort=name", by(patients, lambda row: row.name_key)),
        (PATIENTS, "sort=-name", by(patients, lambda row: row.name_key)[::-1]),
        (PATIENTS, "kind=animal", [p for p in by(patients, lambda row: row.name_key) if p.kind == "animal"]),
        (PATIENTS, "q=ADA", [p for p in by(patients, lambda row: row.name_key) if p.name in ("Ada", "ada")]),
        (STOCK_LOTS, "", by(lots, lambda row: None)[::-1]),
        (STOCK_LOTS, "sort=lot", by(lots, lambda row: None)),
        (STOCK_LOTS, "sort=until", by(lots, lambda row: row.expires_on and row.expires_on.isoformat())),
        (STOCK_LOTS, "sort=-until", by(lots, lambda row: row.expires_on and row.expires_on.isoformat())[::-1]),
        (STOCK_LOTS, "sort=until&q=b-", [
            lot
            for lot in by(lots, lambda row: row.expires_on and row.expires_on.isoformat())
            if lot.name.startswith("B")
        ]),
    ]  # fmt: skip
    for table, query, rows in expected:
        forth, last = pages_of(table, query)
        assert [pk for page in forth for pk in page] == [row.pk for row in rows], query
        assert all(len(page) == 3 for page in forth[:-1])
        back, _first = pages_of(table, last, back=True)
        assert [pk for page in back[::-1] for pk in page] == [row.pk for row in rows], query
        assert list(rows_asked(table, query, make_employee(roles=["manager"]))[0]) == rows


def test_every_order_of_every_list_has_an_index_behind_it():
    """Else the last page would cost what all rows cost."""
    missing = []
    for key, table in TABLES.items():
        viewer = _Everything()
        model = (table.rows(viewer, 0) if "<" in ROUTES[key] else table.rows(viewer)).model
        within = "<" in ROUTES[key]
        for column in table.columns:
            sort = column.sort
            if sort and sort.by is not None and not sort.summed and not _index_of(model, sort, within):
                missing.append(f"{key}: {column.name}")
    assert missing == []


SUMMED = {"billing:balance_list: oldest", "billing:balance_list: balance"}
"""What no index can hold. Nobody has so many customers that a sum for each of them could not be asked for."""


def test_only_what_is_summed_for_customers_is_sorted_without_an_index():
    found = {
        f"{key}: {column.name}"
        for key, table in TABLES.items()
        for column in table.columns
        if column.sort and column.sort.summed
    }
    assert found == SUMMED


class _Everything:
    """Whoever may do whatever there is."""

    person, today = None, date(2026, 11, 26)

    def may(self, action: str) -> bool:
        return True


def _index_of(model, sort, within: bool) -> bool:
    """The index begins with the path; of a list within another row it may begin with what points at that row."""
    path = sort.by.split("__") if isinstance(sort.by, str) else []
    for name in path[:-1]:
        model = model._meta.get_field(name).related_model
    models = [model] if path else apps.get_models()
    indexes = (index for one in models for index in one._meta.indexes)
    named = next((index for index in indexes if index.name == sort.index), None)
    if named is None or not path:
        return named is not None
    columns = [name.lstrip("-") for name in named.fields]
    return columns[0] == path[-1] or (within and columns[1] == path[-1])


def test_a_place_that_is_none_begins_at_the_beginning(scattered):
    for query in ("before=Ada", "before=Ada_x", "after=_", "sort=name&before=7", "before=" + "9" * 60):
        assert pages_of(PATIENTS, query)[0][0] == pages_of(PATIENTS, "")[0][0]
    for query in ("sort=until&before=2026-99-01_7", "sort=until&before=x_7", "sort=lot&before=x_7"):
        assert len(pages_of(STOCK_LOTS, query)[0][0]) == 3
    assert Sequence(STOCK_LOTS.sorts_for(_Everything())["until"]).field(Lot).name == "expires_on"


def test_the_count_is_capped_and_told_exactly_when_asked(mary, monkeypatch, scattered):
    monkeypatch.setattr(counting, "COUNTED", 2)
    monkeypatch.setattr(counting.Counts, "__init__", _counts_of_two)
    client = client_of(mary)
    answer = client.get("/patients/")
    assert "2+ patients" in answer.content.decode()
    answer = client.get("/patients/" + answer.context["count_url"])
    assert f"{ROWS} patients" in answer.content.decode()


def _counts_of_two(self, total, by_tab=None, most=2, most_in_tabs=2):
    vars(self).update(total=total, by_tab=by_tab or {}, most=most, most_in_tabs=most_in_tabs)


# --- files --------------------------------------------------------------------------------------------------
def test_a_file_says_what_the_list_says_with_its_filters_columns_and_sequence(mary):
    north = make_counterparty(name="=North & Co")
    for name in ("+Bella", "Anna <b>"):
        make_order(make_line(), customer=north, patient=PatientDetails(name=name))
    make_order(customer=make_counterparty(name="South"))
    query = {"status": "all", "customer": north.pk, "sort": "number", "columns": "due,patient,customer,price"}
    client = client_of(mary)
    page = client.get(ORDERS_URL, query)
    numbers = [row.number for row in page.context["rows"]]
    files = dict(page.context["files"])
    assert [head.label for head in page.context["heads"]] == [
        "Order",
        "Due",
        "Patient",
        "Customer",
        "Price, EUR",
    ]

    table = read_csv(client.get(ORDERS_URL + files["CSV"]))
    assert table[0] == ["Order", "Due", "Patient", "Customer", "Price", "Currency"]
    assert [row[0] for row in table[1:]] == numbers
    due = Order.objects.get(number=numbers[0]).due_on
    assert table[1][1:] == [due.isoformat(), "'+Bella", "'=North & Co", "100.00", "EUR"]

    book = read_workbook(client.get(ORDERS_URL + files["Excel"]))
    assert book[0] == table[0]
    assert book[1] == [numbers[0], due, "+Bella", "=North & Co", 100, "EUR"]
    assert book[2][2] == "Anna <b>"


def test_a_file_is_read_in_parts(mary, monkeypatch):
    monkeypatch.setattr("lab.lists.files.AT_ONCE", 2)
    numbers = [make_order().number for _order in range(5)]
    answer = client_of(mary).get(ORDERS_URL, {"status": "all", "format": "csv"})
    assert [row[0] for row in read_csv(answer)[1:]] == numbers[::-1]


# --- what a person keeps ------------------------------------------------------------------------------------
def columns_url(address=ORDERS_URL) -> str:
    return f"{reverse('lab:list_columns')}?back={address}"


def shown(client, address=ORDERS_URL) -> list[str]:
    return [head.label for head in client.get(address).context["heads"]]


def test_each_person_chooses_columns_and_moves_them_without_a_script(mary):
    make_order()
    mine, others = client_of(mary), client_of(make_employee(roles=["manager"]))
    usual = shown(mine)
    form = mine.get(columns_url()).context["form"]
    names = [column.name for column, _shown in form.rows]
    typed = {
        "form_token": new_token(),
        "sequence": ",".join(names),
        "columns": ["due", "contact", "nonsense_"],
    }
    moved = mine.post(columns_url(), typed | {"columns": ["due", "contact"], "move": "up:contact"})
    assert moved.status_code == 422
    now = [column.name for column, _shown in moved.context["form"].rows]
    assert now.index("contact") == names.index("contact") - 1
    assert shown(mine) == usual
    assert mine.post(columns_url(), typed).status_code == 422  # a column that there is not
    answer = mine.post(
        columns_url(), typed | {"columns": ["contact", "due"], "sequence": "due,number,contact"}
    )
    assert answer.status_code == 302
    assert shown(mine) == ["Due", "Order", "Ordered by"]
    assert shown(others) == usual
    assert (
        mine.post(columns_url(), typed | {"form_token": new_token(), "columns": [], "usual": "yes"}).url
        == ORDERS_URL
    )
    assert shown(mine) == usual
    for nowhere in ("", "//elsewhere.example/", "/team/", "/nothing/"):
        assert mine.get(columns_url(nowhere)).url == "/"


def save(client, address, **typed):
    return client.post(f"{reverse('lab:view_new')}?back={address}", {"form_token": new_token(), **typed})


def test_views_are_saved_shared_and_open_first(mary):
    tess = make_employee("Tess", roles=["technician"])
    hers, theirs = client_of(mary), client_of(tess)
    late = address_of(ORDERS, due="overdue", status="open", sort="-due", columns="number,price,due")
    answer = save(hers, late.replace("&", "%26"), name="Late", is_shared="on", is_first="on")
    view = SavedView.objects.get(name="Late")
    assert answer.url == f"{ORDERS_URL}?status=open&due=overdue&sort=-due&columns=number%2Cprice%2Cdue"
    assert hers.get("/").url == answer.url
    assert [one.name for one, _url in theirs.get(ORDERS_URL).context["views"]] == ["Late"]
    assert shown(hers, answer.url) == ["Order", "Price", "Due"]
    assert shown(theirs, answer.url) == ["Order", "Due"]
    assert save(hers, ORDERS_URL, name="Late").status_code == 422  # the name is taken
    save(theirs, ORDERS_URL, name="Own", is_shared="on")  # a technician shares nothing
    assert not SavedView.objects.get(name="Own").is_shared
    assert [one.name for one, _url in hers.get(ORDERS_URL).context["views"]] == ["Late"]
    edit = reverse("lab:view_edit", args=[view.pk])
    assert theirs.post(edit, {"form_token": new_token(), "name": "Mine", "is_first": "on"}).status_code == 302
    assert (SavedView.objects.get(pk=view.pk).name, theirs.get("/").url) == ("Late", answer.url)
    remove = reverse("lab:view_remove", args=[view.pk])
    assert theirs.post(remove, {"form_token": new_token()}).status_code == 404
    assert hers.post(remove, {"form_token": new_token()}).status_code == 302
    assert not FirstPage.objects.exists()
    assert hers.get("/").status_code == 200


def test_a_view_whose_list_filter_or_column_is_gone_still_opens(mary):
    client = client_of(mary)
    said = {"owner": mary, "query": "gone=1&columns=gone,price&sort=gone&status=gone"}
    SavedView.objects.create(list="workflow:order_list", name="Old", **said)
    FirstPage.objects.create(
        employee=mary, view=SavedView.objects.create(list="no:list", name="Older", **said)
    )
    make_order()
    ((view, url),) = client.get(ORDERS_URL).context["views"]
    assert (view.name, shown(client, url)) == ("Old", ["Order", "Price, EUR"])
    assert client.get("/").status_code == 200
