"""A Node tree to a Document, by the tables of ``shapes``.

The shapes are read by hand and not through a validation library: ``set`` mappings with 100,000 writes stay
nodes, every finding has the place of the very value it is about, and what is wrong loses no neighbour.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from atoc.findings import Finding, Passed
from atoc.source.node import Entry, Mapping, Node, Scalar
from atoc.syntax import shapes
from atoc.syntax.declarations import parse_asserts, parse_field, parse_group, parse_type, parse_view
from atoc.syntax.documents import SECTIONS, Document, unread
from atoc.syntax.findings import WRONG_SHAPE
from atoc.syntax.guesses import Notes
from atoc.syntax.keys import Keys, kind_of
from atoc.syntax.resolvers import parse_resolver
from atoc.syntax.searches import parse_search

T = TypeVar("T")

_CONTENT = {
    "types": "a mapping from names to structs and enums",
    "fields": "a mapping from names to fields",
    "groups": "a mapping from names to groups",
    "views": "a mapping from names to views",
    "resolvers": "a mapping from names to resolvers",
    "search": "a mapping from names to searches",
}


def parse(node: Node, path: str) -> Passed[Document]:
    """What the document at ``path`` declares, with every unknown key (ATC002) and wrong shape (ATC004).

    What is wrong is left out, and the document tells where something is left out.
    """
    if not isinstance(node, Mapping):
        message = (
            f"a document is a mapping with keys such as `scope` and `fields`, and {kind_of(node)} stands here"
        )
        return Passed(unread(path), (WRONG_SHAPE.at(node.span, message),))
    notes = Notes()
    keys = Keys(node, shapes.DOCUMENT, "a document", notes)
    scope = keys.word("scope", "a name")
    document = Document(
        path=path,
        span=node.span,
        scope=scope,
        doc=keys.text("doc"),
        types=_declared(keys, "types", parse_type),
        fields=_declared(keys, "fields", parse_field),
        groups=_declared(keys, "groups", parse_group),
        views=_declared(keys, "views", parse_view),
        resolvers=_declared(keys, "resolvers", parse_resolver),
        searches=_declared(keys, "search", parse_search),
        asserts=parse_asserts(keys),
        broken=_broken(keys),
    )
    return Passed(document, (*notes.found, *_without_scope(keys)))


def _declared(keys: Keys, name: str, read: Callable[[Entry, Notes], T]) -> tuple[T, ...]:
    return tuple(read(entry, keys.notes) for entry in keys.section(name, _CONTENT[name]))


def _broken(keys: Keys) -> frozenset[str]:
    is_known = "scope" in keys.entries and "scope" not in keys.lost
    has_strays = bool(_strays(keys)) and not is_known
    has_unknown = any(shapes.DOCUMENT.key(name) is None for name in keys.foreign)
    return SECTIONS if has_strays or has_unknown else SECTIONS.intersection(keys.lost)


def _without_scope(keys: Keys) -> tuple[Finding, ...]:
    """What says that a document without a scope declares what only a scope can have; once a document."""
    strays = _strays(keys)
    if "scope" in keys.entries or keys.foreign or not strays:
        return ()
    first = min(strays, key=lambda key: key.span)
    message = f"'{first.text}' stands in a document that names no scope"
    help = ("begin the document with `scope: NAME`; without a scope it may hold types and resolvers",)
    return (WRONG_SHAPE.at(first.span, message, help=help),)


def _strays(keys: Keys) -> list[Scalar]:
    """The keys that stand in a document but need a scope."""
    needy = ("doc", "fields", "groups", "views", "asserts", "search")
    return [entry.key for name, entry in keys.entries.items() if name in needy]
