"""Long papers, and papers that come when too many are drawn, are prepared by a worker; nobody stands in a queue."""

import io
import os
import re
import signal
import threading

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from pypdf import PdfReader

from background import papers
from background.models import PAPERS_ARE_KEPT, Job, PreparedPaper, State
from background.sweeping import sweep_work
from common.pdf import engine
from tests.factories.background import make_job, make_paper, work_off
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    return make_order()


@pytest.fixture
def client():
    return client_of(make_employee(roles=["manager"]))


@pytest.fixture
def drawn(monkeypatch):
    """How often something was drawn, without drawing it."""
    seen = []
    monkeypatch.setattr(engine, "draw_html", lambda html, **limits: seen.append(html) or b"%PDF-1.7 drawn")
    return seen


def address(order) -> str:
    return reverse("workflow:order_form_pdf", args=[order.number])


def test_a_short_paper_is_drawn_while_the_person_waits(client, order, drawn):
    assert client.get(address(order)).content == b"%PDF-1.7 drawn"
    assert not Job.objects.exists()


def test_a_long_paper_is_prepared_and_then_there(client, order, drawn, monkeypatch):
    monkeypatch.setattr(papers, "LONG", 100)
    page = client.get(address(order), follow=True)
    assert "The paper is being prepared" in page.content.decode()
    assert drawn == []
    work_off()
    paper = PreparedPaper.objects.get()
    assert (bytes(paper.pdf), paper.html) == (b"%PDF-1.7 drawn", "")
    ready = client.get(reverse("background:paper", args=[paper.pk]), follow=True)
    assert ready.content == b"%PDF-1.7 drawn"
    assert ready["Content-Disposition"] == f'inline; filename="order-{order.number}.pdf"'


def test_the_page_that_waits_is_led_to_the_paper_as_soon_as_it_is_there(client, order, drawn, monkeypatch):
    monkeypatch.setattr(papers, "LONG", 100)
    client.get(address(order))
    where = reverse("background:paper", args=[PreparedPaper.objects.get().pk])
    asks = {"HX-Request": "true"}
    assert "hx-get" in client.get(where, headers=asks).content.decode()
    work_off()
    assert client.get(where, headers=asks)["HX-Redirect"].endswith("/file/")


def test_asking_again_for_the_same_paper_does_not_draw_it_twice(client, order, drawn, monkeypatch):
    monkeypatch.setattr(papers, "LONG", 100)
    first, again = client.get(address(order)), client.get(address(order))
    assert first.url == again.url
    work_off()
    assert client.get(address(order)).url == first.url
    assert len(drawn) == 1


def test_where_too_many_draw_already_nobody_waits(client, order, drawn, monkeypatch):
    monkeypatch.setattr(papers, "_drawing", threading.BoundedSemaphore(1))
    with papers._drawing:
        assert "/papers/" in client.get(address(order)).url
    assert client.get(address(order)).content == b"%PDF-1.7 drawn"


def test_who_comes_next_waits_a_moment_and_then_for_the_worker(client, order, monkeypatch):
    monkeypatch.setattr(papers, "PATIENCE", 0.1)
    with engine._turn:
        assert "/papers/" in client.get(address(order)).url


def test_signs_without_letters_are_named_before_the_paper_is_drawn(client, order, drawn):
    order.instructions = "Crown for བོ and not for 张伟"
    order.save()
    asked = address(order) + "?section=services"
    page = client.get(asked)
    said = page.content.decode()
    assert "Tibetan letter ba" in said
    assert "张" not in said
    assert drawn == []
    anyway = page.context["anyway"]
    assert anyway.startswith(asked)
    assert f'href="{escape(anyway)}"' in said
    assert client.get(anyway).content == b"%PDF-1.7 drawn"


@pytest.mark.parametrize(("count", "more"), [(50, None), (51, 1), (130, 80)])
def test_at_most_fifty_signs_are_named_and_how_many_more_there_are(client, order, drawn, count, more):
    order.instructions = " ".join(chr(0x12000 + place) for place in range(count))  # cuneiform
    order.save()
    page = client.get(address(order))
    said = page.content.decode()
    assert said.count("Cuneiform sign ") == min(count, 50)
    assert "There are no letters on paper for these signs" in said
    assert re.findall(r"and (\d+) more", said) == ([str(more)] if more else [])
    assert client.get(page.context["anyway"]).content == b"%PDF-1.7 drawn"


def test_a_paper_that_cannot_be_drawn_lets_the_next_one_in(client, order, monkeypatch):
    def fails(*args, **limits):
        raise engine.PaperFailed("a paper may not load it")

    monkeypatch.setattr(engine, "draw_html", fails)
    assert [client.get(address(order)).status_code for _paper in range(3)] == [503] * 3
    assert not Job.objects.exists()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_a_paper_whose_drawing_process_is_killed_or_hangs_is_tried_again(client, order, monkeypatch, how):
    engine.draw_html("<p>warm</p>")
    monkeypatch.setattr(papers, "SECONDS", 1)
    child = engine._living_child()
    monkeypatch.setattr(engine, "_living_child", lambda: child)  # it dies just after it was looked at
    os.kill(child.pid, how)
    page = client.get(address(order), follow=True)
    monkeypatch.undo()
    assert "The paper is being prepared" in page.content.decode()
    work_off()
    ready = client.get(reverse("background:paper", args=[PreparedPaper.objects.get().pk]), follow=True)
    assert ready.content.startswith(b"%PDF")


def test_a_paper_of_three_hundred_lines_comes_whole(client, order, monkeypatch):
    lines = [{"code": f"D-{n}", "name": "Crown", "details": [], "quantity": "1"} for n in range(300)]
    monkeypatch.setattr(papers, "LONG", 10_000)
    monkeypatch.setattr("documents.order_form._lines", lambda order, teeth, with_prices: lines)
    client.get(address(order), {"section": "services"})
    work_off()
    pdf = client.get(reverse("background:paper_file", args=[PreparedPaper.objects.get().pk]))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    assert all(f"D-{n}" in text for n in range(300))


def test_a_paper_that_failed_says_so_and_is_drawn_anew_when_asked_again(client, order, monkeypatch, drawn):
    monkeypatch.setattr(papers, "LONG", 100)
    first = client.get(address(order)).url
    Job.objects.update(state=State.FAILED, ended_at=timezone.now())
    page = client.get(first).content.decode()
    assert "could not be drawn" in page
    assert f'href="{address(order)}"' in page
    assert client.get(address(order)).url != first


def test_a_paper_is_for_whoever_asked_and_for_some_hours():
    anna, other = make_employee(), make_employee(roles=["administrator"])
    paper = make_paper(anna, pdf=b"%PDF")
    where = [reverse(f"background:{name}", args=[paper.pk]) for name in ("paper", "paper_file")]
    assert [client_of(anna).get(one, follow=True).status_code for one in where] == [200, 200]
    assert [client_of(other).get(one).status_code for one in where] == [404, 404]
    PreparedPaper.objects.update(asked_at=timezone.now() - PAPERS_ARE_KEPT)
    assert [client_of(anna).get(one).status_code for one in where] == [404, 404]


def test_old_papers_and_work_done_long_ago_are_swept_and_failed_work_stays():
    anna, old = make_employee(), timezone.now() - PAPERS_ARE_KEPT * 600
    make_paper(anna, asked_at=old)
    fresh = make_paper(anna)
    kept = [make_job(state=State.FAILED), make_job(), make_job(state=State.DONE)]
    for state in (State.DONE, State.GIVEN_UP):
        make_job(state=state)
    gone = Job.objects.exclude(pk__in=[job.pk for job in kept])
    gone.update(ended_at=old)
    Job.objects.filter(state=State.FAILED).update(ended_at=old)
    assert sweep_work.call(None) == 3
    assert list(PreparedPaper.objects.all()) == [fresh]
    assert set(Job.objects.all()) == set(kept)
