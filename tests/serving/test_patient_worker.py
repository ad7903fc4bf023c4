"""The server alone, without a proxy: slow senders keep no thread, uploads never all of them."""

import time

import pytest

from tests.serving.sockets import (
    GUNICORN,
    answer_on,
    answer_until,
    ask,
    p95,
    plug,
    running,
    seconds_of_trickling,
    seconds_until_closed,
    slow_senders,
)

APP = "tests.serving.app"
HALF_A_HEAD = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
HALF_A_BODY = b"POST /read HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2000\r\n\r\nfield="
UPLOAD = b"POST /read HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: %d\r\n%s\r\n"
SLOW_UPLOAD = UPLOAD % (10**8, b"") + b"x" * 1000
WITH_ZEROS = SLOW_UPLOAD.replace(b"Length: ", b"Length: 00000000000000000000")
NEVER_BEGUN = UPLOAD % (10, b"Expect: 100-continue\r\n")
IN_CHUNKS = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"


@pytest.fixture(scope="module")
def port():
    with running([*GUNICORN, APP], WORKERS="1") as (port, _lines):
        yield port


@pytest.mark.parametrize(
    "sent", [HALF_A_HEAD, HALF_A_BODY, SLOW_UPLOAD, WITH_ZEROS, NEVER_BEGUN, IN_CHUNKS, b""]
)
def test_pages_stay_quick_while_forty_people_send_slowly(port, sent):
    with slow_senders(port, sent):
        time.sleep(0.2)
        assert p95(lambda: ask(port, timeout=5)) <= 0.5


def test_the_same_senders_stop_a_server_that_gives_each_a_thread():
    """The control: gunicorn's own threads, everything else alike."""
    plain = [*GUNICORN, "--worker-class", "gthread", APP]
    with running(plain, WORKERS="1") as (port, _lines), slow_senders(port, HALF_A_HEAD):
        time.sleep(0.2)
        with pytest.raises(TimeoutError):
            ask(port, timeout=2)


def test_never_more_than_half_of_the_threads_read_uploads():
    with running([*GUNICORN, APP], WORKERS="1") as (port, _lines), slow_senders(port, SLOW_UPLOAD, 20):
        time.sleep(0.5)
        assert ask(port, "/most").endswith(b"\r\n\r\n4\n")


def test_an_upload_that_has_to_wait_gets_its_turn(port):
    whole = UPLOAD % (200_000, b"") + b"x" * 200_000
    with slow_senders(port, SLOW_UPLOAD, 4) as before_it, plug(port, whole) as patient:
        patient.settimeout(0.5)
        with pytest.raises(TimeoutError):
            patient.recv(1)
        before_it[0].close()
        patient.settimeout(10)
        assert answer_on(patient).endswith(b"200000\n")


def test_an_upload_does_not_wait_for_ever_for_its_turn():
    with (
        running([*GUNICORN, APP], WORKERS="1", TURN_SECONDS="1") as (port, _lines),
        slow_senders(port, SLOW_UPLOAD, 4),
        plug(port, SLOW_UPLOAD) as patient,
    ):
        assert b" 503 " in answer_until(patient, b"\r\n\r\n")


@pytest.fixture(scope="module")
def impatient_port():
    with running([*GUNICORN, APP], WORKERS="1", HEAD_SECONDS="1", SILENCE="1") as (port, _lines):
        yield port


@pytest.mark.parametrize("sent", [b"", HALF_A_HEAD, HALF_A_BODY, SLOW_UPLOAD])
def test_who_falls_silent_is_given_up(impatient_port, sent):
    with plug(impatient_port, sent) as client:
        assert 0.5 < seconds_until_closed(client, 10) < 6


@pytest.mark.parametrize("sent", [HALF_A_HEAD, SLOW_UPLOAD])
def test_who_sends_a_byte_from_time_to_time_is_given_up_too(impatient_port, sent):
    with plug(impatient_port, sent) as client:
        assert seconds_of_trickling(client, 10) < 6


def test_a_request_that_comes_in_pieces_is_answered(port):
    with plug(port) as client:
        for piece in (
            b"GET /heal",
            b"thz HTTP/1.1\r\nHost: 127.0.0.1\r\nConn",
            b"ection: close\r\n\r",
            b"\n",
        ):
            client.sendall(piece)
            time.sleep(0.05)
        assert answer_on(client).endswith(b"ok\n")


def test_two_requests_sent_at_once_are_answered_one_after_the_other(port):
    keep = b"POST /read HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\n\r\nabc"
    last = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    with plug(port, keep + last) as client:
        got = answer_on(client)
    assert got.count(b" 200 OK") == 2
    assert b"\r\n\r\n3\n" in got
    assert got.endswith(b"\r\n\r\nok\n")


def test_a_connection_that_is_kept_is_used_again(port):
    with plug(port) as client:
        for _time in range(3):
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert answer_until(client, b"ok\n").count(b" 200 OK") == 1


def test_who_sends_what_nobody_reads_still_gets_the_answer(port):
    unread = (UPLOAD % (3_000_000, b"")).replace(b"/read", b"/nowhere")
    with plug(port, unread + b"x" * 3_000_000) as client:
        assert answer_on(client).endswith(b"ok\n")


def test_a_head_without_end_is_refused(port):
    with plug(port, b"GET / HTTP/1.1\r\n" + b"X-Long: aaaaaaaaaaaaaaaaaaaaaaaaa\r\n" * 2200) as client:
        assert b" 431 " in answer_until(client, b"\r\n")
