"""Lists as people see them: shown, taken along as files, kept as views. What a list is: ``common.lists``."""

from lab.lists.showing import (
    ALL,
    address_of,
    asked_of,
    list_alone,
    list_context,
    list_view,
    of_list,
    rows_asked,
    show_list,
    viewer_of,
)

__all__ = [
    "ALL",
    "address_of",
    "asked_of",
    "list_alone",
    "list_context",
    "list_view",
    "of_list",
    "rows_asked",
    "show_list",
    "viewer_of",
]
