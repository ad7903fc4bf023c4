"""Tables that were brought, and imported, for tests."""

import hashlib

from django.utils import timezone

from common.table_files.reading import read_table
from lab.cause import Cause
from lab.models import Employee, TableFile, TableImport
from workflow.imports.import_table import import_table
from workflow.imports.kinds import kind_of
from workflow.imports.weighing import weigh

CUSTOMERS = b"Name;Phone\nBrought by a table;1"


def make_table_file(
    person: Employee, content: bytes = CUSTOMERS, kind: str = "customers", **fields
) -> TableFile:
    told = {
        "name": f"{kind}.csv",
        "sha256": hashlib.sha256(content).hexdigest(),
        "brought_at": timezone.now(),
    }
    return TableFile.objects.create(kind=kind, content=content, brought_by=person, **{**told, **fields})


def make_table_import(
    cause: Cause, content: bytes = CUSTOMERS, kind: str = "customers", **how
) -> TableImport:
    """The import of a file that was looked at just before."""
    file = make_table_file(cause.actor, content, kind)
    seen = weigh(kind_of(kind, timezone.localdate()), read_table(content)).digest
    return import_table(file.pk, cause, seen=seen, **how)
