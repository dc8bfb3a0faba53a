"""Which fields a key on the command line names: ``lr`` in every scope, ``data.lr`` in one, a struct for all
in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ato.config as ato
from ato.config.explained._manifest import Manifest

Json = dict[str, Any]


def scopes_of(manifest: Manifest, scope: str | None) -> dict[str, Json]:
    """The scopes that are asked about. Raises ``ConfigError`` if there is none of that name."""
    if scope is None:
        return manifest.scopes
    if scope not in manifest.scopes:
        help = ato.suggestion(scope, manifest.scopes) or (f"there are {_listed(manifest.scopes)}",)
        raise ato.ConfigError([ato.Problem(scope, "the program has no such scope", help)])
    return {scope: manifest.scopes[scope]}


def places_of(manifest: Manifest, key: str, scope: str | None) -> dict[str, str]:
    """The key as each scope that has it calls it. Raises ``ConfigError`` with the nearest names if none has
    it.
    """
    scopes = scopes_of(manifest, scope)
    found = {name: key for name, data in scopes.items() if any(paths_below(data, key))}
    owner, _, inner = key.partition(".")
    if owner in scopes and any(paths_below(scopes[owner], inner)):
        found.setdefault(owner, inner)
    elif not found and owner in _read_by(scopes) and any(paths_below(manifest.scopes[owner], inner)):
        found[owner] = inner
    if not found:
        raise ato.ConfigError([_unknown(scopes, key, scope)])
    return found


def _read_by(scopes: dict[str, Json]) -> set[str]:
    """The scopes whose fields the expressions of these name."""
    return {name for data in scopes.values() for name in data.get("across", ())}


def paths_below(scope: Json, key: str) -> Iterator[str]:
    """The field of this path, or all fields of the struct of this path."""
    if key:
        yield from (path for path in scope.get("fields", ()) if path == key or path.startswith(f"{key}."))


def _unknown(scopes: dict[str, Json], key: str, scope: str | None) -> ato.Problem:
    paths = [path for data in scopes.values() for path in data.get("fields", ())]
    where = "the program" if scope is None else f"the scope '{scope}'"
    views = [name for name, data in scopes.items() if key in data.get("views", ())]
    if views:
        return ato.Problem(key, f"is a view of {_listed(views)}, and {where} has no field of this name")
    help = tuple(_hints(scopes, key)) or ato.suggestion(key, dict.fromkeys(paths))
    return ato.Problem(key, f"{where} has no such field", help or ("`atoc explain` lists all keys",))


def _hints(scopes: dict[str, Json], key: str) -> Iterator[str]:
    """What else is called so."""
    if key in scopes:
        yield f"it is a scope: `atoc explain --scope {key}` lists its keys"
    for data in scopes.values():
        members = data.get("groups", {}).get(key, {}).get("members", ())
        if members:
            yield f"it is a group of views: {_listed(members)}"
        for path, field in data.get("fields", {}).items():
            if field.get("renamed_from") == key:
                yield f"it is called '{path}' now"


def _listed(names: Any) -> str:
    return ", ".join(f"'{name}'" for name in names)
