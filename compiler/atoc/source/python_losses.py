"""What a mapping takes away: ``config.model = {...}`` leaves nothing of what stood below ``model`` before.

In the language a mapping is so many writes to fields, and the others keep their values. So where an earlier
write to another field below it may be lost, the view is not understood.

    defaults:  config.model.depth = 3
    small:     config.model = ADict(width=8)      takes away model.depth, if 'small' is applied
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from atoc.source import node as tree
from atoc.source.python_parts import Part, PartWrite, PythonModule, PythonScope, PythonView, Unread


def with_losses(modules: Mapping[str, PythonModule]) -> dict[str, PythonModule]:
    """The modules of files, with what mappings may take away told of the views that assign them."""
    views: dict[str, list[PythonView]] = {}
    initial: dict[str, set[str]] = {}
    for module in modules.values():
        for scope in module.scopes:
            views.setdefault(scope.name.text, []).extend(scope.views)
            initial.setdefault(scope.name.text, set()).update(_all_leaves(scope.initial))
    orders = {name: _Order(tuple(each), frozenset(initial[name])) for name, each in views.items()}
    return {
        path: replace(
            module, scopes=tuple(_with_losses(scope, orders[scope.name.text]) for scope in module.scopes)
        )
        for path, module in modules.items()
    }


def _with_losses(scope: PythonScope, order: _Order) -> PythonScope:
    views = (replace(view, unread=(*view.unread, *_losses(view, order))) for view in scope.views)
    return replace(scope, views=tuple(views))


def _losses(view: PythonView, order: _Order) -> Iterator[Unread]:
    own: set[str] = set(order.initial)
    for part in view.parts:
        for write in part.writes:
            leaves = set(_leaves(write.key.text, write.value))
            if isinstance(write.value, tree.Mapping):
                below = own | order.earlier(view, part)
                lost = sorted(path for path in below - leaves if path.startswith(f"{write.key.text}."))
                if lost:
                    what = f"a mapping in place of '{write.key.text}', which takes away '{lost[0]}',"
                    yield Unread(write.key.span, what, frozenset(lost))
            own |= leaves


@dataclass(frozen=True, slots=True)
class _Order:
    """The views of a scope, in the order of their declaration, and the paths of its first config."""

    views: tuple[PythonView, ...]
    initial: frozenset[str]

    def earlier(self, view: PythonView, part: Part) -> set[str]:
        """The paths that other views may have written before this part of a view."""
        return {
            path
            for other in self.views
            if other is not view
            for each in other.parts
            if not self._is_later(view, part, other, each)
            for path in _all_leaves(each.writes)
        }

    def _is_later(self, view: PythonView, part: Part, other: PythonView, each: Part) -> bool:
        """Whether the other part is applied after this one wherever both are."""
        rank, others = (part.lazy, view.priority), (each.lazy, other.priority)
        if rank != others:
            return rank < others
        reached = self._reached([view.name.text])
        is_always = view.default and other.name.text not in self._reached(self._defaults)
        is_declared_first = view.default and other.default and self._place(view) < self._place(other)
        return other.name.text not in reached and (is_always or is_declared_first)

    @property
    def _defaults(self) -> list[str]:
        return [view.name.text for view in self.views if view.default]

    def _place(self, view: PythonView) -> int:
        return next(index for index, each in enumerate(self.views) if each is view)

    def _reached(self, names: Sequence[str]) -> set[str]:
        """These views and all that they chain with."""
        chains = {view.name.text: [name.text for name in view.chain] for view in self.views}
        found, waiting = set[str](), list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(chains.get(name, ()))
        return found


def _all_leaves(writes: Sequence[PartWrite]) -> Iterator[str]:
    for write in writes:
        yield from _leaves(write.key.text, write.value)


def _leaves(path: str, value: tree.Node) -> Iterator[str]:
    """The paths of the values that are written."""
    if not isinstance(value, tree.Mapping):
        yield path
        return
    for entry in value.entries:
        yield from _leaves(f"{path}.{entry.key.text}", entry.value)
