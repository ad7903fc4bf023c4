"""Keeping a list: the columns that somebody chooses, a view that somebody saves, shares, makes the first page."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from common.refusals import Refused
from lab.lists.kept import MOST_VIEWS
from lab.models import FirstPage, SavedView


class NameIsTaken(Refused):
    """The person has a view of that name already."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("You have a view called “%(name)s” already. Choose another name.") % {"name": name}
        )


class TooManyViews(Refused):
    """More views than anybody finds again."""

    def __init__(self) -> None:
        super().__init__(_("You have %(n)s views of this list. Remove one first.") % {"n": MOST_VIEWS})


def keep_columns(person, list_name: str, columns: Sequence[str]) -> None:
    """From now on the person sees these columns of the list, in that sequence; none: the usual ones."""
    own = SavedView.objects.filter(owner=person, list=list_name, name="")
    if not columns:
        own.delete()
        return
    SavedView.objects.update_or_create(
        owner=person, list=list_name, name="", defaults={"query": f"columns={','.join(columns)}"}
    )


def save_view(view: SavedView, *, is_first: bool) -> SavedView:
    """Keep the view, new or changed; ``is_first`` makes it what opens when its owner comes in."""
    others = SavedView.objects.filter(owner=view.owner, list=view.list).exclude(pk=view.pk)
    if others.filter(name=view.name).exists():
        raise NameIsTaken(view.name)
    if view.pk is None and others.views().count() >= MOST_VIEWS:
        raise TooManyViews
    view.save()
    open_first(view.owner, view, is_first=is_first)
    return view


def open_first(person, view: SavedView, *, is_first: bool) -> None:
    """Whether the view opens when the person comes in; a view of others can, too, while it is shared."""
    if is_first:
        FirstPage.objects.update_or_create(employee=person, defaults={"view": view})
    else:
        FirstPage.objects.filter(employee=person, view=view).delete()


def remove_view(view: SavedView) -> None:
    """Whoever had it as the first page begins with the usual one again."""
    view.delete()
