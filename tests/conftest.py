"""What every test stands on: which database, triggers lifted for the flush, places for files, a browser."""

import os
import shutil
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections
from django.test import Client, TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from common import triggers
from common.database_faults import RETRY, state_of
from tests.migrated_once import migrated_once

ELSEWHERE = {"postgres", "browser"}
OF_THE_FIRST_RUN = tuple(
    f"tests/{folder}/"
    for folder in ("admin", "catalog", "imports", "papers", "payroll", "stock", "use_cases", "workflow")
)
"""Folders that the second of two runs leaves to the first, but for what is marked ``each_database``: what people do is
done there once more in the browser, in races and in stories."""
CHROMIUM = "/usr/bin/chromium-headless-shell"
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WINDOW = {"width": 1280, "height": 900}
TELL_VIOLATIONS = """document.addEventListener('securitypolicyviolation', event =>
    console.error(`Content-Security-Policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))"""

unhurried = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
}
FEW = 30 if os.environ.get("LABSITE_SECOND_RUN") else 100
hypothesis_settings.register_profile("each-change", max_examples=FEW, derandomize=True, **unhurried)
hypothesis_settings.register_profile("nightly", max_examples=5000, print_blob=True, **unhurried)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "each-change"))


def pytest_collection_modifyitems(config, items):
    """Leave out what has no meaning here, openly: as deselected, not as passed or skipped.

    On SQLite what needs real locks or a browser; in the second of two runs (``bin/test`` tells) what was proven by
    the first. At night each database is asked everything.
    """
    left_out = _of_elsewhere if connection.vendor != "postgresql" else _proven_already
    if left_out is _proven_already and not os.environ.get("LABSITE_SECOND_RUN"):
        return
    elsewhere = {item for item in items if left_out(item)}
    if elsewhere:
        config.hook.pytest_deselected(items=list(elsewhere))
        items[:] = [item for item in items if item not in elsewhere]


def _of_elsewhere(item) -> bool:
    return bool(ELSEWHERE & {mark.name for mark in item.iter_markers()})


def _proven_already(item) -> bool:
    """Arithmetic, the walks over code, roles and forms, and what people do: they found the same on the other database.
    What the first run left out is asked here, whatever it is marked as."""
    if _of_elsewhere(item) or item.get_closest_marker("each_database"):
        return False
    asks = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)
    is_of_the_first = item.nodeid.startswith(OF_THE_FIRST_RUN)
    return is_of_the_first or bool(item.get_closest_marker("one_database")) or not asks


def pytest_unconfigure(config):
    shutil.rmtree(settings.LABSITE_DATA, ignore_errors=True)


@pytest.fixture(scope="session")
def engine():
    """``sqlite`` or ``postgresql``."""
    return connection.vendor


@pytest.fixture(scope="session")
def _copy_is_taken():
    with ExitStack() as stack:
        stack.enter_context(migrated_once())
        yield stack


@pytest.fixture(scope="session")
def django_db_setup(_copy_is_taken, django_db_setup):
    """The databases of the tests are made; whoever migrates from now on really does."""
    _copy_is_taken.close()


@pytest.fixture(scope="session", autouse=True)
def _booked_rows_may_be_flushed():
    """A flush deletes every row, which the triggers of booked tables refuse: lift them, here alone.

    PostgreSQL empties tables without asking them, and only those that hold something: a test is over in a tenth of
    the time that Django takes to empty all of them and to write its own rows anew.
    """
    flush = TransactionTestCase._fixture_teardown

    def flush_without_triggers(test):
        for alias in test._databases_names(include_mirrors=False):
            if connections[alias].vendor == "postgresql":
                _empty_in_the_end(connections[alias])
                continue
            triggers.lift(connections[alias])
            try:
                flush(test)
            finally:
                triggers.lay(connections[alias])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_without_triggers)
        yield


def _empty_in_the_end(connection) -> None:
    """A page that was left may still be asking: where the two lock each other out, its question ends first."""
    for _time in range(9):
        try:
            return _empty(connection)
        except OperationalError as locked:
            if state_of(locked) not in RETRY:
                raise
    return _empty(connection)


def _empty(connection) -> None:
    """Take every row that the test left; what migrations know and Django keeps about the models stays."""
    kept = {"django_migrations", "django_content_type", "auth_permission"}
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - kept)
    filled = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(filled)
        names = ", ".join(name for (name,) in cursor.fetchall())
        if names:
            cursor.execute(f"TRUNCATE {names} CASCADE")


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    """Each test keeps its uploaded files in a folder of its own."""
    settings.LABSITE_FILES = settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def _no_hurry(monkeypatch):
    """A machine on which several test runs take turns is no laboratory at work."""
    monkeypatch.setattr("common.hurry.MOST_SECONDS", 60)


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=15_000)  # a busy machine answers later, and not otherwise
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def problems():
    """What the browser complained about. A test that provokes a complaint asserts it and clears the list."""
    return []


@pytest.fixture
def page(chromium, live_server, problems):
    """A fresh page on the running server; console errors, broken policies and 5xx answers fail the test."""
    context = chromium.new_context(base_url=live_server.url, locale="en-GB", viewport=WINDOW)
    context.set_default_timeout(30_000)
    context.add_init_script(TELL_VIOLATIONS)
    page = context.new_page()
    page.on("console", lambda said: said.type == "error" and problems.append(said.text))
    page.on("pageerror", lambda error: problems.append(f"uncaught: {error}"))
    page.on(
        "response", lambda answer: answer.status >= 500 and problems.append(f"{answer.status} {answer.url}")
    )
    yield page
    context.close()
    assert problems == []


@pytest.fixture
def log_in(page, live_server):
    """``log_in(employee)``: the page's browser now belongs to that person, without the login form."""

    def give_session(employee):
        client = Client()
        client.force_login(employee)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return give_session
