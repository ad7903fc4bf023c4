"""A list before a person: read from the address, as a page, as rows alone, or as a file."""

from collections.abc import Callable, Collection
from copy import deepcopy
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from common.lists.asked import WORDS, Asked, path_of, read
from common.lists.counting import EXACTLY, Counts, count_capped, count_exactly, in_words, written
from common.lists.drawing import columns_of_page, draw_rows, draw_totals, heads
from common.lists.forms import FilterForm
from common.lists.misreading import misread, nonsense
from common.lists.paging import Page, page_of
from common.lists.table import ListTable, Viewer
from lab.access import allow
from lab.lists.files import FORMATS, file_of
from lab.lists.kept import Kept, address_of_view, kept_for, view_shown
from lab.permissions import may

ALL = "all"
"""Stands in an address that names whatever its filter leaves."""


def viewer_of(person) -> Viewer:
    return Viewer(person, timezone.localdate(), lambda action: may(person, action))


def list_view(table: ListTable, action: str) -> Callable:
    """The page of a list that needs nothing of its own, open to whoever may do the action."""

    def view(request: HttpRequest, **args) -> HttpResponse:
        return show_list(request, table, args=tuple(args.values()))

    return of_list(table)(allow(action)(require_safe(view)))


def of_list(table: ListTable) -> Callable:
    """Mark a view as the page of a list, for whoever walks through all lists."""

    def mark(view):
        view.list_table = table
        return view

    return mark


def rows_asked(
    table: ListTable, query: QueryDict | str, person, *, args: tuple = (), beside: Collection[str] = ()
) -> tuple[QuerySet, list[str]]:
    """The rows that this address names for this person, in the sequence of the list, to do something with all of them.

    None where the address makes no sense, and why, in sentences: the list shows all then and says so, but nobody has
    chosen all. ``beside`` are names that stand in the address for the page itself.
    """
    said = QueryDict(query.lstrip("?")) if isinstance(query, str) else query
    asked = read(table, said, viewer_of(person), args=args)
    why = nonsense(asked, said, beside={ALL, *beside})
    return (asked.rows().none() if why else asked.listed()), why


def address_of(table: ListTable, *args, **asked: Any) -> str:
    """The address of the list with these filters, by their names: ``address_of(ORDERS, due="overdue")``."""
    said = QueryDict(mutable=True)
    said.update({name: str(value) for name, value in asked.items() if value not in (None, "")})
    return f"{path_of(table, args)}?{said.urlencode()}" if said else path_of(table, args)


def asked_of(request: HttpRequest, table: ListTable, *, args: tuple = ()) -> tuple[Asked, Kept]:
    """What the address asks, with the columns that the person has chosen; and what the person keeps of the list."""
    kept = kept_for(request.user, table)
    viewer = replace(viewer_of(request.user), csrf_token=lambda: get_token(request))
    return read(table, request.GET, viewer, chosen=kept.columns, args=args), kept


def show_list(
    request: HttpRequest,
    table: ListTable,
    *,
    args: tuple = (),
    asked: Asked | None = None,
    kept: Kept | None = None,
) -> HttpResponse:
    """The page, the rows alone where htmx asks for them, or a file where the address says ``format``."""
    if asked is None or kept is None:
        asked, kept = asked_of(request, table, args=args)
    answer = list_alone(request, asked, kept)
    if answer:
        return answer
    page = table.templates.get("page", "components/list/page.html")
    return render(request, page, list_context(request, asked, kept))


def list_alone(request: HttpRequest, asked: Asked, kept: Kept) -> HttpResponse | None:
    """The list without its page, where that is asked for: as a file, or its rows for htmx."""
    kind = request.GET.get("format", "")
    if kind in FORMATS:
        return file_of(asked, kind)
    if request.htmx and not request.htmx.history_restore_request:
        answer = render(request, "components/list/body.html", _body(request, asked, kept))
        return push_url(answer, asked.here)
    return None


def list_context(request: HttpRequest, asked: Asked, kept: Kept) -> dict[str, Any]:
    """What a page that holds the list is told of it."""
    filters = {"filters": _filter_form(request, asked)}
    return _body(request, asked, kept) | asked.table.frame(asked) | filters


def _body(request: HttpRequest, asked: Asked, kept: Kept) -> dict[str, Any]:
    table, viewer = asked.table, asked.viewer
    page = _page(asked)
    rows = table.shown(page.rows, asked)
    columns = columns_of_page(asked, rows)
    counts = _counts(request, asked)
    totals = table.totals(asked, rows, counts)
    return {
        "table": table,
        "asked": asked,
        "listed": page,
        "rows": rows,
        "heads": heads(asked, columns, rows),
        "drawn_rows": draw_rows(asked, columns, rows),
        "totals": totals,
        "drawn_totals": draw_totals(asked, columns, rows, totals) if totals else "",
        "chosen_columns": [one.name for one in asked.columns] != _usual(asked),
        "counts": counts,
        "said": in_words(table.nouns, counts),
        "count_url": asked.query(**{EXACTLY: "exactly"}) if counts.is_more else "",
        "tabs": _tabs(asked, counts),
        "passed_over": misread(asked),
        "chips": asked.chips(),
        "clear_url": asked.without(*asked.said).query() if asked.said else "",
        "sort": asked.own_sort,
        "none_at_all": not rows and not asked.said and not table.rows(viewer, *asked.args).exists(),
        "begin_url": _begin(table, viewer),
        **_pager(asked, page),
        **_menu(request, asked, kept),
        **table.context(asked, rows, counts),
    }


def _page(asked: Asked) -> Page:
    """The page that is asked for; where nothing stands there any more, the first."""
    rows, reads = asked.rows(), asked.table.reads
    page = page_of(rows, asked.order, asked.place, reads=reads)
    if not page.rows and any(asked.place.values()):
        return page_of(rows, asked.order, {}, reads=reads)
    return page


def _counts(request: HttpRequest, asked: Asked) -> Counts:
    if EXACTLY in request.GET:
        total = count_exactly(asked.rows())
        return Counts(total, most=total)
    return asked.table.counts(asked) if asked.table.counts else Counts(count_capped(asked.rows()))


def _usual(asked: Asked) -> list[str]:
    return [one.name for one in asked.table.columns_for(asked.viewer).values() if one.usual]


def _filter_form(request: HttpRequest, asked: Asked) -> FilterForm | None:
    """The filters as a form, where the page has no template of its own for them."""
    if "filters" in asked.table.templates or not asked.table.filters:
        return None
    said = QueryDict(mutable=True)
    said.update(asked.texts | ({WORDS: asked.typed} if asked.typed else {}))
    form = FilterForm(said)
    form.fields.update(
        {one.name: deepcopy(one.field_for(asked.viewer)) for one in asked.table.filters_for(asked.viewer)}
    )
    return form


def _begin(table: ListTable, viewer: Viewer) -> str:
    """Where the first row of an empty list is made, by those who may."""
    empty = table.empty
    if empty is None or not empty.address or (empty.needs and not viewer.may(empty.needs)):
        return ""
    return reverse(empty.address)


def _tabs(asked: Asked, counts: Counts) -> list[dict[str, Any]]:
    if asked.table.tabs is None:
        return []
    return [
        {
            "name": name,
            "label": tab.label,
            "url": asked.in_tab(name).query(),
            "count": written(counts.by_tab[name], counts.most_in_tabs) if name in counts.by_tab else "",
            "is_here": name == asked.tab,
        }
        for name, tab in asked.table.tabs.open_to(asked.viewer).items()
    ]


def _pager(asked: Asked, page: Page) -> dict[str, str]:
    return {
        "older_url": asked.query(before=page.before) if page.before else "",
        "newer_url": asked.query(after=page.after) if page.after else "",
    }


def _menu(request: HttpRequest, asked: Asked, kept: Kept) -> dict[str, Any]:
    """What a person does with the list as a whole: other views of it, its columns, files."""
    said = QueryDict(mutable=True)
    said.update({"back": asked.address()})
    in_views = not asked.args
    return {
        "views": [(view, address_of_view(view)) for view in kept.views] if in_views else [],
        "view_here": view_shown(kept.views, request.GET) if in_views else None,
        "columns_url": f"{reverse('lab:list_columns')}?{said.urlencode()}",
        "save_url": f"{reverse('lab:view_new')}?{said.urlencode()}" if in_views else "",
        "files": [(label, asked.query(format=kind)) for kind, label in FORMATS.items()],
    }
