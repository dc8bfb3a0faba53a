"""The words of a type or expression text, with their places.

Types and expressions are both written as Python writes them, so that one lexer serves both. It is our own
and not Python's: its messages are the same under every version of Python, each word knows its place in
code points, and no text can make it slow, deep or noisy: Python's parser warns on some
and crashes on others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

MAX_LENGTH = 10_000
"""Characters that one text may have."""
MAX_BITS = 4096
"""Bits that a written integer may have."""

Kind = Literal["name", "number", "string", "operator", "end"]

_WORD = re.compile(
    r"""
    (?P<space>[ \t\r\n\f]+)
  | (?P<prefixed>[^\W\d]\w*(?=['"]))
  | (?P<name>[^\W\d]\w*)
  | (?P<number>(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?\w*)
  | (?P<string>'(?:[^'\\\n]|\\[^\n])*'|"(?:[^"\\\n]|\\[^\n])*")
  | (?P<operator>\*\*|//|===|==|!=|<=|>=|<>|<<|>>|&&|\|\||:=|->|\.\.\.|\$\{|[-+*/%<>=()\[\]{},.:!&|^~@?;])
    """,
    re.VERBOSE,
)

_ESCAPES = {
    "n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "f": "\f", "v": "\v",
    "\\": "\\", "'": "'", '"': '"',
}  # fmt: skip
_CODES = {"x": 2, "u": 4, "U": 8}


@dataclass(frozen=True, slots=True)
class Token:
    """A word: its kind, its text and the characters from ``start`` to ``end`` that it takes."""

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def shown(self) -> str:
        """The word as a message names it: in quotes."""
        return self.text if self.kind == "string" else f"'{self.text}'"


class Misread(Exception):
    """A text that is not of its language: what is wrong, from which character to which, and ways out.

    ``near`` are the names for one of which a name may have been meant.
    """

    def __init__(self, message: str, start: int, end: int, *help: str, near: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.help = help
        self.near = near


def tokenize(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The words of ``text`` between two places, and an ``end`` behind them; raises :class:`Misread`."""
    stop = len(text) if end is None else end
    if stop - start > MAX_LENGTH:
        raise Misread(f"the text has more than {MAX_LENGTH:,} characters", start, stop)
    tokens: list[Token] = []
    position = start
    while position < stop:
        match = _WORD.match(text, position, stop)
        if match is None or match.lastgroup == "prefixed":
            raise _unreadable(text, position, stop)
        if match.lastgroup == "name" and not match.group().isidentifier():
            raise Misread(f"'{match.group()}' is not a name", position, match.end())
        if match.lastgroup != "space":
            tokens.append(Token(_kind(match), match.group(), position, match.end()))
        position = match.end()
    return (*tokens, Token("end", "", stop, stop))


def _kind(match: re.Match[str]) -> Kind:
    match match.lastgroup:
        case "name" | "number" | "string" as kind:
            return kind
        case _:
            return "operator"


def _unreadable(text: str, position: int, stop: int) -> Misread:
    character = text[position]
    if character in "'\"":
        return Misread(f"the quote {character} opens a text that is never closed", position, stop)
    if character == "#":
        return Misread("'#' begins a comment, and there are none here", position, stop)
    if character.isidentifier():
        help = "write the text in plain quotes"
        if character in "fF":
            help = "write '{}'.format(x), or the whole value as text with ${...} in it"
        message = f"'{character}' before a text in quotes has no meaning here"
        return Misread(message, position, position + 1, help)
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    return Misread(f"the character '{shown}' has no meaning here", position, position + 1)


def number_of(token: Token) -> int | float:
    """The value of a number as Python writes it; raises :class:`Misread`."""
    text = token.text
    if len(text) > MAX_BITS // 2:
        raise Misread("the number has too many digits", token.start, token.end)
    if not text.isascii():
        raise _no_number(token)
    try:
        if _is_whole(text):
            return _bounded(int(text, 0), token)
        number = float(text)
    except ValueError:
        raise _no_number(token) from None
    if number == float("inf"):
        raise Misread(f"'{text}' is too large for a float", token.start, token.end)
    return number


def _is_whole(text: str) -> bool:
    return text[:2].lower() in ("0x", "0o", "0b") or text.replace("_", "").isdigit()


def _bounded(number: int, token: Token) -> int:
    if number.bit_length() > MAX_BITS:
        raise Misread(f"the number has more than {MAX_BITS:,} bits", token.start, token.end)
    return number


def _no_number(token: Token) -> Misread:
    text = token.text
    if len(text) > 1 and text.isascii() and text.isdigit() and text[0] == "0":
        help = f"write {text.lstrip('0') or '0'}"
        return Misread(f"'{text}' begins with 0, as no number does", token.start, token.end, help)
    return Misread(f"'{text}' is not a number", token.start, token.end)


def string_of(token: Token) -> str:
    """The characters that a text in quotes stands for; raises :class:`Misread`."""
    body = token.text[1:-1]
    if "\\" not in body:
        return body
    parts: list[str] = []
    position = 0
    while position < len(body):
        if body[position] != "\\":
            parts.append(body[position])
            position += 1
            continue
        character, taken = _escaped(body, position + 1, token)
        parts.append(character)
        position += 1 + taken
    return "".join(parts)


def _escaped(body: str, position: int, token: Token) -> tuple[str, int]:
    letter = body[position]
    if letter == "0" and body[position + 1 : position + 2].isdigit():
        start = token.start + position
        raise Misread("'\\0' and digits after it are read as octal by some", start, start + 2, "write \\x00")
    if letter in _ESCAPES:
        return _ESCAPES[letter], 1
    start = token.start + position
    digits = body[position + 1 : position + 1 + _CODES.get(letter, 0)]
    if not digits or len(digits) < _CODES[letter] or not re.fullmatch("[0-9a-fA-F]+", digits):
        help = "write two backslashes for one"
        raise Misread(f"'\\{letter}' is not an escape", start, start + 2, help)
    code = int(digits, 16)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise Misread(f"'\\{letter}{digits}' is not a character", start, start + 2 + len(digits))
    return chr(code), 1 + len(digits)
