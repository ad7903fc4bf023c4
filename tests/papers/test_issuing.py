"""Issuing: rows within the transaction of the cause; nothing issued is edited, what became of it is said beside it."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from background.models import Job
from common.ledger import BookedRowsOnlyGrow
from papers.issuing import NothingRevised, correct, issue, issue_all, revise, take_back
from papers.models import DrawnPaper, IssuedPaper, State, Supersession
from papers.revisions import changes_of, latest, latest_of
from tests.factories.background import work_off
from tests.factories.billing import make_event
from tests.factories.papers import paper_of

pytestmark = pytest.mark.django_db


def test_a_paper_is_issued_with_a_code_and_the_work_to_draw_it(issued):
    job = Job.objects.get()
    assert (job.kind, job.about) == ("papers.drawing.draw_issued", "S-1")
    assert (issued.revision, issued.state, issued.is_drawn) == (1, State.VALID, False)
    assert issued.says()["total"] == "10.00"


@pytest.mark.django_db(transaction=True)
def test_nothing_is_issued_outside_the_transaction_of_a_cause():
    with pytest.raises(transaction.TransactionManagementError):
        issue(paper_of(), make_event())
    assert not IssuedPaper.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_issued_and_is_never_drawn():
    event = make_event()

    @transaction.atomic
    def broken():
        issue(paper_of(), event)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert not IssuedPaper.objects.exists()
    assert not Job.objects.exists()


def test_many_papers_cost_no_more_statements_than_one():
    def statements(count: int) -> int:
        event = make_event()
        with CaptureQueriesContext(connection) as asked:
            issue_all([paper_of(f"S-{count}-{n}") for n in range(count)], event)
        return len(asked)

    assert statements(1) == statements(30)


@pytest.mark.parametrize("table", ["papers_issuedpaper", "papers_drawnpaper", "papers_supersession"])
def test_no_row_is_changed_or_deleted_by_anybody(issued, drawings, table):
    work_off()
    take_back("pay_sheet", "S-1", make_event())
    column = {"papers_issuedpaper": "number", "papers_drawnpaper": "key", "papers_supersession": "how"}[table]
    for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    for row in (issued, DrawnPaper.objects.get(), Supersession.objects.get()):
        with pytest.raises(BookedRowsOnlyGrow):
            row.save()
        with pytest.raises(BookedRowsOnlyGrow):
            row.delete()


def test_a_revision_supersedes_the_one_before_and_says_what_differs(issued):
    second = revise(paper_of(total="12.00"), make_event())
    assert (second.revision, second.state) == (2, State.VALID)
    assert latest("pay_sheet", "S-1") == second
    assert IssuedPaper.objects.get(pk=issued.pk).state is State.SUPERSEDED
    assert [(one.field, one.before, one.after) for one in changes_of(second)] == [("total", "10.00", "12.00")]
    assert changes_of(issued) == []
    assert second.code != issued.code


def test_only_what_stands_can_be_revised(issued):
    with pytest.raises(NothingRevised):
        revise(paper_of("S-9"), make_event())
    take_back("pay_sheet", "S-1", make_event())
    with pytest.raises(NothingRevised):
        revise(paper_of(), make_event())


def test_what_became_of_a_paper_is_its_gravest(issued):
    later = [issue(paper_of(f"S-{n}"), make_event()) for n in (2, 3)]
    for by in later:
        correct("pay_sheet", "S-1", make_event(), by=by)
    assert latest("pay_sheet", "S-1").state is State.CORRECTED
    take_back("pay_sheet", "S-1", make_event(), by=issue(paper_of("S-4"), make_event()))
    assert latest("pay_sheet", "S-1").state is State.TAKEN_BACK
    take_back("pay_sheet", "S-1", make_event())  # once more changes nothing
    assert Supersession.objects.filter(how="taken_back").count() == 1


def test_the_newest_of_many_are_read_in_a_fixed_number_of_statements(issued):
    for n in range(2, 12):
        issue(paper_of(f"S-{n}"), make_event())
    with CaptureQueriesContext(connection) as asked:
        found = latest_of("pay_sheet", [f"S-{n}" for n in range(1, 12)])
        assert {paper.state for paper in found.values()} == {State.VALID}
        assert not any(paper.is_drawn for paper in found.values())
    assert len(found) == 11
    assert len(asked) == 2
