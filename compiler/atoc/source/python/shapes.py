"""Keys of a config that are one value here and hold further keys there: a field is one or the other.

    defaults:  config.model = None              a value of its own
    small:     config.model.width = 8           a key below it

Python lets a key be both, one after the other. In the language it is one value, of which nothing is known,
and writes below it are not understood. The same holds of a mapping whose keys are not all names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from atoc.source import node as tree
from atoc.source.dotted import around
from atoc.source.python.parts import Part, PartWrite, PythonModule, PythonScope, PythonView, Unread


def with_shapes(modules: Mapping[str, PythonModule]) -> dict[str, PythonModule]:
    """The modules of files, without the writes below what is one value, which are told of their views."""
    scopes: dict[str, list[PythonScope]] = {}
    for module in modules.values():
        for scope in module.scopes:
            scopes.setdefault(scope.name.text, []).append(scope)
    whole = {name: _whole(parts) for name, parts in scopes.items()}
    return {
        path: replace(
            module,
            scopes=tuple(
                replace(scope, views=tuple(_in_shape(view, whole[scope.name.text]) for view in scope.views))
                for scope in module.scopes
            ),
        )
        for path, module in modules.items()
    }


def _whole(scopes: Sequence[PythonScope]) -> frozenset[str]:
    """The paths that are given a value of their own, and that hold further keys too."""
    single: set[str] = set()
    holding: set[str] = set()
    for write in _writes(scopes):
        for path, is_value in _given(write.key.text, write.value):
            single.update((path,) if is_value else ())
            holding.update(around(path))
    return frozenset(single & holding)


def _writes(scopes: Iterable[PythonScope]) -> Iterator[PartWrite]:
    for scope in scopes:
        yield from scope.initial
        for view in scope.views:
            for part in view.parts:
                yield from part.writes


def _given(path: str, value: tree.Node) -> Iterator[tuple[str, bool]]:
    """The paths that a write gives, and whether each gets a value: a mapping of names is so many writes."""
    if not isinstance(value, tree.Mapping) or not all(
        entry.key.text.isidentifier() for entry in value.entries
    ):
        yield path, True
    else:
        yield path, False
        for entry in value.entries:
            yield from _given(f"{path}.{entry.key.text}", entry.value)


def _in_shape(view: PythonView, whole: frozenset[str]) -> PythonView:
    if not whole:
        return view
    parts: list[Part] = []
    unread: list[Unread] = []
    for part in view.parts:
        kept = [write for write in part.writes if whole.isdisjoint(around(write.key.text))]
        for write in part.writes:
            outer = next((path for path in around(write.key.text) if path in whole), None)
            if outer is not None:
                what = f"a key below '{outer}', which is given a value of its own as well,"
                unread.append(Unread(write.key.span, what, frozenset((outer,))))
        parts.extend([replace(part, writes=tuple(kept))] if kept else [])
    return replace(view, parts=tuple(parts), unread=(*view.unread, *unread))
