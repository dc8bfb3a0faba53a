"""The words of the XYZ format: what stands on one line, how it is written, and how it is read.

A value stands bare where it reads back to itself: ``None``, ``True``, ``-3``, ``1e-05``, ``resnet50``. Other
text is written ``[Text] "..."`` with JSON's escapes, and so is a key that a line could not hold. Text without
that mark means what it always meant, so what was written before the mark was known can still be read.
"""

from __future__ import annotations

from ato.config import BadValue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT = "[Text] "
"""Marks text in double quotes."""
EMPTY_SEQUENCE = "[Empty Sequence]"
EMPTY_MAPPING = "[Empty Mapping]"
FORMATS = ("key_prefix", "key_postfix", "index_prefix", "index_postfix")
"""What a custom format may set; each may stand in a header line ``name -> value``."""

_WORDS: dict[str, object] = {"none": None, "true": True, "false": False}
_NO_NUMBERS = ("inf", "+inf", "-inf", "nan")
_NUMERIC = frozenset("0123456789.e+-")
_INDEX_DIGITS = 9
MOST_DIGITS = 3500
"""Digits of a number; Python refuses to read much longer integers."""


def read_scalar(text: str) -> object:
    """The value of a word; text that is nothing else is itself. Raises ``BadValue`` for broken text."""
    if text.startswith(TEXT):
        return _unquoted(text)
    if text == EMPTY_SEQUENCE:
        return []
    if text == EMPTY_MAPPING:
        return {}
    folded = text.lower()
    if folded in _WORDS:
        return _WORDS[folded]
    number = _number(folded)
    return text if number is None else number


def _number(text: str) -> int | float | None:
    """The number that Python or YAML would write so, or None."""
    if text in _NO_NUMBERS:
        return float(text)
    digits = text.lstrip("+-").removeprefix(".")
    if not digits[:1].isdecimal() or len(text) > MOST_DIGITS or not _NUMERIC.issuperset(text):
        return None
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return None


def _unquoted(text: str) -> str:
    from json import loads

    try:
        found: object = loads(text.removeprefix(TEXT))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, str):
        raise BadValue(f"{TEXT.strip()} is followed by text in double quotes")
    return found


def write_scalar(value: object) -> str:
    """A value as a word or text that reads back to it; of what is no plain value, its text."""
    if value is None or isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return float.__repr__(value)
    if isinstance(value, int):
        return int.__repr__(value)
    text = str(value)
    is_bare = bool(text) and text.isprintable() and text == text.strip() and read_bare(text) == text
    return text if is_bare else quoted(text)


def read_bare(text: str) -> object:
    """The value of a word, or None where the word is broken text."""
    try:
        return read_scalar(text)
    except BadValue:
        return None


def quoted(text: str) -> str:
    """Text with its mark."""
    from json import dumps

    return TEXT + dumps(text)


class Format:
    """How keys and indices look on a line: what stands before and after them."""

    __slots__ = ("given", "index_postfix", "index_prefix", "key_postfix", "key_prefix")

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        self.given = dict(given or {})
        for name in self.given:
            if name not in FORMATS:
                raise BadValue(f"a format sets {', '.join(FORMATS)}, and not {name!r}")
        self.key_prefix = self.given.get("key_prefix", "")
        self.key_postfix = self.given.get("key_postfix", "") or ":"
        self.index_prefix = self.given.get("index_prefix", "")
        self.index_postfix = self.given.get("index_postfix", "") or ")"

    def header(self) -> list[str]:
        """The lines that tell a reader of this format."""
        return [f"{name} -> {_header_value(value)}" for name, value in self.given.items()]

    def name_of(self, key: object) -> str:
        """A key as a line begins with it. Raises ``BadValue`` where no spelling reads back to it."""
        text = str(key)
        bare = self.key_prefix + text + self.key_postfix
        if text.isprintable() and not text.startswith(TEXT) and self._reads_as(bare, text):
            return bare
        return self._checked(self.key_prefix + quoted(text) + self.key_postfix, text)

    def index_of(self, index: int) -> str:
        """An index as a line begins with it. Raises ``BadValue`` where it does not read back."""
        return self._checked(f"{self.index_prefix}{index}{self.index_postfix}", index)

    def _checked(self, begin: str, name: str | int) -> str:
        if self._reads_as(begin, name):
            return begin
        raise BadValue(f"keys and indices cannot be told apart in the format {self.given!r}")

    def _reads_as(self, begin: str, name: str | int) -> bool:
        """Whether a line that begins so reads as this key or index, with a value and without one."""
        alone, valued = begin.strip(), f"{begin} 1".strip()
        return not is_header(begin) and self.split(alone) == (name, "") and self.split(valued) == (name, "1")

    def split(self, line: str) -> tuple[str | int | None, str]:
        """The key or index that a line begins with, None where there is none, and the rest of it."""
        return self._index(line) or self._key(line) or (None, line)

    def _index(self, line: str) -> tuple[int, str] | None:
        if not line.startswith(self.index_prefix):
            return None
        digits, found, rest = line[len(self.index_prefix) :].partition(self.index_postfix)
        if not found or not digits.strip().isdecimal() or len(digits) > _INDEX_DIGITS:
            return None
        return int(digits), rest.strip()

    def _key(self, line: str) -> tuple[str, str] | None:
        if not line.startswith(self.key_prefix):
            return None
        line = line[len(self.key_prefix) :]
        if line.startswith(TEXT + '"'):
            return self._quoted_key(line)
        before, found, rest = (line + " ").partition(self.key_postfix + " ")
        if not found:
            before, found, rest = line.partition(self.key_postfix)
        return (before.strip(), rest.strip()) if found else None

    def _quoted_key(self, line: str) -> tuple[str, str] | None:
        from json import JSONDecoder

        try:
            key, end = JSONDecoder().raw_decode(line, len(TEXT))
        except ValueError:
            return None
        rest = line[end:]
        return (key, rest[len(self.key_postfix) :].strip()) if rest.startswith(self.key_postfix) else None


def _header_value(value: str) -> str:
    is_plain = value == value.strip() and value.isprintable() and not value.startswith(TEXT)
    return value if is_plain else quoted(value)


def read_format(lines: list[str]) -> dict[str, str]:
    """What the header lines set; names are spelled with ``_``, and were once read with ``-``."""
    found: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition("->")
        value = value.strip()
        found[name.strip().replace("-", "_")] = _unquoted(value) if value.startswith(TEXT) else value
    return found


def is_header(line: str) -> bool:
    """Whether a line tells of the format."""
    name, found, _ = line.partition("->")
    return bool(found) and name.strip().replace("-", "_") in FORMATS
