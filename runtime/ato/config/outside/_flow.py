"""Containers on one line: YAML's flow syntax, from text to raw values.

``[1, two, 'a ''quoted'' text', {depth: 3, name: "x\\n"}]``: lists and mappings to any sensible depth,
plain, single- and double-quoted text, commas at the end, a pair alone in a list (``[a: 1]``), and
``%text%`` as one more way of quoting. There are no anchors, tags or comments here, so ``*``, ``&``, ``!``
and ``#`` are letters like others.

>>> parse("[1, {a: %b, c%}]")
['1', {'a': 'b, c'}]

Cost: linear in the text; depth is bounded by ``MAX_DEPTH``.
"""

from __future__ import annotations

from ato.config._errors import BadValue
from ato.config.types._values import Quoted, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.config.types._values import Raw

MAX_DEPTH = 50
"""How deep brackets may stand in each other."""

ENDS = ",[]{}"
PLAIN_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
WIDTHS = {"x": 2, "u": 4, "U": 8}


class Unfinished(BadValue):
    """Text that ends inside a bracket or a quote."""


def parse(text: str) -> Raw:
    """The raw value of a text in flow syntax; raises ``BadValue`` that tells the place in words."""
    reader = _Reader(text)
    reader.skip()
    if reader.peek() not in ("[", "{"):
        return _whole(text)
    value = reader.value(0)
    reader.skip()
    if reader.at < len(text):
        raise BadValue(f"{shown(text[reader.at :])} follows the end of the value, at {reader.place()}")
    return value


def _whole(text: str) -> Raw:
    """A text without brackets around it: quoted, or taken as it is."""
    stripped = text.strip()
    if len(stripped) > 1 and stripped[0] == stripped[-1]:
        if stripped[0] == "%":
            return Quoted(stripped[1:-1])
        if stripped[0] in "'\"":
            reader = _Reader(stripped)
            value = reader.quoted()
            reader.skip()
            if reader.at == len(stripped):
                return value
            raise BadValue(f"{shown(stripped[reader.at :])} follows the closing quote, at {reader.place()}")
    return stripped


class _Reader:
    """A text and how far it has been read."""

    __slots__ = ("at", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self) -> str:
        """The next character; nothing at the end."""
        return self.text[self.at : self.at + 1]

    def skip(self) -> None:
        """Go over white space."""
        while self.peek().isspace():
            self.at += 1

    def place(self, at: int | None = None) -> str:
        """A position as a person counts."""
        return f"character {(self.at if at is None else at) + 1}"

    def value(self, depth: int) -> Raw:
        """The value that begins here."""
        opening = self.peek()
        if opening in ("[", "{") and depth >= MAX_DEPTH:
            raise BadValue(f"brackets stand more than {MAX_DEPTH} deep, at {self.place()}")
        if opening == "[":
            return self.items(depth)
        if opening == "{":
            return self.pairs(depth)
        return self.scalar()

    def items(self, depth: int) -> Raw:
        """A list, from its opening bracket to its closing one."""
        start = self.at
        self.at += 1
        found: list[Raw] = []
        while not self.closed_by("]", start):
            item = self.value(depth + 1)
            self.skip()
            if self.peek() == ":" and isinstance(item, str):
                item = {str(item): self.after_colon(depth)}
            found.append(item)
            self.separate("]")
        return found

    def pairs(self, depth: int) -> Raw:
        """A mapping, from its opening brace to its closing one."""
        start = self.at
        self.at += 1
        found: dict[str, Raw] = {}
        while not self.closed_by("}", start):
            begin = self.at
            key = self.value(depth + 1)
            if not isinstance(key, str):
                raise BadValue(f"a list or mapping cannot be a key, at {self.place(begin)}")
            self.skip()
            if self.peek() != ":" and ":" in key and not isinstance(key, Quoted):
                raise BadValue(f"write a space after the colon in {shown(key)}, at {self.place(begin)}")
            if str(key) in found:
                raise BadValue(f"the key {shown(key)} is given twice, at {self.place(begin)}")
            found[str(key)] = self.after_colon(depth) if self.peek() == ":" else ""
            self.separate("}")
        return found

    def after_colon(self, depth: int) -> Raw:
        """The value of a pair, from the colon on; nothing is null."""
        self.at += 1
        self.skip()
        return "" if self.peek() in (*",]}", "") else self.value(depth + 1)

    def closed_by(self, closing: str, start: int) -> bool:
        """Go to the next item, or over the closing bracket."""
        self.skip()
        if self.peek() == closing:
            self.at += 1
            return True
        if not self.peek():
            raise Unfinished(f"the {self.text[start]} at {self.place(start)} is not closed")
        return False

    def separate(self, closing: str) -> None:
        """Go over the comma after an item; the closing bracket may stand in its stead."""
        self.skip()
        if self.peek() == ",":
            self.at += 1
        elif self.peek() not in (closing, ""):
            raise BadValue(
                f"a comma or {closing} is missing before {shown(self.text[self.at :], 20)}, at {self.place()}"
            )

    def scalar(self) -> str:
        """Text inside brackets: quoted, or plain up to a comma, a bracket, or a colon before white space."""
        if self.peek() in ("'", '"'):
            return self.quoted()
        if self.peek() == "%":
            return self.percent()
        start = self.at
        while self.peek() and self.peek() not in ENDS and not self.at_colon():
            self.at += 1
        if self.at == start:
            raise BadValue(f"a value is missing before {self.peek()!r}, at {self.place()}")
        return self.text[start : self.at].rstrip()

    def at_colon(self) -> bool:
        """Whether a colon that ends a key stands here."""
        following = self.text[self.at + 1 : self.at + 2]
        return self.peek() == ":" and (not following or following.isspace() or following in ENDS)

    def percent(self) -> Quoted:
        """``%text%``: it ends at the first ``%`` that a comma, a bracket or a colon follows."""
        start = self.at
        end = start + 1
        while end < len(self.text):
            end = self.text.find("%", end)
            if end < 0:
                break
            self.at = end + 1
            self.skip()
            if not self.peek() or self.peek() in ENDS + ":":
                return Quoted(self.text[start + 1 : end])
            end += 1
        raise Unfinished(f"the % at {self.place(start)} is not closed")

    def quoted(self) -> Quoted:
        """Text between quotes: ``''`` is a quote between single ones, ``\\`` escapes between double ones."""
        start = self.at
        quote = self.peek()
        parts: list[str] = []
        self.at += 1
        while True:
            here = self.peek()
            if not here:
                raise Unfinished(f"the {quote} at {self.place(start)} is not closed")
            self.at += 1
            if here == quote == "'" == self.peek():
                self.at += 1
                parts.append("'")
            elif here == quote:
                return Quoted("".join(parts))
            elif here == "\\" and quote == '"':
                parts.append(self.escape())
            else:
                parts.append(here)

    def escape(self) -> str:
        """What the characters after a backslash stand for."""
        letter = self.peek()
        if letter in PLAIN_ESCAPES:
            self.at += 1
            return PLAIN_ESCAPES[letter]
        width = WIDTHS.get(letter, 0)
        digits = self.text[self.at + 1 : self.at + 1 + width]
        is_code = width > 0 and len(digits) == width and all(d in "0123456789abcdefABCDEF" for d in digits)
        if not is_code or not _is_character(int(digits, 16)):
            raise BadValue(f"\\{letter} is no escape of a quoted text, at {self.place(self.at - 1)}")
        self.at += 1 + width
        return chr(int(digits, 16))


def _is_character(code: int) -> bool:
    return code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
