"""The settings of an installation, made quick and harmless for tests."""

import os
import tempfile

os.environ.update(
    SECRET_KEY="only-for-tests-" + "x" * 50,
    ALLOWED_HOSTS="testserver,127.0.0.1,localhost",
    LABSITE_INSECURE_HTTP="1",
    LABSITE_DATA=tempfile.mkdtemp(prefix="labsite-tests-"),  # conftest.py removes it
    LABSITE_FREE_SPACE_FLOOR="0",
    DEBUG="0",
)
# Playwright runs an event loop in the thread of the test, where Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from labsite.settings import *  # noqa: F403
from labsite.settings import DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Pages name assets directly: no manifest has to be collected first.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True

# A machine on which several runs take turns may take longer to connect than a person may wait; and in a race more
# people book at once than a process has threads. The thread of the test itself may hold two connections: while
# Playwright's loop runs in it, Django takes it for another one.
_options = DATABASES["default"]["OPTIONS"]
if "pool" in _options:
    _options |= {"connect_timeout": 30, "pool": _options["pool"] | {"timeout": 30, "max_size": 30}}
