"""Amounts have no more places than their currency: nobody owes half a yen."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import BigIntegerField, ExpressionWrapper, F, Model, QuerySet, Value

from common.currencies import MOST_PLACES, places_of
from common.fields import MoneyField
from lab.models import LabSettings
from verification.finding import Finding

CURRENCY_OF = {
    "catalog.PriceRule": "version__price_list__currency",
    "orders.OrderLine": "order__currency",
    "billing.ActLine": "act__currency",
    "billing.ClosingDocumentOrder": "document__currency",
    "billing.Allocation": "payment__currency",
    "billing.BankLine": "bank_import__currency",
}
"""Where an amount's row does not name its currency itself, and it is not the laboratory's."""
LEFT_OUT = {"orders.OrderLine": {"is_removed": True}}
"""Rows that keep the currency of before when what they belong to gets another one."""
FOREIGN = "foreign_"
"""So begin the names of amounts that are in ``foreign_currency`` on the same row."""


def amounts_have_the_places_of_their_currency() -> Finding:
    """63"""
    found = Finding(0)
    for model in apps.get_models():
        fields = [field.name for field in model._meta.concrete_fields if isinstance(field, MoneyField)]
        foreign = [name for name in fields if name.startswith(FOREIGN)]
        own = [name for name in fields if name not in foreign]
        for names, path in ((own, _path_to_currency(model)), (foreign, "foreign_currency")):
            for currency, rows in _by_currency(model, path) if names else ():
                unit = 10 ** (MOST_PLACES - places_of(currency))
                for name in names:
                    found.wrong += _uneven(rows, name, currency, unit)
                found.looked_at += rows.count()
    return found


def _path_to_currency(model: type[Model]) -> str | None:
    own = any(field.name == "currency" for field in model._meta.concrete_fields)
    return "currency" if own else CURRENCY_OF.get(model._meta.label)


def _by_currency(model: type[Model], path: str | None) -> Iterator[tuple[str, QuerySet]]:
    rows = QuerySet(model).exclude(**LEFT_OUT.get(model._meta.label, {"pk": None})).order_by()
    if path is None:
        # Nothing is written here, not even settings that nobody has opened yet: they have their defaults then.
        yield (LabSettings.objects.first() or LabSettings()).currency, rows
        return
    rows = rows.exclude(**{path: None})
    for currency in rows.values_list(path, flat=True).distinct():
        yield currency, rows.filter(**{path: currency})


def _uneven(rows: QuerySet, name: str, currency: str, unit: int) -> list[str]:
    if unit == 1:
        return []
    rest = ExpressionWrapper(F(name) % Value(unit), output_field=BigIntegerField())
    wrong = rows.alias(rest=rest).exclude(rest=0).exclude(**{name: None}).values_list("pk", name)[:50]
    return [f"{name} of {rows.model._meta.label} {pk} is {amount} {currency}" for pk, amount in wrong]
