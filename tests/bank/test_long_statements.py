"""Statements of many lines: what is read of them once is not read again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.bank import camt as reader
from billing.bank import statement as statements
from billing.bank.reading import read_file
from billing.bank.statement import BrokenEntry, NotAStatement, sound
from billing.ledger.bank import imports_that_hold
from common.folding import closed_up
from tests.factories.bank import DAY, Came, camt, make_import, statement

MANY = [Came(f"{place}.00", f"for order {place}") for place in range(1, 201)]


def test_an_entry_that_begins_in_one_piece_and_ends_in_another_is_read(monkeypatch):
    content = camt(*MANY)
    assert len(content) > 3 * reader.PIECE
    read = read_file(content)
    assert [line.amount for line in read.lines] == list(range(1, 201))
    monkeypatch.setattr(reader, "PIECE", 7)
    assert read_file(content) == read


def test_only_entries_of_the_statement_are_lines_of_it():
    content = camt(*MANY[:3])
    entry = content[content.index(b"<Ntry>") : content.index(b"</Ntry>") + len(b"</Ntry>")]
    beside = content.replace(b"<Stmt>", b"<Rpt>" + entry + b"</Rpt><Stmt>")
    within = content.replace(b"</Stmt>", b"<Othr>" + entry + b"</Othr></Stmt>")
    assert read_file(beside) == read_file(within) == read_file(content)


def test_a_file_that_breaks_off_is_refused_as_that_though_an_entry_is_wrong_too():
    content = camt(*MANY[:2], Came("1,5"), closing="1000")
    with pytest.raises(BrokenEntry, match="Entry 3"):
        read_file(content)
    with pytest.raises(NotAStatement, match="cannot be read: no element found"):
        read_file(content[: -len(b"</Stmt></BkToCstmrStmt></Document>")])


@pytest.mark.django_db
def test_what_a_line_says_is_folded_once_from_the_file_to_the_books(monkeypatch):
    folded = []
    monkeypatch.setattr(statements, "closed_up", lambda text: folded.append(text) or closed_up(text))
    whole = sound(statement(*MANY[:5]))
    assert imports_that_hold(whole) == []
    make_import(*MANY[5:10])
    assert len(folded) == 10 * 3


@pytest.mark.django_db
def test_what_was_paid_on_other_days_is_not_fetched():
    make_import(*MANY[:5])
    later = replace(
        sound(statement(*MANY[:5])),
        lines=tuple(replace(line, day=DAY + timedelta(days=31)) for line in statement(*MANY[:5]).lines),
    )
    with CaptureQueriesContext(connection) as queries:
        assert imports_that_hold(later) == []
    (query,) = queries.captured_queries
    with connection.cursor() as cursor:
        cursor.execute(query["sql"])
        assert cursor.fetchall() == []
