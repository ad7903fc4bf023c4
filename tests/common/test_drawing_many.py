"""Many papers in one file: each with its own pages, none that may load anything, and no more memory than for ten."""

import io
import os
import signal

import pytest
from pypdf import PdfReader

from common.pdf import engine
from common.pdf.engine import DrawingEnded, PaperFailed, draw_html, draw_many
from common.pdf.joining import TOGETHER
from tests.common.test_pdf import CHANNELS

STYLED = (
    "<html><title>{name}</title><body><h1>{name}</h1>"
    '<p style="break-before: page">second of {name}</p></body></html>'
)


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("count", [1, TOGETHER, TOGETHER + 1, 2 * TOGETHER + 3])
def test_each_paper_has_its_own_pages_from_one(count):
    told = []
    papers = [STYLED.format(name=f"Paper {n}") for n in range(count)]
    drawn = draw_many(papers, title="All of them", after_each=told.append)
    pages = pages_of(drawn)
    assert PdfReader(io.BytesIO(drawn)).metadata.title == "All of them"
    assert len(pages) == 2 * count
    for n in range(count):
        assert f"Paper {n}" in pages[2 * n]
        assert "1 / 2" in pages[2 * n]
        assert f"second of Paper {n}" in pages[2 * n + 1]
        assert "2 / 2" in pages[2 * n + 1]
    assert told == list(range(1, count + 1))


def test_the_file_leads_to_each_of_its_papers():
    pdf = draw_many(STYLED.format(name=f"Paper {n}") for n in range(TOGETHER + 2))
    reader = PdfReader(io.BytesIO(pdf))
    titles = {mark.title: reader.get_destination_page_number(mark) for mark in reader.outline}
    assert titles == {f"Paper {n}": 2 * n for n in range(TOGETHER + 2)}


def test_the_same_papers_are_the_same_bytes():
    papers = [STYLED.format(name=n) for n in range(TOGETHER + 1)]
    assert draw_many(papers) == draw_many(papers)


def test_letters_that_one_paper_needs_do_not_trouble_the_others():
    pages = pages_of(draw_many(["<p>Anna</p>", "<p>张伟</p>", "<p>Berta</p>", "<p>Саша</p>"]))
    assert [page.split(" 1 / 1")[0] for page in pages] == ["Anna", "张伟", "Berta", "Саша"]


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_file_with_a_paper_that_asks_for_a_local_file_is_not_handed_out(channel, tmp_path):
    kept = tmp_path / "secret.txt"
    kept.write_text("the canary")
    secret = kept.as_uri()
    bad = CHANNELS[channel].format(url=secret).replace("__url__", secret)
    with pytest.raises(PaperFailed) as failed:
        draw_many(["<p>good</p>", bad, "<p>good</p>"])
    assert "may not load" in failed.value.why
    assert len(pages_of(draw_many(["<p>next</p>"]))) == 1


def test_a_file_that_was_given_up_leaves_nothing_to_the_next():
    def breaks_off():
        yield "<p>one</p>"
        yield "<p>two</p>"
        raise LookupError("gone")

    with pytest.raises(LookupError):
        draw_many(breaks_off())
    assert len(pages_of(draw_many(["<p>next</p>"]))) == 1
    assert pages_of(draw_html("<p>alone</p>")) == ["alone 1 / 1"]


def test_a_drawing_process_that_is_killed_in_the_middle_is_told_of():
    draw_html("<p>warm</p>")

    def killed():
        yield "<p>one</p>"
        yield "<p>two</p>"
        os.kill(engine._child.pid, signal.SIGKILL)
        yield "<p>three</p>"

    with pytest.raises(DrawingEnded):
        draw_many(killed())
    assert len(pages_of(draw_many(["<p>next</p>"]))) == 1


def test_a_paper_of_many_that_takes_too_long_is_given_up():
    endless = "<table>" + "<tr><td>x</td></tr>" * 20_000 + "</table>"
    with pytest.raises(PaperFailed):
        draw_many(["<p>x</p>", endless], seconds=1)


def test_one_that_eats_memory_too():
    eats = "<table>" + "<tr><td>x</td></tr>" * 50_000 + "</table>"
    with pytest.raises(PaperFailed):
        draw_many(["<p>x</p>", eats], memory=24 * 1024**2)


def test_no_paper_is_no_file():
    with pytest.raises(PaperFailed):
        draw_many([])
