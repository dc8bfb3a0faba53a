"""Who reads each field of a scope, for the manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from atoc.expr import Expression
from atoc.program import Scope

Json = dict[str, Any]


def readers_of(scope: Scope, group: Sequence[Scope]) -> Mapping[str, Sequence[Json]]:
    """Who reads each field: conditions and expressions of views, computed defaults and asserts.

    What is in another scope has that in front of its names.
    """
    found: dict[str, list[Json]] = {}
    for path, reader in _reading(scope, ""):
        found.setdefault(path, []).append(reader)
    own = f"{scope.name}."
    for other in group:
        for path, reader in _reading(other, f"{other.name}.") if scope.name in other.across else ():
            if path in other.foreign and path.startswith(own):
                found.setdefault(path.removeprefix(own), []).append(reader)
    return found


def _reading(scope: Scope, prefix: str) -> Iterator[tuple[str, Json]]:
    """Each path that something in a scope reads, with who does."""
    for view in scope.views.values():
        name = prefix + view.name
        for path in () if view.when is None else view.when.reads:
            yield path, {"view": name, "condition": "" if view.when is None else view.when.text}
        for write in view.writes:
            for path in write.value.reads if isinstance(write.value, Expression) else ():
                yield path, {"view": name, "for": prefix + write.path}
    for path, field in scope.fields.items():
        for read in field.default.reads if isinstance(field.default, Expression) else ():
            yield read, {"default_of": prefix + path}
    for each in scope.asserts:
        for path in each.that.reads:
            yield path, {"assert": f"{prefix[:-1]}: {each.that.text}" if prefix else each.that.text}
