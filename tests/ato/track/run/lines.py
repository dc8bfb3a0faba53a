"""A line between a program and a PostgreSQL server that can be cut."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Line:
    """Passes on what comes in at one socket to another; ``cut`` ends all connections and takes no others."""

    def __init__(self, entry: str, target: str) -> None:
        self.target = target
        self.is_cut = False
        self.ends: list[socket.socket] = []
        self.door = socket.socket(socket.AF_UNIX)
        self.door.bind(entry)
        self.door.listen()
        self.threads: list[threading.Thread] = []
        self._begin(self._serve)

    def _begin(self, target: Callable[..., None], *args: socket.socket) -> None:
        self.threads.append(threading.Thread(target=target, args=args, daemon=True))
        self.threads[-1].start()

    def close(self) -> None:
        """End all that is going on."""
        self.cut()
        with suppress(OSError):
            self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        for thread in self.threads:
            thread.join()

    def cut(self) -> None:
        """End all connections."""
        self.is_cut = True
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Take connections again."""
        self.is_cut = False

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.door.accept()
                if self.is_cut:
                    near.close()
                    continue
                far = socket.socket(socket.AF_UNIX)
                far.connect(self.target)
                self.ends += (near, far)
                for source, sink in ((near, far), (far, near)):
                    self._begin(_pass_on, source, sink)


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    with source, suppress(OSError):
        while piece := source.recv(1 << 16):
            sink.sendall(piece)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_RDWR)


@contextmanager
def between(url: str) -> Iterator[tuple[str, Line]]:
    """A URL that leads to the same database through a line, and that line."""
    parts = urlsplit(url)
    (folder,) = parse_qs(parts.query)["host"]
    with TemporaryDirectory(prefix="ato-line-") as entry:
        line = Line(f"{entry}/.s.PGSQL.5432", f"{folder}/.s.PGSQL.5432")
        try:
            yield url.replace(parts.query, f"host={quote(entry)}"), line
        finally:
            line.close()
