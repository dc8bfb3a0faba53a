"""What is read of Python files: scopes, their views, and the parts that a view's body comes to.

A body runs from top to bottom, and a view of the language is a set of equations. So a body is cut into
*parts*, each a set of equations with a condition, which are applied one after another; most bodies are one.
"""

from __future__ import annotations

from collections.abc import Mapping as Values
from dataclasses import dataclass, field, replace

from atoc.source.node import Entry, Mapping, Node, Scalar
from atoc.span import Span


@dataclass(frozen=True, slots=True)
class PartWrite:
    """One field with what it is given: written out, or a quoted ``${...}`` that is worked out.

    ``in_place`` tells that Python changes the value that is there, if it can be changed (``+=`` on a list);
    ``shared`` that other keys are given the very same value.
    """

    key: Scalar
    value: Node
    in_place: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Equations that hold together, under a condition; a lazy part is applied after the command line."""

    span: Span
    writes: tuple[PartWrite, ...]
    when: Scalar | None = None
    lazy: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """What of a body is not understood, with the reason.

    ``touched`` are the paths that it may write; the empty path stands for all. ``written`` are those that it
    writes for sure, if it runs, though it is not known what. ``is_loss`` tells that all is understood, but a
    mapping takes away what stood at ``touched``.
    """

    span: Span
    what: str
    touched: frozenset[str] = frozenset()
    written: tuple[Scalar, ...] = ()
    is_loss: bool = False


@dataclass(frozen=True, slots=True)
class PythonView:
    """A view as a file declares it: what its decorator says, and what its body comes to.

    ``span`` is that of the whole function, from its first decorator, or of the whole call.
    """

    name: Scalar
    default: bool = False
    lazy: bool = False
    priority: int = 0
    priority_span: Span | None = None
    chain: tuple[Scalar, ...] = ()
    parts: tuple[Part, ...] = ()
    doc: str = ""
    unread: tuple[Unread, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class PythonScope:
    """What one file says of one scope.

    ``docs`` are the texts of its manual by path, ``initial`` is what its config holds before any view.
    ``unread`` are places by which it may get views or keys that are not among these.
    ``is_made`` tells whether the file makes it, ``is_named`` whether it is given a name; ``external`` is the
    priority of what a parser of argparse gives it, if one does.
    """

    name: Scalar
    views: tuple[PythonView, ...]
    docs: Values[str, str] = field(default_factory=dict[str, str])
    initial: tuple[PartWrite, ...] = ()
    doc: str = ""
    is_made: bool = True
    is_named: bool = True
    external: int | None = None
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class PythonModule:
    """What a file says of scopes; ``unread`` are places where it makes or adds to one that is not known.

    ``line`` is the first line that says anything but what the file is about, ``mentions`` how often each name
    stands in the file.
    """

    scopes: tuple[PythonScope, ...] = ()
    unread: tuple[Unread, ...] = ()
    line: int = 1
    mentions: Values[str, int] = field(default_factory=dict[str, int])


def as_tree(module: PythonModule, path: str) -> Mapping:
    """What a file gives, as a tree for those who look through documents for places: views with writes.

    A view begins with its first decorator, which is where a comment about it stands.
    """
    span = Span(path, module.line, 1, module.line, 1)
    views = [view for scope in module.scopes for view in scope.views]
    entries = tuple(Entry(replace(view.name, span=_start(view)), _whole(view)) for view in views)
    nowhere = Span(path, 0, 1, 0, 1)  # no line of the file gives this key
    return Mapping(span, (Entry(Scalar(nowhere, "views"), Mapping(span, entries)),))


def _start(view: PythonView) -> Span:
    span = view.name.span if view.span is None else view.span
    return Span(span.path, span.line, span.column, span.line, span.column)


def _whole(view: PythonView) -> Mapping:
    writes = [write for part in view.parts for write in part.writes]
    whole = view.name.span if view.span is None else view.span
    return Mapping(whole, tuple(Entry(write.key, write.value) for write in writes))
