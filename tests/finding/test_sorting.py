"""Names stand in every list and picker as a language sorts them, the same on both databases, by an index."""

import ast
import re

import pytest
from django.apps import apps
from django.db import connection, models

from catalog.models import Material, PriceList, Service, ServiceGroup
from common.finding import NameKeyField, written
from customers.models import Contact, Counterparty, Patient, Tag
from documents.models import Analyte, DocumentType, LabelSize
from lab.models import Employee, SavedView
from orders.models import Marker
from stock.models import Warehouse
from tests.architecture.house import HOUSE, ROOT, modules
from tests.factories.analytes import make_analyte
from tests.factories.billing import make_payment
from tests.factories.catalog import make_group, make_material, make_service
from tests.factories.customers import make_contact, make_counterparty, make_owner, make_patient
from tests.factories.lab import client_of, make_employee
from tests.factories.stock import make_stocked

NAMES = ["abel", "Ärztehaus", "de Vries", "Yve", "Zahnhaus"]
MIXED = ["Yve", "Zahnhaus", "abel", "de Vries", "Ärztehaus"]
OWN = [model for model in apps.get_models() if model._meta.app_label in HOUSE]
KEYS = {
    (model, field.of[0]): field
    for model in OWN
    for field in written(model)
    if isinstance(field, NameKeyField)
}
SORTED_TEXT = {source for _model, source in KEYS}

MAKERS = {
    Counterparty: make_counterparty,
    Contact: make_contact,
    Patient: make_patient,
    Tag: lambda name: Tag.objects.create(name=name),
    ServiceGroup: make_group,
    Service: make_service,
    Material: make_material,
    Marker: lambda name: Marker.objects.create(name=name),
    Warehouse: lambda name: Warehouse.objects.create(name=name),
    Employee: make_employee,
    PriceList: lambda name: PriceList.objects.create(name=name),
    Analyte: make_analyte,
    SavedView: lambda name: SavedView.objects.create(name=name, owner=make_employee(), list="x"),
    DocumentType: lambda name: DocumentType.objects.create(name=name),
    LabelSize: lambda name: LabelSize.objects.create(name=name, width=58, height=40),
}


# --- by walking -----------------------------------------------------------------------------------------------------
def sorted_by(tree: ast.Module):
    """(line, path) of what rows are sorted by, in ``order_by(…)`` and in ``ordering = […]``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "order_by":
            told = node.args
        elif isinstance(node, ast.Assign) and any(getattr(at, "id", "") == "ordering" for at in node.targets):
            told = getattr(node.value, "elts", [])
        else:
            continue
        for one in (part for argument in told for part in ast.walk(argument)):
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                yield node.lineno, one.value


def is_sorted_by_bare_text(path: str) -> bool:
    return path.lstrip("-").rpartition("__")[2] in SORTED_TEXT


def test_nothing_is_sorted_by_a_bare_name():
    """Each database would sort it by its own collation, most of them with small letters after Z."""
    guilty = [
        f"{path}:{line} {by}"
        for path, tree in modules().items()
        for line, by in sorted_by(tree)
        if is_sorted_by_bare_text(by)
    ]
    assert guilty == []


@pytest.mark.parametrize(
    "culprit",
    ['rows.order_by("-active", "customer__name")', 'ordering = ["name"]', 'r.order_by(F("name").asc())'],
)
def test_the_search_would_see_a_culprit(culprit):
    assert any(is_sorted_by_bare_text(path) for _line, path in sorted_by(ast.parse(culprit)))


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_no_model_is_sorted_by_a_bare_name(model):
    assert [path for path in model._meta.ordering if is_sorted_by_bare_text(str(path))] == []


def test_a_list_of_names_in_python_is_sorted_by_the_key():
    """``sorted(… .name …)`` would sort by code points of capitals and accents."""
    pattern = re.compile(r"sorted\([^\n]*\.(?:name|department)\b(?![^\n]*key=sort_key)")
    assert pattern.search("sorted(one.name for one in rows)")
    assert [path for path in modules() if pattern.search((ROOT / path).read_text())] == []


# --- in the database ------------------------------------------------------------------------------------------------
def test_every_model_with_a_key_is_tried():
    assert {model for model, source in KEYS if source == "name"} == set(MAKERS)


@pytest.mark.django_db
@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model._meta.label)
def test_names_sort_as_a_language_sorts_them(model):
    made = [MAKERS[model](name=name).pk for name in MIXED]
    by_name = model.objects.filter(pk__in=made).order_by("name_key", "pk")
    assert list(by_name.values_list("name", flat=True)) == NAMES
    if "name_key" in model._meta.ordering:
        assert [row.name for row in model.objects.filter(pk__in=made)] == NAMES


@pytest.mark.django_db
def test_equal_names_keep_one_order():
    twins = [make_counterparty(name=name).pk for name in ("Muller", "Müller", "Muller", "MULLER")]
    assert [row.pk for row in Counterparty.objects.all()] == [twins[3], twins[0], twins[2], twins[1]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (lambda: Counterparty.objects.order_by("name_key", "pk")[:50], "counterparty_by_name"),
        (lambda: Patient.objects.order_by("name_key", "pk")[:50], "patient_by_name"),
        (
            lambda: Counterparty.objects.filter(name_key__gt="m").order_by("name_key", "pk")[:50],
            "counterparty_by_name",
        ),
    ],
)
def test_a_page_of_names_is_read_along_an_index(rows, index):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for way in ("seqscan", "bitmapscan", "sort"):  # so few rows would not be worth an index
                cursor.execute(f"SET LOCAL enable_{way} = off")
    plan = rows().explain()
    assert index in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.django_db
def test_the_key_is_compared_sign_by_sign_whatever_the_database_was_made_with():
    field = KEYS[Counterparty, "name"]
    assert isinstance(field, models.TextField)
    collation = field.db_parameters(connection)["collation"]
    assert collation == ("C" if connection.vendor == "postgresql" else None)


# --- on the pages ---------------------------------------------------------------------------------------------------
def in_page_order(text: str) -> list[str]:
    return sorted(NAMES, key=lambda name: re.search(rf'[>"]\s*{name}\s*[<,"]', text).start())


def _animals(name):
    return make_patient(name=name, kind="animal", owner=make_owner(name=f"{name}!"))


PAGES = {
    "/customers/": make_counterparty,
    "/customers/search/": make_counterparty,
    "/patients/": make_patient,
    "/patients/search/": _animals,
    "/stock/": make_stocked,
    "/stock/receipts/new/": make_material,
    "/catalog/services/new/": make_material,
    "/billing/": lambda name: make_payment(make_counterparty(name=name)),
    "/team/": make_employee,
    "/acts/": make_employee,
    "/orders/": lambda name: make_employee(name, roles=["technician"]),
    "/orders/new/": make_counterparty,
    "/admin/customers/counterparty/": make_counterparty,
    "/admin/customers/counterparty/?o=0": make_counterparty,
    "/admin/catalog/service/?o=1": make_service,
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_a_page_lists_names_in_that_order(address):
    for name in MIXED:
        PAGES[address](name=name)
    text = client_of(make_employee(roles=["administrator"])).get(address).content.decode()
    if address.endswith("search/"):
        text = text.encode().decode("unicode_escape")
    assert in_page_order(text) == NAMES
