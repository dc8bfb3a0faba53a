"""A filter as its words: names, numbers, texts and operators, each with its place."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ato.track._texts import storable
from ato.track.query._errors import QueryError

LONGEST = 20_000
"""How many characters a filter may have."""
OPERATORS = ("==", "!=", "<=", ">=", "!~", "<", ">", "~", "(", ")", "[", "]", ",")
WORDS = ("and", "or", "not", "in", "is", "like")
CONSTANTS: dict[str, Any] = {
    "True": True, "true": True, "False": False, "false": False, "None": None, "null": None,
    "inf": float("inf"), "nan": float("nan"),
}  # fmt: skip
MEANT = {
    "=": "==", "===": "==", "<>": "!=", "&&": "and", "&": "and", "||": "or", "|": "or", "!": "not", "=~": "~",
}  # fmt: skip
_NUMBER = re.compile(r"[+-]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?")
_WORD = re.compile(r"[^\W\d]\w*")
_PART = re.compile(r"\w+")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "\\": "\\", "'": "'", '"': '"', "`": "`"}
_SIGNS = re.compile(r"[=!<>&|~]+")


class Token(NamedTuple):
    """``kind`` is ``name``, ``value``, ``given`` (a ``$name``), ``word``, ``sign`` or ``end``.

    ``value`` is the tuple of the parts of a name, the value of a literal, else the word itself.
    """

    kind: str
    value: Any
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words of a filter; the last one is the end. Raises ``QueryError`` for what is none."""
    if len(text) > LONGEST:
        raise QueryError(text, 0, 20, f"a filter has at most {LONGEST} characters, and this one {len(text)}")
    found: list[Token] = []
    at = 0
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        if at == len(text):
            return [*found, Token("end", "", at, at)]
        found.append(_next(text, at))
        at = found[-1].end


def _next(text: str, at: int) -> Token:
    sign = text[at]
    if sign in "'\"":
        value, end = _quoted(text, at)
        return Token("value", value, at, end)
    if sign == "$":
        word = _WORD.match(text, at + 1)
        if word is None:
            raise QueryError(text, at, at + 1, "a value that is given beside the filter has a name: $name")
        return Token("given", word.group(), at, word.end())
    if sign == "`" or _WORD.match(text, at):
        return _name(text, at)
    number = _NUMBER.match(text, at)
    if number is not None:
        return _number(text, number)
    if sign in "+-" and text.startswith("inf", at + 1) and not _PART.match(text, at + 4):
        return Token("value", float(text[at : at + 4]), at, at + 4)
    for operator in OPERATORS:
        if text.startswith(operator, at) and not _is_meant(text, at):
            return Token("sign", operator, at, at + len(operator))
    signs = _SIGNS.match(text, at)
    end = signs.end() if signs else at + 1
    meant = MEANT.get(text[at:end])
    help = (f"write {meant}",) if meant else ()
    raise QueryError(text, at, end, "is no word of a filter", help)


def _is_meant(text: str, at: int) -> bool:
    signs = _SIGNS.match(text, at)
    return signs is not None and signs.group() in MEANT


def _number(text: str, found: re.Match[str]) -> Token:
    end = found.end()
    if _PART.match(text, end):
        end = (_PART.match(text, end) or found).end()
        raise QueryError(text, found.start(), end, "is no number", ("texts stand in quotes: '...'",))
    try:
        raw = found.group()
        value: int | float = int(raw) if not set(raw) & set(".eE") else float(raw)
    except ValueError:
        raise QueryError(text, found.start(), end, "is no number") from None
    return Token("value", value, found.start(), end)


def _name(text: str, at: int) -> Token:
    first, end = _part(text, at)
    parts = [first]
    while end < len(text) and text[end] in ".[":
        if text[end] == ".":
            part, end = _part(text, end + 1)
        else:
            part, end = _bracketed(text, end)
        parts.append(part)
    word = text[at:end]
    if word in WORDS:
        return Token("word", word, at, end)
    if word in CONSTANTS:
        return Token("value", CONSTANTS[word], at, end)
    return Token("name", tuple(map(storable, parts)), at, end)


def _part(text: str, at: int) -> tuple[str, int]:
    if text.startswith("`", at):
        return _quoted(text, at)
    part = _PART.match(text, at)
    if part is None:
        help = ('names with other signs stand in backquotes or brackets: `a b`, ["a b"]',)
        raise QueryError(text, max(0, at - 1), at, "a name goes on behind the dot", help)
    return part.group(), part.end()


def _bracketed(text: str, at: int) -> tuple[str, int]:
    if at + 1 >= len(text) or text[at + 1] not in "'\"":
        raise QueryError(text, at, at + 2, "in brackets stands a name in quotes", ('write ["val/acc"]',))
    value, end = _quoted(text, at + 1)
    if not text.startswith("]", end):
        raise QueryError(text, at, end + 1, "the bracket is not closed", ("write ]",))
    return value, end + 1


def _quoted(text: str, at: int) -> tuple[str, int]:
    quote, place = text[at], at + 1
    signs: list[str] = []
    while place < len(text):
        sign = text[place]
        if sign == quote:
            return "".join(signs), place + 1
        if sign == "\\" and place + 1 < len(text):
            escaped = text[place + 1]
            signs.append(_ESCAPES.get(escaped, f"\\{escaped}"))
            place += 2
            continue
        signs.append(sign)
        place += 1
    raise QueryError(text, at, len(text), f"the text is not closed by {quote}")
