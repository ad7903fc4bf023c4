"""No form takes more than it shows: what is posted and what changed, for the tests."""

from django.db import models

from common.finding import written
from lab.once import new_token

INVENTED = {f"invented_{number}": "x" for number in range(40)} | {
    "is_staff": "on", "is_superuser": "on", "roles": "administrator", "user": "1", "actor": "1",
    "event": "1", "at": "2001-01-01", "pk": "1", "id": "1", "status__in": "realized",
}  # fmt: skip


def everything_of(model, *, listed=(), prefix="") -> dict:
    """A changed value for every field of the model that the form does not list."""
    fields = [one for one in model._meta.concrete_fields if one.name not in listed]
    return {f"{prefix}{one.name}": _evil(one) for one in fields} | {
        f"{prefix}{one.attname}": _evil(one) for one in fields
    }


def _evil(one: models.Field):
    if one.choices:
        return [value for value, _label in one.flatchoices if value][-1]
    kinds = {
        models.BooleanField: "on",
        models.DateField: "2001-02-03",
        models.DateTimeField: "2001-02-03 04:05",
    }
    numbers = (models.IntegerField, models.AutoField, models.DecimalField, models.ForeignKey)
    return next(
        (said for kind, said in kinds.items() if isinstance(one, kind)),
        7 if isinstance(one, numbers) else "EVIL",
    )


def snapshot(*models_) -> dict:
    """(table, key) → every column of every row, but for those that the row writes about itself."""
    return {
        (model, row["pk"]): {name: said for name, said in row.items() if name != "pk"}
        for model in models_
        for row in model._base_manager.values("pk", *(one.attname for one in _columns(model)))
    }


def _columns(model) -> list:
    return [one for one in model._meta.concrete_fields if one not in written(model)]


def _write_only_the_truth(*models_) -> bool:
    """Whether the columns that rows write about themselves say what the rows say, and nothing that was sent."""
    return all(
        getattr(row, one.attname) == one.text_of(row)
        for model in models_
        for row in model._base_manager.all()
        for one in written(model)
    )


def changed(before: dict, after: dict) -> set[tuple[str, str]]:
    """(model, column) of every column that differs in a row that was there before."""
    return {
        (model.__name__, name)
        for (model, pk), row in before.items()
        for name, said in row.items()
        if after[model, pk][name] != said
    }


def post(world, role: str, url: str, typed: dict, *models_):
    """Send the form with everything added; what changed, after a check that the form itself was taken."""
    hostile = {name: said for model in models_ for name, said in everything_of(model).items()}
    before = snapshot(*models_)
    answer = world.clients[role].post(url, {**hostile, **INVENTED, **typed, "form_token": new_token()})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert _write_only_the_truth(*models_)
    return before, snapshot(*models_)
