"""Switching something off that is still in use: what it is in use for is named first, and the person decides."""

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from common.refusals import Refused

SURE = "sure"
"""The name of the button that was pressed after reading it."""


@dataclass(frozen=True)
class Use:
    """Something that still needs the record, in a sentence, and where to see it."""

    sentence: str
    url: str = ""


class AsksFirst(Refused):
    """Not refused for good: the same form with ``sure`` goes through. ``uses`` is what the person shall read."""

    def __init__(self, record: models.Model, uses: list[Use]):
        self.uses = uses
        super().__init__(
            _(
                "%(record)s is still in use. Read what depends on it, then switch it off all the same or leave it."
            )
            % {"record": record}
        )


def uses_of(record: models.Model) -> list[Use]:
    """What still needs the record. The laboratory does not know who may: the settings name who tells it."""
    return import_string(settings.LABSITE_TELLS_USE)(record) if record.pk else []


def ask_first(request, record: models.Model, form) -> None:
    """Raise ``AsksFirst`` where the form switches off something in use and nobody has said that this is meant."""
    changed = (
        getattr(form, "initial", {}).get("is_active"),
        getattr(form, "cleaned_data", {}).get("is_active"),
    )
    if changed == (True, False) and SURE not in request.POST and (uses := uses_of(record)):
        raise AsksFirst(record, uses)
