"""The real server is measured: it is started, asked over sockets, looked at, and gone afterwards."""

import pytest

from benchmarks import serving, worn
from benchmarks.measuring import line_of, measure

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_many_clients_are_answered_by_the_list_and_by_the_bare_view(bench, monkeypatch):
    monkeypatch.setattr(serving, "SECONDS", 1)
    monkeypatch.setattr(serving, "CLIENTS", 2)
    measured = measure(bench.case("list-16-clients"), 1)
    assert measured.page > measured.floor > 0
    assert "requests a second" in line_of(measured)


def test_a_process_is_weighed_before_and_after_its_requests(bench, monkeypatch):
    monkeypatch.setattr(worn, "WARM_UP", 5)
    monkeypatch.setattr(worn, "REQUESTS", 100)
    measured = measure(bench.case("memory-10000"))
    assert 20 < measured.floor <= measured.page * 1.1
    assert " MB " in line_of(measured)


def test_a_page_that_is_not_answered_as_a_page_ends_the_measurement(bench):
    with serving.Served(bench, processes=1) as served:
        with pytest.raises(ConnectionError, match="no-such-page"):
            served.ask(["/no-such-page/"], clients=1, requests=1)
        pid = served.processes()[0]
    with pytest.raises(ProcessLookupError):
        serving.os.kill(pid, 0)
