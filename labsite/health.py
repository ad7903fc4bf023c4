"""Says whether the laboratory can work: the database answers and its tables are those of this version."""

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lab.access import public


@require_safe
@public
def healthz(request):
    """200 ``ok`` when ready, else 503 with one word that gives no secret away."""
    try:
        ready = tables_are_current()
    except (DatabaseError, InterfaceError):
        return HttpResponse("database\n", status=503, content_type="text/plain")
    if not ready:
        return HttpResponse("migrations\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def tables_are_current() -> bool:
    """True when no migration waits. Raises DatabaseError or InterfaceError when the database is away."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
