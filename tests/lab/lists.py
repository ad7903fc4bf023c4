"""Lists read back in tests: from files, and page by page."""

import csv
import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree

from django.http import QueryDict
from django.utils import timezone

from common.lists import Viewer
from common.lists.asked import read
from common.lists.paging import page_of

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_csv(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def read_workbook(answer) -> list[list[str | Decimal | date]]:
    """Each cell as the spreadsheet takes it; no cell is a formula."""
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as file:
        assert file.testzip() is None
        sheet = ElementTree.fromstring(file.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(f"{SHEET}f"))
    return [[_cell(cell) for cell in row] for row in sheet.iter(f"{SHEET}row")]


def _cell(cell):
    if cell.get("t") == "inlineStr":
        return "".join(cell.itertext())
    value = cell.findtext(f"{SHEET}v")
    if value is None:
        return ""
    return date(1899, 12, 30) + timedelta(days=int(value)) if cell.get("s") == "2" else Decimal(value)


def pages_of(table, query: str, *, back: bool = False, args: tuple = ()) -> tuple[list[list[int]], str]:
    """The ids of each page, by the links from one to the next, and the address of the last one that was read."""
    viewer = Viewer(None, timezone.localdate(), lambda action: True)
    found, address = [], query
    while True:
        asked = read(table, QueryDict(address.lstrip("?")), viewer, args=args)
        page = page_of(asked.rows(), asked.order, asked.place)
        found.append([row.pk for row in page.rows])
        place = page.after if back else page.before
        if place is None:
            return found, address
        address = asked.query(after=place) if back else asked.query(before=place)
