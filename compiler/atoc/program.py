"""The typed program: what the documents say, with every name bound. Frozen; no behaviour but lookups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from atoc.span import Span

if TYPE_CHECKING:
    import ato.config as ato
    from ato.config._search import Dimension as Domain
    from atoc.expr import Expression, Resolver


@dataclass(frozen=True, slots=True)
class Known:
    """A value that is written out, already typed and in its immutable form."""

    value: object


@dataclass(frozen=True, slots=True)
class Member:
    """A field as a struct declares it."""

    name: str
    type: ato.Type
    runtime: ato.Field
    default: Known | Expression | None
    span: Span
    type_span: Span
    default_span: Span | None = None
    doc: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Struct:
    """A named set of members. ``model`` is the config class that the compiler itself composes with.

    ``base`` names the struct that it extends, whose members are among its own; ``target`` is the callable
    that it configures, as ``package.module:callable``. Both are empty where there is none.
    """

    name: str
    members: tuple[Member, ...]
    span: Span
    model: type[ato.Config]
    doc: str = ""
    base: str = ""
    target: str = ""

    def member(self, name: str) -> Member | None:
        """The member of this name."""
        return next((member for member in self.members if member.name == name), None)


@dataclass(frozen=True, slots=True)
class Enum:
    """A named closed set of values."""

    name: str
    type: ato.Literal
    span: Span
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Guard:
    """Where a field of a variant exists: where the discriminator at ``path`` has one of the ``values``."""

    path: str
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A leaf of a scope: the place of one value, by its dotted path.

    Structs that always exist are walked through; an optional struct is one leaf. ``default`` is that of the
    member, unless a struct around it gives another one by a mapping. ``is_default_lost`` tells that one is
    written which could not be made sense of. ``guards`` say where the field exists, outermost first; all of
    them must hold, and a field that always exists has none. ``is_default_partial`` tells that the default is
    for some of the variants alone that have the field.
    """

    path: str
    member: Member
    default: Known | Expression | None
    is_default_lost: bool = False
    guards: tuple[Guard, ...] = ()
    is_default_partial: bool = False

    @property
    def type(self) -> ato.Type:
        """The type of the value."""
        return self.member.type

    @property
    def span(self) -> Span:
        """Where the field's name stands in its declaration."""
        return self.member.span


@dataclass(frozen=True, slots=True)
class Write:
    """One equation of a view: the field gets the value. ``span`` is that of the value."""

    field: Field
    value: Known | Expression
    key_span: Span
    span: Span

    @property
    def path(self) -> str:
        """The dotted path of the field."""
        return self.field.path


@dataclass(frozen=True, slots=True)
class ChainEntry:
    """One name of a ``chain_with``, with its place."""

    name: str
    span: Span


BEFORE_LAZY_VIEWS = 10**12
"""By how much a lazy block of an eager view is set before lazy views of the same priority."""


@dataclass(frozen=True, slots=True)
class View:
    """A named set of writes. ``writes`` are in the order in which they can be carried out.

    ``position`` is the index of the declaration among the views of the scope: documents by path, then
    by line. ``span`` is that of the name. What could not be made sense of is left out: ``lost`` holds the
    paths at or below which a write is, and ``is_condition_lost`` tells whether the condition is.

    Of a view that is read from Python (``is_python``), ``part_of`` names the view of which this one is a
    part: it is active where that one is, and cannot be named. ``beyond`` are the paths that it may write in
    ways that are not understood, the empty path standing for all of them. ``is_block`` tells that it is a
    lazy block of an eager view: these are applied, in the order of their views, before all lazy views.
    """

    name: str
    position: int
    span: Span
    writes: tuple[Write, ...] = ()
    default: bool = False
    lazy: bool = False
    priority: int = 0
    chain: tuple[ChainEntry, ...] = ()
    group: str | None = None
    group_span: Span | None = None
    priority_span: Span | None = None
    when: Expression | None = None
    doc: str = ""
    why: str = ""
    lost: frozenset[str] = frozenset()
    is_condition_lost: bool = False
    part_of: str = ""
    beyond: frozenset[str] = frozenset()
    is_python: bool = False
    is_block: bool = False

    @property
    def rank(self) -> int:
        """What decides the order within a phase; the priority, but for lazy blocks, which come first."""
        return self.priority - BEFORE_LAZY_VIEWS if self.is_block else self.priority

    def write_to(self, path: str) -> Write | None:
        """The write of this view to the field."""
        return next((write for write in self.writes if write.path == path), None)


@dataclass(frozen=True, slots=True)
class Group:
    """A set of views of which at most one is active; ``members`` in the order of declaration.

    A selection without a member of a ``required`` group is refused.
    """

    name: str
    members: tuple[str, ...]
    span: Span
    default: str | None = None
    default_span: Span | None = None
    required: bool = False
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Assert:
    """What must hold of every config, with what is said where it does not.

    ``span`` is that of the condition.
    """

    that: Expression
    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of a search space: a field, or the views that a run names where ``field`` is None.

    ``domain`` says which values it has, without the condition ``when``; it is None for a secret, of which
    none are read. ``span`` is that of its key; ``places`` are those of the values of a choice or of the
    numbers of a range.
    """

    path: str
    field: Field | None
    domain: Domain | None
    span: Span
    places: tuple[Span, ...] = ()
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """A search: what it looks for, and the space. Each dimension stands after those its condition reads.

    ``views`` are those that every run names, with ``views_span`` the place of the first. ``is_whole`` tells
    that every part which was written is here. ``prefix`` stands before the names that the space has for
    views, where the search is a part of several scopes as one; ``views`` have it already.
    """

    name: str
    span: Span
    metric: str
    mode: str
    method: ato.Method
    space: Mapping[str, Dimension]
    views: tuple[str, ...] = ()
    views_span: Span | None = None
    trials: int | None = None
    seed: int | None = None
    doc: str = ""
    is_whole: bool = True
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """A namespace: its fields by path and its views by name, both in the order of declaration.

    ``computed`` lists the paths with a computed default, each after those that it depends on.
    ``structs`` are those that the root reaches, each after the one that it extends, and as far as that
    allows after those that it holds. ``foreign`` are the fields of other scopes that its expressions read, by
    their paths with the scope in front. It ``is_beyond`` proof where Python may give it views and keys
    that are not read.
    """

    name: str
    root: Struct
    fields: Mapping[str, Field]
    views: Mapping[str, View]
    groups: Mapping[str, Group]
    computed: tuple[str, ...]
    structs: tuple[Struct, ...]
    enums: tuple[Enum, ...]
    span: Span
    sources: tuple[str, ...]
    doc: str = ""
    asserts: tuple[Assert, ...] = ()
    searches: tuple[Search, ...] = ()
    foreign: Mapping[str, Field] = field(default_factory=dict[str, Field])
    is_beyond: bool = False

    @property
    def across(self) -> tuple[str, ...]:
        """The other scopes that are read, by name."""
        return tuple(sorted({path.partition(".")[0] for path in self.foreign}))

    def expressions(self) -> Iterator[Expression]:
        """All that is worked out: computed defaults, conditions and values of views, asserts."""
        from atoc.expr import Expression

        for each in self.fields.values():
            if isinstance(each.default, Expression):
                yield each.default
        for view in self.views.values():
            if view.when is not None:
                yield view.when
            yield from (write.value for write in view.writes if isinstance(write.value, Expression))
        yield from (each.that for each in self.asserts)


@dataclass(frozen=True, slots=True)
class Program:
    """All scopes, ordered by name."""

    scopes: tuple[Scope, ...] = ()
    structs: Mapping[str, Struct] = field(default_factory=dict[str, Struct])
    enums: Mapping[str, Enum] = field(default_factory=dict[str, Enum])
    resolvers: Mapping[str, Resolver] = field(default_factory=dict[str, "Resolver"])

    def scope(self, name: str) -> Scope | None:
        """The scope of this name."""
        return next((scope for scope in self.scopes if scope.name == name), None)

    def read_by(self, scope: Scope) -> tuple[Scope, ...]:
        """The other scopes that a scope reads, however indirectly, by name."""
        found = {scope.name: scope}
        waiting = [scope]
        for each in waiting:
            new = [other for other in self.scopes if other.name in each.across and other.name not in found]
            found.update((other.name, other) for other in new)
            waiting.extend(new)
        return tuple(found[name] for name in sorted(found) if name != scope.name)
