"""System check: every booked table has its triggers."""

from django.core.checks import Error, Tags, register
from django.db import connections

from common import triggers


@register(Tags.database)
def booked_tables_have_triggers(app_configs, databases, **kwargs):
    """One error per missing trigger of a migrated database."""
    found = []
    for alias in databases or []:
        connection = connections[alias]
        if "lab_event" in connection.introspection.table_names():
            found += [
                Error(f"Trigger {name} is missing.", hint="Run migrate again.", id="labsite.E001")
                for name in triggers.missing(connection)
            ]
    return found
