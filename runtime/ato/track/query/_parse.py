"""Reading a filter.

filter      = all, { "or", all } ;          all = one, { "and", one } ;
one         = "not", one | "(", filter, ")" | side, ( "is", [ "not" ], "None" | { operator, side } ) ;
operator    = "==" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "!~" | [ "not" ], "like" | [ "not" ], "in" ;
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any

from ato.track.query._errors import QueryError
from ato.track.query._given import plain
from ato.track.query._tokens import WORDS, Token, tokens
from ato.track.query._tree import Compare, Joined, Missing, Name, Node, Not, Value, size

DEEPEST = 30
MOST_TERMS = 200
MOST_VALUES = 10_000
"""How many values the lists of a filter have in all: SQLite takes some 32,000 parameters."""
LONGEST_PATTERN = 10_000
"""How many characters ``~`` and ``like`` look for: SQLite takes patterns of 50,000 bytes."""
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
ORDERS = ("==", "!=", "<=", ">=", "<", ">")


def parsed(text: str, given: Mapping[str, object] | None = None) -> Node | None:
    """The tree of a filter, None for an empty one; ``given`` are the values of ``$name``.

    Raises ``QueryError`` for what is none, or is too long or too deep.
    """
    reader = _Reader(text, given or {})
    if reader.token.kind == "end":
        return None
    node = reader.joined()
    reader.expect_end()
    return node


def parsed_name(text: str) -> tuple[Name, bool]:
    """A name that runs are ordered by, and whether ``-`` before it turns the order around."""
    is_descending = text.lstrip().startswith("-")
    start = text.index("-") + 1 if is_descending else 0
    found = tokens(" " * start + text[start:])
    if found[0].kind != "name" or found[1].kind != "end":
        place = found[0] if found[0].kind != "name" else found[1]
        raise QueryError(text, place.start, place.end, "is not the name of something that a run has")
    return Name(*found[0][1:]), is_descending


class _Reader:
    """The words of a filter, and where the reader stands."""

    def __init__(self, text: str, given: Mapping[str, object]) -> None:
        self.text = text
        self.given = given
        self.tokens = tokens(text)
        self.at = 0
        self.depth = 0
        self.terms = 0
        self.values = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def take(self, *words: str) -> bool:
        """Step over one of these words, if it is the next."""
        is_there = self.token.kind in ("word", "sign") and self.token.value in words
        self.at += is_there
        return is_there

    def wrong(self, message: str, *help: str, token: Token | None = None) -> QueryError:
        place = token or self.token
        return QueryError(self.text, place.start, place.end, message, help)

    def expect_end(self) -> None:
        if self.token.kind != "end":
            word = self.text[self.token.start : self.token.end].lower()
            help = f"write {word}" if word in WORDS else "put texts in quotes: '...'"
            raise self.wrong("conditions are joined by and, or", help)

    def joined(self) -> Node:
        items = [self.all()]
        while self.take("or"):
            items.append(self.all())
        return items[0] if len(items) == 1 else Joined("or", tuple(items))

    def all(self) -> Node:
        items = [self.one()]
        while self.take("and"):
            items.append(self.one())
        return items[0] if len(items) == 1 else Joined("and", tuple(items))

    @contextmanager
    def deeper(self) -> Generator[None, None, None]:
        """One step further into parentheses, nots and lists, of which not too many stand in each other."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.wrong(f"stands too deep: at most {DEEPEST} parentheses and nots stand in each other")
        yield
        self.depth -= 1

    def one(self) -> Node:
        with self.deeper():
            if self.take("not"):
                return Not(self.one())
            if self.take("("):
                node = self.joined()
                if not self.take(")"):
                    raise self.wrong("the parenthesis is not closed here", "write )")
                return node
            return self.compared()

    def compared(self) -> Node:
        left = self.side()
        items: list[Node] = []
        while True:
            token = self.token
            if self.take("is"):
                items.append(self.missing(left))
                break
            op = self.operator()
            if not op:
                break
            is_list = op.endswith("in") and self.token.kind == "sign" and self.token.value in ("(", "[")
            right = self.listed() if is_list else self.side()
            items.append(self.comparison(op, left, right, token))
            left = right
        if not items:
            raise self.nothing_compared(left)
        return items[0] if len(items) == 1 else Joined("and", tuple(items))

    def operator(self) -> str:
        """The operator that stands here; an empty text for none."""
        token = self.token
        if self.take(*ORDERS, "~", "!~", "in", "like"):
            return str(token.value)
        if token.kind == "word" and token.value == "not":
            self.at += 1
            if not self.take("in", "like"):
                raise self.wrong("behind not stands in or like here", token=token)
            return f"not {self.tokens[self.at - 1].value}"
        return ""

    def comparison(self, op: str, left: Name | Value, right: Name | Value, token: Token) -> Compare:
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise self.wrong(f"a filter compares at most {MOST_TERMS} times", token=token)
        if op.endswith(("~", "like")) and isinstance(right, Value) and _length(right.value) > LONGEST_PATTERN:
            place = Token("value", "", right.start, right.end)
            raise self.wrong(f"{op} looks for at most {LONGEST_PATTERN} characters", token=place)
        if isinstance(left, Name):
            if op.endswith("in") and (isinstance(right, Name) or not isinstance(right.value, tuple)):
                place = Token("name", "", right.start, right.end)
                raise self.wrong("behind in stands a list of values, such as ('a', 'b')", token=place)
            return Compare(op, left, right)
        if isinstance(right, Value):
            place = Token("value", "", left.start, right.end)
            raise self.wrong("compares two values, and nothing of a run", token=place)
        if op.endswith("in") and right.parts in (("tag",), ("tags",)):
            return Compare("==" if op == "in" else "!=", right, left)
        if op not in FLIPPED:
            raise self.wrong(f"the name stands before {op}, and the value behind it", token=token)
        return Compare(FLIPPED[op], right, left)

    def missing(self, left: Name | Value) -> Node:
        is_not = self.take("not")
        if self.token.kind != "value" or self.token.value is not None:
            raise self.wrong("is asks for None alone", "compare values by ==")
        self.at += 1
        if isinstance(left, Value):
            raise self.wrong("a value is never None", token=Token("", "", left.start, left.end))
        return Not(Missing(left)) if is_not else Missing(left)

    def side(self) -> Name | Value:
        token = self.token
        if token.kind == "sign" and token.value == "[":
            return self.listed()
        self.at += token.kind in ("name", "value", "given")
        match token.kind:
            case "name":
                return Name(token.value, token.start, token.end)
            case "value":
                return Value(token.value, token.start, token.end)
            case "given":
                value = Value(self.value_of(token), token.start, token.end)
                self.count(token, size(value))
                return value
            case "end":
                raise self.wrong("the filter ends here, where a name or a value is missing")
            case _:
                raise self.wrong("stands where a name or a value has to")

    def listed(self) -> Value:
        first = self.token
        closing = ")" if first.value == "(" else "]"
        self.at += 1
        values: list[Any] = []
        with self.deeper():
            while not self.take(closing):
                token = self.token
                side = self.side()
                if isinstance(side, Name):
                    raise self.wrong(
                        "a list holds values, not names", "put texts in quotes: '...'", token=token
                    )
                values.append(side.value)
                self.count(token)
                if not self.take(",") and self.token.value != closing:
                    raise self.wrong("the list is not closed here", f"write , or {closing}")
        return Value(tuple(values), first.start, self.tokens[self.at - 1].end)

    def count(self, token: Token, values: int = 1) -> None:
        """Count values of lists."""
        self.values += values
        if self.values > MOST_VALUES:
            raise self.wrong(f"the lists of a filter have at most {MOST_VALUES} values", token=token)

    def value_of(self, token: Token) -> Any:
        if token.value not in self.given:
            help = f"give it beside the filter: where(..., {token.value}=VALUE)"
            raise self.wrong("has no value", help, token=token)
        try:
            return plain(self.given[token.value])
        except ValueError as error:
            raise self.wrong(str(error), token=token) from None

    def nothing_compared(self, left: Name | Value) -> QueryError:
        place = Token("", "", left.start, left.end)
        if isinstance(left, Value):
            return self.wrong("is a value that is compared with nothing", token=place)
        shown = self.text[left.start : left.end]
        help = f"write {shown} == true, or {shown} is not None"
        return self.wrong("is compared with nothing", help, token=place)


def _length(value: object) -> int:
    return len(value) if isinstance(value, str) else 0
