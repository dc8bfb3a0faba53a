"""Computed defaults of structs that stand in no scope, or only where they may be absent.

Where a struct always exists, the expressions in it are bound once for each of its places. One that is only
declared, or only held by a list or as an option, has no place; its expressions are checked all the same,
unless they name fields that only some scope has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from atoc.expr import Parsed, names_of
from atoc.findings import Finding
from atoc.program import Scope
from atoc.resolve.expressions import bind_to
from atoc.resolve.paths import Paths
from atoc.resolve.structs import Structs


def check_unplaced(structs: Structs, scopes: Sequence[Scope]) -> Iterator[Finding]:
    """What is wrong with the expressions in structs that no scope walks through."""
    placed = {scope.root.name for scope in scopes}
    for scope in scopes:
        paths = structs.atlas.below(scope.root.name)
        if paths is not None:
            placed.update(paths.structs.values())
            placed.update(struct for each in paths.variants.values() for struct in each.kinds)
    elsewhere = {path for scope in scopes for path in scope.fields}
    elsewhere.update(f"{scope.name}.{path}" for scope in scopes for path in scope.fields)
    is_whole = all(structs.atlas.below(scope.root.name) is not None for scope in scopes)
    checked = {parsed.span for owner, _, parsed in _expressions(structs) if owner in placed}
    for owner, path, parsed in _expressions(structs):
        paths = structs.atlas.below(owner)
        if parsed.span in checked or paths is None or path not in paths.leaves:
            continue
        checked.add(parsed.span)
        if is_whole and not _leads_out(parsed, paths, elsewhere):
            yield from bind_to(parsed, paths.leaves[path], paths).findings


def _expressions(structs: Structs) -> Iterator[tuple[str, str, Parsed]]:
    """Each expression with its struct and the path from there to the field that it is for."""
    for (owner, name), given in structs.defaults.items():
        if isinstance(given, Parsed):
            yield owner, name, given
    for (owner, name), overrides in structs.overrides.items():
        for inner, given in overrides.items():
            if isinstance(given, Parsed):
                yield owner, f"{name}.{inner}", given


def _leads_out(parsed: Parsed, paths: Paths, elsewhere: set[str]) -> bool:
    """Whether the expression names a field of a scope, of which only a place in it would decide."""
    return any(name not in paths.leaves and name in elsewhere for name in names_of(parsed.tree))
