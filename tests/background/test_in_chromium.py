"""What comes from the background appears on a page that is open, without anybody pressing anything."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from background.models import Job, PreparedPaper, State
from common.pdf import engine
from documents.files import attach_file
from tests.factories.background import make_job, make_paper, work_off
from tests.factories.documents import keep
from tests.factories.lab import make_cause, make_employee
from tests.factories.orders import make_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ada(log_in):
    ada = make_employee("Ada", roles=["administrator"])
    log_in(ada)
    return ada


def test_a_thumbnail_takes_its_place_by_itself(page, ada):
    order, drawn = make_order(), io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(drawn, "PNG")
    attach_file(order.pk, None, keep(drawn.getvalue()), "shade.png", make_cause(ada), is_picture=True)
    page.goto(f"/orders/{order.number}/")
    assert page.locator(".file-thumb img").count() == 0
    work_off()
    page.locator(".file-thumb img").wait_for(state="visible")


def test_a_paper_opens_by_itself_as_soon_as_it_is_ready(page, ada):
    paper = make_paper(ada)
    paper.job = str(make_job(kind="background.papers.draw_paper").pk)
    paper.save()
    page.goto(reverse("background:paper", args=[paper.pk]))
    assert "being prepared" in page.locator("h1").inner_text()
    PreparedPaper.objects.update(pdf=engine.draw_html("<p>ready</p>"))
    with page.expect_request(lambda asked: asked.url.endswith("/file/")):
        page.wait_for_timeout(100)


def test_a_file_that_is_kept_says_that_it_is_ready(page, ada):
    paper = make_paper(ada, filename="statements.zip")
    paper.job = str(make_job(kind="background.papers.draw_paper").pk)
    paper.save()
    page.goto(reverse("background:paper", args=[paper.pk]))
    with page.expect_download() as kept:
        PreparedPaper.objects.update(pdf=b"PK")
    assert kept.value.suggested_filename == "statements.zip"
    page.get_by_role("heading", name="The file is ready").wait_for()


def test_failed_work_is_tried_again_by_a_press(page, ada):
    make_job("lab.letters.send_password_letter", state=State.FAILED, attempts=8, last_error="OSError: x")
    page.goto("/background/")
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("It is tried again.").wait_for()
    assert Job.objects.get().state == State.WAITING
