"""Tables: a head of names or types, and rows below it, behind it or in brackets."""

from __future__ import annotations

from ato.config._errors import shortened
from ato.sdn._faults import Broken, Fault
from ato.sdn._statements import Statements
from ato.sdn._tables import check_row, unknown_types, wrong_length
from ato.sdn._tree import Dict, Entry, List, Node, Scalar
from ato.sdn._words import NAME


class Tables(Statements):
    """Reads what follows a key that begins a table."""

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
