"""The dialogs of a list: choosing its columns, saving a view of it, changing and removing one."""

from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlencode, urlsplit

from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.lists.asked import COLUMNS, Asked, read
from common.lists.table import ListTable
from lab.access import allow
from lab.list_forms import ColumnsForm, RemoveViewForm, ViewForm
from lab.lists.keeping import keep_columns, open_first, remove_view, save_view
from lab.lists.kept import address_of_view, kept_for
from lab.lists.showing import viewer_of
from lab.models import FirstPage, SavedView
from lab.models.saved_view import LONGEST_QUERY
from lab.once import lead_back
from lab.permissions import ACTIONS, may
from lab.posting import form_page, posted


@dataclass(frozen=True)
class Opened:
    """The list on which a dialog was opened, and what is asked of it there."""

    table: ListTable
    asked: Asked
    back: str


class NoList(LookupError):
    """What a dialog was opened on is no list, or none that the person may see."""


def on_a_list(view):
    """The dialog of a list; without one there is nothing to ask, and it leads to the first page."""

    @wraps(view)
    def asked(request):
        try:
            opened = _opened(request)
        except NoList:
            return redirect("/")
        return view(request, opened)

    return asked


@allow("use_own_account")
@require_http_methods(["GET", "HEAD", "POST"])
@on_a_list
def list_columns(request, opened):
    """Which columns the person sees; every list keeps its own. An arrow draws the form anew, moved."""
    table, asked = opened.table, opened.asked
    shown = [one.name for one in asked.columns]
    initial = {"columns": shown, "sequence": ",".join(shown)}
    known = list(table.columns_for(asked.viewer).values())
    form = ColumnsForm(request.POST if request.method == "POST" else None, known=known, initial=initial)

    def keep(cause) -> str:
        usual = "usual" in request.POST
        keep_columns(request.user, table.name, [] if usual else form.chosen)
        return _without_columns(opened.back)

    answer = None if "move" in request.POST else posted(request, [form], keep, said="")
    context = {
        "form": form,
        "dialog_title": _("Columns: %(list)s") % {"list": table.title},
        "verb": _("Show these columns"),
        "back_url": opened.back,
    }
    return answer or form_page(request, "lab/list_columns.html", context)


@allow("use_own_account")
@require_http_methods(["GET", "HEAD", "POST"])
@on_a_list
def view_new(request, opened):
    """Saving the list as it is shown: filters, tab, sorting, columns."""
    query = opened.asked.query(**{COLUMNS: ",".join(one.name for one in opened.asked.columns)}).lstrip("?")
    view = SavedView(owner=request.user, list=opened.table.name, query=query[:LONGEST_QUERY])
    form = _form(request, view)

    def save(cause) -> str:
        return address_of_view(save_view(form.instance, is_first=form.cleaned_data["is_first"]))

    context = {
        "form": form,
        "dialog_title": _("Save this view of: %(list)s") % {"list": opened.table.title},
        "verb": _("Save the view"),
        "back_url": opened.back,
    }
    return posted(request, [form], save, said=_("The view is saved.")) or form_page(
        request, "lab/token_dialog.html", context
    )


@allow("use_own_account")
@require_http_methods(["GET", "HEAD", "POST"])
def view_edit(request, pk):
    """Its name, with whom it is shared, whether it opens first. Of others' views only the last."""
    view = _view(request, pk)
    form, here = _form(request, view), address_of_view(view) or "/"

    def save(cause) -> str:
        is_first = form.cleaned_data["is_first"]
        if view.owner_id == request.user.pk:
            save_view(form.instance, is_first=is_first)
        else:
            open_first(request.user, view, is_first=is_first)
        return here

    context = {
        "form": form,
        "view": view,
        "is_own": view.owner_id == request.user.pk,
        "dialog_title": _("View “%(name)s”") % {"name": view.name},
        "verb": _("Save the view"),
        "back_url": here,
    }
    return posted(request, [form], save, said=_("The view is saved.")) or form_page(
        request, "lab/view_edit.html", context
    )


@allow("use_own_account")
@require_http_methods(["GET", "HEAD", "POST"])
def view_remove(request, pk):
    """The dialog that asks before a view of one's own is gone, for everybody if it was shared."""
    view = _view(request, pk, own=True)
    form = RemoveViewForm(request.POST if request.method == "POST" else None)

    def remove(cause) -> str:
        remove_view(view)
        return reverse(view.list) if address_of_view(view) else "/"

    context = {
        "form": form,
        "dialog_title": _("Remove the view “%(name)s”") % {"name": view.name},
        "verb": _("Remove the view"),
        "consequences": [_("Nobody finds it in the list any more.")] if view.is_shared else [],
        "danger": True,
        "heading": _("What happens"),
        "back_url": address_of_view(view) or "/",
    }
    return posted(request, [form], remove, said=_("The view is removed.")) or form_page(
        request, "lab/token_dialog.html", context
    )


def _form(request, view: SavedView) -> ViewForm:
    is_own = view.owner_id == request.user.pk
    is_first = bool(view.pk) and FirstPage.objects.filter(employee=request.user, view=view).exists()
    return ViewForm(
        request.POST if request.method == "POST" else None,
        instance=view,
        initial={"is_first": is_first},
        is_own=is_own,
        may_share=may(request.user, "share_views"),
    )


def _view(request, pk: int, *, own: bool = False) -> SavedView:
    """A view that the person sees; a form that has removed it leads where it led."""
    views = SavedView.objects.for_person(request.user).views()
    view = views.filter(pk=pk, **({"owner": request.user} if own else {})).first()
    if view is None:
        if request.method == "POST":
            lead_back(request)
        raise Http404
    return view


def _opened(request) -> Opened:
    """The list that stands at ``back``."""
    back = request.GET.get("back", "")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, None):
        raise NoList
    place = urlsplit(back)
    try:
        match = resolve(place.path)
    except Resolver404:
        raise NoList from None
    table, action = getattr(match.func, "list_table", None), getattr(match.func, "access", "")
    if table is None or action not in ACTIONS or not may(request.user, action):
        raise NoList
    kept = kept_for(request.user, table)
    args = tuple(match.kwargs.values())
    asked = read(table, QueryDict(place.query), viewer_of(request.user), chosen=kept.columns, args=args)
    return Opened(table, asked, back)


def _without_columns(address: str) -> str:
    place = urlsplit(address)
    said = {name: value for name, value in QueryDict(place.query).items() if name != COLUMNS}
    return f"{place.path}?{urlencode(said)}" if said else place.path
