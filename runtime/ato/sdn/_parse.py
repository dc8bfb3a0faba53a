"""From a text to a tree: blocks by their indentation, one statement a line, tables by their heads.

A block whose first line begins with ``name:``, ``name =`` or ``name |`` is a mapping, any other a list. A
statement that cannot be read is left out with what is indented below it, and reading goes on behind it, so
that all faults are told at once. Cost: linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ato.config._errors import shortened
from ato.sdn._faults import DEFAULT, Bounds, Broken, Fault, Full
from ato.sdn._scan import UNPRINTABLE
from ato.sdn._table_reader import Tables
from ato.sdn._tree import Dict, Entry, List, Node, Scalar

ENTRY = re.compile(
    r'(?:[A-Za-z_][A-Za-z0-9_]*[ \t]*(?:[=|]|:(?=[ \t\r\n"\[{#]|\Z))|"(?:[^"\\\n]|\\.)*"[ \t]*[=|:])'
)
NO_NAME = re.compile(r"(- +)?([A-Za-z0-9_][A-Za-z0-9_./-]*)[ \t]*(?::(?=[ \t\r\n]|\Z)|=)")
GLUED = re.compile(r"[A-Za-z_][A-Za-z0-9_]*:(?![:/])")
TABLE = re.compile(r"table[ \t]*\{")
ITEM = re.compile(r"-[ \t]+")


@dataclass(frozen=True)
class Parsed:
    """What has been read: the tree, None where the text has no content, the faults, and the comments."""

    root: Node | None
    faults: tuple[Fault, ...]
    comments: tuple[tuple[int, int], ...]


def parse(text: str, bounds: Bounds = DEFAULT) -> Parsed:
    """Read a text; what is faulty is left out of the tree."""
    found = UNPRINTABLE.search(text)
    if found is not None:
        message = f"U+{ord(found.group()):04X} is a control character, and a text has none"
        return Parsed(None, (Fault(*found.span(), message, ("write it as \\uXXXX in double quotes",)),), ())
    reader = _Reader(text, bounds)
    root: Node | None = None
    try:
        root = reader.document()
    except Broken as broken:
        reader.faults.append(broken.fault)
    except Full:
        pass
    faults = sorted(reader.faults, key=lambda fault: fault.start)
    return Parsed(root, tuple(faults), tuple(sorted(reader.comments.items())))


class _Reader(Tables):
    """Reads blocks."""

    def document(self) -> Node | None:
        """The whole text: one value in brackets, or a block."""
        self._next_line()
        if self._indent < 0:
            return None
        start = self.at
        if self._indent > 0:
            self.note("the first line is indented", "begin it at the start of the line")
        if self.text[start] in "{[":
            whole = self._whole()
            if whole is not None:
                return whole
        root = self._block(self._indent, 1)
        while self._indent >= 0:
            self.note("this is indented less than the first line", "begin all keys in the same column")
            self._indent_is(0)
            self._block(0, 1)
        return root

    def _whole(self) -> Node | None:
        """The value in brackets that is all there is; None where more follows, and nothing is read."""
        start, count = self.at, len(self.faults)
        try:
            node = self.value(1)
        except Broken as broken:
            if not self.text[self.at :].strip() or not self._has_more_values(start):
                raise
            self._back(start, count, broken)
            return None
        self.skip_lines()
        if self.at >= len(self.text):
            return node
        if self.text[start] == "{" and "\n" not in self.text[node.end : self.at]:
            self.stop(f"{self.found_here()} follows after the end of the document")
        self._back(start, count, None)
        return None

    def _has_more_values(self, start: int) -> bool:
        """Whether other lines begin with brackets too, so that the first value is not the whole."""
        return re.compile(r"\n[\[{]").search(self.text, start) is not None

    def _back(self, start: int, count: int, broken: Broken | None) -> None:
        del self.faults[count:]
        self.at = start
        self._count = 0

    def _block(self, level: int, depth: int) -> Node:
        """The lines from here on that are indented so."""
        self.check_depth(depth)
        is_dict = ENTRY.match(self.text, self.at) is not None
        node: Dict | List = Dict(self.at, self.at, "block") if is_dict else List(self.at, self.at, "block")
        known: dict[str, Entry] = {}
        while self._indent == level:
            start = self.at
            self.level = level
            try:
                if isinstance(node, Dict):
                    self._entry(node, known, level, depth)
                else:
                    self._item(node, depth)
            except Broken as broken:
                self._recover(broken, level, start)
            self._refuse_deeper(level, start)
        return node

    def _entry(self, node: Dict, known: dict[str, Entry], level: int, depth: int) -> None:
        if ENTRY.match(self.text, self.at) is None:
            self._refuse_item(node)
        key = self.key()
        self.skip_space()
        sign = self.text[self.at]
        if sign == "|":
            value: Node = self._named_table(level)
        else:
            self.at += 1
            value = self._assigned(sign, level, depth)
        node.end = max(node.end, value.end, key.end)
        self.enter(node, Entry(key, value), known)

    def _refuse_item(self, node: Dict | List) -> None:
        found = NO_NAME.match(self.text, self.at)
        if found is not None and not found[1]:
            name = found[2]
            self.stop(
                f"'{shortened(name)}' is no name",
                f'a key of other characters is quoted: "{name}"',
                end=found.end(2),
            )
        if isinstance(node, List):
            return
        glued = GLUED.match(self.text, self.at)
        help = ("put a space behind the ':'",) if glued else ("write 'key: value'",)
        fault = self.fault_at("a value without a key stands in a mapping", *help)
        first = node.entries[0].key if node.entries else None
        related = None if first is None else (first.start, first.end, "the mapping begins")
        raise Broken(Fault(fault.start, fault.end, fault.message, help, related))

    def _item(self, node: List, depth: int) -> None:
        if ENTRY.match(self.text, self.at) is not None and node.items:
            fault = self.fault_at("a key stands in a list", "write the item as {key: value}")
            first = node.items[0]
            related = (first.start, first.end, "the list begins")
            raise Broken(Fault(fault.start, fault.end, fault.message, fault.help, related))
        self._refuse_item(node)
        mark = ITEM.match(self.text, self.at)
        if mark is not None:
            self.at = mark.end()
            if ENTRY.match(self.text, self.at):
                self.stop("a key stands in a list", "write the item as {key: value}")
        item = self.value(depth + 1, stops="")
        node.items.append(item)
        node.end = item.end
        self._finish()

    def _assigned(self, sign: str, level: int, depth: int) -> Node:
        """What follows a key and ``:`` or ``=``."""
        before = self.at
        self.skip_space()
        if self.is_end() or self.text.startswith("#", self.at):
            if sign == "=":
                self.stop("a value must follow '=' on its line", "a block begins with ':'", start=before - 1)
            self.skip_comment()
            self._finish()
            if self._indent > level:
                return self._block(self._indent, depth + 1)
            return Scalar(before, before, "null", "null", exact=False)
        if TABLE.match(self.text, self.at):
            return self._typed_table(level, depth)
        value = self.value(depth + 1, stops="")
        self._finish()
        return value
