"""Two print the same issued paper for the first time in the same moment: one set of bytes, which everybody gets.

The control keeps bytes without asking whether somebody was quicker, as if the table had no rule: then each has its own.
"""

import io
import threading
import time

import pytest
from django.db import connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from common import storage
from papers import drawing
from papers.answers import issued_response
from papers.drawing import draw_issued
from papers.issuing import issue
from papers.models import DrawnPaper, IssuedPaper
from tests.factories.billing import make_event
from tests.factories.lab import make_employee, make_settings
from tests.factories.papers import paper_of
from tests.races import AT_ONCE, at_once, failures

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TRIALS = 3


@pytest.fixture
def reader(monkeypatch):
    """Somebody who prints; each drawing has bytes of its own, and all are drawn before the first is kept."""
    make_settings(name="Meridian")
    drawn = iter(range(10**6))
    lock = threading.Lock()

    def draw(html, *told, **more):
        with lock:
            serial = next(drawn)
        time.sleep(0.2)
        return b"%%PDF-1.7 drawing %d" % serial

    monkeypatch.setattr("common.pdf.engine.draw_html", draw)
    monkeypatch.setattr("papers.answers.drawn_now", draw)
    return make_employee(roles=["accountant"])


def new_paper(number: int) -> IssuedPaper:
    with transaction.atomic():
        return issue(paper_of(f"S-{number}"), make_event())


def printed(paper, reader) -> bytes:
    request = RequestFactory().get("/paper/")
    request.user = reader
    return issued_response(request, paper).content


def kept_files(settings) -> set[str]:
    root = settings.LABSITE_FILES / "kept"
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_eight_who_print_at_once_get_the_same_bytes_and_one_file_is_kept(reader, settings):
    for trial in range(TRIALS):
        paper = new_paper(trial)
        said = at_once(lambda _n, paper=paper: printed(paper, reader))
        assert failures(said) == []
        assert len(set(said)) == 1
        drawn = DrawnPaper.objects.get(paper=paper)
        assert storage.read_stored(drawn.stored) == said[0]
        assert kept_files(settings) == set(DrawnPaper.objects.values_list("key", flat=True))


def test_a_worker_and_a_reader_at_once_keep_one_file(reader, settings):
    paper = new_paper(99)

    def act(number):
        if number:
            return printed(paper, reader)
        return draw_issued.func(None, [paper.pk])

    said = at_once(act)
    assert failures(said) == []
    assert len(set(said[1:])) == 1
    assert kept_files(settings) == {DrawnPaper.objects.get().key}


def test_without_the_rule_each_would_have_bytes_of_its_own(reader, monkeypatch):
    """The control: the table takes as many as come, and whoever has drawn keeps without looking."""
    paper = new_paper(1)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE papers_drawnpaper DROP CONSTRAINT papers_drawnpaper_paper_id_key")

    def careless(paper, pdf, missing):
        stored = storage.store(io.BytesIO(pdf), max_bytes=10**6, free_floor=0)
        told = {"key": stored.key, "size": stored.size, "sha256": stored.sha256, "missing": missing}
        return DrawnPaper.objects.create(paper=paper, drawn_at=timezone.now(), **told)

    monkeypatch.setattr(drawing, "keep", careless)
    monkeypatch.setattr("papers.answers.keep", careless)
    try:
        said = at_once(lambda _n: printed(paper, reader))
        assert len(set(said)) == AT_ONCE
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE papers_drawnpaper DISABLE TRIGGER USER")
            cursor.execute("DELETE FROM papers_drawnpaper")
            cursor.execute("ALTER TABLE papers_drawnpaper ENABLE TRIGGER USER")
            cursor.execute(
                "ALTER TABLE papers_drawnpaper ADD CONSTRAINT papers_drawnpaper_paper_id_key UNIQUE (paper_id)"
            )
