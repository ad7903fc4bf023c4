"""Papers: drawn with packaged assets only, within limits, and what people typed stays text."""

import io
import os
import signal
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from pypdf import PdfReader

from common.pdf import engine
from common.pdf.engine import PaperFailed, draw_html, render_pdf

SECRET = "the canary sings at midnight"
SVG = 'xmlns="http://www.w3.org/2000/svg" width="9" height="9"'
SVG_WITH_IMAGE = f'<svg {SVG}><image href="__url__"/></svg>'


@pytest.fixture
def secret(tmp_path):
    """A local file that no paper may hold, as an address."""
    kept = tmp_path / "secret.txt"
    kept.write_text(SECRET)
    return kept.as_uri()


CHANNELS = {
    "image": '<img src="{url}">',
    "stylesheet link": '<link rel="stylesheet" href="{url}">',
    "attachment link": '<link rel="attachment" href="{url}">',
    "attached anchor": '<a rel="attachment" href="{url}">x</a>',
    "import": "<style>@import url({url});</style>",
    "font": "<style>@font-face {{ font-family: X; src: url({url}) }} p {{ font-family: X }}</style><p>x</p>",
    "background": '<p style="background: url({url})">x</p>',
    "list mark": '<ul style="list-style-image: url({url})"><li>x</li></ul>',
    "border image": '<p style="border: 9px solid; border-image: url({url}) 30">x</p>',
    "content": "<style>p::before {{ content: url({url}) }}</style><p>x</p>",
    "object": '<object data="{url}"></object>',
    "embed": '<embed src="{url}">',
    "image in svg": f'<svg {SVG}><image href="{{url}}" width="9" height="9"/></svg>',
    "page background": "<style>@page {{ background: url({url}) }}</style><p>x</p>",
    "svg in data": f'<img src="data:image/svg+xml,{quote(SVG_WITH_IMAGE)}">',
}  # fmt: skip


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_paper_that_asks_for_a_local_file_is_not_handed_out(channel, secret):
    with pytest.raises(PaperFailed) as failed:
        draw_html(CHANNELS[channel].format(url=secret).replace("__url__", secret))
    assert "may not load" in failed.value.why


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x.png", "https://127.0.0.1:9/x", "ftp://127.0.0.1/x", "asset:other"]
)
def test_nor_one_that_asks_the_network(url):
    with pytest.raises(PaperFailed):
        draw_html(f'<img src="{url}">')


def test_without_the_fetcher_the_same_channel_reads_the_file(secret):
    """The negative control: WeasyPrint alone does put the file into the paper. In a process of its own, because it
    changes how Pillow reads pictures."""
    draw = "import sys, weasyprint; sys.stdout.buffer.write(weasyprint.HTML(string=sys.argv[1]).write_pdf())"
    html = CHANNELS["attachment link"].format(url=secret)
    pdf = subprocess.run([sys.executable, "-c", draw, html], capture_output=True, check=True).stdout
    assert SECRET.encode() in b"".join(PdfReader(io.BytesIO(pdf)).attachments["secret.txt"])


def test_a_picture_within_the_page_is_drawn():
    pdf = draw_html('<img src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E">x')
    assert pdf.startswith(b"%PDF")


def test_what_people_typed_stays_text():
    typed = '<script>alert(1)</script><link rel="attachment" href="file:///etc/passwd">'
    text = text_of(render_pdf("print/order_form.html", {"paper": paper(customer=typed)}))
    assert "<script>alert(1)</script>" in text
    assert "file:///etc/passwd" in text


def test_the_same_paper_is_the_same_bytes():
    assert render_pdf("print/order_form.html", {"paper": paper()}) == render_pdf(
        "print/order_form.html", {"paper": paper()}
    )


def test_a_long_table_repeats_its_head_and_counts_its_pages():
    lines = [{"code": f"D-{n}", "name": "Zirconia crown", "details": [], "quantity": "1"} for n in range(200)]
    reader = PdfReader(io.BytesIO(render_pdf("print/order_form.html", {"paper": paper(lines=lines)})))
    assert len(reader.pages) > 3
    assert all("Service" in page.extract_text() for page in reader.pages[:-1])
    assert f"2 / {len(reader.pages)}" in reader.pages[1].extract_text()


def test_letters_of_every_kind_are_drawn():
    text = text_of(
        render_pdf("print/order_form.html", {"paper": paper(customer="Клиника «Север», Łódź, Åre")})
    )
    assert "Клиника «Север», Łódź, Åre" in text


def test_a_paper_that_takes_too_long_is_given_up_and_the_next_is_drawn():
    endless = "<table>" + "<tr><td>x</td></tr>" * 20_000 + "</table>"
    began = time.monotonic()
    with pytest.raises(PaperFailed):
        draw_html(endless, seconds=1)
    assert time.monotonic() - began < 10
    assert draw_html("<p>x</p>").startswith(b"%PDF")


def test_a_paper_that_eats_memory_is_given_up_and_the_next_is_drawn():
    with pytest.raises(PaperFailed):
        draw_html("<table>" + "<tr><td>x</td></tr>" * 50_000 + "</table>", memory=24 * 1024**2)
    assert draw_html("<p>x</p>").startswith(b"%PDF")


def test_a_drawing_process_that_died_is_replaced():
    draw_html("<p>x</p>")
    engine._child.kill()
    engine._child.wait()
    assert draw_html("<p>x</p>").startswith(b"%PDF")


def paper(**said):
    lab = {"name": "Laboratory", "legal_name": "", "address": "", "phone": "", "email": ""}
    return {
        "number": "2026-000001",
        "date": "2026-11-22",
        "due": "",
        "state": "Drafting",
        "lab": lab,
        "customer": "x",
        **said,
    }


def text_of(pdf: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return " ".join(" ".join(pages).split())


def test_a_drawing_process_that_does_not_listen_is_replaced():
    draw_html("<p>x</p>")
    os.kill(engine._child.pid, signal.SIGSTOP)
    with pytest.raises(PaperFailed):
        draw_html("<p>" + "x" * 300_000 + "</p>", seconds=1)
    assert draw_html("<p>x</p>").startswith(b"%PDF")


def test_a_text_that_just_fits_its_line_stays_on_one_line():
    """The blank that a template leaves behind it made WeasyPrint break the line after its first word."""
    html = '<div style="width: 61mm">\n  Complete blood count with differential\n</div>'
    assert "Complete blood count with" in PdfReader(io.BytesIO(draw_html(html))).pages[0].extract_text()
