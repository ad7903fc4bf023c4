"""The oracle sees what is wrong with issued papers: each rule broken behind the back of the house is named."""

import os
from datetime import date, timedelta

import pytest
from django.utils import timezone

from background.models import Job
from billing.models import Act, ClosingDocument
from common import storage
from documents.sweeping import sweep_files
from papers.drawing import draw_issued
from papers.issuing import issue, revise
from papers.models import DrawnPaper, IssuedPaper, Supersession
from tests.factories.background import work_off
from tests.factories.billing import make_event
from tests.factories.papers import paper_of
from tests.verification.behind_our_back import double, one, raw
from tests.verification.test_seeded import unnamed
from verification.invariants import INVARIANTS

pytestmark = pytest.mark.django_db


def finding_of(number: int):
    return next(rule.check() for rule in INVARIANTS if rule.number == number)


def paper(kind, **wanted):
    return one(IssuedPaper, kind=kind, **wanted)


def gone(kind):
    found = paper(kind).get()
    raw(Supersession).filter(paper=found).delete()
    raw(Supersession).filter(by=found).delete()
    return raw(IssuedPaper).filter(pk=found.pk).delete()


def became(kind):
    return one(Supersession, paper__kind=kind)


SEEDS = {
    "34 a revision that nobody issued": lambda: paper("closing").update(revision=3),
    "35 an act without a paper": lambda: gone("act"),
    "35 a correction without a paper": lambda: gone("correction"),
    "35 a paper of no act": lambda: paper("act").update(number="A-1999-00001"),
    "35 a paper that is another kind": lambda: paper("counter_act").update(kind="act"),
    "35 a paper of another day": lambda: paper("closing").update(issued_on=date(2020, 1, 1)),
    "35 a paper of another event": lambda: paper("closing").update(event=make_event()),
    "35 an act issued twice": lambda: double(paper("act").get(), number="A-1", code="0" * 20),
    "36 a paper with another hash": lambda: paper("act").update(snapshot_hash="0" * 64),
    "36 a document with another hash": lambda: paper("closing").update(snapshot_hash="0" * 64),
    "36 an act that was taken back and seems to stand": lambda: became("act").delete(),
    "36 a document that was taken back and seems to stand": lambda: became("closing").delete(),
    "36 an act that stands and seems to be taken back": lambda: Supersession.objects.create(
        paper=IssuedPaper.objects.filter(kind="act", supersessions=None).first(), how="taken_back", event=make_event()
    ),
    "37 a paper that nobody draws": lambda: Job.objects.filter(kind=draw_issued.module_path).delete(),
}  # fmt: skip


def test_what_is_wrong_with_issued_papers_is_named(worked):
    assert Act.objects.filter(reverses__isnull=False).exists()
    assert ClosingDocument.objects.filter(kind="correction").exists()
    assert unnamed(SEEDS, number_of=lambda wrong: int(wrong.split()[0])) == []


def test_bytes_that_were_changed_or_are_gone_are_seen(worked, monkeypatch):
    monkeypatch.setattr("common.pdf.engine.draw_html", lambda *told, **more: b"%PDF whole")
    work_off()
    assert finding_of(37).wrong == finding_of(41).wrong == []
    assert DrawnPaper.objects.count() == IssuedPaper.objects.count()
    changed, lost = DrawnPaper.objects.order_by("pk")[:2]
    storage.path_of(changed.key).write_bytes(b"%PDF other")
    storage.path_of(lost.key).unlink()
    wrong = finding_of(37).wrong  # in the sequence of the papers, which need not have been drawn in it
    assert len(wrong) == 2
    for paper in (changed.paper, lost.paper):
        assert [paper.number in sentence for sentence in wrong].count(True) == 1


def test_a_paper_that_waits_too_long_is_to_be_looked_at_and_breaks_no_rule(worked):
    raw(Job).filter(kind=draw_issued.module_path).update(asked_at=timezone.now() - timedelta(hours=2))
    found = finding_of(37)
    assert (found.wrong, len(found.to_look_at)) == ([], IssuedPaper.objects.count())
    raw(Job).update(state="failed", ended_at=timezone.now())
    found = finding_of(37)
    assert (found.wrong, "could not be drawn" in found.to_look_at[0]) == ([], True)


def test_a_paper_of_before_waits_for_whoever_asks_for_it(worked):
    Job.objects.all().delete()
    raw(IssuedPaper).update(of_before=True)
    assert finding_of(37).wrong == []


def test_a_revision_without_its_mark_is_seen(worked):
    issue(paper_of("X-1"), make_event())
    revise(paper_of("X-1", total="12.00"), make_event())
    assert not any("X-1" in said for said in finding_of(36).wrong)
    one(Supersession, paper__number="X-1").delete()
    assert [said for said in finding_of(36).wrong if "X-1" in said]
    raw(IssuedPaper).filter(number="X-1", revision=2).update(snapshot={})
    assert any("is not as it was issued" in said for said in finding_of(36).wrong)


def test_the_daily_sweep_leaves_the_bytes_of_papers(worked, monkeypatch):
    monkeypatch.setattr("common.pdf.engine.draw_html", lambda *told, **more: b"%PDF whole")
    work_off()
    long_ago = (timezone.now() - timedelta(days=9)).timestamp()
    for drawn in DrawnPaper.objects.all():
        os.utime(storage.path_of(drawn.key), (long_ago, long_ago))
    sweep_files(timezone.now(), keep=timedelta(days=1))
    assert finding_of(37).wrong == []
