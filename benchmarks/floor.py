"""The least that a page or a step can cost: a bare view behind the same middleware, for the same session and person.

It sends the statements that were recorded from the page, fetches their rows and answers with the page's finished bytes:
no model, no form, no template. A file that the page is sent is sent to it too, and run through by its parser.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.http import HttpResponse

from benchmarks.statements import Statement, send
from lab.access import allow, takes_files

ADDRESS = "/benchmark-floor/"


@dataclass(frozen=True)
class Prepared:
    """What the next requests of the bare view send and answer."""

    statements: Sequence[Statement] = ()
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    read: Callable[[bytes], object] = len
    """What is done with the bytes of a file that is sent along."""


_prepared = Prepared()


def prepare(prepared: Prepared) -> None:
    """Hand the bare view its work."""
    global _prepared
    _prepared = prepared


@takes_files
@allow("see_orders")
def bare_view(request):
    """A page reads; a step does all of it in one transaction, as the real one does."""
    if request.method == "POST":
        for upload in request.FILES.values():
            _prepared.read(upload.read())
        with transaction.atomic():
            send(_prepared.statements)
    else:
        send(_prepared.statements)
    return HttpResponse(_prepared.body, status=_prepared.status, headers=_prepared.headers)
