"""Files that mean harm, or none at all: each is refused in a sentence, and none takes long or much room."""

import gzip
import time

import pytest

from billing.bank import reading
from billing.bank.reading import read_file, refuse_size
from billing.bank.statement import MOST_BYTES, MOST_LINES, NotAStatement
from tests.factories.bank import HEAD, Came, camt, sheet, swift

LONGEST = 20
"""Seconds; each takes a fraction of one on a machine that does nothing else."""

BOMB = (
    b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">%s]><Document><Stmt>&h;</Stmt></Document>"""
    % b"".join(
        b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (name, *[name - 1] * 8) for name in b"bcdefgh"
    )
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document><Stmt>&x;</Stmt></Document>'
ELSEWHERE = b'<?xml version="1.0"?><!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd"><Document><Stmt/></Document>'


def refusal(content: bytes) -> str:
    begun = time.monotonic()
    with pytest.raises(NotAStatement) as refused:
        read_file(content)
    assert time.monotonic() - begun < LONGEST
    return str(refused.value)


@pytest.mark.parametrize("content", [BOMB, OUTSIDE, ELSEWHERE])
def test_xml_that_defines_entities_or_looks_elsewhere_is_refused_unread(content):
    assert "no bank does" in refusal(content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"<Document>", "cannot be read"),
        (b"<html><body>Log in</body></html>", "no statement in camt.053"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50, "no text"),
        (b"%PDF-1.7\n\x00\x01\x02", "no text"),
        (b"PK\x03\x04" + bytes(1000), "no text"),
        (b"a;b;c\n1;\x00;3\n", "no text"),
        (b"one line that is nothing", "no statement in camt.053, MT940 or CSV"),
        (b":20:X\n:25:1\n:60F:C26", "cannot be read"),
        (b":20:X\n:25:1\n", "names no currency"),
        (b'a;"b\n' + b"x" * 200_000, "cannot be read"),
        (b"<?xml version='1.0' encoding='x-nothing'?><a/>", "cannot be read"),
    ],
)
def test_what_is_no_statement_is_refused_in_words(content, said):
    assert said in refusal(content)


def test_a_zipped_file_is_no_statement():
    assert "no text" in refusal(gzip.compress(camt(Came("1.00")) * 50))


def test_a_text_that_names_a_file_is_never_taken_for_the_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(swift(Came("1.00")))
    for content in (str(secret).encode(), b":20:X\n" + str(secret).encode()):
        assert "1.00" not in refusal(content)


def test_a_file_of_more_bytes_is_refused_before_it_is_looked_at(monkeypatch):
    monkeypatch.setattr(reading, "_is_xml", None)
    assert "at most 10 MB" in refusal(b"<" + b"x" * MOST_BYTES)
    refuse_size(MOST_BYTES)


def test_ten_megabytes_of_xml_are_answered():
    content = b"<Document>" + b"<Stmt><x>y</x></Stmt>" * (MOST_BYTES // 22) + b"</Document>"
    assert len(content) > 9_000_000
    assert "currency" in refusal(content)


def test_elements_within_elements_without_end_are_answered():
    depth = 400_000
    refusal(b"<a>" * depth + b"</a>" * depth)


def test_a_line_of_swift_without_end_is_named():
    content = swift(Came("1.00", "x" * 3_000_000))
    assert "Line 6 is longer" in refusal(content)


def test_many_short_lines_of_one_entry_are_answered():
    content = swift(Came("1.00", "?21".join(["x" * 60 + "\n"] * 100_000)))
    begun = time.monotonic()
    assert len(read_file(content).lines[0].purpose) <= 1000
    assert time.monotonic() - begun < LONGEST


@pytest.mark.parametrize("write", [camt, swift, sheet])
def test_fifty_thousand_lines_are_too_many(write):
    said = refusal(write(*[Came("1.00")] * 50_000)[:MOST_BYTES] if write is not camt else _many_entries())
    assert f"at most {MOST_LINES:,} lines" in said


def test_as_many_columns_as_a_row_can_hold_are_cut():
    rows = read_file((";".join("abcdefgh" * 10_000) + "\n" + HEAD).encode())
    assert max(len(row.cells) for row in rows) == 60


def _many_entries() -> bytes:
    content = camt(Came("1.00"))
    start, end = content.index(b"<Ntry>"), content.index(b"</Stmt>")
    return content[:start] + b"<Ntry><Amt>1</Amt></Ntry>" * 50_000 + content[end:]
