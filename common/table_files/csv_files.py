"""CSV as spreadsheets write it: any of the usual encodings, commas, semicolons or tabs."""

import csv
import io

from django.utils.translation import gettext as _

from common.csv_files import undisarmed
from common.table_files.cells import (
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SIGNS,
    Cell,
    NotATable,
    TableRow,
    TableSheet,
    TooManyRows,
    text_cell,
)

MARKS = ";\t,|"
CYRILLIC_LEAST = 0.6
"""Of the signs beyond ASCII so many are small Cyrillic letters in a text of Windows-1251; in 1252 hardly one is."""


def read_csv(content: bytes) -> TableSheet:
    """The one sheet of it. Raises ``NotATable``."""
    text = decoded(content)
    first, _end, rest = text.partition("\n")
    mark = ""
    if first.lower().startswith("sep=") and len(first.strip()) == 5:  # as Excel reads it
        mark, text = first.strip()[4], "\n" + rest
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark or _mark(text), strict=True)
    try:
        return TableSheet("", list(_rows(lines)))
    except csv.Error as error:
        if "field limit" in str(error):  # the reader's own, of all files of the process: it stays what it is
            raise NotATable(_("A cell holds more than a hundred thousand signs: this is no table.")) from None
        raise NotATable(_("Its quotation marks do not close, so its cells cannot be told apart.")) from None


def decoded(content: bytes) -> str:
    """The text, whichever of the usual encodings it was saved in."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    letters = [byte for byte in content if byte > 0x7F]
    cyrillic = sum(byte >= 0xE0 for byte in letters), sum(0xC0 <= byte < 0xE0 for byte in letters)
    western = content.decode("cp1252", errors="replace")
    if sum(cyrillic) >= CYRILLIC_LEAST * len(letters) and _has_words_beyond_ascii(content):
        return content.decode("cp1251", errors="replace")
    return western


def _has_words_beyond_ascii(content: bytes) -> bool:
    """Whether three such letters stand together: Cyrillic words are made of them, words with an umlaut are not."""
    run = 0
    for byte in content[:200_000]:
        run = run + 1 if byte >= 0xC0 else 0
        if run >= 3:
            return True
    return False


def _mark(text: str) -> str:
    """What parts the cells: whatever stands most often in the first line that says something, outside of quotes."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(line.split('"')[::2])
    return max(MARKS, key=lambda mark: (bare.count(mark), -MARKS.index(mark)))


def _rows(lines):
    count = 0
    for number, cells in enumerate(lines, start=1):
        if len(cells) > MOST_COLUMNS:
            raise NotATable(_("These are more than %(most)s columns.") % {"most": MOST_COLUMNS})
        if any(cell.strip() for cell in cells):
            count += 1
            if count > MOST_ROWS + 1:
                raise TooManyRows
            yield TableRow(number, [_cell(cell) for cell in cells])


def _cell(text: str) -> Cell:
    text = undisarmed(text.strip())
    return text_cell(text) if len(text) < 2 * MOST_SIGNS else text_cell(text[: MOST_SIGNS + 1])
