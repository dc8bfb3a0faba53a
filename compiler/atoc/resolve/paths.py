"""What the paths of a scope lead to: its fields, the structs that are walked through, and what is broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import ato.config as ato
from atoc.expr.findings import UNKNOWN_FIELD
from atoc.findings import Finding, Related, Respelling
from atoc.resolve.drafts import MemberDraft, StructDraft
from atoc.resolve.order import ordered
from atoc.resolve.resolvers import Resolvers
from atoc.span import Span
from atoc.syntax import Guesses
from atoc.syntax.findings import WRONG_SHAPE

MAX_LEAVES = 200_000
"""How many values and structs a scope may hold, counted along every path."""

MAX_DEPTH = 50
"""How deep structs may nest that always exist."""

MAX_WALKED = 1_000_000
"""How many values and structs are walked through for a whole program, each struct once for its own sake."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """The place of one value: its dotted path, the path and the name of the struct around it, the member."""

    path: str
    owner: str
    struct: str
    member: MemberDraft


@dataclass(frozen=True, slots=True)
class Paths:
    """The paths of one scope.

    ``structs`` maps the paths that are walked through to the name of their struct, the outer ones first;
    ``broken`` are those of which it is not known what they hold; ``renamed`` maps old paths to new ones.
    ``is_whole`` is false where fields may be missing because their document could not be read. ``resolvers``
    are those of the program.
    """

    leaves: Mapping[str, Leaf]
    structs: Mapping[str, str]
    broken: frozenset[str]
    renamed: Mapping[str, str]
    is_whole: bool
    resolvers: Resolvers = field(default_factory=Resolvers)
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
            walk.into(root, "")
            self._left -= len(walk.leaves) + len(walk.inner)
            self._made[root] = Paths(
                walk.leaves, walk.inner, frozenset(walk.broken), walk.renamed, True, self._resolvers
            )
        return self._made[root]


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
        self.broken: set[str] = set()
        self.renamed: dict[str, str] = {}

    def into(self, name: str, owner: str) -> None:
        """Walk through a struct that stands at ``owner``."""
        struct = self.structs[name]
        start = f"{owner}." if owner else ""
        self.broken.update(start + lost for lost in struct.broken)
        for member in struct.members:
            path = start + member.name
            if isinstance(member.type, ato.Struct):
                self.inner[path] = str(member.type)
                self.into(str(member.type), path)
                continue
            self.leaves[path] = Leaf(path, owner, name, member)
            if member.runtime.renamed_from is not None:
                self.renamed[start + member.runtime.renamed_from] = path


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
    return tuple(str(member.type) for member in struct.members if isinstance(member.type, ato.Struct))


def around(path: str) -> Iterator[str]:
    """The paths of what stands around a path, the innermost first."""
    while "." in path:
        path = path.rpartition(".")[0]
        yield path
