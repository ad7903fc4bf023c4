"""Columns that rows write about themselves stay true, in every model, on every way a row is written."""

import ast

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models

from billing.models import Payment, Refund
from catalog.models import Material
from common import triggers
from common.admin import FindingAdmin
from common.finding import FoldedField, Found, FoundQuerySet, StaleColumns, WrittenField, written
from common.models import Numbered
from common.written_again import write_columns
from customers.models import Contact, Counterparty, Patient
from lab.events import record_event
from lab.models import Event
from papers.models import IssuedPaper
from stock.models import Receipt
from tests.architecture.house import HOUSE, modules
from tests.factories.billing import make_payment
from tests.factories.catalog import make_material
from tests.factories.customers import make_counterparty, make_owner, make_patient
from tests.factories.lab import make_cause, make_employee
from tests.factories.stock import make_receipt

OWN = [model for model in apps.get_models() if model._meta.app_label in HOUSE]
WRITING = [model for model in OWN if written(model)]
PAGES = [page for page in admin.site._registry.values() if page.search_fields]
COMPARISONS = {"icontains", "iexact", "istartswith", "iendswith", "iregex", "contains", "startswith"}
WHERE_TEXT_IS_COMPARED = {"common/finding.py"}
NO_TEXT_OF_PEOPLE = {"password__startswith", "number__startswith"}
KEPT_UP = {("Patient", "owner__name")}
"""Related columns that a written one depends on; whoever changes them carries it over (save_counterparty)."""


def ids(one) -> str:
    return (one if isinstance(one, type) else one.model)._meta.label


# --- the house ------------------------------------------------------------------------------------------------------
def test_there_are_models_to_look_at():
    assert {Counterparty, Patient, Event, Payment} <= set(WRITING)


@pytest.mark.parametrize("model", WRITING, ids=ids)
def test_a_model_that_writes_columns_keeps_them_true(model):
    assert issubclass(model, Found)
    assert all(issubclass(manager._queryset_class, FoundQuerySet) for manager in model._meta.managers)


@pytest.mark.parametrize("model", WRITING, ids=ids)
def test_a_written_column_is_made_of_columns_that_are_there(model):
    for field in written(model):
        assert field.of
        for path in (*field.of, *getattr(field, "numbers", ())):
            assert isinstance(_at_the_end(model, path), models.Field), path


def test_what_depends_on_another_row_is_kept_up():
    related = {(model.__name__, path) for model in WRITING for field in written(model) for path in field.of}
    assert {(name, path) for name, path in related if "__" in path} == KEPT_UP


def comparisons(tree: ast.Module):
    """Lookups that leave it to the database which letters are the same, or look into text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and (node.arg or "").rpartition("__")[2] in COMPARISONS:
            yield node.arg
        elif isinstance(node, ast.Constant) and str(node.value).rpartition("__")[2] in COMPARISONS:
            yield node.value


def test_text_is_looked_into_in_one_place():
    """A page that compared by itself would go by what each database thinks of capitals and accents."""
    guilty = {
        path: found for path, tree in modules().items() if (found := {*comparisons(tree)} - NO_TEXT_OF_PEOPLE)
    }
    assert set(guilty) <= WHERE_TEXT_IS_COMPARED, guilty


@pytest.mark.parametrize("culprit", ["rows.filter(name__icontains=word)", 'Q(**{"name__iexact": word})'])
def test_the_search_would_see_a_culprit(culprit):
    assert list(comparisons(ast.parse(culprit)))


# --- the admin site -------------------------------------------------------------------------------------------------
def test_every_page_of_the_admin_site_finds_by_the_one_folding():
    assert [page for page in admin.site._registry.values() if not isinstance(page, FindingAdmin)] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.model in OWN], ids=ids)
def test_a_page_of_the_admin_site_looks_into_folded_columns_and_numbers(page):
    strangers = [path for path in page.search_fields if not _is_folded_or_plain(page.model, path)]
    assert strangers == []


MACHINES_WORDS = {"verb", "kind", "last_error"}


def _is_folded_or_plain(model, path: str) -> bool:
    """Folded, or a column in which no person writes: numbers, and what machines call things."""
    field = _at_the_end(model, path)
    return (
        isinstance(field, FoldedField)
        or (issubclass(field.model, Numbered) and field.name == "number")
        or path in MACHINES_WORDS
    )


def _at_the_end(model, path: str):
    for name in path.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        model = field.related_model
    return field


# --- the ways a row is written --------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_made_saved_and_made_in_bulk_a_row_says_what_it_is_found_by():
    made = Material.objects.create(code="K1", name="Керамика", unit="g")
    (bulk,) = Material.objects.bulk_create([Material(code="K2", name="Überkronung", unit="g")])
    assert Material.objects.get(pk=made.pk).search_text == " k1 керамика"
    assert Material.objects.get(pk=bulk.pk).name_key == "uberkronung\tÜberkronung"
    made.name = "Ёлка"
    made.save(update_fields=["name"])
    assert Material.objects.matching("елка").get() == made


@pytest.mark.django_db
def test_a_row_saved_for_another_column_alone_writes_nothing_more(django_assert_num_queries):
    made = make_material(name="Wax")
    with django_assert_num_queries(1) as asked:
        made.save(update_fields=["is_active"])
    assert "search_text" not in asked.captured_queries[0]["sql"]


@pytest.mark.django_db
@pytest.mark.parametrize("model", WRITING, ids=ids)
def test_no_query_changes_a_source_behind_the_row(model):
    """Booked rows refuse every change; the others refuse one that would leave them found by what they were."""
    for field in written(model):
        for source in field.sources:
            with pytest.raises((StaleColumns, Exception)) as refused:
                model.objects.update(**{source: "x"})
            assert type(refused.value).__name__ in {"StaleColumns", "BookedRowsOnlyGrow"}
    if not issubclass(model, Event | IssuedPaper | Payment | Receipt | Refund):
        rows = [model(pk=1)]
        with pytest.raises(StaleColumns):
            model.objects.bulk_update(rows, [next(iter(written(model)[0].sources))])


@pytest.mark.django_db
def test_columns_that_decide_nothing_may_be_changed_by_a_query():
    make_material(name="Wax")
    assert Material.objects.update(is_active=False) == 1


@pytest.mark.django_db
def test_an_animal_is_found_by_the_name_its_owner_has_now(client):
    animal = make_patient(kind="animal", owner=make_owner(name="Łucja"))
    assert Patient.objects.matching("lucja").get() == animal


# --- rows of former releases ----------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_rows_from_before_are_written_again_booked_ones_too():
    make_counterparty(name="Łódź"), make_patient(kind="animal", owner=make_owner(name="Ёлка"))
    make_payment(make_counterparty(), reference="Überweisung"), make_receipt(supplier="Søren")
    record_event("cancel", make_cause(make_employee(roles=["manager"])), action="cancel", reason="Передумал")
    for model in (Event, Payment, Receipt, Counterparty, Contact, Patient):
        right = dict(model._base_manager.values_list("pk", "search_text"))
        with triggers.set_aside(connection, model._meta.db_table):
            models.QuerySet(model).update(search_text="as it was")
        assert write_columns(model) == len(right)
        assert dict(model._base_manager.values_list("pk", "search_text")) == right
        assert write_columns(model) == 0
    assert triggers.missing(connection) == []


@pytest.mark.django_db
def test_triggers_that_are_not_there_are_not_laid_by_setting_them_aside():
    """While SQLite migrates, a remade table has lost its own; those of it alone come back at the end."""
    table = Payment._meta.db_table
    triggers.lift(connection)
    with triggers.set_aside(connection, table):
        assert {name for name in triggers.missing(connection) if name.startswith(table)}
    assert {name for name in triggers.missing(connection) if name.startswith(table)}
    triggers.lay(connection)


def test_a_written_column_says_what_it_is_made_of_in_migrations():
    field = Counterparty._meta.get_field("search_text")
    _name, path, args, kwargs = field.deconstruct()
    assert (path, args) == ("common.finding.FoldedField", [])
    assert isinstance(FoldedField(*args, **kwargs), WrittenField)
    assert kwargs == {"of": field.of, "numbers": field.numbers}
