"""What a web process has loaded before its first request is no garbage to look through."""

import os
import subprocess
import sys

from labsite.settings import BASE_DIR

ASKED = """
import gc
import labsite.wsgi
print(gc.get_freeze_count(), sum(len(gc.get_objects(generation)) for generation in range(3)))
"""


def test_whatever_serves_the_product_freezes_what_is_loaded_before_it_answers():
    told = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(BASE_DIR)}
    said = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=BASE_DIR,
        env=os.environ | told,
        capture_output=True,
        text=True,
        check=True,
    )
    frozen, left = map(int, said.stdout.split())
    assert frozen > 100_000
    assert left < 20_000
