"""How gunicorn listens: a thread is for a request that is here, never for one that is still on its way.

gunicorn's threads read from the socket themselves, so that somebody who sends half a head keeps one for as long as he
likes. Here the main loop gathers the head, and a small body with it; only then a thread takes over. A long body is
read by its thread, but never by all threads at once: beyond half of them an upload waits for its turn, unread.
"""

import re
import selectors
import socket
import time
from collections import deque
from contextlib import suppress
from functools import partial
from math import inf

from gunicorn.workers.gthread import TConn, ThreadWorker

HEAD_SECONDS = 10
"""Within which a head and a small body have to be here."""

SMALL_BODY = LONGEST_HEAD = 64 * 1024
"""Bytes that the main loop gathers."""

SILENCE = 20
"""Seconds without a byte after which a sender is given up."""

SLOWEST = 4 * 1024
"""Bytes a second that a long body must bring on the average, once ``SILENCE`` is over."""

ANSWER_SECONDS = 60
"""Within which each piece of an answer has to be taken off our hands."""

TURN_SECONDS = 60
"""How long an upload waits for its turn before it is sent away."""

LINGER_SECONDS = 2
LONGEST_LINGER = 16 * 1024 * 1024
"""How long, and for how many bytes, one who is still sending may go on, so that he reads the answer before the cut."""

LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([^\r\n]*)", re.I)
LARGEST_DIGITS = 18
COMES_LATER = re.compile(rb"\r\n(?:expect|transfer-encoding):", re.I)
END_OF_HEAD = b"\r\n\r\n"
EMPTY = b"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
BUSY = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10" + EMPTY
TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large" + EMPTY


def missing(heard: bytes) -> int:
    """How many bytes to wait for before a thread is given, as far as one knows yet; 0 when it can begin.

    This decides only who waits where; what a request says and whether it is one, the parser judges.
    """
    end = heard.find(END_OF_HEAD) + 4
    if end < 4:
        return max(LONGEST_HEAD - len(heard), 0)
    length = body_length(heard, end)
    return max(end + length - len(heard), 0) if length <= SMALL_BODY else 0


def body_length(heard: bytes, end: int) -> float:
    """Bytes of the body that the head (up to ``end``) announces; without end where nobody can tell beforehand.

    So it is where they come later or in chunks, and where the number is written oddly (a row of zeros before it): the
    parser may still read it, and a body that is taken for none would wait in a thread.
    """
    if COMES_LATER.search(heard, 0, end):
        return inf
    said = LENGTH.search(heard, 0, end)
    if not said:
        return 0
    digits = said[1].strip()
    return int(digits) if digits.isdigit() and len(digits) <= LARGEST_DIGITS else inf


def is_long(heard: bytes) -> bool:
    """Whether the body is one that a thread has to wait for."""
    return body_length(heard, heard.find(END_OF_HEAD) + 4) > SMALL_BODY


class PacedSocket:
    """What a thread reads a body from. Raises ``TimeoutError`` where the sender does not keep the pace."""

    def __init__(self, sock: socket.socket):
        self._sock, self._until, self._patience = sock, time.monotonic() + SILENCE, SILENCE

    def recv(self, size: int) -> bytes:
        left = min(self._until - time.monotonic(), self._patience)
        if left <= 0:
            raise TimeoutError("the body comes too slowly")
        self._sock.settimeout(left)
        got = self._sock.recv(size)
        self._sock.settimeout(ANSWER_SECONDS)
        self._until += len(got) / SLOWEST
        return got

    def gettimeout(self) -> float:
        return self._patience

    def settimeout(self, seconds: float | None) -> None:
        self._patience = SILENCE if seconds is None else seconds


class Connection(TConn):
    """A connection with what has been heard of the request under way."""

    heard = b""
    lingered = 0
    is_upload = False

    def hear(self) -> bool:
        """Take in what has come, without waiting; True when there is nothing more to wait for."""
        try:
            more = self.sock.recv(LONGEST_HEAD)
        except BlockingIOError:
            return not missing(self.heard)
        except OSError:
            more = b""
        self.heard += more
        return not more or not missing(self.heard)

    def hand_over(self) -> None:
        """Make the parser begin with what was heard."""
        self.init()
        self.parser.unreader.sock = PacedSocket(self.sock)
        self.parser.unreader.unread(self.heard)
        self.heard = b""

    def is_read_to_its_end(self) -> bool:
        return getattr(self.parser.mesg.body.reader, "length", None) == 0


class PatientWorker(ThreadWorker):
    """gunicorn's threads, given out by the rules above. All that follows but ``handle…`` runs in the main loop."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.uploads, self.most_uploads = 0, max(self.cfg.threads // 2, 1)
        self.waiting, self.parting = deque(), deque()  # for their turn; with their answer

    def accept(self, listener):
        try:
            sock, client = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        self.begin(Connection(self.cfg, sock, client, listener.getsockname()))

    def on_client_socket_readable(self, conn, client):
        """The next request on a connection that was kept alive."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self.begin(conn)

    def begin(self, conn):
        """A request begins: most often it is here already, else the loop listens for the rest."""
        if conn.hear():
            self.take_up(conn)
        else:
            self.watch(conn, self.pending_conns, HEAD_SECONDS, self.on_pending_socket_readable)

    def on_pending_socket_readable(self, conn, client):
        if conn.hear():
            self.unwatch(conn, self.pending_conns)
            self.take_up(conn)

    def take_up(self, conn):
        """Give the request a thread, or a place among those who wait for one."""
        if missing(conn.heard):  # the other side has hung up in the middle
            self.drop(conn)
            return
        if END_OF_HEAD not in conn.heard:
            self.send_away(conn, TOO_LONG)
            return
        conn.is_upload = is_long(conn.heard)
        if conn.is_upload and self.uploads >= self.most_uploads:
            conn.timeout = time.monotonic() + TURN_SECONDS
            self.waiting.append(conn)
            return
        self.uploads += conn.is_upload
        conn.hand_over()
        self.enqueue_req(conn)

    def handle_request(self, req, conn):
        conn.sock.settimeout(ANSWER_SECONDS)
        return super().handle_request(req, conn)

    def _keepalive_after(self, conn, keepalive):
        """The rest of a long body that nobody wanted is not waited for: its connection ends."""
        if conn.is_upload and not conn.is_read_to_its_end():
            return False
        return super()._keepalive_after(conn, keepalive)

    def finish_request(self, conn, fs):
        if conn.is_upload:
            self.uploads, conn.is_upload = self.uploads - 1, False
            if self.waiting:
                self.take_up(self.waiting.popleft())
        if fs.cancelled() or fs.exception() or not fs.result():
            self.part_from(conn)
        elif ahead := conn.parser.unreader.take_buffered():
            conn.heard = ahead
            conn.sock.setblocking(False)
            self.begin(conn)
        else:
            super().finish_request(conn, fs)

    def send_away(self, conn, answer: bytes):
        with suppress(OSError):
            conn.sock.send(answer)  # into an empty buffer: it does not block
        self.part_from(conn)

    def part_from(self, conn):
        """Say that no more is coming, then wait a little for the other side, in the loop and not in a thread."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self.drop(conn)
        else:
            self.watch(conn, self.parting, LINGER_SECONDS, self.on_parting_readable)

    def on_parting_readable(self, conn, client):
        try:
            more = client.recv(LONGEST_HEAD)
        except BlockingIOError:
            return
        except OSError:
            more = b""
        conn.lingered += len(more)
        if not more or conn.lingered > LONGEST_LINGER:
            self.unwatch(conn, self.parting)
            self.drop(conn)

    def murder_pending(self):
        """Called in each round of the loop: whoever has had his time goes."""
        super().murder_pending()
        now = time.monotonic()
        while self.parting and self.parting[0].timeout <= now:
            conn = self.parting[0]
            self.unwatch(conn, self.parting)
            self.drop(conn)
        while self.waiting and self.waiting[0].timeout <= now:
            self.send_away(self.waiting.popleft(), BUSY)

    def watch(self, conn, among: deque, seconds: float, then):
        """Listen in the loop. Everybody in one queue waits equally long, so the first is the first to go."""
        conn.timeout = time.monotonic() + seconds
        among.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(then, conn))

    def unwatch(self, conn, among: deque):
        among.remove(conn)
        self.poller.unregister(conn.sock)

    def drop(self, conn):
        self.nr_conns -= 1
        conn.close()
