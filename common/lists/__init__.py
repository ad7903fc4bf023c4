"""The one machinery of lists. A page names columns, filters, sort orders in a literal ``ListTable``; all else is here.

``lab.lists`` shows them to people, who choose their columns and save their views.
"""

from common.lists.table import Column, Empty, FileRows, Filter, ListTable, Sort, Tab, Tabs, Viewer

__all__ = ["Column", "Empty", "FileRows", "Filter", "ListTable", "Sort", "Tab", "Tabs", "Viewer"]
