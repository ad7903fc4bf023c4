"""What a web process has loaded before its first request is no garbage to look through."""

import gc
import runpy

import pytest

from labsite.settings import BASE_DIR


@pytest.fixture
def thawed():
    yield
    gc.unfreeze()


def test_the_server_freezes_what_is_loaded_before_it_answers(thawed):
    hooks = runpy.run_path(str(BASE_DIR / "deploy/gunicorn.py"))
    before = gc.get_freeze_count()
    hooks["post_worker_init"](None)
    assert before == 0
    assert gc.get_freeze_count() > 100_000
    assert sum(len(gc.get_objects(generation)) for generation in range(3)) < 20_000
