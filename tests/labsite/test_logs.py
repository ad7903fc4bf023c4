"""What the logs keep: one line for a refusal, no secret address, no search word."""

import io
import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from gunicorn.config import Config

from labsite.logs import GunicornLogger, without_secrets
from tests.access.arguments import walk
from tests.factories.lab import client_of, make_employee


@pytest.fixture
def written(monkeypatch):
    """What the product writes to its log."""
    stream = io.StringIO()
    [handler] = [one for one in logging.getLogger("django").handlers if type(one) is logging.StreamHandler]
    monkeypatch.setattr(handler, "stream", stream)
    return stream.getvalue


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), [("/team/", 403), ("/nowhere/", 404), ("/me/theme/", 405)])
def test_a_refusal_is_one_line(written, address, status):
    by_script = {"accept": "application/json"}  # a person is led on from where there is nothing to read
    answer = client_of(make_employee(roles=["technician"])).get(address, headers=by_script)
    assert answer.status_code == status
    assert written().count("\n") == 1
    assert address in written()
    assert "Traceback" not in written()


def test_a_mistake_of_ours_keeps_its_traceback(written, monkeypatch):
    """The control: what has to be mended is told in full."""

    def fail(self, request):
        raise ValueError("broken")

    monkeypatch.setattr("labsite.sessions.SessionAge.__call__", fail)
    assert Client(raise_request_exception=False).get("/orders/").status_code == 500
    assert "Traceback" in written()


SECRET = "abcdef-0123456789"
OPENING = ("token>", "code>")
SECRET_ADDRESSES = [route for _key, route, _view in walk() if any(part in route for part in OPENING)]


def test_there_are_addresses_with_a_secret_and_the_walk_finds_them():
    assert {"set-password/<uid>/<token>/", "check/<str:code>/"} <= set(SECRET_ADDRESSES)


@pytest.mark.parametrize("route", SECRET_ADDRESSES)
@pytest.mark.parametrize("spelled", [SECRET, "%61bcdef-0123456789"])
def test_the_secret_of_an_address_is_masked_however_it_is_spelled(route, spelled):
    path = "/" + "/".join(
        spelled if part.endswith(OPENING) else part.replace("<", "").replace(">", "")
        for part in route.split("/")
    )
    for asked in (path, path.replace("-", "%2D", 1), path.replace("set", "%73et", 1)):
        assert "0123456789" not in without_secrets(asked)
        assert "…" in without_secrets(asked)


def test_other_addresses_are_written_as_they_came():
    for path in ("/orders/2026-000001/", "/healthz", "-", "/%0Aforged/"):
        assert without_secrets(path) == path


@pytest.mark.django_db
def test_a_dead_link_is_written_without_its_secret(written):
    assert Client().get(reverse("lab:set_password", args=["MQ", SECRET])).status_code == 410
    assert "set-password/MQ/…/" in written()
    assert SECRET not in written()


def test_the_access_log_has_the_page_and_nothing_that_was_searched_for(monkeypatch):
    cfg, lines = Config(), io.StringIO()
    cfg.set("accesslog", "-")
    logger = GunicornLogger(cfg)
    monkeypatch.setattr(logger.access_log.handlers[-1], "stream", lines)
    environ = {
        "REMOTE_ADDR": "192.0.2.1",
        "REQUEST_METHOD": "GET",
        "RAW_URI": "/orders/?q=Anna+Schmidt",
        "HTTP_REFERER": "http://127.0.0.1/patients/?q=Anna+Schmidt",
    }
    answer = SimpleNamespace(status="200 OK", sent=1234)
    logger.access(answer, None, environ, timedelta(milliseconds=17))
    assert lines.getvalue().endswith('"GET /orders/" 200 1234 17 ms\n')
    assert "Schmidt" not in lines.getvalue()
