"""What the journals of other machines refer to: kept from a collection that cannot read them.

Where the folder of blobs lies apart from its store, as one that a team shares, whoever keeps a file writes
its digest into ``pins/<journal>`` before the journal names it. The database tells when it has read that.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from socket import gethostname
from typing import Any, cast

from ato.track.blobs._users import made

PINS = "pins"
PIECE = 1 << 24
_LINE = re.compile(r"^[0-9a-f]{64}$", re.MULTILINE)
_DIGEST = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


@dataclass(frozen=True, slots=True)
class Pins:
    """The digests that a journal may name. ``journal`` is its path, on the machine ``host``."""

    path: Path
    journal: str
    host: str
    digests: frozenset[str]

    @property
    def name(self) -> str:
        """What the database calls the journal."""
        return self.path.name

    def __str__(self) -> str:
        return f"{self.journal or self.name} of {self.host or 'a machine that is not known'}"


def pin(folder: Path, journal: str, digests: Iterable[str]) -> None:
    """Note what a journal is going to name. Raises ``OSError`` where the folder cannot be written."""
    made(folder / PINS, folder)
    path = folder / PINS / Path(journal).name
    text = "".join(f"{digest}\n" for digest in digests)
    if not path.exists():
        text = json.dumps({"journal": journal, "host": gethostname()}) + "\n" + text
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    with os.fdopen(descriptor, "ab", buffering=0) as file:
        file.write(text.encode())


def pins(folder: Path) -> Iterator[Pins]:
    """What is pinned in a folder."""
    for path in sorted((folder / PINS).glob("*")):
        with suppress(FileNotFoundError):
            text = path.read_bytes().decode("utf-8", "replace")
            told = _told(text.partition("\n")[0])
            journal, host = str(told.get("journal", "")), str(told.get("host", ""))
            yield Pins(path, journal, host, frozenset(_LINE.findall(text)))


def unread(found: Iterable[Pins], done: Collection[str], *, dry: bool) -> list[Pins]:
    """The pins of journals that no database has read to their end; those of others are removed."""
    left: list[Pins] = []
    for each in found:
        if each.name not in done:
            left.append(each)
        elif not dry:
            each.path.unlink(missing_ok=True)
    return left


def named_in(folder: Path) -> Iterator[str]:
    """Every digest that the journals in a folder, which have not been read yet, may refer to."""
    for path in folder.glob("*.j*"):
        with suppress(FileNotFoundError), path.open("rb") as file:
            before = b""
            while piece := file.read(PIECE):
                yield from digests_in(before + piece)
                before = piece[-130:]


def digests_in(content: bytes) -> Iterator[str]:
    """The digests that a text names."""
    return (found.decode() for found in _DIGEST.findall(content))


def _told(line: str) -> dict[str, Any]:
    try:
        read: object = json.loads(line)
    except ValueError:
        return {}
    return cast("dict[str, Any]", read) if isinstance(read, dict) else {}
