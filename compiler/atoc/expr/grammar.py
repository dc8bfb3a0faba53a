"""Which word may follow which: whether words make an expression, before Python's parser sees them.

One walk over the words with two states: a value is expected, or an operator. Brackets keep a stack, in which
each knows what may stand in it. That is enough to accept what Python accepts, but for what the language
leaves out, and so every mistake is told here: in our words, at its place, the same under every version of
Python.

Example. In ``(a + ) * b`` a value is expected where ``)`` stands. In ``a b`` an operator is expected at
``b``.

Cost: linear in the words. Nesting and operations in a row are bounded here, so that no text can make Python's
parser, which recurses, deep or slow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from atoc.expr.foreign import CONNECTIVES, meant
from atoc.types import Misread, Token

MAX_NESTING = 30
"""How deep brackets and signs may nest."""
MAX_OPERATIONS = 400
"""How many operations may stand between two commas, those around open brackets among them."""

CONSTANTS = {"True": True, "False": False, "None": None}

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_ARITHMETIC = ("+", "-", "*", "/", "//", "%", "**")
_RELATIONS = ("==", "!=", "<", "<=", ">", ">=", "in")
_BEFORE_NOT = ("(", "[", "{", ",", ":", "and", "or", "not", "if", "else", "")

Kind = Literal["whole", "group", "call", "list", "index", "braces", "set", "dict"]


@dataclass(slots=True)
class _Level:
    """What has been read of the whole or of one pair of brackets, since its last comma.

    ``colons`` are those of a slice; in a dict one is owed after each key. ``condition`` is an ``if`` without
    its ``else``.
    """

    kind: Kind
    opened: Token
    colons: int = 0
    condition: Token | None = None
    signs: int = 0
    operations: int = 0

    def begin(self) -> None:
        """Another item begins."""
        self.colons = self.signs = self.operations = 0


def is_path_word(token: Token) -> bool:
    """Whether a word can be part of the name of a field or function."""
    return token.kind == "name" and token.text not in CONSTANTS and token.text not in CONNECTIVES


def refuse_disordered(tokens: Sequence[Token]) -> None:
    """Raises :class:`Misread` at the first word that cannot stand where it does; the last is the end."""
    walk = _Walk(tokens)
    while walk.token.kind != "end":
        if walk.is_value_next:
            walk.value()
        else:
            walk.operator()
        walk.index += 1
        walk.refuse_deep()
    walk.end()


class _Walk:
    """How far the words have been read, and the brackets that are open."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.index = 0
        self.levels = [_Level("whole", Token("operator", "", tokens[0].start, tokens[0].start))]
        self.is_value_next = True

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    @property
    def before(self) -> Token:
        """The word before this one; an empty one at the beginning."""
        return self.tokens[self.index - 1] if self.index else self.levels[0].opened

    @property
    def level(self) -> _Level:
        return self.levels[-1]

    def following(self, distance: int) -> Token:
        return self.tokens[min(self.index + distance, len(self.tokens) - 1)]

    def value(self) -> None:
        """Read a word where a value is expected."""
        token = self.token
        if token.kind in ("string", "number") or token.text in CONSTANTS or is_path_word(token):
            self.is_value_next = False
        elif token.text in _CLOSING:
            self.open({"(": "group", "[": "list", "{": "braces"}[token.text])  # type: ignore[arg-type]
        elif token.text in ("+", "-") or (token.text == "not" and self.before.text in _BEFORE_NOT):
            self.level.signs += 1
        elif token.text in _CLOSING.values() and self.may_end_here():
            self.close()
        elif token.text == ":" and self.level.kind == "index" and self.before.text in ("[", ":"):
            self.colon()
        else:
            raise self.missing()

    def may_end_here(self) -> bool:
        """Whether brackets may close without a value before: empty ones, after a comma, open slices."""
        is_index = self.level.kind == "index"
        return self.before.text == (":" if is_index else ",") or (
            not is_index and self.before is self.level.opened
        )

    def operator(self) -> None:
        """Read a word where an operator, or the end of something, is expected."""
        match self.token.text:
            case "(" | "[" | ".":
                self.postfix()
            case "," | ":" | ")" | "]" | "}":
                self.separator()
            case "if" | "else":
                self.conditional()
            case "not" if self.following(1).text == "in":
                self.index += 1
                self.begin_operand()
            case "and" | "or":
                self.begin_operand()
            case text if text in _RELATIONS:
                self.begin_operand()
            case text if text in _ARITHMETIC:
                self.level.operations += 1
                signs = self.level.signs + 1 if text == "**" else 0
                self.begin_operand()
                self.level.signs = signs
            case _:
                raise self.surplus()

    def begin_operand(self) -> None:
        self.is_value_next = True
        self.level.signs = 0

    def postfix(self) -> None:
        """A call, an index, a slice, a method, or the next part of a name."""
        token = self.token
        if token.text == ".":
            self.dot()
            return
        self.level.operations += 1
        if token.text == "[":
            self.open("index")
        elif is_path_word(self.before):
            self.open("call")
        else:
            raise Misread(
                "'(' calls what is not a function", token.start, token.end, "an operator is missing"
            )

    def dot(self) -> None:
        """The next part of a name, or a method, which is called."""
        name, called = self.following(1), self.following(2)
        if is_path_word(self.before):
            self.index += 1
            if not is_path_word(name):
                raise self.missing()
            return
        if not is_path_word(name) or called.text != "(":
            raise self.surplus()
        self.level.operations += 1
        self.index += 1

    def separator(self) -> None:
        """A comma, a colon or a closing bracket."""
        self.refuse_half_condition()
        match self.token.text:
            case ",":
                self.comma()
            case ":":
                self.colon()
            case _:
                if self.token.text == _CLOSING.get(self.level.opened.text):
                    self.refuse_half_pair()
                self.close()

    def comma(self) -> None:
        level = self.level
        if level.kind in ("whole", "index"):
            raise self.surplus()
        self.refuse_half_pair()
        if level.kind == "braces":
            level.kind = "set"
        level.begin()
        self.is_value_next = True

    def colon(self) -> None:
        level = self.level
        if level.kind == "braces":
            level.kind = "dict"
        if level.colons >= {"index": 2, "dict": 1}.get(level.kind, 0):
            raise self.surplus()
        colons = level.colons
        level.begin()
        level.colons = colons + 1
        self.is_value_next = True

    def refuse_half_pair(self) -> None:
        token = self.token
        if self.level.kind == "dict" and self.level.colons == 0:
            raise Misread(f"{token.shown} stands where ':' is expected", token.start, token.end)

    def refuse_half_condition(self) -> None:
        word = self.level.condition
        if word is not None:
            raise Misread("'if' has no else here", word.start, word.end, "write a if condition else b")

    def conditional(self) -> None:
        level = self.level
        if self.token.text == "if":
            self.refuse_half_condition()
            level.operations += 1
            level.condition = self.token
        elif level.condition is None:
            raise self.surplus()
        else:
            level.condition = None
        self.begin_operand()

    def open(self, kind: Kind) -> None:
        self.levels.append(_Level(kind, self.token))
        self.is_value_next = True

    def close(self) -> None:
        token, opened = self.token, self.level.opened
        if len(self.levels) == 1:
            raise Misread(f"'{token.text}' closes nothing", token.start, token.end)
        if token.text != _CLOSING[opened.text]:
            message = f"'{token.text}' does not close '{opened.text}'"
            raise Misread(message, token.start, token.end, f"write '{_CLOSING[opened.text]}'")
        self.levels.pop()
        self.is_value_next = False

    def end(self) -> None:
        """Raises where something more must follow."""
        if self.is_value_next and self.before is not self.level.opened:
            raise self.missing()
        opened = self.level.opened
        if len(self.levels) > 1:
            help = f"add '{_CLOSING[opened.text]}'"
            raise Misread(f"'{opened.text}' is never closed", opened.start, opened.end, help)
        self.refuse_half_condition()

    def missing(self) -> Misread:
        """That a value must stand where the next word stands."""
        token = self.token
        if token.kind == "end":
            before = self.before
            return Misread(f"{before.shown} needs a value after it", before.start, before.end)
        help: tuple[str, ...] = ()
        if token.text in ("*", "**") and self.before.text in (*_CLOSING, ","):
            help = ("name each argument or item by itself",)
        return Misread(f"{token.shown} stands where a value is expected", token.start, token.end, *help)

    def surplus(self) -> Misread:
        """That the next word has no place where it stands."""
        token = self.token
        if token.text == ":":
            return Misread("':' has no place here", token.start, token.end)
        if token.text == ".":
            message = "'.' stands after a value, and values have no attributes here"
            help = "the methods of text are called: name.lower()"
            return Misread(message, token.start, token.end, help)
        message = f"{token.shown} stands where an operator or the end is expected"
        return Misread(message, token.start, token.end, *meant(token))

    def refuse_deep(self) -> None:
        """Raises :class:`Misread` beyond the bounds."""
        first, last = self.tokens[0], self.tokens[-1]
        if len(self.levels) + sum(level.signs for level in self.levels) > MAX_NESTING:
            message = f"the expression is nested deeper than {MAX_NESTING} levels"
            raise Misread(message, first.start, last.end)
        if sum(level.operations for level in self.levels) > MAX_OPERATIONS:
            message = f"the expression has more than {MAX_OPERATIONS} operations between two commas"
            raise Misread(message, first.start, last.end, SPLIT)


SPLIT = "sum a list with sum([...]), or split the expression over several fields"
"""What to do about an expression that is too long."""
