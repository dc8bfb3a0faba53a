"""From Python values to text that reads back as the same values.

Mappings are blocks, lists of scalars stand on one line while they fit, lists of mappings with the same keys
and scalar values are named tables, lists of tuples with one type a column are typed tables; what stands
in other lists is in brackets. A text is quoted wherever it would read back as something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, cast

from ato.config import ConfigError, Problem
from ato.config.formats._plain import quoted as in_quotes
from ato.config.types._values import is_list, is_tuple, spelled
from ato.sdn._words import NAME, SPECIAL, WORDS

if TYPE_CHECKING:
    from typing_extensions import TypeIs

WIDTH = 100
"""Columns that a list on one line may fill."""
INDENT = "    "
MAX_DEPTH = 90
"""How deep containers may stand in each other; a text may be deeper by what the writer does not use."""
BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*(?::[A-Za-z0-9_./-]+)*")
TYPES: dict[object, str] = {float: "f64", bool: "bool", str: "str"}
ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def dumps(value: object) -> str:
    """The text of a mapping or list.

    Texts, numbers, booleans, None, lists, mappings with text keys, and lists of tuples of one length and one
    type a column read back as they are; any other tuple as a list. Raises ``ConfigError`` with every part
    that cannot be said: other types, floats that are no numbers, keys that are no texts, or a scalar alone.
    """
    return _Writer(are_specials_bare=False).document(value)


def typed_text(value: object) -> str:
    """The same for values whose types are known where they are read: ``inf`` and ``nan`` stand as words."""
    return _Writer(are_specials_bare=True).document(value)


def inline(value: object) -> str:
    """A value on one line, as it stands behind a key or in brackets; raises ``ConfigError``."""
    writer = _Writer(are_specials_bare=False)
    text = writer.inline(value, "", 1)
    writer.refuse()
    return text


def statement(key: str, value: object, indent: str) -> list[str]:
    """The lines of a key with its value, indented so; raises ``ConfigError``."""
    writer = _Writer(are_specials_bare=False)
    lines = writer.entry(key, value, indent, key, 1)
    writer.refuse()
    return lines


def row_text(values: Sequence[object]) -> str:
    """The cells of a row of a table; raises ``ConfigError``."""
    return ", ".join(inline(value) for value in values)


def key_text(key: str) -> str:
    """A key as it is written."""
    return key if NAME.fullmatch(key) else quoted(key)


def quoted(text: str) -> str:
    """A text in double quotes."""
    return in_quotes(text, ESCAPES)


class _Writer:
    """Writes one value, and notes what of it cannot be written."""

    def __init__(self, *, are_specials_bare: bool) -> None:
        self._are_specials_bare = are_specials_bare
        self._problems: list[Problem] = []

    def refuse(self) -> None:
        """Raise what has been noted."""
        if self._problems:
            raise ConfigError(self._problems)

    def document(self, value: object) -> str:
        """A whole text."""
        if is_mapping(value):
            lines = self.block(value, "", "", 1) or ["{}"]
        elif is_list(value) or is_tuple(value):
            text = self.inline(value, "", 1)
            items = [self.inline(item, f"[{index}]", 2) for index, item in enumerate(value)]
            is_short = len(text) <= WIDTH
            lines = [text] if is_short else ["[", *(f"{INDENT}{item}," for item in items), "]"]
        else:
            help = ("put it below a key",)
            raise ConfigError(
                [Problem(spelled(value), "a text holds a mapping or a list, not a value alone", help)]
            )
        self.refuse()
        return "\n".join(lines) + "\n"

    def block(self, mapping: Mapping[object, object], indent: str, path: str, depth: int) -> list[str]:
        """The lines of a mapping."""
        lines: list[str] = []
        for key, value in mapping.items():
            place = f"{path}.{key}".lstrip(".")
            if not isinstance(key, str):
                self._note(place, f"the key {spelled(key)} is not a text")
                continue
            lines += self.entry(key, value, indent, place, depth)
        return lines

    def entry(self, key: str, value: object, indent: str, path: str, depth: int) -> list[str]:
        """The lines of a key with its value."""
        name = f"{indent}{self._key(key, path)}"
        if is_mapping(value) and value and self._is_within(depth, path):
            return [f"{name}:", *self.block(value, indent + INDENT, path, depth + 1)]
        if is_list(value) or is_tuple(value):
            return self._list(name, value, indent, path, depth) if value else [f"{name}: []"]
        return [f"{name}: {self.inline(value, path, depth)}"]

    def _list(self, name: str, items: Sequence[object], indent: str, path: str, depth: int) -> list[str]:
        columns = _columns(items)
        if columns is not None:
            rows = [list(cast("Mapping[str, object]", item).values()) for item in items]
            head = f"{name} |{', '.join(self._key(column, path) for column in columns)}|"
            return [head, *(self._row(row, indent, f"{path}[{at}]") for at, row in enumerate(rows))]
        types = _types(items)
        if types is not None:
            rows = [list(cast("Sequence[object]", item)) for item in items]
            head = f"{name}: table{{{', '.join(types)}}}"
            return [head, *(self._row(row, indent, f"{path}[{at}]") for at, row in enumerate(rows))]
        text = f"{name}: {self.inline(items, path, depth)}"
        if len(text) <= WIDTH or not self._is_within(depth + 1, path):
            return [text]
        lines = [self.inline(item, f"{path}[{at}]", depth + 1) for at, item in enumerate(items)]
        return [f"{name}:", *(f"{indent}{INDENT}{line}" for line in lines)]

    def _row(self, row: Sequence[object], indent: str, path: str) -> str:
        return f"{indent}{INDENT}{', '.join(self.inline(cell, path, 3) for cell in row)}"

    def inline(self, value: object, path: str, depth: int) -> str:
        """A value on one line."""
        if is_mapping(value):
            if not self._is_within(depth, path):
                return "{}"
            pairs = (self._pair(key, item, path, depth) for key, item in value.items())
            return "{" + ", ".join(pairs) + "}"
        if is_list(value) or is_tuple(value):
            if not self._is_within(depth, path):
                return "[]"
            items = (self.inline(item, f"{path}[{at}]", depth + 1) for at, item in enumerate(value))
            return "[" + ", ".join(items) + "]"
        return self._scalar(value, path)

    def _pair(self, key: object, value: object, path: str, depth: int) -> str:
        place = f"{path}.{key}".lstrip(".")
        if not isinstance(key, str):
            self._note(place, f"the key {spelled(key)} is not a text")
            return ""
        return f"{self._key(key, place)}: {self.inline(value, place, depth + 1)}"

    def _scalar(self, value: object, path: str) -> str:
        if value is None:
            return "null"
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            return self._int(int(value), path)
        if isinstance(value, float):
            return self._float(float(value), path)
        if isinstance(value, str):
            is_bare = (
                BARE.fullmatch(value) and value not in WORDS and value not in SPECIAL and value != "table"
            )
            return str(value) if is_bare else self._quoted(value, path)
        self._note(path, f"{spelled(value)} ({type(value).__name__}) cannot be written", "write it as text")
        return "null"

    def _int(self, value: int, path: str) -> str:
        if value.bit_length() <= 13_000:
            return str(value)
        self._note(path, f"an int of {value.bit_length()} bits is longer than is read back")
        return "0"

    def _float(self, value: float, path: str) -> str:
        if isfinite(value) or self._are_specials_bare:
            return repr(value)
        self._note(path, f"{value} is no number, and is only known in a column of floats", "write it as text")
        return "0.0"

    def _key(self, key: str, path: str) -> str:
        return key if NAME.fullmatch(key) else self._quoted(key, path)

    def _quoted(self, text: str, path: str) -> str:
        try:
            return quoted(text)
        except ConfigError as error:
            self._note(path, error.problems[0].message)
            return '""'

    def _is_within(self, depth: int, path: str) -> bool:
        if depth <= MAX_DEPTH:
            return True
        self._note(path[:80], f"containers stand more than {MAX_DEPTH} deep in each other")
        return False

    def _note(self, path: str, message: str, *help: str) -> None:
        self._problems.append(Problem(path, message, help))


def _columns(items: Sequence[object]) -> list[str] | None:
    """The columns of a uniform list of flat mappings; None for any other."""
    first = items[0]
    if not is_mapping(first) or not first:
        return None
    columns = list(first)
    if not all(isinstance(column, str) for column in columns):
        return None
    for item in items:
        if not is_mapping(item) or list(item) != columns:
            return None
        if any(_is_container(value) for value in item.values()):
            return None
    return cast("list[str]", columns)


def _types(items: Sequence[object]) -> list[str] | None:
    """The types of the columns of a list of tuples of one length; None for any other."""
    first = items[0]
    if not is_tuple(first) or not first:
        return None
    rows = [item for item in items if is_tuple(item) and len(item) == len(first)]
    if len(rows) < len(items):
        return None
    types = [_type_of([row[column] for row in rows]) for column in range(len(first))]
    found = [type for type in types if type is not None]
    return found if len(found) == len(types) else None


def _type_of(column: list[object]) -> str | None:
    kinds: set[object] = {type(value) for value in column}
    if kinds == {int}:
        values = cast("list[int]", column)
        if all(-(2**63) <= value < 2**63 for value in values):
            return "i64"
        return "u64" if all(0 <= value < 2**64 for value in values) else None
    return TYPES.get(kinds.pop()) if len(kinds) == 1 else None


def is_mapping(value: object) -> TypeIs[Mapping[object, object]]:
    """Whether it is a mapping of any class; tells a type checker that nothing is known of its items."""
    return isinstance(value, Mapping)


def _is_container(value: object) -> bool:
    return is_mapping(value) or is_list(value) or is_tuple(value)
