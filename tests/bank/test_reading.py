"""Files of banks: what they say, whichever kind they are, and what is refused in words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from billing.bank.reading import read_file
from billing.bank.sheet import Columns, guessed, head_of, read_sheet
from billing.bank.statement import (
    AnotherAccount,
    BrokenEntry,
    BrokenLine,
    DoesNotAddUp,
    NotAStatement,
    is_same_account,
    sound,
)
from tests.factories.bank import DAY, IBAN, PAYER, Came, camt, sheet, statement, swift

LINES = (
    Came("120.00", "Invoice C-2026-00012", reference="E2E-7"),
    Came("-20.50", "Charges", name="The Bank"),
    Came("5.00", "Thanks & greetings", name="Müller <Zahnärzte>"),
)


@pytest.mark.parametrize("version", ["02", "04", "08", "12"])
def test_camt_of_every_version_is_read(version):
    read = read_file(camt(*LINES, version=version))
    assert (read.account, read.currency, read.opening, read.closing) == (
        IBAN,
        "EUR",
        1000,
        Decimal("1104.50"),
    )
    first, second, third = read.lines
    assert (first.day, first.amount, first.name, first.iban) == (DAY, 120, "North Clinic", PAYER)
    assert (first.purpose, first.reference) == ("Invoice C-2026-00012", "E2E-7")
    assert (second.amount, second.name, second.reference) == (Decimal("-20.50"), "The Bank", "")
    assert third.name == "Müller <Zahnärzte>"


def test_swift_is_read():
    read = read_file(swift(*LINES))
    assert (read.kind, read.currency, read.opening, read.closing) == (
        "MT940",
        "EUR",
        1000,
        Decimal("1104.50"),
    )
    assert [line.amount for line in read.lines] == [120, Decimal("-20.50"), 5]
    assert read.lines[0].name == "North Clinic"
    assert read.lines[0].iban == PAYER
    assert read.lines[0].purpose == "Invoice C-2026-00012"
    assert read.lines[0].reference == "E2E-7"
    assert read.lines[2].name == "Müller <Zahnärzte>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_csv_is_read_by_its_columns_in_every_encoding(encoding):
    rows = read_file(sheet(*LINES, encoding=encoding))
    chosen = {"name": None} | guessed(rows)
    assert chosen["day_order"] == "dmy"
    read = read_sheet(rows, Columns(**chosen), account=IBAN, currency="EUR")
    assert [line.amount for line in read.lines] == [120, Decimal("-20.50"), 5]
    assert read.lines[2].name == "Müller <Zahnärzte>"
    assert (read.lines[0].purpose, read.lines[0].reference) == ("Invoice C-2026-00012", "E2E-7")


def test_a_bank_is_known_again_by_the_names_of_its_columns():
    one, other = read_file(sheet(*LINES)), read_file(sheet(LINES[0]))
    assert head_of(one, 1) == head_of(other, 1)
    assert head_of(one, 1) != head_of(read_file(sheet(LINES[0], head=["a;b;c;d;e;f"])), 1)


@pytest.mark.parametrize(
    ("written", "sign", "amount"),
    [
        ("1.234,50", ",", "1234.50"), ("1,234.50", ".", "1234.50"), ("-12,5", ",", "-12.5"), ("12,50-", ",", "-12.50"),
        ("12.50 EUR", ".", "12.50"), ("12,50 S", ",", "-12.50"), ("12,50 H", ",", "12.50"), ("−7", ",", "-7"),
        ("1 234,50", ",", "1234.50"), ("+3,00 €", ",", "3.00"),
    ],
)  # fmt: skip
def test_amounts_are_read_as_banks_write_them(written, sign, amount):
    rows = read_file(f"d\ta\n03.11.2026\t{written}".encode())
    read = read_sheet(rows, Columns(0, 1, amount=1, decimal_sign=sign), account="", currency="EUR")
    assert read.lines[0].amount == Decimal(amount)


def test_two_columns_say_what_went_and_what_came():
    rows = read_file(b"d;out;in\n03.11.2026;12,50;\n04.11.2026;;7,00\nsum;;\n")
    chosen = Columns(0, 1, debit=1, credit=2)
    with pytest.raises(BrokenLine, match="Line 4"):
        read_sheet(rows, chosen, account="", currency="EUR")
    read = read_sheet(rows[:-1], chosen, account="", currency="EUR")
    assert [line.amount for line in read.lines] == [Decimal("-12.50"), 7]


@pytest.mark.parametrize(
    ("written", "order", "day"),
    [
        ("03.11.2026", "dmy", DAY), ("2026-11-03", "ymd", DAY), ("11/03/2026", "mdy", DAY), ("3.11.26", "dmy", DAY),
        ("2026-11-03T08:00:00", "ymd", DAY),
    ],
)  # fmt: skip
def test_days_are_read_in_their_order(written, order, day):
    rows = read_file(f"d;a\n{written};1,00".encode())
    read = read_sheet(rows, Columns(0, 1, amount=1, day_order=order), account="", currency="EUR")
    assert read.lines[0].day == day


@pytest.mark.parametrize("written", ["32.11.2026", "03.13.2026", "soon", "", "3.11"])
def test_a_day_that_is_none_names_its_entry(written):
    rows = read_file(f"d;a\n03.11.2026;1,00\n{written};1,00".encode())
    with pytest.raises(BrokenLine, match="Line 3"):
        read_sheet(rows, Columns(0, 1, amount=1), account="", currency="EUR")


def test_a_broken_entry_of_camt_is_named():
    with pytest.raises(BrokenEntry, match=r"Entry 2.*“1,5”"):
        read_file(camt(LINES[0], Came("1,5"), closing="1000"))
    with pytest.raises(BrokenEntry, match=r"Entry 1.*no day"):
        read_file(camt(LINES[0]).replace(b"<BookgDt><Dt>2026-11-03", b"<BookgDt><Dt>2026-11-33"))
    with pytest.raises(BrokenEntry, match=r"Entry 1.*came or went"):
        read_file(camt(LINES[0]).replace(b"<CdtDbtInd>CRDT</CdtDbtInd><Sts>", b"<Sts>"))


@pytest.mark.parametrize("broken", [":61:261333CR120,00NTRF", ":61:what is this", ":61:2611031103CRabcNTRF"])
def test_a_broken_entry_of_swift_is_named(broken):
    content = swift(*LINES).decode("latin-1").replace(":61:2611031103CR5,00NTRFNONREF", broken)
    with pytest.raises(BrokenEntry, match="Entry 3"):
        read_file(content.encode("latin-1"))


def test_entries_of_swift_without_a_kind_are_not_lost_in_silence():
    content = swift(*LINES).decode("latin-1").replace("NTRFNONREF", "")
    with pytest.raises(NotAStatement, match="no kind"):
        read_file(content.encode("latin-1"))


def test_pending_entries_are_left_out_and_many_transfers_in_one_entry_are_many_lines():
    pending = camt(*LINES).replace(b"<Cd>BOOK</Cd>", b"<Cd>PDNG</Cd>", 1)
    assert len(read_file(pending).lines) == 2
    batch = camt(Came("30.00", "both"))
    one = batch[batch.index(b"<TxDtls>") : batch.index(b"</NtryDtls>")]
    parts = [one.replace(b"<Refs>", b'<Amt Ccy="EUR">%d.00</Amt><Refs>' % amount) for amount in (10, 20)]
    assert [line.amount for line in read_file(batch.replace(one, b"".join(parts))).lines] == [10, 20]
    unequal = [one.replace(b"<Refs>", b'<Amt Ccy="EUR">10.00</Amt><Refs>')] * 2
    assert [line.amount for line in read_file(batch.replace(one, b"".join(unequal))).lines] == [30]


def test_the_lines_are_the_difference_of_the_balances_or_nothing_is_taken():
    sound(read_file(camt(*LINES)))
    with pytest.raises(DoesNotAddUp) as refused:
        sound(read_file(camt(*LINES, closing="1105.50")))
    said = str(refused.value)
    assert "1,000.00 EUR to 1,105.50 EUR it is 105.50 EUR" in said
    assert "3 lines come to 104.50 EUR" in said
    sound(statement(*LINES, opening=None))  # a CSV names none


@pytest.mark.parametrize(
    "balance", ["1E+999999", "-9E+999999", "1E+4000000000", "0.0001", "99999999999.00", "NaN"]
)
@pytest.mark.parametrize("which", ["opening", "closing"])
def test_a_balance_that_no_books_hold_is_refused_in_words(which, balance):
    with pytest.raises(NotAStatement):
        sound(read_file(camt(*LINES, **{"closing": "1000.00", which: balance})))


@pytest.mark.parametrize("currency", ["eur", "EURO", "ÄÄÄ", "X", "QQQ"])
def test_what_is_no_currency_is_refused_in_words(currency):
    with pytest.raises(NotAStatement, match="is no currency"):
        sound(replace(statement(*LINES), currency=currency))


def test_a_statement_of_another_account_is_refused():
    read = read_file(camt(*LINES, account=PAYER))
    with pytest.raises(AnotherAccount, match="DE89"):
        sound(read, ours=IBAN)
    assert sound(read).account == PAYER  # nobody has said which is ours
    assert sound(read_file(swift(*LINES)), ours=IBAN).account == IBAN
    with pytest.raises(AnotherAccount):
        sound(read_file(swift(*LINES, account="37040044/0999999999")), ours=IBAN)


@pytest.mark.parametrize(
    ("said", "same"),
    [
        (IBAN, True), (f"{IBAN}EUR", True), ("37040044/532013000", True), ("0532013000", True), (PAYER, False),
        ("DE89370400440532013001", False), ("10010010/0532013000", False), ("", False), ("/", False), ("abc", False),
        (f"{IBAN} EUR", True), (f"{IBAN}1", False), (f"COBADEFFXXX/{IBAN}", True), ("COBADEFF/0532013000EUR", True),
        ("37040044/00532013000", True), ("370 400 44/532 013 000", True), ("DEUTDEDB110/532013000", True),
        # a piece of our number is another account's
        ("1", False), ("0", False), ("000", False), ("37040044", False), ("2013000", False),
        ("37040044/2013000", False), ("37040044/13000", False),
        ("053201300", False), ("0044/0532013000", False), ("3704/0044", False),
    ],
)  # fmt: skip
def test_a_bank_may_name_the_account_in_its_own_way(said, same):
    assert is_same_account(said, IBAN) == same


@pytest.mark.parametrize(
    ("ours", "said", "same"),
    [
        ("GB29NWBK60161331926819", "60-16-13/31926819", True),
        ("GB29NWBK60161331926819", "31926819", True),
        ("GB29NWBK60161331926819", "1926819", False),
        ("NL91ABNA0417164300", "417164300", True),
        ("NL91ABNA0417164300", "164300", False),
        ("AT611904300234573201", "19043/00234573201", True),
        ("ES9121000418450200051332", "2100/0418/450200051332", True),
        ("ES9121000418450200051332", "0200051332", True),
    ],
)
def test_accounts_of_other_countries_are_named_by_the_end_of_their_iban(ours, said, same):
    assert is_same_account(said, ours) == same


def test_equal_lines_are_counted_by_day():
    other_day = Came("5.00", "Thanks", day=date(2026, 11, 4))
    same = Came("5.00", "Thanks")
    counted = sound(statement(same, Came("6.00", "Thanks"), same, other_day, Came("5.00", " T h anks"))).lines
    assert [line.ordinal for line in counted] == [1, 1, 2, 1, 3]


def test_an_amount_with_more_places_than_its_currency_has_is_refused():
    with pytest.raises(BrokenEntry, match="JPY"):
        sound(statement(Came("5.50"), currency="JPY"))
    assert sound(statement(Came("5.505"), currency="KWD")).lines[0].amount == Decimal("5.505")
