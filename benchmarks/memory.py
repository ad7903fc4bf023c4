"""How much of the machine's memory a process holds."""

import time
from pathlib import Path
from threading import Event, Thread

MEGABYTE = 1024 * 1024
EVERY = 0.02
"""Seconds between two looks."""


def held(pid: int | str = "self") -> int:
    """Bytes of a process that lie in memory, without those that it shares with a file."""
    said = Path(f"/proc/{pid}/status").read_text()
    return int(said.partition("RssAnon:")[2].split()[0]) * 1024


class Peak:
    """Looks again and again, from the beginning of the ``with`` until its end, at what this process holds."""

    def __enter__(self):
        self.before = self.most = held()
        self._done = Event()
        self._thread = Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_why) -> None:
        self._done.set()
        self._thread.join()

    @property
    def grown(self) -> float:
        """Megabytes, at the most."""
        return (self.most - self.before) / MEGABYTE

    def _look(self) -> None:
        while not self._done.is_set():
            self.most = max(self.most, held())
            time.sleep(EVERY)
