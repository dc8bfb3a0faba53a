"""What the paths of a scope lead to: its fields, the structs that are walked through, and what is broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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

    def type_of(self, path: str) -> ato.Type | None:
        """The type of the field at a path."""
        leaf = self.leaves.get(path)
        return None if leaf is None else leaf.member.type

    def is_broken(self, path: str) -> bool:
        """Whether nothing can be said about what a path leads to."""
        if path in self.leaves or path in self.structs:
            return False
        return not self.is_whole or any(part in self.broken for part in (path, *around(path)))

    def unknown(self, path: str, span: Span, owner: str = "") -> Finding:
        """The finding that a path leads to no field (ATC104), written in the struct at ``owner``."""
        new = self.renamed.get(path)
        if new is not None:
            related = (Related(self.leaves[new].member.span, "it is declared here"),)
            message = f"'{path}' has been renamed to '{new}'"
            renaming = Respelling(span, path, new)
            help = (f"write '{new}'",)
            return UNKNOWN_FIELD.at(span, message, key=path, related=related, help=help, fix=renaming)
        if path in self.structs:
            help = (f"name one of the fields of {self.structs[path]}, such as '{path}.NAME'",)
            return UNKNOWN_FIELD.at(span, f"'{path}' is a struct and no field", key=path, help=help)
        outer = next((part for part in around(path) if part in self.leaves), None)
        if outer is not None:
            return self._inside(path, span, self.leaves[outer])
        near = self.guesses.near(path, self._known(owner), owner)
        fix = self.guesses.respelling(path, span, self._known(owner), owner)
        return UNKNOWN_FIELD.at(span, f"'{path}' is no field of the scope", key=path, help=near, fix=fix)

    def _known(self, owner: str) -> Iterator[str]:
        """The names that may be written in the struct at ``owner``."""
        beside = (leaf.member.name for leaf in self.leaves.values() if owner and leaf.owner == owner)
        return chain(beside, self.leaves, self.structs)

    def _inside(self, path: str, span: Span, leaf: Leaf) -> Finding:
        related = (Related(leaf.member.span, f"'{leaf.path}' is declared here"),)
        message = f"'{path}' leads into '{leaf.path}', which is one value of type {leaf.member.type}"
        return UNKNOWN_FIELD.at(
            span, message, key=path, related=related, help=(f"use '{leaf.path}' as a whole",)
        )


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
