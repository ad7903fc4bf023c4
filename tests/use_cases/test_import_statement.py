"""Import statement: its lines are parked, none is booked; what is there already is known, counted by day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.bank.statement import AnotherAccount, DoesNotAddUp
from billing.bank_lines import STATES, Counts, counts_of
from billing.models import BankImport, BankLine, Payment, ReceivableEntry
from lab.models import Event
from tests.factories.bank import IBAN, PAYER, Came, make_import, statement
from tests.factories.lab import make_settings
from verification.invariants import violations
from workflow.money.import_statement import Brought, import_statement
from workflow.money.take_back_bank_import import take_back_bank_import
from workflow.moving import StepRefused

pytestmark = pytest.mark.django_db

RENT, SAME = Came("-800", "Rent"), Came("50", "Monthly")


def bring(cause, *came, name="november.xml", **how):
    return import_statement(statement(*came, **how), cause, file_name=name, sha256="0" * 64)


def take_in(cause, *came, **how) -> BankImport:
    brought = bring(cause, *came, **how)
    assert brought.is_new
    return brought.bank_import


def counts(parked: BankImport) -> Counts:
    return counts_of([parked])[parked.pk]


def test_the_lines_wait_and_nothing_is_booked(by):
    make_settings(iban=IBAN)
    cause = by("accountant")
    parked = take_in(cause, Came("120.50", "C-2026-00001", reference="E2E"), RENT)
    assert (parked.account, parked.currency, parked.opening, parked.closing) == (IBAN, "EUR", 1000, 320.5)
    assert (parked.event.verb, parked.event.actor, parked.event.reason) == (
        "import_statement",
        cause.actor,
        "november.xml",
    )
    first, _second = parked.lines.all()
    assert (first.position, first.amount, first.purpose, first.reference, first.iban) == (
        1,
        120.5,
        "C-2026-00001",
        "E2E",
        PAYER,
    )
    assert counts(parked) == Counts(total=2, open=1, out=1)
    assert not Payment.objects.exists()
    assert not ReceivableEntry.objects.exists()
    assert violations() == {}


def test_the_same_statement_twice_waits_once_and_leaves_no_second_import(by):
    cause = by("accountant")
    first, again = take_in(cause, SAME, SAME, RENT), bring(cause, SAME, RENT, SAME, name="again.xml")
    assert again == Brought(first, is_new=False)
    assert counts(first) == Counts(total=3, open=2, out=1)
    assert BankImport.objects.get() == first
    assert Event.objects.filter(verb="import_statement").count() == 1
    assert violations() == {}


def test_a_statement_whose_lines_came_with_several_names_the_last_of_them(by):
    cause = by("accountant")
    take_in(cause, SAME, Came("9", "unrelated"))
    last = take_in(cause, RENT)
    assert bring(cause, SAME, RENT) == Brought(last, is_new=False, stands_alone=False)


def test_what_was_taken_back_comes_anew(by):
    cause = by("accountant")
    take_back_bank_import(take_in(cause, SAME, RENT).pk, cause, reason="the wrong month")
    assert counts(take_in(cause, SAME, RENT)) == Counts(total=2, open=1, out=1)


def test_one_equal_transfer_more_is_new(by):
    cause = by("accountant")
    take_in(cause, SAME)
    assert counts(take_in(cause, SAME, SAME)) == Counts(total=2, open=1, known=1)


def test_of_statements_that_overlap_only_what_is_beyond_waits(by):
    cause = by("accountant")
    take_in(cause, SAME, RENT)
    longer = take_in(cause, Came("7", "new"), SAME, SAME, RENT)
    assert counts(longer) == Counts(total=4, open=2, known=2)
    assert [line.purpose for line in longer.lines.with_fate().filter(STATES["open"])] == ["new", "Monthly"]


def test_another_account_and_figures_that_do_not_add_up_are_refused_with_nothing_kept(by):
    make_settings(iban=IBAN)
    with pytest.raises(AnotherAccount):
        take_in(by("accountant"), SAME, account=PAYER)
    short = statement(SAME, RENT)
    with pytest.raises(DoesNotAddUp):
        import_statement(
            type(short)(short.kind, short.account, "EUR", short.lines[:1], short.opening, short.closing),
            by("accountant"), file_name="x", sha256="0" * 64,
        )  # fmt: skip
    assert not BankImport.objects.exists()
    assert not Event.objects.filter(verb="import_statement").exists()


@pytest.mark.parametrize("role", ["manager", "technician", "reviewer"])
def test_only_who_records_payments_takes_statements_in(by, role):
    with pytest.raises(StepRefused):
        take_in(by(role), SAME)


@given(st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=6), min_size=1, max_size=4))
def test_however_statements_overlap_each_line_waits_as_often_as_it_was_there_at_most_at_once(files):
    """For each kind of line, what waits in all imports together is the most that any one of them names."""
    before = set(BankLine.objects.values_list("pk", flat=True))
    texts = [f"{len(before)} {kind}" for kind in range(4)]
    for kinds in files:
        make_import(*(Came("5", texts[kind]) for kind in kinds))
    waiting = BankLine.objects.waiting().exclude(pk__in=before)
    for kind, text in enumerate(texts):
        most = max(kinds.count(kind) for kinds in files)
        assert sum(line.purpose == text for line in waiting) == most


@pytest.mark.parametrize(
    "account", ["DE89 3704 0044 0532 0130 00", "37040044/0532013000", "COBADEFFXXX/0532013000EUR"]
)
def test_a_file_is_known_again_after_the_laboratory_has_said_its_iban(by, account):
    """However the file names the account: what was taken over is not offered anew."""
    cause = by("accountant")
    parked = take_in(cause, Came("100", "Rent"), account=account)
    make_settings(iban=IBAN)
    assert bring(cause, Came("100", "Rent"), account=account) == Brought(parked, is_new=False)
    assert bring(cause, Came("100", "Rent"), account=IBAN) == Brought(parked, is_new=False)
    assert bring(cause, Came("100", "Rent"), Came("5", "Rent"), account=account).is_new
