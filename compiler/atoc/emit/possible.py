"""Who may write a field without its being known what: views of which something is not understood (ATC009)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ato.config.composing._selection import whole
from atoc.program import View


def possible_writes(views: Iterable[View], paths: Iterable[str]) -> Iterator[tuple[View, str]]:
    """The views with the fields that they may write and that none of their readable writes gives."""
    views, paths = tuple(views), tuple(paths)
    written: dict[str, set[str]] = {}
    for view in views:
        written.setdefault(whole(view.name), set()).update(write.path for write in view.writes)
    for view in views:
        if view.beyond and not view.part_of:
            own = written[view.name]
            yield from ((view, path) for path in paths if path not in own and _is_at(path, view.beyond))


def _is_at(path: str, places: Iterable[str]) -> bool:
    return any(not place or path == place or path.startswith(f"{place}.") for place in places)


def as_entry(view: View) -> dict[str, object]:
    """A possible write as the manifest holds it: without a value."""
    phase = "lazy" if view.lazy else "view"
    return {"phase": phase, "view": view.name, "priority": view.priority, "place": str(view.span)}
