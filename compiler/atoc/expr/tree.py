"""The tree of an expression: what may be said, and nothing else. Every node knows its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from typing_extensions import assert_never

from atoc.span import Span

Arithmetic = Literal["+", "-", "*", "/", "//", "%", "**"]
Relation = Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that is written out."""

    span: Span
    value: bool | int | float | str | None


@dataclass(frozen=True, slots=True)
class Name:
    """The value of a field, by its dotted path; ``is_foreign`` if the path begins with another scope."""

    span: Span
    path: str
    is_foreign: bool = False


@dataclass(frozen=True, slots=True)
class Unary:
    """A sign, or ``not``."""

    span: Span
    operator: Literal["+", "-", "not"]
    operand: Tree


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic on two operands."""

    span: Span
    operator: Arithmetic
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Comparison:
    """A chain of comparisons: the relations stand between the operands, of which there is one more."""

    span: Span
    relations: tuple[Relation, ...]
    operands: tuple[Tree, ...]

    def links(self) -> Iterator[tuple[Tree, Relation, Tree]]:
        """Each relation with the operands on its sides."""
        return zip(self.operands, self.relations, self.operands[1:], strict=False)


@dataclass(frozen=True, slots=True)
class Logic:
    """Two or more conditions, all or one of which must hold."""

    span: Span
    operator: Literal["and", "or"]
    operands: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Conditional:
    """``then if condition else otherwise``."""

    span: Span
    condition: Tree
    then: Tree
    otherwise: Tree


@dataclass(frozen=True, slots=True)
class Display:
    """The items of a list, tuple or set."""

    span: Span
    kind: Literal["list", "tuple", "set"]
    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class DictDisplay:
    """The keys and values of a dict."""

    span: Span
    pairs: tuple[tuple[Tree, Tree], ...]


@dataclass(frozen=True, slots=True)
class Index:
    """One item of a container or text."""

    span: Span
    base: Tree
    index: Tree


@dataclass(frozen=True, slots=True)
class Slice:
    """The items of a list, a tuple or text between two places, each or every so manieth."""

    span: Span
    base: Tree
    start: Tree | None
    stop: Tree | None
    step: Tree | None

    @property
    def bounds(self) -> tuple[Tree, ...]:
        """What is written between the colons, in order."""
        return tuple(bound for bound in (self.start, self.stop, self.step) if bound is not None)


@dataclass(frozen=True, slots=True)
class Method:
    """A method of text with its arguments. ``name_span`` is the place of its name."""

    span: Span
    base: Tree
    name: str
    arguments: tuple[Tree, ...]
    name_span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the language, or a resolver, with its arguments. ``name_span`` is the place of its name.

    ``is_asked`` tells that it is written ``${name:argument}``; the arguments at the indices ``plain`` then
    stand there without quotes, so that the type that is asked for decides how they are read.
    """

    span: Span
    function: str
    arguments: tuple[Tree, ...]
    name_span: Span
    plain: tuple[int, ...] = ()
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """Text with expressions in it, joined."""

    span: Span
    parts: tuple[str | Tree, ...]


@dataclass(frozen=True, slots=True)
class Absent:
    """No value at all: what the default of a field in a variant comes to where it gives none.

    It is never written by people, and evaluates to ``ato.MISSING``.
    """

    span: Span


Tree = (
    Constant
    | Name
    | Unary
    | Binary
    | Comparison
    | Logic
    | Conditional
    | Display
    | DictDisplay
    | Index
    | Slice
    | Method
    | Call
    | Template
    | Absent
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree with its text as written, without the ``${}`` of a whole value."""

    text: str
    tree: Tree
    span: Span


def children(tree: Tree) -> tuple[Tree, ...]:  # noqa: C901 (a case for each kind of node)
    """The trees directly below, in the order of the text."""
    match tree:
        case Constant() | Name() | Absent():
            return ()
        case Unary():
            return (tree.operand,)
        case Binary():
            return (tree.left, tree.right)
        case Comparison() | Logic():
            return tree.operands
        case Conditional():
            return (tree.then, tree.condition, tree.otherwise)
        case Display():
            return tree.items
        case DictDisplay():
            return tuple(part for pair in tree.pairs for part in pair)
        case Index():
            return (tree.base, tree.index)
        case Slice():
            return (tree.base, *tree.bounds)
        case Method():
            return (tree.base, *tree.arguments)
        case Call():
            return tree.arguments
        case Template():
            return tuple(part for part in tree.parts if not isinstance(part, str))
        case _:
            assert_never(tree)


def mapped(tree: Tree, inner: Callable[[Tree], Tree]) -> Tree:  # noqa: C901 (a case for each kind of node)
    """The node with each tree directly below it replaced by what ``inner`` makes of it."""
    match tree:
        case Constant() | Name() | Absent():
            return tree
        case Unary():
            return replace(tree, operand=inner(tree.operand))
        case Binary():
            return replace(tree, left=inner(tree.left), right=inner(tree.right))
        case Comparison() | Logic():
            return replace(tree, operands=tuple(map(inner, tree.operands)))
        case Conditional():
            parts = (tree.condition, tree.then, tree.otherwise)
            return Conditional(tree.span, *map(inner, parts))
        case Display():
            return replace(tree, items=tuple(map(inner, tree.items)))
        case DictDisplay():
            return replace(tree, pairs=tuple((inner(key), inner(value)) for key, value in tree.pairs))
        case Index():
            return replace(tree, base=inner(tree.base), index=inner(tree.index))
        case Slice():
            bounds = (None if bound is None else inner(bound) for bound in (tree.start, tree.stop, tree.step))
            return Slice(tree.span, inner(tree.base), *bounds)
        case Method():
            return replace(tree, base=inner(tree.base), arguments=tuple(map(inner, tree.arguments)))
        case Call():
            return replace(tree, arguments=tuple(map(inner, tree.arguments)))
        case Template():
            pieces = (part if isinstance(part, str) else inner(part) for part in tree.parts)
            return replace(tree, parts=tuple(pieces))
        case _:
            assert_never(tree)


def walk(tree: Tree) -> Iterator[tuple[Tree, int]]:
    """Every node with its depth, which is 1 at the root, in the order of the text; of any depth."""
    waiting: list[tuple[Tree, int]] = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting.extend((child, depth + 1) for child in reversed(children(node)))


def literal_int(tree: Tree) -> int | None:
    """The whole number that is written out, with its sign."""
    match tree:
        case Constant(value=bool()):
            return None
        case Constant(value=int() as value):
            return value
        case Unary(operator="-", operand=Constant(value=int() as value)) if not isinstance(value, bool):
            return -value
        case _:
            return None


def is_literal(tree: Tree) -> bool:
    """Whether it is one value, with its sign."""
    return isinstance(tree, Constant) or (isinstance(tree, Unary) and isinstance(tree.operand, Constant))


def is_written_sequence(tree: Tree) -> bool:
    """Whether a text, list or tuple is written out: only such a one is repeated by ``*``."""
    match tree:
        case Constant(value=str()) | Display(kind="list" | "tuple"):
            return True
        case _:
            return False


def names_of(tree: Tree) -> tuple[str, ...]:
    """The dotted paths that the tree names, in the order of their first use."""
    return tuple(dict.fromkeys(node.path for node, _ in walk(tree) if isinstance(node, Name)))


def foreign_names(tree: Tree) -> tuple[str, ...]:
    """The paths of other scopes that the tree names, in the order of their first use."""
    names = (node for node, _ in walk(tree) if isinstance(node, Name))
    return tuple(dict.fromkeys(name.path for name in names if name.is_foreign))


def is_identity(relation: Relation, left: Tree, right: Tree) -> bool:
    """Whether an equality is with ``None``, ``True`` or ``False``, equal to nothing but themselves.

    Python warns where it is asked of what is written out, such as ``'a' is None``; it is plain there.
    """
    if relation not in ("==", "!="):
        return False
    return any(
        _is_singular(side) and (_is_singular(other) or not is_written_out(other))
        for side, other in ((left, right), (right, left))
    )


def _is_singular(tree: Tree) -> bool:
    return isinstance(tree, Constant) and (tree.value is None or isinstance(tree.value, bool))


def is_written_out(tree: Tree) -> bool:
    """Whether a value is written out, however it is put together: nothing is read and nothing called."""
    return not any(isinstance(node, (Name, Call)) for node, _ in walk(tree))
