"""A paper as the answer to a request."""

import re

from django.http import HttpResponse
from django.shortcuts import render

from common.pdf.engine import PaperFailed, render_pdf


def pdf_response(
    request, template: str, context, *, filename: str, logo: bytes | None = None
) -> HttpResponse:
    """The drawn paper, shown by the browser; where it cannot be drawn, a page that says so (503)."""
    try:
        drawn = render_pdf(template, context, logo=logo)
    except PaperFailed as failed:
        return render(request, "paper_failed.html", {"sentence": str(failed)}, status=503)
    response = HttpResponse(drawn, content_type="application/pdf")
    plain = re.sub(r"[^A-Za-z0-9.\-]", "-", filename)
    response["Content-Disposition"] = f'inline; filename="{plain}"'
    return response
