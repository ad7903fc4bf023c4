"""Lists that have no table yet: their filters as a form, their pages by number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from common.asked import page_number
from common.days import day_and_year

PAGE_SIZE = 50


class FilterForm(forms.Form):
    """The filters over a list, read from the address. What makes no sense there filters nothing."""

    use_required_attribute = False

    @property
    def asked(self) -> dict[str, Any]:
        """The filters that are set, by name."""
        self.is_valid()
        return {name: said for name, said in self.cleaned_data.items() if said not in (None, "", False)}

    @property
    def chips(self) -> list[tuple[str, str]]:
        """Each filter that is set, in words, with the address of the list without it."""
        return [(self._in_words(name), self._address_without(name)) for name in self.asked]

    @property
    def sorted_by(self) -> str:
        """How the list is sorted, where its heads say that and no field of the form does: filtering keeps it."""
        return "" if "sort" in self.fields else self.data.get("sort", "")

    @property
    def without_any(self) -> str:
        """The address of the list without a filter, sorted as it is."""
        return _address(self.data, dict.fromkeys([*self.fields, "page"]))

    def _in_words(self, name: str) -> str:
        field, said = self[name], self.cleaned_data[name]
        if said is True:
            return str(field.label)
        if isinstance(said, date):
            return f"{field.label}: {day_and_year(said)}"
        shown = dict(getattr(field.field, "choices", [])).get(said, said)
        return f"{field.label}: {shown}"

    def _address_without(self, name: str) -> str:
        return _address(self.data, {name: None, "page": None})


class SearchForm(FilterForm):
    """A list's filters with a search box before them."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Search")}),
    )


@dataclass(frozen=True)
class ListPage:
    """One page of a list. ``first`` and ``last`` are positions from 1; addresses are None where there is no page."""

    rows: Sequence[Any]
    total: int
    first: int
    last: int
    previous_url: str | None
    next_url: str | None


def sort_links(query, columns: Sequence[str], usual: str) -> dict[str, dict[str, str]]:
    """For the heads of columns: where a click leads, and how the list is sorted now. ``-name`` is descending."""
    now, links = query.get("sort") or usual, {}
    for column in columns:
        first = column.removeprefix("-")
        other = first if column.startswith("-") else f"-{first}"
        said = {f"-{first}": "descending", first: "ascending"}.get(now, "")
        wanted = other if now == column else column
        changes = {"sort": None if wanted == usual else wanted, "page": None}
        links[first] = {"url": _address(query, changes), "now": said}
    return links


def list_page(rows, query) -> ListPage:
    """The page of ``rows`` that ``query`` (of the address) asks for; beyond the end, the last one."""
    page = Paginator(rows, PAGE_SIZE).get_page(page_number(query))
    return ListPage(
        rows=page.object_list,
        total=page.paginator.count,
        first=page.start_index(),
        last=page.end_index(),
        previous_url=_address(query, {"page": page.number - 1}) if page.has_previous() else None,
        next_url=_address(query, {"page": page.number + 1}) if page.has_next() else None,
    )


def _address(query, changes: dict[str, Any]) -> str:
    """The present list with other parameters; None takes one away."""
    changed = query.copy()
    for name, said in changes.items():
        changed.pop(name, None)
        if said is not None:
            changed[name] = said
    return f"?{changed.urlencode()}" if changed else "?"
