"""Clients of a server, in a process of their own: each asks for one page after the other on a connection kept open.

``python -m benchmarks.clients`` reads from its input, as JSON, what to ask for, and prints how many answers came within
how many seconds. It knows neither Django nor the product, so that it takes as little as possible of the processors.
"""

import json
import socket
import sys
from itertools import count
from threading import Lock, Thread
from time import monotonic

END = b"\r\n\r\n"
LENGTH = b"\r\ncontent-length:"
AT_ONCE = 256 * 1024
PATIENCE = 60


class Client:
    """One connection; answers have to name their length."""

    def __init__(self, port: int, cookie: str):
        self._port, self._cookie, self._socket = port, cookie, None

    def get(self, address: str) -> bool:
        """Whether it was answered as a page is."""
        try:
            return self._ask(address)
        except ConnectionError:  # kept open for too long: on a new one
            self._socket = None
            return self._ask(address)

    def _ask(self, address: str) -> bool:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=PATIENCE)
        asked = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self._cookie}\r\n\r\n"
        self._socket.sendall(asked.encode())
        heard = b""
        while END not in heard:
            heard += self._more()
        head, _end, body = heard.partition(END)
        head = head.lower()
        left = int(head.partition(LENGTH)[2].partition(b"\r\n")[0]) - len(body)
        while left > 0:
            left -= len(self._more())
        if b"\r\nconnection: close" in head:
            self._socket.close()
            self._socket = None
        return head.split(maxsplit=2)[1] == b"200"

    def _more(self) -> bytes:
        piece = self._socket.recv(AT_ONCE)
        if not piece:
            raise ConnectionResetError
        return piece


class Round:
    """So many clients, who share the addresses among them until so many requests or so many seconds are over."""

    def __init__(self, asked: dict):
        self._asked, self._places = asked, count()
        self._until = monotonic() + asked.get("seconds", 24 * 3600)
        self._most = asked.get("requests", sys.maxsize)
        self._lock, self.answered, self.wrong = Lock(), 0, list[str]()

    def run(self) -> dict:
        started = monotonic()
        threads = [Thread(target=self._one) for _client in range(self._asked["clients"])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return {"answered": self.answered, "seconds": monotonic() - started, "wrong": self.wrong[:5]}

    def _one(self) -> None:
        client, addresses = Client(self._asked["port"], self._asked["cookie"]), self._asked["addresses"]
        while monotonic() < self._until:
            with self._lock:
                place = next(self._places)
            if place >= self._most:
                return
            address = addresses[place % len(addresses)]
            try:
                is_right = client.get(address)
            except (OSError, ValueError) as why:
                is_right, address = False, f"{address}: {why!r}"
            with self._lock:
                self.answered += is_right
                self.wrong += [] if is_right else [address]


if __name__ == "__main__":
    print(json.dumps(Round(json.load(sys.stdin)).run()))
