"""An XLSX is a packed folder of XML: what is in it and how much that would be is looked at before it is unpacked."""

import io
import re
import zipfile

from django.utils.translation import gettext as _

from common.table_files.cells import NotATable

MOST_UNPACKED = 80 * 1024 * 1024
MOST_PARTS = 1_000
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


class Damaged(NotATable):
    """Not what it says it is."""

    def __init__(self) -> None:
        super().__init__(_("This file is damaged. Save it again, and bring it again."))


class FarTooMuch(NotATable):
    """More than fits into memory, or than anybody looks at."""

    def __init__(self) -> None:
        super().__init__(_("What is packed in this file is far too much. Bring it in several files."))


def opened(content: bytes) -> zipfile.ZipFile:
    """The folder, found fit to be read. Raises ``NotATable``."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
        names = packed.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Damaged from None
    if "xl/workbook.xml" not in names:
        raise NotATable(_("This is no table. Bring a CSV or an XLSX file."))
    if any(entry.flag_bits & 1 for entry in packed.infolist()):
        raise NotATable(_("This file has a password. Take it away, and bring the file again."))
    unpacked = sum(entry.file_size for entry in packed.infolist())
    if unpacked > MOST_UNPACKED or len(names) > MOST_PARTS:
        raise FarTooMuch
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise NotATable(_("This file has macros. Save it as XLSX without them, and bring it again."))
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise NotATable(
            _("This file takes values from other files. Copy them as values, save it, and bring it again.")
        )
    return packed


def merged_in(sheet: bytes) -> list[tuple[str, int, str, int]]:
    """From which cell to which cells are one: letters and numbers."""
    found = MERGED.findall(sheet)
    return [(first.decode(), int(top), last.decode(), int(end)) for first, top, last, end in found]


def has_formulas(sheet: bytes) -> bool:
    return FORMULA.search(sheet) is not None
