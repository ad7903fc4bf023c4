"""The badge of a person on paper: a card that is cut out."""

from django.http import Http404
from django.views.decorators.http import require_safe

from background.papers import paper_response
from lab.access import allow
from lab.models import Badge, LabSettings
from orders.bench_codes import Kind, written


@allow("administer")
@require_safe
def badge_pdf(request, pk: int):
    """Only of a badge that opens something; no digits in print, since those can be learnt by looking."""
    badge = Badge.objects.valid().select_related("employee").filter(pk=pk).first()
    if badge is None:
        raise Http404
    paper = {
        "lab": LabSettings.load().name,
        "name": badge.employee.name,
        "position": badge.employee.position,
        "code": written(Kind.BADGE, int(badge.number)),
    }
    return paper_response(request, "print/badge.html", {"paper": paper}, filename="badge.pdf")
