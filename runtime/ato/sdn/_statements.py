"""Statements, one a line: where each begins and ends, and going on behind one that cannot be read."""

from __future__ import annotations

from ato.sdn._faults import Bounds, Broken
from ato.sdn._scan import END_OF_LINE, Scanner


class Statements(Scanner):
    """Goes from line to line. Between statements, the place is at the first character of a line's content."""

    def __init__(self, text: str, bounds: Bounds) -> None:
        super().__init__(text, bounds)
        self._indent = -1

    def _indent_is(self, indent: int) -> None:
        self._indent = indent

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

    def _refuse_deeper(self, level: int, start: int) -> None:
        """Lines that are indented more than the block, but not below a key."""
        if self._indent <= level:
            return
        is_dedent = "\n" in self.text[start : self.at].rstrip(" ")[:-1]
        message = "this line is indented like none above it" if is_dedent else "this line is indented too far"
        broken = Broken(self.fault_at(message, f"begin it in column {level + 1}"))
        self._recover(broken, level, self.at)
