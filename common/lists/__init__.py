"""The one machinery of lists. A page names columns, filters, sort orders in a literal ``ListTable``; all else is here.

``lab.lists`` shows them to people, who choose their columns and save their views.
"""

from common.lists.by_number import PAGE_SIZE, FilterForm, ListPage, SearchForm, list_page, sort_links
from common.lists.table import Column, Empty, Filter, ListTable, Sort, Tab, Tabs, Viewer

__all__ = [
    "PAGE_SIZE",
    "Column",
    "Empty",
    "Filter",
    "FilterForm",
    "ListPage",
    "ListTable",
    "SearchForm",
    "Sort",
    "Tab",
    "Tabs",
    "Viewer",
    "list_page",
    "sort_links",
]
