"""From words to a tree: the structure of an expression is found by Python's own parser.

Idea. Python decides what binds how; the words are ours. So what is given to ``ast.parse`` is a mask of the
expression: every name, number and text replaced by a plain one of the same width, all on one line. Its nodes
then tell places that hold in the text itself, and nothing in a text can make Python warn, normalise names,
count bytes, or word its errors by its version. Of its nodes the language allows those that are translated
here.

    mode == 'é' and model.hidden // 2 > 3
    ____ == '_' and ____________ // 1 > 1

``grammar.py`` refuses before what Python would not take, and bounds how deep it can become. Cost: linear.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from atoc.expr.foreign import refuse_foreign
from atoc.expr.grammar import SPLIT, is_path_word, refuse_disordered
from atoc.expr.methods import METHODS
from atoc.expr.resolvers import RESOLVERS
from atoc.expr.tree import (
    Arithmetic,
    Binary,
    Call,
    Comparison,
    Conditional,
    Constant,
    DictDisplay,
    Display,
    Index,
    Logic,
    Method,
    Name,
    Relation,
    Slice,
    Tree,
    Unary,
)
from atoc.source.node import Scalar
from atoc.span import Span
from atoc.types import Misread, Token, number_of, string_of, tokenize

MAX_DEPTH = 100
"""How deep the tree of an expression may be: one operation on another's result adds a level."""
MAX_NODES = 1_000
"""Of how many parts an expression may consist."""

_ARITHMETIC: dict[type[ast.operator], Arithmetic] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
}  # fmt: skip

_UNARY: dict[type[ast.unaryop], Literal["+", "-", "not"]] = {ast.UAdd: "+", ast.USub: "-", ast.Not: "not"}
_LOGIC: dict[type[ast.boolop], Literal["and", "or"]] = {ast.And: "and", ast.Or: "or"}

_RELATIONS: dict[type[ast.cmpop], Relation] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip


def read_expression(scalar: Scalar, start: int, end: int) -> Tree:
    """The tree of the expression between two characters of a text; raises :class:`Misread`."""
    tokens = tokenize(scalar.text, start, end)
    if len(tokens) == 1:
        raise Misread("the expression is empty", start, max(end, start + 1))
    refuse_foreign(tokens)
    values = {
        token.start: string_of(token) if token.kind == "string" else number_of(token)
        for token in tokens
        if token.kind in ("string", "number")
    }
    refuse_disordered(tokens)
    node = _parsed(tokens)
    _refuse_large(node, start, end)
    return _Translation(scalar, tokens, values, {token.start: i for i, token in enumerate(tokens)}).tree(node)


def _parsed(tokens: Sequence[Token]) -> ast.expr:
    first, last = tokens[0].start, tokens[-2].end
    try:
        return ast.parse(_mask(tokens), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise Misread("the expression cannot be read", first, last, "write it in smaller parts") from None


def _mask(tokens: Sequence[Token]) -> str:
    """The words from the first on, each at its place, with nothing in them but their kind."""
    parts: list[str] = []
    position = tokens[0].start
    for index, token in enumerate(tokens[:-1]):
        in_path = index > 0 and _is_joined(tokens, index)
        parts.append(("_" if in_path else " ") * (token.start - position))
        parts.append("_" * len(token.text) if in_path else _masked(token))
        position = token.end
    return "".join(parts)


def _is_joined(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word goes on a name: the dot after a part of it, or the part after the dot."""
    before, token = tokens[index - 1], tokens[index]
    if token.text == "." and token.kind == "operator":
        return is_path_word(before)
    return before.text == "." and index > 1 and is_path_word(tokens[index - 2])


def _masked(token: Token) -> str:
    width = len(token.text)
    match token.kind:
        case "string":
            return f"'{'_' * (width - 2)}'"
        case "number":
            return "1" * width
        case _:
            return "_" * width if is_path_word(token) else token.text


def _refuse_large(node: ast.expr, start: int, end: int) -> None:
    """Raises :class:`Misread` beyond the bounds; nothing here recurses."""
    waiting = [(node, 1)]
    count = 0
    while waiting:
        part, depth = waiting.pop()
        count += 1
        if depth > MAX_DEPTH:
            message = f"the expression chains more than {MAX_DEPTH} operations"
            raise Misread(message, start, end, SPLIT)
        if count > MAX_NODES:
            raise Misread(f"the expression has more than {MAX_NODES:,} parts", start, end)
        waiting.extend((inner, depth + 1) for inner in _operands(part))


def _operands(node: ast.expr) -> Iterator[ast.expr]:
    """What is a node of its own in the tree below this one: no function's name, no slice, no method."""
    match node:
        case ast.Call(func=ast.Attribute(value=base), args=arguments):
            yield base
            yield from arguments
        case ast.Call(args=arguments):
            yield from arguments
        case ast.Subscript(value=base, slice=ast.Slice(lower=lower, upper=upper, step=step)):
            yield from (part for part in (base, lower, upper, step) if part is not None)
        case _:
            yield from (part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr))


@dataclass(frozen=True, slots=True)
class _Translation:
    """The words that the nodes of a mask stand for: values by their place, indices of words by theirs."""

    scalar: Scalar
    tokens: Sequence[Token]
    values: dict[int, str | int | float]
    indices: dict[int, int]

    def tree(self, node: ast.expr) -> Tree:  # noqa: C901 (a case for each kind of node)
        span = self.span(node)
        match node:
            case ast.Constant(value=None | bool() as value):
                return Constant(span, value)
            case ast.Constant():
                return Constant(span, self.values[self.start(node)])
            case ast.Name():
                return self.name(self.words(node))
            case ast.UnaryOp():
                return Unary(span, _UNARY[type(node.op)], self.tree(node.operand))
            case ast.BinOp():
                return Binary(span, _ARITHMETIC[type(node.op)], self.tree(node.left), self.tree(node.right))
            case ast.BoolOp():
                return Logic(span, _LOGIC[type(node.op)], self.trees(node.values))
            case ast.Compare():
                relations: list[Relation] = [_RELATIONS[type(relation)] for relation in node.ops]
                return Comparison(span, tuple(relations), self.trees([node.left, *node.comparators]))
            case ast.IfExp():
                return Conditional(span, *self.trees([node.test, node.body, node.orelse]))
            case ast.Subscript():
                return self.subscript(node)
            case ast.Call():
                return self.call(node)
            case ast.Dict():
                keys = self.trees([key for key in node.keys if key is not None])
                return DictDisplay(span, tuple(zip(keys, self.trees(node.values), strict=True)))
            case ast.List():
                return Display(span, "list", self.trees(node.elts))
            case ast.Tuple():
                return Display(span, "tuple", self.trees(node.elts))
            case ast.Set():
                return Display(span, "set", self.trees(node.elts))
            case _:
                raise self.left_out(node)

    def trees(self, nodes: Sequence[ast.expr]) -> tuple[Tree, ...]:
        return tuple(self.tree(node) for node in nodes)

    def start(self, node: ast.expr) -> int:
        return self.tokens[0].start + node.col_offset

    def end(self, node: ast.expr) -> int:
        return self.tokens[0].start + (node.end_col_offset or node.col_offset)

    def span(self, node: ast.expr) -> Span:
        return self.scalar.part(self.start(node), self.end(node))

    def words(self, node: ast.expr) -> list[Token]:
        """The parts of a name, without the dots."""
        first, end = self.indices[self.start(node)], self.end(node)
        last = first
        while self.tokens[last].end < end:
            last += 2
        return list(self.tokens[first : last + 1 : 2])

    def name(self, words: Sequence[Token]) -> Name:
        place = self.scalar.part(words[0].start, words[-1].end)
        return Name(place, ".".join(word.text for word in words))

    def subscript(self, node: ast.Subscript) -> Tree:
        base = self.tree(node.value)
        if not isinstance(node.slice, ast.Slice):
            return Index(self.span(node), base, self.tree(node.slice))
        bounds = (node.slice.lower, node.slice.upper, node.slice.step)
        return Slice(
            self.span(node), base, *(None if bound is None else self.tree(bound) for bound in bounds)
        )

    def call(self, node: ast.Call) -> Tree:
        """A function, a resolver, or a method: of a value, or of the field that the name leads to."""
        if node.keywords:
            raise self.left_out(node)
        arguments = self.trees(node.args)
        match node.func:
            case ast.Attribute(value=base) as function:
                end = self.end(function)
                word = next(word for word in reversed(self.tokens) if word.end == end)
                return self.method(node, self.tree(base), word, arguments)
            case ast.Name() as function:
                words = self.words(function)
                name = self.name(words)
                if len(words) > 1 and words[-1].text in METHODS and name.path not in RESOLVERS:
                    return self.method(node, self.name(words[:-1]), words[-1], arguments)
                return Call(self.span(node), name.path, arguments, name.span)
            case _:
                raise self.left_out(node)

    def method(self, node: ast.Call, base: Tree, word: Token, arguments: tuple[Tree, ...]) -> Method:
        return Method(self.span(node), base, word.text, arguments, self.scalar.part(word.start, word.end))

    def left_out(self, node: ast.expr) -> Misread:
        """That the language has no such thing; all that is known of is refused before, in better words."""
        text = self.scalar.text[self.start(node) : self.end(node)]
        message = f"'{text[:40]}' is not part of the expression language"
        return Misread(message, self.start(node), self.end(node))
