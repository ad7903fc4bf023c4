"""The head and the rows of a page of a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html

from common.lists.asked import Asked
from common.lists.cells import with_unit
from common.lists.table import Column
from common.lists.values import NOTHING


@dataclass(frozen=True)
class Head:
    """The head of a column: where a click leads, and how the list is sorted by it now."""

    label: str
    css: str
    url: str = ""
    now: str = ""


_GROUP = '<tr class="group-row"><th scope="colgroup" colspan="%d">%s</th></tr>'


def columns_of_page(asked: Asked, rows: Sequence) -> list[Column]:
    """The columns, without those of which no row of the page says anything and that are shown only where one does."""
    return [
        one
        for one in asked.columns
        if not one.only_where_said or any(one.cell.says(one)(row) not in NOTHING for row in rows)
    ]


def heads(asked: Asked, columns: Sequence[Column], rows: Sequence) -> list[Head]:
    return [_head(asked, column, rows) for column in columns]


def _head(asked: Asked, column: Column, rows: Sequence) -> Head:
    label, css = str(column.label), column.head
    if unit := column.cell.unit(column, rows):
        label = with_unit(label, unit)
    else:
        css = column.head_of_each or css
    if column.sort is None:
        return Head(label, css)
    falling = f"-{column.name}"
    now = {falling: "descending", column.name: "ascending"}.get(asked.sort, "")
    first, other = (falling, column.name) if column.sort.falling else (column.name, falling)
    return Head(label, css, asked.sorted(other if asked.sort == first else first).query(), now)


def draw_rows(asked: Asked, columns: Sequence[Column], rows: Sequence) -> str:
    """All rows, one after the other; in the usual sequence with the heads of their groups, where the list has such."""
    table, grouped = asked.table, asked.sort == asked.usual_sort
    cells = [one.cell.drawer(one, asked, rows) for one in columns]
    if table.tick:
        cells.insert(0, table.tick.drawer(Column("tick", ""), asked, rows))
    if table.actions:
        cells.append(table.actions.drawer(Column("actions", ""), asked, rows))
    opens, row_class, drawn = "row-opens" if table.opens else "", table.row_class, []
    group_of, group = table.group if grouped else None, None
    for row in rows:
        if group_of and (found := group_of(row)) != group:
            group = found
            drawn.append(_GROUP % (len(cells), escape(found)))
        css = f"{opens} {row_class(row)}".strip() if row_class else opens
        drawn.append(f'<tr class="{escape(css)}">' if css else "<tr>")
        drawn += [draw(row) for draw in cells]
        drawn.append("</tr>")
    return _joined(drawn)


def draw_totals(asked: Asked, columns: Sequence[Column], rows: Sequence, totals: Sequence) -> str:
    """The rows below all others; amounts say their currency as those of ``rows`` do."""
    table = asked.table
    cells = [one.cell.drawer(one, asked, [*rows, *totals]) for one in columns]
    before, behind = ("<td></td>" if cell else "" for cell in (table.tick, table.actions))
    drawn: list[str] = []
    for row in totals:
        drawn += ["<tr>", before, *(draw(row) for draw in cells), behind, "</tr>"]
    return _joined(drawn)


class _Drawn:
    """Pieces of markup, and texts that were escaped: markup as they stand."""

    def __init__(self, parts: list[str]):
        self.parts = parts

    def __html__(self) -> str:
        return "".join(self.parts)


def _joined(parts: list[str]) -> str:
    """Pieces that are markup already, or texts that were escaped."""
    return format_html("{}", _Drawn(parts))
