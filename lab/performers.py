"""Who may be named for a piece of work: performers still with the laboratory, and whoever is named already."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from common.refusals import Refused
from lab.models import Employee


class NotAPerformer(Refused):
    """A person newly named who left, or who has no role for it."""

    def __init__(self) -> None:
        super().__init__(_("A chosen performer does not work here as a performer any more."))


class AssistsHimself(Refused):
    """Performer and assistant are two people."""

    def __init__(self) -> None:
        super().__init__(_("Nobody assists himself: choose another assistant or none."))


def refuse_people(performer: int | None, assistant: int | None, *, held: Iterable[int | None] = ()) -> None:
    """Raise where the two (ids) cannot be named; those ``held`` may stay after leaving, until they are replaced."""
    if performer and performer == assistant:
        raise AssistsHimself
    people = {person for person in (performer, assistant) if person}
    able = Employee.objects.performers().filter(pk__in=people).values_list("pk", flat=True)
    if people - set(able) - set(held):
        raise NotAPerformer
