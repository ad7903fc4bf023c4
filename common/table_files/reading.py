"""A file that somebody brought: which kind of table it is, and its sheets."""

from django.utils.translation import gettext as _

from common.table_files.cells import NotATable, TableSheet, refuse_size
from common.table_files.csv_files import read_csv
from common.table_files.xlsx_files import read_xlsx

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NO_TABLES = (
    b"MZ",
    b"%PDF",
    b"\x7fELF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
)
BINARY = frozenset(range(9)) | frozenset(range(14, 27)) | frozenset((28, 29, 30, 31))


def read_table(content: bytes) -> list[TableSheet]:
    """Its sheets, by what the file is, whatever it is called. Raises ``NotATable``."""
    refuse_size(len(content))
    if not content.strip(b" \t\r\n\xef\xbb\xbf\x00"):
        raise NotATable(_("This file is empty."))
    if content.startswith(OLE):
        raise NotATable(
            _(
                "This file has a password, or is of an old Excel (.xls). Take the password away, or save it as XLSX,"
                " and bring it again."
            )
        )
    if content.startswith(ZIP):
        return read_xlsx(content)
    if content.startswith(NO_TABLES) or _is_binary(content):
        raise NotATable(_("This is no table. Bring a CSV or an XLSX file."))
    return [read_csv(content)]


def _is_binary(content: bytes) -> bool:
    """Text has no signs of control but tabs and ends of lines, in UTF-16 every other byte apart."""
    head = content[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return sum(byte in BINARY for byte in head) > 0
