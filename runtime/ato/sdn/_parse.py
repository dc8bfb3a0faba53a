"""From a text to a tree: blocks by their indentation, one statement a line, tables by their heads.

A block whose first line begins with ``name:``, ``name =`` or ``name |`` is a mapping, any other a list. A
statement that cannot be read is left out with what is indented below it, and reading goes on behind it, so
that all faults are told at once. Cost: linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ato.sdn._faults import DEFAULT, Bounds, Broken, Fault, Full
from ato.sdn._scan import END_OF_LINE, UNPRINTABLE, Scanner
from ato.sdn._tables import check_row, unknown_types, wrong_length
from ato.sdn._tree import Dict, Entry, List, Node, Scalar
from ato.sdn._words import NAME, shortened

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


class _Reader(Scanner):
    """Reads blocks. Between statements, the place is at the first character of a line's content."""

    def __init__(self, text: str, bounds: Bounds) -> None:
        super().__init__(text, bounds)
        self._indent = -1

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

    def _indent_is(self, indent: int) -> None:
        self._indent = indent

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

    # Lines

    def _next_line(self) -> None:
        """Go on to the content of the next line that has any, and note its indentation."""
        while True:
            start = self.at
            self.skip_space()
            blank = self.text[start : self.at]
            self.skip_comment()
            ended = END_OF_LINE.match(self.text, self.at)
            if ended is None:
                break
            if ended.end() == self.at:
                self._indent = -1
                return
            self.at = ended.end()
        self._indent = len(blank)
        if "\t" in blank:
            place = start + blank.index("\t")
            self.note("a tab stands in the indentation", "indent with spaces", start=place)
            self._indent = len(blank.expandtabs(4))

    def _finish(self) -> None:
        """The statement ends here: nothing but a comment may follow on its line."""
        self.skip_space()
        self.skip_comment()
        ended = END_OF_LINE.match(self.text, self.at)
        if ended is None:
            help = (
                "put a text with a comma in double quotes"
                if self.text[self.at] == ","
                else "one value a line"
            )
            self.stop(f"{self.found_here()} stands behind the value", help)
        self.at = ended.end()
        self._next_line()

    def _recover(self, broken: Broken, level: int, start: int) -> None:
        """Note the fault; go on behind the statement and what is indented below it."""
        self.record(broken.fault)
        if self._count > self.bounds.values:
            self.at = len(self.text)
            self._indent = -1
            return
        end = self.text.find("\n", start)
        self.at = len(self.text) if end < 0 else end + 1
        self._next_line()
        while self._indent > level or (self._indent >= 0 and self.text[self.at] in "]})"):
            end = self.text.find("\n", self.at)
            self.at = len(self.text) if end < 0 else end + 1
            self._next_line()

    # Blocks

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

    def _refuse_deeper(self, level: int, start: int) -> None:
        """Lines that are indented more than the block, but not below a key."""
        if self._indent <= level:
            return
        is_dedent = "\n" in self.text[start : self.at].rstrip(" ")[:-1]
        message = "this line is indented like none above it" if is_dedent else "this line is indented too far"
        broken = Broken(self.fault_at(message, f"begin it in column {level + 1}"))
        self._recover(broken, level, self.at)

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

    # Tables

    def _named_table(self, level: int) -> List:
        """``|a, b|`` and rows, or one row behind it."""
        start = self.at
        head = self._head("|")
        self._refuse_repeated(head)
        node = List(start, self.at, "rows", head=head)
        self.skip_space()
        if self.is_end() or self.text.startswith("#", self.at):
            self._finish()
            self._rows(node, level)
        else:
            self._row(node)
            self._finish()
        return node

    def _typed_table(self, level: int, depth: int) -> List:
        """``table{i32, str}`` and rows, or ``= [(1, a), (2, b)]`` behind it."""
        start = self.at
        self.at = self.text.index("{", start)
        head = self._head("}")
        self._record_all(unknown_types(head))
        node = List(start, self.at, "rows", head=head, is_typed=True)
        self.skip_space()
        if self.text.startswith("=", self.at):
            node.form = "tuples"
            self.at += 1
            self.skip_space()
            self._tuples(node)
            self._finish()
        else:
            self._finish()
            self._rows(node, level)
        return node

    def _head(self, closer: str) -> tuple[Scalar, ...]:
        """The names or types of a table, from the sign that opens it to the one that closes it."""
        start = self.at
        self.at += 1
        names: list[Scalar] = []
        self.skip_space()
        while not names or not self.text.startswith(closer, self.at):
            if not self.text.startswith('"', self.at) and NAME.match(self.text, self.at) is None:
                self.stop(f"a column must stand here, not {self.found_here()}")
            names.append(self.key())
            self.skip_space()
            if self.text.startswith(",", self.at):
                self.at += 1
                self.skip_space()
            elif not self.text.startswith(closer, self.at):
                self.stop(f"a comma or '{closer}' must stand before {self.found_here()}", start=start)
        self.at += 1
        return tuple(names)

    def _refuse_repeated(self, head: tuple[Scalar, ...]) -> None:
        known: dict[str, Scalar] = {}
        for name in head:
            first = known.setdefault(name.text, name)
            if first is not name:
                related = (first.start, first.end, "it is named first")
                message = f"'{shortened(name.text)}' names two columns of one table"
                self.record(Fault(name.start, name.end, message, (), related))

    def _record_all(self, faults: list[Fault]) -> None:
        for fault in faults:
            self.record(fault)

    def _rows(self, node: List, level: int) -> None:
        """The rows of a table: the lines below that are indented more than its key."""
        if self._indent <= level:
            return
        indent = self._indent
        while self._indent == indent:
            start = self.at
            self.level = indent
            try:
                self._row(node)
                self._finish()
            except Broken as broken:
                self._recover(broken, indent, start)
            self._refuse_deeper(indent, start)

    def _row(self, node: List) -> None:
        start = self.at
        cells = List(start, start, "rows", is_tuple=True)
        while True:
            self.skip_space()
            cells.items.append(self._cell(","))
            self.skip_space()
            if not self.text.startswith(",", self.at):
                break
            self.at += 1
        cells.end = max(self.at, cells.items[-1].end)
        self._enter_row(node, cells)

    def _cell(self, stops: str) -> Node:
        """The value of a cell; an empty one is an empty text."""
        if self.is_end() or self.text[self.at] in "#" + stops:
            self.counted()
            return Scalar(self.at, self.at, "", exact=False)
        return self.value(3, stops)

    def _enter_row(self, node: List, cells: List) -> None:
        """Add a row to its table: a tuple, or a mapping with the names of the head."""
        row = len(node.items) + 1
        node.end = cells.end
        if len(cells.items) != len(node.head):
            last = cells.items[-1]
            is_empty = isinstance(last, Scalar) and not last.text
            self.record(
                wrong_length(
                    row, len(cells.items), node.head, cells.start, cells.end, "" if is_empty else "x"
                )
            )
        elif node.is_typed:
            self._record_all(check_row(row, cells, node.head))
        if node.is_typed:
            node.items.append(cells)
            return
        entries = [Entry(key, value) for key, value in zip(node.head, cells.items)]
        node.items.append(Dict(cells.start, cells.end, "rows", entries))

    def _tuples(self, node: List) -> None:
        """``[(1, 2), (3, 4)]``."""
        start = self.at
        if not self.text.startswith("[", start):
            self.stop(
                f"'[' must follow '=', not {self.found_here()}", "as in table{i32, i32} = [(1, 2), (3, 4)]"
            )
        self.at += 1
        self.skip_lines()
        while not self._closes(start, "]", "table"):
            self._tuple(node)
            self._separate(start, "]", "table", by_line=False)
        node.end = self.at

    def _tuple(self, node: List) -> None:
        start = self.at
        if not self.text.startswith("(", start):
            self.stop(f"a row must begin with '(', not {self.found_here()}")
        self.at += 1
        cells = List(start, start, "tuples", is_tuple=True)
        self.skip_lines()
        while not self._closes(start, ")", "row"):
            cells.items.append(self._cell(",)"))
            self._separate(start, ")", "row", by_line=False)
        cells.end = self.at
        if not cells.items:
            self.stop("this row has no cells", start=start)
        self._enter_row(node, cells)
