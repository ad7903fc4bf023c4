"""Foreign keys point down and nothing points back: the lower side never sees the upper."""

from django.apps import apps
from django.db import models

from common.booked import RULES
from tests.architecture.house import HOUSE, is_below

REVERSE_NAMES: dict[str, str] = {}
"""Keys that cross an app and whose reverse name is meant to be seen, each with the reason."""


def own_models():
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in HOUSE]


def keys():
    for model in own_models():
        for field in model._meta.get_fields(include_parents=False):
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                yield model, field, field.related_model


def test_every_foreign_key_points_down_or_stays_in_its_app():
    upward = [
        f"{model.__name__}.{field.name} → {target.__name__}"
        for model, field, target in keys()
        if target._meta.app_label != model._meta.app_label
        and not (target._meta.app_label in HOUSE and is_below(target._meta.app_label, model._meta.app_label))
    ]
    assert upward == []


def test_a_key_that_crosses_an_app_leaves_no_name_on_the_other_side():
    seen = [
        f"{model._meta.label}.{field.name}"
        for model, field, target in keys()
        if target._meta.app_label != model._meta.app_label and not field.remote_field.hidden
    ]
    assert [name for name in seen if name not in REVERSE_NAMES] == []


def test_no_business_row_is_swept_away_with_another():
    """Deleting cascades only from a thing to its own parts, in the same app."""
    cascading = [
        f"{model._meta.label}.{field.name}"
        for model, field, target in keys()
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is models.CASCADE
        and not model._meta.auto_created
        and target._meta.app_label != model._meta.app_label
    ]
    assert cascading == []


def test_every_table_that_is_protected_exists():
    tables = {model._meta.db_table for model in own_models()}
    assert {rule.table for rule in RULES} <= tables
