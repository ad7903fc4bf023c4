"""One laboratory for all tests of a module; each test leaves it as it found it."""

import logging

import pytest

from tests.access.world import build_world
from tests.of_a_module import of_a_module


@pytest.fixture(scope="module")
def _world(django_db_setup, django_db_blocker):
    with of_a_module(django_db_blocker) as files:
        world = build_world()
        world.files = files
        yield world


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
