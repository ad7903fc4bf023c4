"""What the tests of a module share: made once, and gone behind the last of them."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction


@contextmanager
def of_a_module(django_db_blocker) -> Iterator[Path]:
    """What is booked while it lasts is rolled back in the end; gives the folder of its files, which goes too."""
    files = Path(tempfile.mkdtemp(prefix="labsite-module-"))
    before = settings.LABSITE_FILES, settings.MEDIA_ROOT
    settings.LABSITE_FILES = settings.MEDIA_ROOT = files
    with django_db_blocker.unblock(), transaction.atomic():
        yield files
        transaction.set_rollback(True)
    settings.LABSITE_FILES, settings.MEDIA_ROOT = before
    shutil.rmtree(files, ignore_errors=True)
