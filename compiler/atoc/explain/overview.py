"""All keys of a program in one table: what each is, what it is without any word, who can change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ato.config.explained._manifest import Manifest
from atoc.explain.keys import scopes_of

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One key. ``write`` is the entry that gives its value where no word is given, None if nothing is known
    to.

    ``setters`` are the views that can write it, the one that is applied last first.
    """

    key: str
    type: str
    doc: str
    write: Json | None
    flags: tuple[str, ...]
    setters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The keys of a scope, in the order of declaration."""

    scope: str
    doc: str
    lines: tuple[Line, ...]


def overview(manifest: Manifest, scope: str | None) -> tuple[Overview, ...]:
    """A table for each scope, or for the one that is named. Raises ``ConfigError`` if there is none of that
    name.
    """
    return tuple(
        Overview(
            name,
            data.get("doc", ""),
            tuple(_line(path, field) for path, field in data.get("fields", {}).items()),
        )
        for name, data in scopes_of(manifest, scope).items()
    )


def _line(path: str, field: Json) -> Line:
    writes: list[Json] = field.get("writes", [])
    return Line(
        key=path,
        type=field["type"],
        doc=field.get("doc", ""),
        write=next((write for write in writes if write.get("wins") == []), None),
        flags=tuple(field.get("flags", ())),
        setters=tuple(write["view"] for write in reversed(writes) if "view" in write),
    )
