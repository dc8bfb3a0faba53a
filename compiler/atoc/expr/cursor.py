"""The words of one expression, and how far they have been read."""

from __future__ import annotations

from collections.abc import Callable

from atoc.expr.foreign import meant
from atoc.expr.tree import Tree
from atoc.source.node import Scalar
from atoc.span import Span
from atoc.types import Misread, Token

MAX_NESTING = 30
"""How deep brackets and signs may nest."""


class Cursor:
    """The words of one expression, and how far they have been read."""

    def __init__(self, scalar: Scalar, tokens: tuple[Token, ...]) -> None:
        self.scalar = scalar
        self.tokens = tokens
        self.index: int = 0
        self.depth: int = 0

    @property
    def token(self) -> Token:
        """The word that is read next."""
        return self.tokens[self.index]

    @property
    def is_done(self) -> bool:
        """Whether all words are read."""
        return self.token.kind == "end"

    def advance(self) -> Token:
        """Read the next word, whatever it is."""
        token = self.token
        self.index += 1
        return token

    def sees(self, *texts: str) -> bool:
        """Whether one of these words is next."""
        return self.token.kind in ("operator", "name") and self.token.text in texts

    def take(self, *texts: str) -> Token | None:
        """Read the next word if it is one of these."""
        return self.advance() if self.sees(*texts) else None

    def expect(self, text: str, opened: Token) -> Token:
        """Read the word that closes what ``opened`` opens; raises :class:`Misread` for another."""
        if self.token.kind == "end":
            raise Misread(f"'{opened.text}' is never closed", opened.start, opened.end, f"add '{text}'")
        if not self.sees(text):
            raise self.surplus()
        return self.advance()

    def surplus(self) -> Misread:
        """That the next word has no place where it stands."""
        token = self.token
        if token.text == ":":
            return Misread("':' has no place here", token.start, token.end)
        if token.text == ".":
            return Misread(
                "'.' stands after a value, and values have no attributes here",
                token.start,
                token.end,
                "the methods of text are called: name.lower()",
            )
        message = f"{token.shown} stands where an operator or the end is expected"
        return Misread(message, token.start, token.end, *meant(token))

    def too_deep(self) -> Misread:
        """That the expression nests beyond the bound."""
        first, last = self.tokens[0], self.tokens[-1]
        return Misread(f"the expression is nested deeper than {MAX_NESTING} levels", first.start, last.end)

    def span(self, first: int) -> Span:
        """From the ``first``-th word to the last one read."""
        last = self.tokens[max(self.index - 1, first)]
        return self.scalar.part(self.tokens[first].start, last.end)

    def nested(self, read: Callable[[], Tree]) -> Tree:
        """Read what stands one level deeper; raises :class:`Misread` beyond the bound."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise self.too_deep()
        tree = read()
        self.depth -= 1
        return tree
