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
    primary    := atom ('[' expression ']')*
    atom       := text | number | constant | path | function '(' ... ')' | display | '(' expression ')'

Recursive descent, one function a line; a level of brackets costs some twenty calls of Python's bounded stack.
Time grows with the number of words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, cast

from atoc.expr.foreign import CONNECTIVES, meant, refuse_foreign
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
    Name,
    Relation,
    Tree,
    Unary,
    walk,
)
from atoc.source.node import Scalar
from atoc.span import Span
from atoc.types import Misread, Token, number_of, string_of, tokenize

MAX_NESTING = 30
"""How deep brackets and signs may nest."""
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


class _Reader:
    """The words of one expression, and how far they have been read."""

    def __init__(self, scalar: Scalar, tokens: tuple[Token, ...]) -> None:
        self.scalar = scalar
        self.tokens = tokens
        self.index = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    @property
    def is_done(self) -> bool:
        return self.token.kind == "end"

    def advance(self) -> Token:
        token = self.token
        self.index += 1
        return token

    def sees(self, *texts: str) -> bool:
        return self.token.kind in ("operator", "name") and self.token.text in texts

    def take(self, *texts: str) -> Token | None:
        return self.advance() if self.sees(*texts) else None

    def expect(self, text: str, opened: Token) -> Token:
        if self.token.kind == "end":
            raise Misread(f"'{opened.text}' is never closed", opened.start, opened.end, f"add '{text}'")
        if not self.sees(text):
            raise self.surplus()
        return self.advance()

    def surplus(self) -> Misread:
        token = self.token
        if token.text == ":":
            return Misread("':' has no place here", token.start, token.end)
        if token.text == ".":
            return Misread(
                "'.' stands after a value, and values have no attributes or methods here",
                token.start,
                token.end,
            )
        message = f"{token.shown} stands where an operator or the end is expected"
        return Misread(message, token.start, token.end, *meant(token))

    def too_deep(self) -> Misread:
        first, last = self.tokens[0], self.tokens[-1]
        return Misread(f"the expression is nested deeper than {MAX_NESTING} levels", first.start, last.end)

    def span(self, first: int) -> Span:
        """From the ``first``-th word to the last one read."""
        last = self.tokens[max(self.index - 1, first)]
        return self.scalar.part(self.tokens[first].start, last.end)

    def nested(self, read: Callable[[], Tree]) -> Tree:
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise self.too_deep()
        tree = read()
        self.depth -= 1
        return tree

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
        while (opened := self.take("[")) is not None:
            self.refuse_slice()
            index = self.expression()
            self.refuse_slice()
            self.expect("]", opened)
            base = Index(self.span(first), base, index)
        if self.sees("("):
            raise Misread(
                "'(' calls what is not a function", self.token.start, self.token.end, "an operator is missing"
            )
        return base

    def refuse_slice(self) -> None:
        if self.sees(":"):
            token = self.token
            raise Misread(
                "':' makes a slice, and slices are not part of the language here", token.start, token.end
            )

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
        parts = [token.text]
        while self.take("."):
            if self.token.kind != "name" or self.sees(*CONSTANTS, *CONNECTIVES):
                raise self.missing()
            parts.append(self.advance().text)
        name = Name(self.span(first), ".".join(parts))
        return self.call(first, name) if self.sees("(") else name

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
