"""Rows as they stand, in figures that JSON holds, and back to them: what a step is taken back by.

Nothing is rounded or shortened on the way: what comes back is what was there, keys included.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

Rows = dict[str, dict[str, Any]]
"""By primary key, as text, the columns of each row."""


def rows_of(found: models.QuerySet, but: frozenset[str] = frozenset()) -> Rows:
    """Each row of the query with all its columns, or with all ``but`` some."""
    names = [field.attname for field in found.model._meta.concrete_fields if field.attname not in but]
    return {str(row["pk"]): _written(row, names) for row in found.order_by("pk").values("pk", *names)}


def digest_of(stand: Mapping[str, Rows]) -> str:
    """A short text that is another one as soon as anything in the rows is."""
    return hashlib.sha256(json.dumps(stand, sort_keys=True).encode()).hexdigest()


def differing(before: Rows, after: Rows) -> dict[str, Any]:
    """What has to be put back, and which rows are to go, so that ``after`` becomes ``before``."""
    return {
        "put": {pk: row for pk, row in before.items() if after.get(pk) != row},
        "gone": [int(pk) for pk in after if pk not in before],
    }


def put_back(model: type[models.Model], put: Rows) -> None:
    """Write the rows as they were, those that are gone by now under the keys that they had."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    rows = model._base_manager
    for pk, row in put.items():
        read = {
            name: fields[name].to_python(value)
            for name, value in row.items()
            if name != model._meta.pk.attname
        }
        if not rows.filter(pk=pk).update(**read):
            rows.bulk_create([model(pk=int(pk), **read)])


def _written(row: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    return {name: _as_json(row[name]) for name in names}


def _as_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
