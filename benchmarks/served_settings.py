"""The settings of a server that is measured: those of the installation, and the addresses of the bare views."""

from labsite.settings import *  # noqa: F403
from labsite.settings import STATIC_ROOT, STORAGES

ROOT_URLCONF = "benchmarks.urls"
# Tests collect no assets: pages then name them directly. bin/bench has collected them.
if not (STATIC_ROOT / "staticfiles.json").exists():
    STORAGES = STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
