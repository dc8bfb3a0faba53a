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
from atoc.source.python.parts import Part, PartWrite, PythonModule, PythonScope, PythonView, Unread


def with_losses(modules: Mapping[str, PythonModule]) -> dict[str, PythonModule]:
    """The modules of files, with what mappings may take away told of the views that assign them."""
    scopes: dict[str, list[PythonScope]] = {}
    for module in modules.values():
        for scope in module.scopes:
            scopes.setdefault(scope.name.text, []).append(scope)
    orders = {name: _order_of(parts) for name, parts in scopes.items()}
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
            path, leaves = write.key.text, set(_leaves(write.key.text, write.value))
            if isinstance(write.value, tree.Mapping):
                below = {each for each in own if each.startswith(f"{path}.")}
                lost = sorted((below | order.earlier(view, part, path)) - leaves)
                if lost:
                    what = f"a mapping in place of '{path}', which takes away '{lost[0]}',"
                    yield Unread(write.key.span, what, frozenset(lost), is_loss=True)
            own |= leaves


@dataclass(frozen=True, slots=True)
class _Written:
    """A path that a part of a view writes."""

    path: str
    view: PythonView
    part: Part


@dataclass(frozen=True, slots=True)
class _Order:
    """What decides which writes of a scope come first.

    ``written`` are all writes by the first name of their paths, ``initial`` the paths of the config before
    any view. ``always`` are the default views with their chains, ``places`` tell the order of declaration.
    """

    written: Mapping[str, Sequence[_Written]]
    initial: frozenset[str]
    chains: Mapping[str, Sequence[str]]
    always: frozenset[str]
    places: Mapping[str, int]

    def earlier(self, view: PythonView, part: Part, path: str) -> set[str]:
        """The paths below this one that other views may have written before this part of a view."""
        found = [
            each
            for each in self.written.get(path.partition(".")[0], ())
            if each.view is not view and each.path.startswith(f"{path}.")
        ]
        reached = reachable(self.chains, [view.name.text]) if found else frozenset[str]()
        return {each.path for each in found if not self._is_later(view, part, each, reached)}

    def _is_later(self, view: PythonView, part: Part, other: _Written, reached: frozenset[str]) -> bool:
        """Whether the other write is made after this part wherever both are; ``reached`` are the view and
        all that it chains with.
        """
        name = other.view.name.text
        rank, others = (part.lazy, view.priority), (other.part.lazy, other.view.priority)
        if rank != others:
            return rank < others
        is_first = other.view.default and self.places[view.name.text] < self.places[name]
        return view.default and name not in reached and (name not in self.always or is_first)


def _order_of(scopes: Sequence[PythonScope]) -> _Order:
    views = [view for scope in scopes for view in scope.views]
    written: dict[str, list[_Written]] = {}
    for view in views:
        for part in view.parts:
            for path in _all_leaves(part.writes):
                written.setdefault(path.partition(".")[0], []).append(_Written(path, view, part))
    chains = {view.name.text: [name.text for name in view.chain] for view in views}
    return _Order(
        written,
        frozenset(path for scope in scopes for path in _all_leaves(scope.initial)),
        chains,
        reachable(chains, [view.name.text for view in views if view.default]),
        {view.name.text: place for place, view in enumerate(views)},
    )


def reachable(chains: Mapping[str, Sequence[str]], names: Sequence[str]) -> frozenset[str]:
    """These views and all that they chain with."""
    found, waiting = set[str](), list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(chains.get(name, ()))
    return frozenset(found)


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
