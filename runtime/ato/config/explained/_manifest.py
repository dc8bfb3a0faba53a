"""The causality manifest beside a generated module: docs, places and reasons, read when somebody asks.

A manifest is made with the modules and stands in their folder as ``manifest.json``. Programs run without it:
where it is missing, broken or of another version, less is known and nothing fails.
"""

from __future__ import annotations

from ato.config.composing._selection import PART
from ato.config.types._values import is_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ato.config._schema import Schema

    Json = dict[str, Any]

VERSION = 1
"""The version of the manifest's shape that this module reads."""

FILE = "manifest.json"
KINDS = {"field": "fields", "view": "views", "group": "groups"}

_loaded: dict[str, Manifest | None] = {}


class Manifest:
    """A manifest: the JSON data, and what is asked of it most. What it does not know is empty."""

    __slots__ = ("data",)

    def __init__(self, data: Json) -> None:
        self.data = data

    @property
    def scopes(self) -> dict[str, Json]:
        """What is known of each scope, by name."""
        return _table(self.data, "scopes")

    def entry(self, scope: str, kind: str, name: str) -> Json:
        """What is known of a ``field`` (by path), ``view`` or ``group`` of a scope."""
        return _table(_table(_table(self.scopes, scope), KINDS[kind]), name)

    def place(self, scope: str, kind: str, name: str) -> str | None:
        """Where it is declared, as ``path:line:column``."""
        place = self.entry(scope, kind, name).get("place")
        return place if isinstance(place, str) else None

    def write(self, scope: str, path: str, phase: str, view: str) -> Json:
        """What is known of a write to a field: that of a view, or of the phase ``default`` or
        ``computed``.
        """
        name, _, part = view.partition(PART)
        for write in _rows(self.entry(scope, "field", path), "writes"):
            is_same = write.get("view", "") == name and str(write.get("part", "")) == part
            if is_same and (view or write.get("phase") == phase):
                return write
        return {}


class Docs:
    """The docs of a scope: of its fields by path and of its views by name, those that have one."""

    __slots__ = ("fields", "views")

    def __init__(self, fields: dict[str, str], views: dict[str, str]) -> None:
        self.fields = fields
        self.views = views


def load(schema: Schema) -> Manifest | None:
    """The manifest beside the module of a schema; None where there is none that can be read."""
    from sys import modules

    file = getattr(modules.get(schema.module or ""), "__file__", None)
    if not isinstance(file, str):
        return None
    if file not in _loaded:
        _loaded[file] = _read(file)
    return _loaded[file]


def place_of(schema: Schema, kind: str, name: str) -> str | None:
    """Where a ``field``, ``view`` or ``group`` is declared, as ``path:line:column``; None if it is not
    known.
    """
    manifest = load(schema)
    return None if manifest is None else manifest.place(schema.name, kind, name)


def docs(schema: Schema) -> Docs:
    """The docs of the fields and views of a scope, as far as they are known."""
    manifest = load(schema)
    scope: Json = {} if manifest is None else _table(manifest.scopes, schema.name)
    return Docs(_docs(_table(scope, "fields")), _docs(_table(scope, "views")))


def _docs(entries: Json) -> dict[str, str]:
    found = {name: _table(entries, name).get("doc") for name in entries}
    return {name: doc for name, doc in found.items() if isinstance(doc, str)}


def _read(file: str) -> Manifest | None:
    from json import loads
    from os.path import dirname, join

    try:
        with open(join(dirname(file), FILE), encoding="utf-8") as text:
            data = _known(loads(text.read()))
    except (OSError, ValueError, RecursionError):
        return None
    return Manifest(data) if data.get("version") == VERSION else None


def _table(data: Json, key: str) -> Json:
    return _known(data.get(key))


def _rows(data: Json, key: str) -> list[Json]:
    found = data.get(key)
    return [_known(row) for row in found] if is_list(found) else []


def _known(data: Any) -> Json:
    """The data if it is an object of JSON, else an empty one."""
    return data if _is_object(data) else {}


def _is_object(data: object) -> bool:
    return isinstance(data, dict)
