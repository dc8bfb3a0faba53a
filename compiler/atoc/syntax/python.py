"""What Python files say of scopes, as the documents that would say the same.

A view of one part is a view. Of several parts each becomes a view of its own, chained one after another, and
the view itself only brings them: ``fast`` with three parts is ``fast·1``, ``fast·2`` and ``fast·3``, of which
each chains with the one before it, and ``fast`` with the last. Nobody can name a part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Mapping_

from ato.config.composing._selection import PART
from atoc.findings import Passed
from atoc.source.node import Entry, Mapping, Scalar
from atoc.source.python.parts import Part, PartWrite, PythonModule, PythonScope, PythonView
from atoc.span import Span
from atoc.syntax.documents import Document, ViewDeclaration
from atoc.syntax.findings import beyond, opaque, unknown_scope


def documents_of(module: PythonModule, path: str) -> Passed[tuple[Document, ...]]:
    """The documents that a file comes to: one for each scope that it makes or adds to, with what of them is
    not understood (ATC009).
    """
    found = [
        opaque(scope.name.text, view.name.text, view.unread)
        for scope in module.scopes
        for view in scope.views
        if view.unread
    ]
    found.extend(beyond(scope.name.text, scope.unread) for scope in module.scopes if scope.unread)
    found.extend(unknown_scope(unread) for unread in module.unread)
    return Passed(tuple(_document(scope, path, module.mentions) for scope in module.scopes), tuple(found))


def _document(scope: PythonScope, path: str, mentions: Mapping_[str, int]) -> Document:
    return Document(
        path=path,
        span=Span.start_of(path),
        scope=scope.name,
        doc=scope.doc,
        views=tuple(each for view in scope.views for each in _views(view)),
        evidence=tuple(_evidence(scope)),
        initial=scope.initial,
        manual=scope.docs,
        is_beyond=bool(scope.unread),
        mentions=mentions,
    )


def _evidence(scope: PythonScope) -> Iterator[PartWrite | Scalar]:
    yield from scope.initial
    for view in scope.views:
        for part in view.parts:
            yield from part.writes
        for unread in view.unread:
            yield from unread.written


def _views(view: PythonView) -> Iterator[ViewDeclaration]:
    if not view.parts or (len(view.parts) == 1 and view.parts[0].lazy == view.lazy):
        yield _declared(view, view.name.text, view.lazy, view.chain, view.parts, "")
        return
    names = [f"{view.name.text}{PART}{number}" for number in range(1, len(view.parts) + 1)]
    lasts: dict[bool, str] = {}
    for name, part in zip(names, view.parts, strict=True):
        before = lasts.get(part.lazy)
        chain = view.chain if before is None else (Scalar(part.span, before),)
        lasts[part.lazy] = name
        yield _declared(view, name, part.lazy, chain, (part,), view.name.text)
    chain = tuple(Scalar(view.name.span, last) for last in lasts.values())
    yield _declared(view, view.name.text, view.lazy, chain, (), "")


def _declared(
    view: PythonView, name: str, lazy: bool, chain: tuple[Scalar, ...], parts: Sequence[Part], part_of: str
) -> ViewDeclaration:
    span = view.name.span if not part_of else parts[0].span
    return ViewDeclaration(
        name=Scalar(span, name, exact=not part_of),
        default=view.default and not part_of,
        lazy=lazy,
        priority=view.priority,
        priority_span=view.priority_span,
        chain=chain,
        when=parts[0].when if parts else None,
        writes=_mapping(parts[0]) if parts else None,
        doc="" if part_of else view.doc,
        part_of=part_of,
        beyond=_beyond(view),
        is_python=True,
        is_block=lazy and not view.lazy,
        in_place=frozenset(write.key.text for part in parts for write in part.writes if write.in_place),
        shared=frozenset(write.key.text for part in parts for write in part.writes if write.shared),
    )


def _beyond(view: PythonView) -> frozenset[str]:
    """What a view may write in ways that are not understood: nothing that it writes is sure then."""
    if not view.unread:
        return frozenset()
    touched = frozenset[str]().union(*(unread.touched for unread in view.unread))
    return touched.union(write.key.text for part in view.parts for write in part.writes)


def _mapping(part: Part) -> Mapping:
    return Mapping(part.span, tuple(Entry(write.key, write.value) for write in part.writes))
