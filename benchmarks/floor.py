"""The least that a page or a step can cost: a bare view behind the same middleware, for the same session and person.

It sends the statements that were recorded from the page, fetches their rows and answers with the page's finished bytes:
no model, no form, no template.
"""

from django.db import transaction
from django.http import HttpResponse

from benchmarks.statements import Statement, send
from lab.access import allow

ADDRESS = "/benchmark-floor/"
_prepared: dict = {"statements": [], "body": b"", "status": 200, "headers": {}}


def prepare(
    statements: list[Statement], *, body: bytes = b"", status: int = 200, headers: dict | None = None
):
    """What the next requests of the bare view send and answer."""
    _prepared.update(statements=statements, body=body, status=status, headers=headers or {})


@allow("see_orders")
def bare_view(request):
    """A page reads; a step does all of it in one transaction, as the real one does."""
    if request.method == "POST":
        with transaction.atomic():
            send(_prepared["statements"])
    else:
        send(_prepared["statements"])
    return HttpResponse(_prepared["body"], status=_prepared["status"], headers=_prepared["headers"])
