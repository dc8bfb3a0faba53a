"""Which functions read which key, as runs tell it in ``context["reads"]``: of functions, and below traces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ato.track.store import StoredRun

ByPath = dict[str, "dict[str, None]"]


class Readers:
    """Who read the keys of two runs; empty where that was not recorded."""

    def __init__(self, runs: Sequence[StoredRun]) -> None:
        told = [_mapping(run.context.get("reads")) for run in runs]
        self.functions = _by_path([_mapping(each.get("functions")) for each in told])
        self.traces = _by_path([_mapping(each.get("traces")) for each in told])

    def of(self, path: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The functions that read a key, or a struct that it is in, and the traces that call them."""
        parts = path.split(".")
        paths = [".".join(parts[:count]) for count in range(1, len(parts) + 1)]
        return _named(self.functions, paths), _named(self.traces, paths)


def _by_path(told: Sequence[Mapping[str, Any]]) -> ByPath:
    found: ByPath = {}
    for names in told:
        for name, paths in names.items():
            for path in paths:
                found.setdefault(path, {})[name] = None
    return found


def _named(by_path: ByPath, paths: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({name for path in paths for name in by_path.get(path, ())}))


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}
