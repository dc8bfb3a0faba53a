"""Changes of a text as stretches that are replaced, so that every other character stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ato.config import ConfigError, Problem
from ato.config.types._values import is_dict, is_list, is_tuple
from ato.sdn._tree import Dict, Entry, List, Node, Scalar
from ato.sdn._write import INDENT, inline, key_text, row_text, statement


@dataclass(frozen=True)
class Edit:
    """What stands from one offset to another is replaced."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Spot:
    """A value with the container that it stands in, and its key or index there."""

    node: Node
    container: Dict | List | None
    step: str | int
    around: Spot | None

    @property
    def entry(self) -> Entry | None:
        """The entry of a value in a mapping."""
        return self.container.get(str(self.step)) if isinstance(self.container, Dict) else None

    @property
    def is_statement(self) -> bool:
        """Whether it stands behind a key of its own line or lines."""
        return isinstance(self.container, Dict) and self.container.form == "block"


def replace(text: str, spot: Spot, value: object) -> Edit:
    """Another value in the place of one."""
    node, entry = spot.node, spot.entry
    if isinstance(node, Dict) and node.form == "rows" and isinstance(spot.container, List):
        return Edit(node.start, node.end, _cells(spot.container, value))
    if isinstance(node, List) and node.is_tuple:
        return Edit(node.start, node.end, _tuple(node, value))
    is_simple = isinstance(node, Scalar) or node.form == "inline"
    if spot.is_statement and entry is not None and not (is_simple and (_is_scalar(value) or not value)):
        start = text.rfind("\n", 0, entry.key.start) + 1
        lines = statement(entry.key.text, value, text[start : entry.key.start])
        return Edit(start, max(node.end, entry.key.end), _newline(text).join(lines))
    written = inline(value)
    is_glued = node.start > 0 and node.start == node.end and text[node.start - 1] in ":="
    return Edit(node.start, node.end, f" {written}" if is_glued else written)


def insert(text: str, node: Dict, key: str, value: object) -> Edit:
    """A key at the end of a mapping."""
    if node.form == "rows":
        raise _refusal(key, "a row of a table has the columns of its head", "change the table as a whole")
    if node.form == "block":
        last = node.entries[-1]
        first = node.entries[0].key.start
        indent = " " * (first - text.rfind("\n", 0, first) - 1)
        return _line_behind(text, max(last.key.end, last.value.end), statement(key, value, indent))
    pair = f"{key_text(key)}: {inline(value)}"
    return _behind(node.start, [entry.value.end for entry in node.entries], pair)


def append(text: str, spot: Spot, value: object) -> Edit:
    """An item at the end of a list."""
    node = spot.node
    if not isinstance(node, List):
        raise _refusal(str(spot.step), "is no list")
    if node.form == "block":
        start = node.items[-1].start
        before = text[text.rfind("\n", 0, start) + 1 : start]
        return _line_behind(text, node.items[-1].end, [before + inline(value)])
    if node.form in ("inline", "tuples"):
        ends = [item.end for item in node.items]
        written = inline(value) if node.form == "inline" else _tuple(node, value)
        return _behind(text.index("[", node.start), ends, written)
    return _row(text, spot, node, value)


def _row(text: str, spot: Spot, node: List, value: object) -> Edit:
    """A row at the end of a table; one that has its only row behind its head is written anew."""
    cells = row_text(_tuple_of(value, node)) if node.is_typed else _cells(node, value)
    head_end = node.head[-1].end
    if node.items and "\n" not in text[head_end : node.items[0].start]:
        entry = spot.entry
        start = text.rfind("\n", 0, node.start) + 1 if entry is None else entry.key.start
        indent = " " * (start - text.rfind("\n", 0, start) - 1) + INDENT
        own = text[node.items[0].start : node.items[0].end]
        closed = text.index("}" if node.is_typed else "|", head_end) + 1
        return Edit(closed, node.end, "".join(f"{_newline(text)}{indent}{row}" for row in (own, cells)))
    if node.items:
        start = node.items[-1].start
        return _line_behind(text, node.end, [" " * (start - text.rfind("\n", 0, start) - 1) + cells])
    line = text.rfind("\n", 0, node.start) + 1
    indent = " " * (len(text[line:]) - len(text[line:].lstrip(" "))) + INDENT
    return _line_behind(text, node.end, [indent + cells])


def remove(text: str, spot: Spot) -> Edit:
    """A key or item away; where it is the last of a block, an empty container stays."""
    container, node, entry = spot.container, spot.node, spot.entry
    if (isinstance(container, Dict) and container.form == "rows") or (
        isinstance(container, List) and container.is_tuple
    ):
        raise _refusal(str(spot.step), "a cell of a table cannot go alone", "remove its row")
    if container is None:
        raise _refusal("", "the whole document cannot be removed")
    starts, ends = _stretches(container)
    index = list(container.entries).index(entry) if isinstance(container, Dict) and entry else int(spot.step)
    is_in_lines = container.form in ("block", "rows")
    if is_in_lines and len(starts) == 1 and spot.around is not None:
        return replace(text, spot.around, {} if isinstance(container, Dict) else [])
    if is_in_lines:
        start = text.rfind("\n", 0, starts[index]) + 1
        end = text.find("\n", max(ends[index], starts[index]))
        return Edit(start, len(text) if end < 0 else end + 1, "")
    if index + 1 < len(starts):
        return Edit(starts[index], starts[index + 1], "")
    return Edit(ends[index - 1] if index else starts[0], max(ends[index], node.end), "")


def _stretches(container: Dict | List) -> tuple[list[int], list[int]]:
    """Where the parts of a container begin and end."""
    if isinstance(container, List):
        return [item.start for item in container.items], [item.end for item in container.items]
    entries = container.entries
    return [entry.key.start for entry in entries], [max(entry.key.end, entry.value.end) for entry in entries]


def _behind(opener: int, ends: Sequence[int], written: str) -> Edit:
    """Something more in brackets."""
    if ends:
        return Edit(ends[-1], ends[-1], f", {written}")
    return Edit(opener + 1, opener + 1, written)


def _line_behind(text: str, offset: int, lines: Sequence[str]) -> Edit:
    """Lines behind the one that an offset is on."""
    newline = _newline(text)
    end = text.find("\n", offset)
    if end < 0:
        return Edit(len(text), len(text), "".join(newline + line for line in lines) + newline)
    return Edit(end + 1, end + 1, "".join(line + newline for line in lines))


def _cells(table: List, value: object) -> str:
    """A mapping as a row of a named table."""
    columns = [name.text for name in table.head]
    if not is_dict(value) or sorted(map(str, value)) != sorted(columns):
        raise _refusal("", f"a row of this table is a mapping of {', '.join(columns)}")
    return row_text([value[column] for column in columns])


def _tuple(node: List, value: object) -> str:
    """A row of a typed table, in parentheses where those stand."""
    cells = row_text(_tuple_of(value, node))
    return f"({cells})" if node.form == "tuples" else cells


def _tuple_of(value: object, node: List) -> list[object]:
    if is_list(value) or is_tuple(value):
        return list(value)
    raise _refusal("", f"a row of this table is a list of {len(node.head or node.items)} values")


def _is_scalar(value: object) -> bool:
    return not (is_dict(value) or is_list(value) or is_tuple(value))


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _refusal(subject: str, message: str, *help: str) -> ConfigError:
    return ConfigError([Problem(subject, message, help)])
