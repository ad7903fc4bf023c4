"""Printing an issued paper: drawn once, the same bytes ever after; a drawing that fails leaves all as it was."""

import io
from decimal import Decimal

import pytest
import segno
from django.conf import settings
from django.db import connection, models, transaction
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils.html import escape
from pypdf import PdfReader

from background.models import Job, PreparedPaper, State
from billing.models import Act, ClosingDocument
from common import storage, triggers
from common.pdf import PaperFailed, engine
from lab.models import LabSettings
from papers.answers import issued_response
from papers.drawing import draw_issued, html_of, keep
from papers.issuing import issue, revise
from papers.models import DrawnPaper, IssuedPaper
from papers.revisions import latest
from tests.factories.background import work_off
from tests.factories.billing import make_charged_order, make_event, make_posted_act, make_priced_order
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_employee, make_settings
from tests.factories.papers import paper_of

pytestmark = pytest.mark.django_db


def request_by(employee=None, path="/paper/"):
    request = RequestFactory().get(path)
    request.user = employee or make_employee(roles=["accountant"])
    return request


def printed(client, name, number) -> bytes:
    answer = client.get(reverse(f"billing:{name}", args=[number]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return answer.content


def kept_files() -> list:
    root = settings.LABSITE_FILES / "kept"
    return [path for path in root.rglob("*") if path.is_file()]


def test_a_reprint_gives_the_same_bytes_whatever_has_changed_since(accountant, monkeypatch):
    make_settings(name="Meridian")
    order = make_charged_order(customer=make_counterparty(name="North"))
    numbers = {"act_pdf": Act.objects.get().number, "document_pdf": ClosingDocument.objects.get().number}
    before = {name: printed(accountant, name, number) for name, number in numbers.items()}
    order.customer.name = "South"
    order.customer.save()
    order.lines.get().service.__class__.objects.update(price=Decimal(999))
    LabSettings.objects.update(name="Another name")
    monkeypatch.setattr("papers.drawing.render_to_string", lambda *told: "<p>another template</p>")
    assert {name: printed(accountant, name, number) for name, number in numbers.items()} == before
    assert "North" in PdfReader(io.BytesIO(before["act_pdf"])).pages[0].extract_text()


def test_a_worker_draws_what_is_issued_and_the_first_print_finds_it(issued, drawings):
    work_off()
    drawn = DrawnPaper.objects.get()
    answer = issued_response(request_by(), issued)
    assert answer.content == storage.read_stored(drawn.stored)
    assert answer["Content-Disposition"] == 'inline; filename="S-1.pdf"'
    assert len(drawings) == 1


def test_whoever_prints_before_the_worker_has_it_drawn_and_kept(issued, drawings):
    first = issued_response(request_by(), issued).content
    work_off()
    assert issued_response(request_by(), issued).content == first
    assert len(drawings) == 1
    assert Job.objects.get().state == State.DONE


def test_of_two_drawings_the_first_is_kept_and_the_other_leaves_no_bytes(issued):
    first = keep(issued, b"%PDF first", "")
    assert keep(issued, b"%PDF second", "") == first
    assert storage.read_stored(DrawnPaper.objects.get().stored) == b"%PDF first"
    assert len(kept_files()) == 1


def test_what_takes_long_is_drawn_by_a_worker_and_its_page_gets_the_kept_bytes(issued, drawings, monkeypatch):
    monkeypatch.setattr("papers.answers.drawn_now", lambda *told: None)
    answer = issued_response(request_by(), issued)
    assert answer.status_code == 302
    assert not DrawnPaper.objects.exists()
    work_off()
    waiting = PreparedPaper.objects.get()
    assert bytes(waiting.pdf) == storage.read_stored(DrawnPaper.objects.get().stored)
    assert answer.url == reverse("background:paper", args=[waiting.pk])


@pytest.fixture
def failing(monkeypatch):
    def fail(*args, **told):
        raise PaperFailed("the drawing broke")

    monkeypatch.setattr(engine, "draw_html", fail)


def test_a_drawing_that_fails_undoes_nothing_and_shows_no_part_of_a_paper(failing, accountant):
    act = make_posted_act(make_priced_order())
    address = reverse("billing:act_pdf", args=[act.number])
    answer = accountant.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (503, "text/html; charset=utf-8")
    work_off()
    job = Job.objects.get()
    assert (job.state, "could not be drawn" in job.last_error) == (State.WAITING, True)
    assert Act.objects.posted().get() == act
    assert not DrawnPaper.objects.exists()
    assert kept_files() == []


def test_one_paper_that_fails_keeps_no_other_of_its_event_waiting(monkeypatch, accountant):
    """The job is tried again, and finds the others drawn."""
    numbers = [make_posted_act(make_priced_order()).number for _n in range(2)]
    Job.objects.all().delete()
    broken = numbers[0]

    def drawn(html, **told):
        if broken in html:
            raise PaperFailed("this one")
        return b"%PDF"

    monkeypatch.setattr(engine, "draw_html", drawn)
    ids = list(IssuedPaper.objects.values_list("pk", flat=True))
    draw_issued.enqueue(ids, about="two")
    work_off()
    assert list(DrawnPaper.objects.values_list("paper__number", flat=True)) == [numbers[1]]
    assert Job.objects.get().state == State.WAITING


def test_a_full_disk_refuses_the_print_in_words_and_keeps_the_paper_to_be_drawn(issued, drawings, settings):
    settings.LABSITE_FREE_SPACE_FLOOR = 2**62
    answer = issued_response(request_by(), issued)
    assert answer.status_code == 503
    assert "no room" in answer.content.decode()
    settings.LABSITE_FREE_SPACE_FLOOR = 0
    assert issued_response(request_by(), issued).status_code == 200


def test_bytes_that_were_changed_in_the_store_are_not_handed_out(issued, drawings):
    drawn = keep(issued, b"%PDF whole", "")
    storage.path_of(drawn.key).write_bytes(b"%PDF other")
    answer = issued_response(request_by(), issued)
    assert answer.status_code == 503
    assert "damaged" in answer.content.decode()


def test_a_paper_that_does_not_say_any_more_what_was_issued_is_not_drawn(accountant, drawings):
    act = make_posted_act(make_priced_order())
    with triggers.set_aside(connection, "billing_act"):
        models.QuerySet(Act).filter(pk=act.pk).update(snapshot={"kind": "act", "number": act.number})
    assert accountant.get(reverse("billing:act_pdf", args=[act.number])).status_code == 503
    assert drawings == []


def test_signs_without_letters_are_named_before_the_paper_also_when_a_worker_drew_it(db):
    make_settings(name="Meridian")
    with transaction.atomic():
        strange = issue(paper_of(employee="\U00013000 Ada"), make_event())
    assert "EGYPTIAN" in issued_response(request_by(), strange).content.decode().upper()
    work_off()
    assert DrawnPaper.objects.get().missing == "\U00013000"
    assert "EGYPTIAN" in issued_response(request_by(), strange).content.decode().upper()
    anyway = issued_response(request_by(path="/paper/?with_empty_boxes=yes"), strange)
    assert anyway["Content-Type"] == "application/pdf"


def test_the_paper_carries_its_code_and_says_in_its_metadata_what_it_is(issued, settings):
    settings.LABSITE_PUBLIC_ADDRESS = "https://lab.example"
    reader = PdfReader(io.BytesIO(issued_response(request_by(), issued).content))
    said = reader.pages[0].extract_text()
    assert issued.code_in_groups in said
    assert "lab.example/check" in said
    told = reader.metadata
    assert (told.title, told.author, told.subject) == ("S-1", "Meridian", "Pay sheet")
    assert told.creation_date.timestamp() == pytest.approx(issued.event.at.timestamp(), abs=1)


@pytest.mark.parametrize(
    ("here", "holds"), [("https://lab.example", "https://lab.example/check/{code}/"), ("", "{code}")]
)
def test_the_square_holds_the_address_or_where_there_is_none_the_code(issued, settings, here, holds):
    settings.LABSITE_PUBLIC_ADDRESS = here
    said = html_of(issued, has_logo=False)
    picture = segno.make(holds.replace("{code}", issued.code), error="m", micro=False)
    assert escape(picture.svg_data_uri(border=0, scale=4)) in said
    assert issued.code_in_groups in said


def test_a_paper_that_is_not_issued_bears_no_code(issued):
    """Order forms and sheets for counting are working papers."""
    paper = {"lab": {"name": "Meridian"}, "number": "S-1"}
    assert "check-cell" not in render_to_string("print/base.html", {"paper": paper})
    assert "check-cell" in render_to_string("print/base.html", {"paper": paper, "issued": issued})


def test_a_revision_lists_what_differs(issued):
    second = revise(paper_of(total="12.00"), make_event())
    said = " ".join(
        PdfReader(io.BytesIO(issued_response(request_by(), second).content)).pages[0].extract_text().split()
    )
    assert "What revision 2 says otherwise" in said
    assert "total 10.00 12.00" in said
    assert latest("pay_sheet", "S-1") == second
