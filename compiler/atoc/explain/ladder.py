"""The ladder of a field: everyone who can set it, the one who is applied last on top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ato.config.explained._manifest import Manifest
from atoc.explain.keys import paths_below, places_of
from atoc.syntax.shapes import DOMAINS

Json = dict[str, Any]

_LIMITS = ("step", "low", "high")


@dataclass(frozen=True, slots=True)
class Rung:
    """One who can set the field.

    ``given`` is the JSON value, or None beside an ``expression``; both are absent for outside values.
    ``wins`` is the smallest selection in which it gives the value: the empty tuple means that no word is
    needed, None that there is none or that it is not known (``is_decided`` tells). ``loses_to`` are those who
    always hide it.
    """

    phase: str
    view: str
    priority: int
    given: object
    has_value: bool
    expression: str
    when: str
    why: str
    place: str
    is_always: bool
    wins: tuple[str, ...] | None
    is_decided: bool
    loses_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """One who reads the field: a view for its condition or for the field ``into``, the default of ``into``,
    or without either of them an assert for its condition.
    """

    view: str
    into: str
    condition: str


@dataclass(frozen=True, slots=True)
class Varied:
    """One search that varies the field: ``domain`` is the word that says its values, which are ``values``,
    and ``limits`` are those of its bounds that are given.
    """

    search: str
    domain: str
    values: tuple[object, ...]
    limits: tuple[tuple[str, object], ...]
    when: str
    place: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """What is known of a field. ``rungs`` begin with who is applied last, and so wins if it is there.

    ``exists`` says of a field of a variant what discriminators must be: their paths, each with its values.
    """

    scope: str
    key: str
    type: str
    constraints: tuple[tuple[str, object], ...]
    doc: str
    unit: str
    place: str
    flags: tuple[str, ...]
    exists: tuple[tuple[str, tuple[object, ...]], ...]
    rungs: tuple[Rung, ...]
    readers: tuple[Reader, ...]
    varied: tuple[Varied, ...]
    data: Json


def ladders(manifest: Manifest, key: str, scope: str | None) -> tuple[Ladder, ...]:
    """The ladders of a key, one for each scope that has it, and for each field of a struct.

    Raises ``ConfigError`` with the nearest names for a key or scope that is not there.
    """
    return tuple(
        _ladder(name, path, manifest.scopes[name])
        for name, inner in places_of(manifest, key, scope).items()
        for path in paths_below(manifest.scopes[name], inner)
    )


def _ladder(scope: str, path: str, data: Json) -> Ladder:
    field: Json = data["fields"][path]
    views: Json = data.get("views", {})
    return Ladder(
        scope=scope,
        key=path,
        type=field["type"],
        constraints=tuple(field.get("constraints", {}).items()),
        doc=field.get("doc", ""),
        unit=field.get("unit", ""),
        place=field.get("place", ""),
        flags=(*field.get("flags", ()), *(("deprecated",) if "deprecated" in field else ())),
        exists=tuple((each["path"], tuple(each["values"])) for each in field.get("exists", ())),
        rungs=tuple(_rung(write, views) for write in reversed(field.get("writes", []))),
        readers=tuple(_readers(field.get("read_by", []))),
        varied=tuple(_varied(data.get("searches", {}), path)),
        data=field,
    )


def _rung(write: Json, views: Json) -> Rung:
    view = write.get("view", "")
    wins = write.get("wins")
    return Rung(
        phase=write["phase"],
        view=view,
        priority=write.get("priority", 0),
        given=write.get("value"),
        has_value="value" in write,
        expression=write.get("expression", ""),
        when=write.get("when", ""),
        why=write.get("why", ""),
        place=write.get("place", ""),
        is_always=views.get(view, {}).get("always", False),
        wins=None if wins is None else tuple(wins),
        is_decided="wins" in write,
        loses_to=tuple(write.get("loses_to", ())),
    )


def _readers(entries: list[Json]) -> Iterator[Reader]:
    for entry in entries:
        view = entry.get("view", "")
        into: str = entry.get("for") or entry.get("default_of") or ""
        yield Reader(view, into, entry.get("condition") or entry.get("assert", ""))


def _varied(searches: Json, path: str) -> Iterator[Varied]:
    for name, search in searches.items():
        dimension: Json | None = search["space"].get(path)
        domain = next((word for word in DOMAINS if dimension and word in dimension), None)
        if dimension is not None and domain is not None:
            limits = tuple((limit, dimension[limit]) for limit in _LIMITS if limit in dimension)
            values = tuple(dimension[domain])
            yield Varied(name, domain, values, limits, dimension.get("when", ""), dimension["place"])
