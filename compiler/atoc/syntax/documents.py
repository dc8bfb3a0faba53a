"""A document as its author wrote it: every declaration with its place, names not bound yet.

What could not be read is kept as *broken*, with its name where it has one, so that later passes know that
something was meant here and say nothing more about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from atoc.source.node import Entry, Node, Scalar, Sequence
from atoc.source.node import Mapping as MappingNode
from atoc.source.python.parts import PartWrite
from atoc.span import Span

SECTIONS = frozenset({"types", "fields", "groups", "views", "resolvers"})
"""The keys of a document that declare things."""


@dataclass(frozen=True, slots=True)
class EnumBody:
    """The values of an ``enum``, as nodes."""

    values: Sequence


@dataclass(frozen=True, slots=True)
class Inherited:
    """Stands for the type of a field that has none itself: it is that of the same field in the base."""


@dataclass(frozen=True, slots=True)
class StructBody:
    """The ``fields`` of a struct; ``span`` is that of the key.

    ``extends`` is the name of its base, ``target`` the text that says what it configures. ``place`` tells
    structs apart that share a span, as those that a key of Python leads through.
    """

    span: Span
    fields: tuple[FieldDeclaration, ...]
    extends: Scalar | None = None
    target: Scalar | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class FieldDeclaration:
    """One field as declared.

    ``body`` is the text of its type, an inline enum or an inline struct, and None where it is broken.
    ``base`` is the field of the base that this one declares anew, with what it does not say itself filled in.
    ``constraints`` are the entries that limit the values; ``keys`` tells where each key of the field stands.
    ``deprecated`` is the warning's text, empty where only ``true`` is written.
    """

    name: Scalar
    body: Scalar | EnumBody | StructBody | Inherited | None
    default: Node | None = None
    constraints: tuple[Entry, ...] = ()
    doc: str = ""
    unit: str = ""
    input: bool = False
    final: bool = False
    secret: bool = False
    deprecated: str | None = None
    renamed_from: Scalar | None = None
    discriminator: Scalar | None = None
    keys: Mapping[str, Span] = field(default_factory=dict[str, Span])
    base: FieldDeclaration | None = None


@dataclass(frozen=True, slots=True)
class TypeDeclaration:
    """A named struct or enum; ``body`` is None where it is broken."""

    name: Scalar
    body: EnumBody | StructBody | None
    doc: str = ""


@dataclass(frozen=True, slots=True)
class GroupDeclaration:
    """A group of views."""

    name: Scalar
    default: Scalar | None = None
    required: bool = False
    doc: str = ""


@dataclass(frozen=True, slots=True)
class AssertDeclaration:
    """What must hold, and what is said where it does not."""

    that: Scalar
    message: str = ""


@dataclass(frozen=True, slots=True)
class ResolverDeclaration:
    """A resolver as declared; ``is_whole`` is false where a part of it could not be read."""

    name: Scalar
    source: str = ""
    arguments: tuple[Scalar, ...] = ()
    returns: Scalar | None = None
    doc: str = ""
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class ViewDeclaration:
    """A view as declared; ``writes`` is the mapping under ``set``.

    ``is_whole`` is false where a part that decides what the view does could not be read. Of a view that is
    read from Python (``is_python``), ``part_of`` names the view that it is a part of, and ``beyond`` are the
    paths that it may write in ways that are not understood, the empty path standing for all. ``is_block``
    tells that it is a lazy block of an eager view. The paths ``in_place`` keep the value that they have,
    which is changed itself; those that are ``shared`` have one value together.
    """

    name: Scalar
    default: bool = False
    lazy: bool = False
    priority: int = 0
    priority_span: Span | None = None
    chain: tuple[Scalar, ...] = ()
    group: Scalar | None = None
    when: Scalar | None = None
    writes: MappingNode | None = None
    doc: str = ""
    why: str = ""
    is_whole: bool = True
    part_of: str = ""
    beyond: frozenset[str] = frozenset()
    is_python: bool = False
    is_block: bool = False
    in_place: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MethodDeclaration:
    """The method of a search: its name, and the entries that are its options."""

    name: Scalar
    options: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchDeclaration:
    """A search as declared; ``space`` is the mapping under that key, of which only names tell dimensions
    from structs.

    ``is_whole`` is false where a part that decides what is searched could not be read.
    """

    name: Scalar
    metric: str = ""
    mode: str = ""
    space: MappingNode | None = None
    method: MethodDeclaration | None = None
    views: tuple[Scalar, ...] = ()
    trials: int | None = None
    seed: int | None = None
    doc: str = ""
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class DimensionDeclaration:
    """A dimension: the word of ``shapes.DOMAINS`` that says its values, with its place and what stands
    under it; the entries of ``step``, ``low`` and ``high`` by their names.
    """

    domain: str
    span: Span
    value: Node
    limits: Mapping[str, Node]
    when: Scalar | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One document. ``scope`` is None for one that holds types and resolvers, or whose scope could not be
    read.

    ``broken`` names the sections of which something was lost, so that a name which is not found may
    have been declared there. One that stands for a Python file declares no fields: ``evidence`` is what its
    views write, each with what is given where that is known, ``initial`` what the config holds from the
    start, and ``manual`` the docs of fields by path. ``is_beyond`` tells that the scope may have views and
    keys which are not read, ``mentions`` how often each name stands in the file.
    """

    path: str
    span: Span
    scope: Scalar | None = None
    doc: str = ""
    types: tuple[TypeDeclaration, ...] = ()
    fields: tuple[FieldDeclaration, ...] = ()
    groups: tuple[GroupDeclaration, ...] = ()
    views: tuple[ViewDeclaration, ...] = ()
    resolvers: tuple[ResolverDeclaration, ...] = ()
    searches: tuple[SearchDeclaration, ...] = ()
    asserts: tuple[AssertDeclaration, ...] = ()
    broken: frozenset[str] = frozenset()
    evidence: tuple[PartWrite | Scalar, ...] = ()
    initial: tuple[PartWrite, ...] = ()
    manual: Mapping[str, str] = field(default_factory=dict[str, str])
    is_beyond: bool = False
    mentions: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def is_shared(self) -> bool:
        """Whether it declares what every scope may use."""
        return self.scope is None or bool(self.types or self.resolvers)


def unread(path: str) -> Document:
    """The document of a file that could not be read: anything may have been declared in it."""
    return Document(path, Span.start_of(path), broken=SECTIONS)
