"""One laboratory for all tests of a module; each test leaves it as it found it."""

import logging
import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings as live_settings
from django.db import transaction

from tests.access.world import build_world


@pytest.fixture(scope="module")
def _world(django_db_setup, django_db_blocker):
    files = Path(tempfile.mkdtemp(prefix="labsite-access-"))
    before = live_settings.LABSITE_FILES, live_settings.MEDIA_ROOT
    live_settings.LABSITE_FILES = live_settings.MEDIA_ROOT = files
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        world.files = files
        yield world
        transaction.set_rollback(True)
    live_settings.LABSITE_FILES, live_settings.MEDIA_ROOT = before
    shutil.rmtree(files, ignore_errors=True)


@pytest.fixture
def world(_world, db, _own_files, settings):
    """The laboratory of the module; what the test does to it is rolled back after the test."""
    settings.LABSITE_FILES = settings.MEDIA_ROOT = _world.files
    return _world


@pytest.fixture(autouse=True)
def _quietly():
    """Thousands of refusals would each be written to the log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
