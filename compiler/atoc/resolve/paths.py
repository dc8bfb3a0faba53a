"""What the paths of a scope lead to: its fields, the structs that are walked through, and what is broken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

import ato.config as ato
from atoc.expr.findings import UNKNOWN_FIELD
from atoc.findings import Finding, Related, Respelling
from atoc.program import Guard
from atoc.resolve.drafts import MemberDraft, StructDraft
from atoc.resolve.order import ordered
from atoc.resolve.resolvers import Resolvers
from atoc.source.dotted import around
from atoc.span import Span
from atoc.syntax import FieldDeclaration, Guesses
from atoc.syntax.findings import WRONG_SHAPE

MAX_LEAVES = 200_000
"""How many values and structs a scope may hold, counted along every path."""

MAX_DEPTH = 50
"""How deep structs may nest that always exist."""

MAX_WALKED = 1_000_000
"""How many values and structs are walked through for a whole program, each struct once for its own sake."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """The place of one value: its dotted path, the path and the name of the struct around it, the member.

    In a variant the struct is the first that has the member, and ``guards`` say where the field exists.
    """

    path: str
    owner: str
    struct: str
    member: MemberDraft
    guards: tuple[Guard, ...] = ()


@dataclass(frozen=True, slots=True)
class Variation:
    """A variant that is walked through: the path of its discriminator, and who has which member.

    ``kinds`` are the values that the discriminator has for each struct, ``having`` the structs that have a
    member, by its name.
    """

    kind: str
    kinds: Mapping[str, tuple[object, ...]]
    having: Mapping[str, tuple[str, ...]]

    def holders(self, name: str) -> tuple[tuple[str, Guard | None], ...]:
        """The structs that have a member of this name, each with where it is the current one."""
        having = self.having.get(name, ())
        return tuple((struct, Guard(self.kind, self.kinds[struct])) for struct in having)

    def guard(self, name: str) -> tuple[Guard, ...]:
        """Where a field of this name exists; nothing where all structs have it."""
        having = self.having.get(name, ())
        if len(having) == len(self.kinds):
            return ()
        return (Guard(self.kind, tuple(value for struct in having for value in self.kinds[struct])),)


@dataclass(frozen=True, slots=True)
class Paths:
    """The paths of one scope.

    ``structs`` maps the paths that are walked through to the name of their struct, the outer ones first, and
    ``variants`` those of them where a variant stands, which may be the empty path; ``broken`` are those of
    which it is not known what they hold; ``renamed`` maps old paths to new ones. ``is_whole`` is false where
    fields may be missing because their document could not be read. ``resolvers`` are those of the program.
    """

    leaves: Mapping[str, Leaf]
    structs: Mapping[str, str]
    broken: frozenset[str]
    renamed: Mapping[str, str]
    is_whole: bool
    resolvers: Resolvers = field(default_factory=Resolvers)
    variants: Mapping[str, Variation] = field(default_factory=dict[str, Variation])
    guesses: Guesses = field(default_factory=Guesses, compare=False)
    scope: str = ""
    others: Mapping[str, Paths] = field(default_factory=dict[str, "Paths"], compare=False)

    def leaf(self, name: str) -> Leaf | None:
        """The field of a path of this scope, or else of a path of another one with its name in front."""
        scope, _, path = name.partition(".")
        other = self.others.get(scope)
        return self.leaves.get(name) or (None if other is None else other.leaves.get(path))

    def type_of(self, path: str) -> ato.Type | None:
        """The type of the field that is read by this name."""
        leaf = self.leaf(path)
        return None if leaf is None else leaf.member.type

    def elsewhere(self, name: str) -> str | None:
        """The path of a name with a scope in front, if it leads to a field, or to what is broken.

        What is said of this scope by its own name is a path of it as any other.
        """
        scope, _, path = name.partition(".")
        paths = self if scope == self.scope else self.others.get(scope)
        if paths is None or not path or not (path in paths.leaves or paths.is_broken(path)):
            return None
        return path if paths is self else name

    def existence(self, path: str) -> tuple[tuple[str, tuple[object, ...]], ...]:
        """Where the field at a path exists."""
        leaf = self.leaf(path)
        start = "" if path in self.leaves else f"{path.partition('.')[0]}."
        return () if leaf is None else tuple((start + guard.path, guard.values) for guard in leaf.guards)

    def holders(self, owner: str, name: str, root: str) -> tuple[tuple[str, Guard | None], ...]:
        """The structs at a path that have a member of this name, each with where it is the current one."""
        variation = self.variants.get(owner)
        if variation is None:
            return ((self.structs.get(owner, root), None),)
        return variation.holders(name)

    def around(self, path: str) -> Iterator[Variation]:
        """The variants that a path leads through, the innermost first."""
        if self.variants:
            found = (self.variants.get(part) for part in (*around(path), ""))
            yield from (variation for variation in found if variation is not None)

    def is_broken(self, path: str) -> bool:
        """Whether nothing can be said about what a path leads to."""
        if path in self.leaves or path in self.structs:
            return False
        return not self.is_whole or any(part in self.broken for part in (path, *around(path)))

    def unknown(self, path: str, span: Span, owner: str = "") -> Finding:
        """The finding that a path leads to no field (ATC104), written in the struct at ``owner``."""
        leaf = None if path in self.leaves else self.leaf(path)
        if leaf is not None:
            scope = path.partition(".")[0]
            message = f"'{path}' is a field of the scope '{scope}', which nothing here can set"
            related = (Related(leaf.member.span, "it is declared here"),)
            help = (f"set it in a view of '{scope}'; what is written here is for '{self.scope}'",)
            return UNKNOWN_FIELD.at(span, message, key=path, related=related, help=help)
        special = self._misused(path, span, "")
        if special is not None:
            return special
        near = self.guesses.near(path, self._known(owner), owner)
        fix = self.guesses.respelling(path, span, self._known(owner), owner)
        return UNKNOWN_FIELD.at(span, f"'{path}' is no field of the scope", key=path, help=near, fix=fix)

    def _known(self, owner: str) -> Iterator[str]:
        """The names that may be written in the struct at ``owner``."""
        beside = (leaf.member.name for leaf in self.leaves.values() if owner and leaf.owner == owner)
        return chain(beside, self.leaves, self.structs)

    def unknown_name(self, name: str, span: Span, owner: str = "") -> Finding:
        """The same for what an expression reads, which may be a field of another scope."""
        scope, _, path = name.partition(".")
        special = self._misused(name, span, "")
        if special is not None or scope not in self.others:
            return special or self._unknown_anywhere(name, span, owner)
        if not path:
            help = (f"'{name}' is a scope; name one of its fields, such as '{name}.NAME'",)
            return UNKNOWN_FIELD.at(span, f"'{name}' is no field of the scope", key=name, help=help)
        other, prefix = self.others[scope], f"{scope}."
        special = other._misused(path, span, prefix)  # noqa: SLF001
        known = [prefix + leaf for leaf in chain(other.leaves, other.structs)]
        message = f"'{name}' is no field of the scope '{scope}'"
        return special or self._misspelt(name, span, known, prefix, message)

    def _unknown_anywhere(self, name: str, span: Span, owner: str) -> Finding:
        foreign = (f"{scope}.{path}" for scope, paths in self.others.items() for path in paths.leaves)
        known = [*self._known(owner), *foreign]
        return self._misspelt(name, span, known, f"{owner} read", f"'{name}' is no field of the scope")

    def _misspelt(self, name: str, span: Span, known: Sequence[str], what: str, message: str) -> Finding:
        near = self.guesses.near(name, known, what)
        fix = self.guesses.respelling(name, span, known, what)
        return UNKNOWN_FIELD.at(span, message, key=name, help=near, fix=fix)

    def _misused(self, path: str, span: Span, prefix: str) -> Finding | None:
        """The finding on a path that is something else than a field; ``prefix`` is written before paths."""
        name, new = prefix + path, self.renamed.get(path)
        if new is not None:
            related = (Related(self.leaves[new].member.span, "it is declared here"),)
            message = f"'{name}' has been renamed to '{prefix}{new}'"
            renaming = Respelling(span, name, prefix + new)
            help = (f"write '{prefix}{new}'",)
            return UNKNOWN_FIELD.at(span, message, key=name, related=related, help=help, fix=renaming)
        if path in self.structs:
            help = (f"name one of the fields of {self.structs[path]}, such as '{name}.NAME'",)
            return UNKNOWN_FIELD.at(span, f"'{name}' is a struct and no field", key=name, help=help)
        outer = next((part for part in around(path) if part in self.leaves), None)
        return None if outer is None else _inside(name, span, self.leaves[outer], prefix + outer)


def _inside(name: str, span: Span, leaf: Leaf, outer: str) -> Finding:
    related = (Related(leaf.member.span, f"'{outer}' is declared here"),)
    message = f"'{name}' leads into '{outer}', which is one value of type {leaf.member.type}"
    return UNKNOWN_FIELD.at(span, message, key=name, related=related, help=(f"use '{outer}' as a whole",))


class Atlas:
    """The paths below every struct that was asked for."""

    def __init__(self, structs: Mapping[str, StructDraft], resolvers: Resolvers) -> None:
        self._structs = structs
        self._resolvers = resolvers
        self._made: dict[str, Paths] = {}
        self._left = MAX_WALKED

    def below(self, root: str) -> Paths | None:
        """The paths below a struct, in the order of declaration; None where they go beyond a bound."""
        if root not in self._made:
            if not _is_bounded(root, self._structs, min(MAX_LEAVES, self._left)):
                return None
            walk = _Walk(self._structs)
            walk.into(root, "", ())
            self._made[root] = self._walked(walk)
        return self._made[root]

    def below_variant(self, member: MemberDraft, variant: ato.Variant) -> Paths | None:
        """The paths below a member that is a variant; None where they go beyond a bound."""
        key = f"{variant} at {member.span}"
        if key not in self._made:
            if any(self.below(str(struct)) is None for struct in variant.structs):
                return None
            walk = _Walk(self._structs)
            walk.through("", member, variant, ())
            self._made[key] = self._walked(walk)
        return self._made[key]

    def _walked(self, walk: _Walk) -> Paths:
        self._left -= len(walk.leaves) + len(walk.inner)
        broken = frozenset(walk.broken)
        return Paths(walk.leaves, walk.inner, broken, walk.renamed, True, self._resolvers, walk.variants)


def too_large(what: str, span: Span) -> Finding:
    """The finding that something holds more fields than can be walked through."""
    message = (
        f"{what} holds more than {MAX_LEAVES:,} fields, or structs more than {MAX_DEPTH} deep, "
        "counted along every path"
    )
    return WRONG_SHAPE.at(span, message, help=("hold repeated structs in a list",))


class _Walk:
    """What has been met so far on the way through the structs."""

    def __init__(self, structs: Mapping[str, StructDraft]) -> None:
        self.structs = structs
        self.leaves: dict[str, Leaf] = {}
        self.inner: dict[str, str] = {}
        self.variants: dict[str, Variation] = {}
        self.broken: set[str] = set()
        self.renamed: dict[str, str] = {}

    def into(self, name: str, owner: str, guards: tuple[Guard, ...]) -> None:
        """Walk through a struct that stands at ``owner``."""
        struct = self.structs[name]
        self.broken.update(_under(owner, lost) for lost in struct.broken)
        for member in struct.members:
            self.member(member, owner, name, guards)

    def through(
        self, path: str, member: MemberDraft, variant: ato.Variant, guards: tuple[Guard, ...]
    ) -> None:
        """Walk through the structs of a variant that stands at ``path``, each name once."""
        kind = _under(path, variant.discriminator)
        structs = [self.structs[str(struct)] for struct in variant.structs]
        variation = self.variants[path] = Variation(
            kind,
            {struct.name: _kinds(struct, variant.discriminator) for struct in structs},
            _having(structs),
        )
        self.leaves[kind] = Leaf(kind, path, str(variant), _discriminator(member, variation), guards)
        seen = {variant.discriminator}
        for struct in structs:
            self.broken.update(_under(path, lost) for lost in struct.broken)
            for each in struct.members:
                if each.name not in seen:
                    seen.add(each.name)
                    self.member(each, path, struct.name, (*guards, *variation.guard(each.name)))

    def member(self, member: MemberDraft, owner: str, struct: str, guards: tuple[Guard, ...]) -> None:
        """Take in a member of a struct that stands at ``owner``."""
        path = _under(owner, member.name)
        match member.type:
            case ato.Struct():
                self.inner[path] = str(member.type)
                self.into(str(member.type), path, guards)
            case ato.Variant():
                self.inner[path] = str(member.type)
                self.through(path, member, member.type, guards)
            case _:
                self.leaves[path] = Leaf(path, owner, struct, member, guards)
                if member.runtime.renamed_from is not None:
                    self.renamed[_under(owner, member.runtime.renamed_from)] = path


def _under(owner: str, name: str) -> str:
    return f"{owner}.{name}" if owner else name


def _having(structs: Iterable[StructDraft]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for struct in structs:
        for member in struct.members:
            found.setdefault(member.name, []).append(struct.name)
    return {name: tuple(having) for name, having in found.items()}


def _kinds(struct: StructDraft, name: str) -> tuple[object, ...]:
    types = (member.type for member in struct.members if member.name == name)
    return next((type.values for type in types if isinstance(type, ato.Literal)), ())


def _discriminator(member: MemberDraft, variation: Variation) -> MemberDraft:
    """The discriminator as one field with the values of all structs; it stands where the variant does."""
    kinds: list[Any] = [value for values in variation.kinds.values() for value in values]
    name = variation.kind.rpartition(".")[2]
    declared = member.declaration.name
    declaration = FieldDeclaration(replace(declared, text=name), None, doc="Which of the structs it is.")
    type = ato.Literal(*kinds)
    return MemberDraft(declaration, type, ato.Field(name, type))


def _is_bounded(root: str, structs: Mapping[str, StructDraft], most: int) -> bool:
    """Whether the structs are few and flat enough to be walked through; does not walk every path itself."""
    sizes: dict[str, tuple[int, int]] = {}
    for name in ordered([root], lambda name: held(structs[name])).order:
        below = [sizes[inner] for inner in held(structs[name])]
        count = len(structs[name].members) + sum(size for size, _ in below)
        sizes[name] = (count, 1 + max((depth for _, depth in below), default=0))
    count, depth = sizes[root]
    return count <= most and depth <= MAX_DEPTH


def held(struct: StructDraft) -> tuple[str, ...]:
    """The structs that always exist inside a struct, once for each member."""
    return tuple(name for member in struct.members for name in _walked_in(member.type))


def _walked_in(type: ato.Type) -> tuple[str, ...]:
    match type:
        case ato.Struct():
            return (str(type),)
        case ato.Variant():
            return tuple(map(str, type.structs))
        case _:
            return ()
