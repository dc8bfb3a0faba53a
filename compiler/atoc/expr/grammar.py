"""The grammar of expressions, which is Python's; from words to a tree.

    expression := (or_test 'if' or_test 'else')* or_test
    or_test    := and_test ('or' and_test)*
    and_test   := not_test ('and' not_test)*
    not_test   := 'not' not_test | comparison
    comparison := sum (relation sum)*
    sum        := product (('+' | '-') product)*
    product    := factor (('*' | '/' | '//' | '%') factor)*
    factor     := ('+' | '-') factor | power
    power      := primary ['**' factor]
    primary    := atom ('[' (expression | slice) ']' | '.' method '(' ... ')')*
    slice      := [expression] ':' [expression] [':' [expression]]
    atom       := text | number | constant | path | function '(' ... ')' | display | '(' expression ')'

Recursive descent, one function a line; a level of brackets costs some twenty calls of Python's bounded stack.
Time grows with the number of words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, cast

from atoc.expr.cursor import Cursor
from atoc.expr.foreign import CONNECTIVES, refuse_foreign
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
    walk,
)
from atoc.source.node import Scalar
from atoc.types import Misread, Token, number_of, string_of, tokenize

MAX_DEPTH = 100
"""How deep the tree of an expression may be: one operation on another's result adds a level."""
MAX_NODES = 1_000
"""Of how many parts an expression may consist."""

CONSTANTS = {"True": True, "False": False, "None": None}
_RELATIONS = ("==", "!=", "<", "<=", ">", ">=")


def read_expression(scalar: Scalar, start: int, end: int) -> Tree:
    """The tree of the expression between two characters of a text; raises :class:`Misread`."""
    tokens = tokenize(scalar.text, start, end)
    refuse_foreign(tokens)
    reader = _Reader(scalar, tokens)
    if reader.is_done:
        raise Misread("the expression is empty", start, max(end, start + 1))
    tree = reader.expression()
    if not reader.is_done:
        raise reader.surplus()
    for count, (_, depth) in enumerate(walk(tree), 1):
        if depth > MAX_DEPTH:
            raise Misread(
                f"the expression chains more than {MAX_DEPTH} operations",
                start,
                end,
                "sum a list with sum([...]), or split the expression over several fields",
            )
        if count > MAX_NODES:
            raise Misread(f"the expression has more than {MAX_NODES:,} parts", start, end)
    return tree


class _Reader(Cursor):
    """The rules of the grammar."""

    def expression(self) -> Tree:
        return self.nested(self.conditional)

    def conditional(self) -> Tree:
        cases: list[tuple[int, Tree, Tree]] = []
        first = self.index
        last = self.or_test()
        while (word := self.take("if")) is not None:
            condition = self.or_test()
            if self.take("else") is None:
                raise Misread("'if' has no else here", word.start, word.end, "write a if condition else b")
            cases.append((first, condition, last))
            first = self.index
            last = self.or_test()
        for start, condition, then in reversed(cases):
            last = Conditional(self.span(start), condition, then, last)
        return last

    def or_test(self) -> Tree:
        return self.logic("or", self.and_test)

    def and_test(self) -> Tree:
        return self.logic("and", self.not_test)

    def logic(self, operator: Literal["and", "or"], read: Callable[[], Tree]) -> Tree:
        first = self.index
        operands = [read()]
        while self.take(operator):
            operands.append(read())
        return operands[0] if len(operands) == 1 else Logic(self.span(first), operator, tuple(operands))

    def not_test(self) -> Tree:
        first = self.index
        if self.take("not") is None:
            return self.comparison()
        operand = self.nested(self.not_test)
        return Unary(self.span(first), "not", operand)

    def comparison(self) -> Tree:
        first = self.index
        operands = [self.sum()]
        relations: list[Relation] = []
        while (relation := self.relation()) is not None:
            relations.append(relation)
            operands.append(self.sum())
        if not relations:
            return operands[0]
        return Comparison(self.span(first), tuple(relations), tuple(operands))

    def relation(self) -> Relation | None:
        token = self.take(*_RELATIONS, "in")
        if token is not None:
            return cast("Relation", token.text)
        following = self.tokens[min(self.index + 1, len(self.tokens) - 1)]
        if self.sees("not") and following.text == "in":
            self.index += 2
            return "not in"
        return None

    def sum(self) -> Tree:
        return self.arithmetic(("+", "-"), self.product)

    def product(self) -> Tree:
        return self.arithmetic(("*", "/", "//", "%"), self.factor)

    def arithmetic(self, operators: tuple[str, ...], read: Callable[[], Tree]) -> Tree:
        first = self.index
        left = read()
        while (token := self.take(*operators)) is not None:
            right = read()
            left = Binary(self.span(first), cast("Arithmetic", token.text), left, right)
        return left

    def factor(self) -> Tree:
        first = self.index
        sign = self.take("+", "-")
        if sign is None:
            return self.power()
        operand = self.nested(self.factor)
        return Unary(self.span(first), cast("Literal['+', '-']", sign.text), operand)

    def power(self) -> Tree:
        first = self.index
        base = self.primary()
        if self.take("**") is None:
            return base
        exponent = self.nested(self.factor)
        return Binary(self.span(first), "**", base, exponent)

    def primary(self) -> Tree:
        first = self.index
        base = self.atom()
        while self.sees("[", "."):
            base = self.method(first, base) if self.sees(".") else self.subscript(first, base)
        if self.sees("("):
            raise Misread(
                "'(' calls what is not a function", self.token.start, self.token.end, "an operator is missing"
            )
        return base

    def subscript(self, first: int, base: Tree) -> Tree:
        opened = self.advance()
        bounds: list[Tree | None] = [None if self.sees(":") else self.expression()]
        while len(bounds) < 3 and self.take(":") is not None:
            bounds.append(None if self.sees(":", "]") else self.expression())
        self.expect("]", opened)
        if bounds[0] is not None and len(bounds) == 1:
            return Index(self.span(first), base, bounds[0])
        start, stop, step = (*bounds, None)[:3]
        return Slice(self.span(first), base, start, stop, step)

    def method(self, first: int, base: Tree) -> Tree:
        name = self.tokens[min(self.index + 1, len(self.tokens) - 1)]
        following = self.tokens[min(self.index + 2, len(self.tokens) - 1)]
        if name.kind != "name" or following.text != "(":
            raise self.surplus()
        self.index += 2
        return self.called(first, base, name)

    def called(self, first: int, base: Tree, name: Token) -> Tree:
        """The call of the method ``name``, from its parenthesis on."""
        arguments = self.items(")", self.advance())
        place = self.scalar.part(name.start, name.end)
        return Method(self.span(first), base, name.text, tuple(arguments), place)

    def atom(self) -> Tree:
        first = self.index
        token = self.token
        match token.kind:
            case "string":
                self.advance()
                return Constant(self.span(first), string_of(token))
            case "number":
                self.advance()
                return Constant(self.span(first), number_of(token))
            case "name" if token.text not in CONNECTIVES:
                return self.named()
            case "operator" if token.text in ("(", "[", "{"):
                return self.opened()
            case _:
                raise self.missing()

    def missing(self) -> Misread:
        token = self.token
        if token.kind != "end":
            return Misread(f"{token.shown} stands where a value is expected", token.start, token.end)
        before = self.tokens[max(self.index - 1, 0)]
        return Misread(f"{before.shown} needs a value after it", before.start, before.end)

    def named(self) -> Tree:
        first = self.index
        token = self.advance()
        if token.text in CONSTANTS:
            return Constant(self.span(first), CONSTANTS[token.text])
        parts = [token]
        while self.take("."):
            if self.token.kind != "name" or self.sees(*CONSTANTS, *CONNECTIVES):
                raise self.missing()
            parts.append(self.advance())
        name = self.path(parts)
        if not self.sees("("):
            return name
        if len(parts) > 1 and parts[-1].text in METHODS and name.path not in RESOLVERS:
            return self.called(first, self.path(parts[:-1]), parts[-1])
        return self.call(first, name)

    def path(self, parts: Sequence[Token]) -> Name:
        """The name that these words make."""
        place = self.scalar.part(parts[0].start, parts[-1].end)
        return Name(place, ".".join(part.text for part in parts))

    def call(self, first: int, name: Name) -> Tree:
        opened = self.advance()
        arguments = self.items(")", opened)
        return Call(self.span(first), name.path, tuple(arguments), name.span)

    def items(self, closing: str, opened: Token) -> list[Tree]:
        found: list[Tree] = []
        while not self.sees(closing):
            found.append(self.expression())
            if self.take(",") is None:
                break
        self.expect(closing, opened)
        return found

    def opened(self) -> Tree:
        first = self.index
        opened = self.advance()
        match opened.text:
            case "[":
                items = self.items("]", opened)
                return Display(self.span(first), "list", tuple(items))
            case "(":
                return self.parenthesis(first, opened)
            case _:
                return self.braces(first, opened)

    def parenthesis(self, first: int, opened: Token) -> Tree:
        if self.take(")"):
            return Display(self.span(first), "tuple", ())
        inner = self.expression()
        if self.take(",") is None:
            self.expect(")", opened)
            return inner
        rest = self.items(")", opened)
        return Display(self.span(first), "tuple", (inner, *rest))

    def braces(self, first: int, opened: Token) -> Tree:
        if self.take("}"):
            return DictDisplay(self.span(first), ())
        item = self.expression()
        if not self.sees(":"):
            rest = self.items("}", opened) if self.take(",") else self.closed(opened)
            return Display(self.span(first), "set", (item, *rest))
        pairs = [(item, self.value())]
        while self.take(",") and not self.sees("}"):
            key = self.expression()
            pairs.append((key, self.value()))
        self.expect("}", opened)
        return DictDisplay(self.span(first), tuple(pairs))

    def closed(self, opened: Token) -> list[Tree]:
        self.expect("}", opened)
        return []

    def value(self) -> Tree:
        token = self.token
        if self.take(":") is None:
            raise Misread(
                f"{token.shown or 'the end'} stands where ':' is expected", token.start, max(token.end, 1)
            )
        return self.expression()
