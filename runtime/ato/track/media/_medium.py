"""What all media have in common: bytes, what is known of them, and how a run keeps them.

A value is made whole when it is constructed: what it was made from may change afterwards, and what is wrong
with it is told there. Logging it puts the bytes on the disk, under their content, and then one record into
the run's journal; so a record never names what is not there.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeGuard

from ato.track._errors import TrackError
from ato.track._location import Location

if TYPE_CHECKING:
    from ato.track.journal import Journal

INLINE = 4 << 10
"""Content of up to so many bytes lies in the database, and needs no file."""
HELD = 1 << 20
"""Content of up to so many bytes goes into the journal where no file can be written."""
MOST_META = 1 << 20
LARGEST = 1 << 28
"""How many bytes a medium may have that is encoded in memory."""


class Keeper(Protocol):
    """What a medium needs of a run."""

    @property
    def location(self) -> Location:
        """Where the store is."""
        ...

    @property
    def journal(self) -> Journal:
        """Where the run writes what it logs."""
        ...

    def record(self, kind: str, **content: Any) -> None:
        """Append a fact to the journal."""
        ...

    def tell_lost(self, why: str) -> None:
        """Note that something could not be kept."""
        ...


class Medium:
    """A value that ``run.log`` takes beside numbers: ``content`` in a format that others read, and ``meta``.

    ``content`` is bytes, or the path of a file that is copied when the value is logged. Two are equal if
    their kind, content and meta are.
    """

    kind: ClassVar[str]
    media_type: ClassVar[str] = "application/octet-stream"
    content: bytes | Path
    meta: dict[str, Any]

    def __init__(self, content: bytes | Path, meta: Mapping[str, Any]) -> None:
        self.content = content
        self.meta = {name: value for name, value in meta.items() if value is not None}
        size = len(told(self.meta))
        if size > MOST_META:
            message = f"has captions, boxes and the like of {size} bytes, and at most {MOST_META} are taken"
            raise TrackError(f"the {self.kind}", message)

    @classmethod
    def restored(cls, content: bytes, meta: Mapping[str, Any]) -> Medium:
        """The value that was kept as this."""
        made = cls.__new__(cls)
        made.content, made.meta = content, dict(meta)
        return made

    @property
    def data(self) -> bytes:
        """The content as bytes. Raises ``TrackError`` where it is a file that is gone."""
        if isinstance(self.content, bytes):
            return self.content
        try:
            return self.content.read_bytes()
        except OSError as error:
            raise TrackError(str(self.content), f"cannot be read: {error.strerror}") from None

    def save(self, path: str | Path) -> None:
        """Write the content to a file."""
        Path(path).write_bytes(self.data)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Medium):
            return NotImplemented
        return (self.kind, self.data, self.meta) == (other.kind, other.data, other.meta)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={value!r}"[:60] for name, value in self.meta.items())
        return f"{type(self).__name__}({told})"

    def __ato_log__(self, run: Keeper, name: str, step: int, time: float) -> None:
        keep(run, self, name, step, time)


def keep(run: Keeper, medium: Medium, name: str, step: int, time: float) -> None:
    """Put the content on the disk and the record into the journal.

    What no file can be written for goes into the journal itself if it is small, and else is told as lost.
    """
    row = {"medium": medium.kind, "name": name, "step": step, "time": time, "meta_json": told(medium.meta)}
    kept = stored(run, medium.content, f"{name} at step {step}")
    if kept is not None:
        run.record("media", **row, media_type=medium.media_type, **kept)


def stored(run: Keeper, content: bytes | Path, what: str) -> dict[str, Any] | None:
    """The part of a record that holds content, or names its blob; None where it is lost."""
    if isinstance(content, bytes) and len(content) <= INLINE:
        return inlined(content)
    from ato.track.blobs import Blobs

    try:
        blobs = Blobs.of(run.location)
        blob = blobs.put(content)
        blobs.pin(run.journal.path, [blob.digest])
    except OSError as error:
        why = error.strerror or str(error)
        if isinstance(content, bytes) and len(content) <= HELD:
            return inlined(content)
        run.tell_lost(f"{what} is lost, as its file cannot be written: {why}")
        return None
    return {"blob": blob.digest, "size": blob.size, "inline": ""}


def inlined(content: bytes) -> dict[str, Any]:
    """The part of a record that holds content itself."""
    return {"blob": None, "size": len(content), "inline": b64encode(content).decode()}


def told(meta: Mapping[str, Any]) -> str:
    """What is known of a medium, as JSON in ASCII."""
    return json.dumps(meta, sort_keys=True)


def is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Whether a value is a mapping, of whatever."""
    return isinstance(value, Mapping)


def is_sequence(value: object) -> TypeGuard[Sequence[Any]]:
    """Whether a value is a sequence of whatever, and no text."""
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes))


def label(what: str, text: object) -> str | None:
    """A caption or a title. Raises ``TrackError`` for what is no text."""
    if text is None or isinstance(text, str):
        return text
    raise TrackError(repr(text)[:60], f"a {what} is text, not {type(text).__name__}")


def whole(subject: str, value: object, least: int, most: int = 2**31 - 1) -> int:
    """A whole number within bounds. Raises ``TrackError`` for others."""
    is_whole = hasattr(value, "__index__") and not isinstance(value, bool)
    number: Any = value
    if not is_whole or not least <= int(number.__index__()) <= most:
        raise TrackError(f"{subject}={value!r}"[:80], f"is no whole number from {least} to {most}")
    return int(number.__index__())


def file_of(path: str | Path) -> Path:
    """The file of a path, links followed. Raises ``TrackError`` for what is no file that can be read."""
    try:
        found = Path(path).resolve(strict=True)
        if not found.is_file():
            raise TrackError(str(path), "is no file", ("name a file of bytes",))
        with found.open("rb"):
            return found
    except (OSError, ValueError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise TrackError(str(path), f"cannot be read: {why}", ("name a file",)) from None


def small_file(path: str | Path) -> bytes:
    """The bytes of a file. Raises ``TrackError`` for what is none, and for one that is too large."""
    found = file_of(path)
    size = found.stat().st_size
    if size > LARGEST:
        raise TrackError(str(path), f"has {size} bytes, and at most {LARGEST} are taken")
    return found.read_bytes()
