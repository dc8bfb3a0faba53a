"""Values within a line or in brackets, read character by character from a place that moves on."""

from __future__ import annotations

import re
from typing import NoReturn

from ato.config._errors import shortened
from ato.sdn._faults import DEFAULT, Bounds, Broken, Fault, Full
from ato.sdn._tree import Dict, Entry, List, Node, Scalar
from ato.sdn._words import NAME, BadWord, classified

SPACE = re.compile(r"[ \t]*")
WORD = re.compile(r"-?[0-9][0-9_]*(?:\.[0-9]+)?[eE]\+[0-9]+(?![A-Za-z0-9_./:-])|[A-Za-z0-9_./:-]+")
RUN = re.compile(r"[A-Za-z0-9_./@?&%+~{}$-]+|:(?![ \t\r\n]|\Z)")
END_OF_LINE = re.compile(r"\r?\n|\Z")
STRING = re.compile(r'[^"\\\n\r]+')
ESCAPES = {'"': '"', "\\": "\\", "n": "\n", "t": "\t", "r": "\r"}
CODE = re.compile(r"[0-9A-Fa-f]{4}")
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Scanner:
    """A text, the place in it, and what has been found so far."""

    def __init__(self, text: str, bounds: Bounds = DEFAULT) -> None:
        self.text = text
        self.at = 0
        self.bounds = bounds
        self.faults: list[Fault] = []
        self.comments: dict[int, int] = {}
        self.level = -1  # how far the statement is indented: what is in its brackets is indented further
        self._count = 0

    # Faults

    def stop(self, message: str, *help: str, start: int | None = None, end: int | None = None) -> NoReturn:
        """Refuse what stands here."""
        raise Broken(self.fault_at(message, *help, start=start, end=end))

    def fault_at(self, message: str, *help: str, start: int | None = None, end: int | None = None) -> Fault:
        """A fault from a place (this one) to another (one character further)."""
        start = self.at if start is None else start
        return Fault(start, max(start, min(start + 1 if end is None else end, len(self.text))), message, help)

    def note(self, message: str, *help: str, start: int | None = None, end: int | None = None) -> None:
        """Note a fault and go on."""
        self.record(self.fault_at(message, *help, start=start, end=end))

    def record(self, fault: Fault) -> None:
        """Note a fault; raises ``Full`` where no more are told."""
        self.faults.append(fault)
        if len(self.faults) >= self.bounds.faults:
            raise Full

    def found_here(self) -> str:
        """What stands here, as a message names it."""
        if self.is_end():
            return "the end of the line" if self.at < len(self.text) else "the end of the text"
        word = re.compile(r"[^\s,:=\[\]{}()#\"|]+|\S").match(self.text, self.at, self.at + 40)
        return f"'{shortened(word.group())}'" if word else "white space"

    def counted(self) -> None:
        """Count one more key or value."""
        self._count += 1
        if self._count > self.bounds.values:
            self.stop(f"this text holds more than {self.bounds.values:,} keys and values")

    def check_depth(self, depth: int) -> None:
        """Refuse a container that would stand too deep here."""
        if depth > self.bounds.depth:
            self.stop(f"this stands more than {self.bounds.depth} levels deep")

    # Space

    def is_end(self) -> bool:
        """Whether the line ends here."""
        return END_OF_LINE.match(self.text, self.at) is not None

    def skip_space(self) -> None:
        """Go on to what is no blank on this line."""
        found = SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def skip_comment(self) -> None:
        """Go on to the end of the line, if a comment begins here."""
        if self.text.startswith("#", self.at):
            end = self.text.find("\n", self.at)
            end = len(self.text) if end < 0 else end
            self.comments[self.at] = end - 1 if self.text[end - 1] == "\r" else end
            self.at = self.comments[self.at]

    def skip_lines(self) -> bool:
        """Go on to what is neither blank nor comment on this line or a later one; whether a line ended."""
        is_new = False
        while True:
            self.skip_space()
            self.skip_comment()
            ended = END_OF_LINE.match(self.text, self.at)
            if ended is None or ended.end() == self.at:
                return is_new
            self.at = ended.end()
            is_new = True

    # Values

    def value(self, depth: int, stops: str | None = None) -> Node:
        """The value that begins here; ``stops`` end a text on a line, None is a value in brackets."""
        self.counted()
        sign = self.text[self.at : self.at + 1]
        if sign == '"':
            return self.string()
        if sign == "{":
            return self.mapping(depth)
        if sign == "[":
            return self.sequence(depth)
        return self.run(stops) if stops is not None else self.word()

    def mapping(self, depth: int) -> Dict:
        """``{key: value, ...}``; a new line separates as a comma does."""
        self.check_depth(depth)
        node = Dict(self.at, self.at, "inline")
        known: dict[str, Entry] = {}
        self.at += 1
        self.skip_lines()
        while not self._closes(node.start, "}", "mapping"):
            key = self.key()
            self.skip_space()
            if self.text[self.at : self.at + 1] not in (":", "="):
                self.stop(f"a ':' must follow the key '{shortened(key.text)}', not {self.found_here()}")
            self.at += 1
            self.skip_lines()
            self._refuse_end(node.start, "}", "mapping")
            self.enter(node, Entry(key, self.value(depth + 1)), known)
            self._separate(node.start, "}", "mapping", by_line=True)
        node.end = self.at
        return node

    def sequence(self, depth: int) -> List:
        """``[value, ...]``."""
        self.check_depth(depth)
        node = List(self.at, self.at, "inline")
        self.at += 1
        self.skip_lines()
        while not self._closes(node.start, "]", "list"):
            node.items.append(self.value(depth + 1))
            self._separate(node.start, "]", "list", by_line=False)
        node.end = self.at
        return node

    def enter(self, node: Dict, entry: Entry, known: dict[str, Entry]) -> None:
        """Add an entry to a mapping, unless its key is among the known ones."""
        first = known.setdefault(entry.key.text, entry)
        if first is entry:
            node.entries.append(entry)
            return
        message = f"'{shortened(entry.key.text)}' is given twice in one mapping"
        related = (first.key.start, first.key.end, "it is given first")
        key = entry.key
        self.record(
            Fault(key.start, key.end, message, ("keep one of the two",), related, repeats=True, key=key.text)
        )

    def key(self) -> Scalar:
        """A name, or a text in quotes."""
        self.counted()
        if self.text.startswith('"', self.at):
            return self.string()
        found = NAME.match(self.text, self.at)
        if found is None:
            self.stop(
                f"a key must stand here, not {self.found_here()}", "other keys than names stand in quotes"
            )
        start, self.at = found.span()
        return Scalar(start, self.at, found.group())

    def _closes(self, start: int, closer: str, what: str) -> bool:
        self._refuse_end(start, closer, what)
        if not self.text.startswith(closer, self.at):
            return False
        self.at += 1
        return True

    def _refuse_end(self, start: int, closer: str, what: str) -> None:
        if self.at >= len(self.text):
            self._refuse_open(start, closer, what)

    def _refuse_open(self, start: int, closer: str, what: str) -> NoReturn:
        message = f"'{self.text[start]}' opens a {what} that is never closed"
        self.stop(message, f"add {closer} where the {what} ends", start=start)

    def _column(self) -> int:
        """How many characters of this line stand before the place."""
        return self.at - self.text.rfind("\n", 0, self.at) - 1

    def _separate(self, start: int, closer: str, what: str, *, by_line: bool) -> None:
        is_new = self.skip_lines()
        if is_new and not self.text.startswith(closer, self.at) and self._column() <= self.level:
            self._refuse_open(start, closer, what)
        if self.text.startswith(",", self.at):
            self.at += 1
            self.skip_lines()
        elif not self.text.startswith(closer, self.at) and not (is_new and by_line):
            self._refuse_end(start, closer, what)
            fault = self.fault_at(f"a comma or '{closer}' must stand before {self.found_here()}")
            opened = (start, start + 1, f"the {what} begins")
            raise Broken(Fault(fault.start, fault.end, fault.message, self._gap_help(), opened))

    def _gap_help(self) -> tuple[str, ...]:
        before = self.text[self.at - 1 : self.at]
        return ("a text with spaces stands in double quotes here",) if before in (" ", "\t") else ()

    def word(self) -> Scalar:
        """A word in brackets: without spaces, but with ``${...}``."""
        start = self.at
        while True:
            found = WORD.match(self.text, self.at)
            if found is not None:
                self.at = found.end()
            elif self.text.startswith("${", self.at):
                self._reference()
            else:
                break
        if self.at == start:
            self._stop_at_sign("a value must stand here")
        if self.text.startswith("#", self.at):
            self._stop_at_sign("a value ends here")
        return self._classified(start, is_line=False)

    def run(self, stops: str) -> Scalar:
        """A text on a line or in a cell, to the first of ``stops``, a comment or the end of the line."""
        start = end = self.at
        while not self.is_end() and self.text[self.at] not in stops:
            if self.text[self.at] in " \t":
                self.skip_space()
                if self.text.startswith("#", self.at):
                    break
                continue
            if self.text.startswith("${", self.at):
                self._reference()
            else:
                found = RUN.match(self.text, self.at)
                if found is None:
                    self._stop_at_sign(
                        "a value must stand here" if self.at == start else "this text ends here"
                    )
                word = found.group()
                dollar = word.find("${", 1)
                self.at += len(word) if dollar < 0 else dollar
            end = self.at
        self.at = end
        if start == end:
            self._stop_at_sign("a value must stand here")
        return self._classified(start, is_line=True)

    def _classified(self, start: int, *, is_line: bool) -> Scalar:
        word = self.text[start : self.at]
        try:
            kind, text = classified(word, self.bounds.digits, is_line=is_line)
        except BadWord as error:
            self.note(str(error), *error.help, start=start, end=self.at)
            kind, text = "text", word
        return Scalar(start, self.at, text, kind, exact=text == word)

    def _reference(self) -> None:
        """``${...}`` with whatever its braces hold, to the one that closes it."""
        start, open_braces = self.at, 0
        while not self.is_end():
            open_braces += {"{": 1, "}": -1}.get(self.text[self.at], 0)
            self.at += 1
            if open_braces == 0 and self.text[self.at - 1] == "}":
                return
        self.stop("'${' is never closed on its line", "add } where it ends", start=start, end=start + 2)

    def _stop_at_sign(self, before: str) -> NoReturn:
        sign = self.text[self.at : self.at + 1]
        if sign == "#":
            self.stop(
                f"{before}, where a '#' touches it", "put a space before the comment, or the text in quotes"
            )
        if sign == "'":
            self.stop("single quotes have no meaning here", "put the text in double quotes")
        if sign == ":" and before == "this text ends here":
            self.stop("a ':' with space behind it ends this text", "put the text in double quotes")
        help = () if self.is_end() else ("put a text that holds it in double quotes",)
        self.stop(
            f"{before}, not {self.found_here()}" if "must" in before else f"{before}, at {self.found_here()}",
            *help,
        )

    def string(self) -> Scalar:
        """A text in double quotes, on one line."""
        start = self.at
        self.at += 1
        parts: list[str] = []
        while not self.text.startswith('"', self.at):
            found = STRING.match(self.text, self.at)
            if found is not None:
                parts.append(found.group())
                self.at = found.end()
            elif self.text.startswith("\\", self.at):
                parts.append(self._escape())
            else:
                self.stop(
                    '" opens a text that is never closed on its line', 'add " where it ends', start=start
                )
        self.at += 1
        text = "".join(parts)
        return Scalar(start, self.at, text, quoted=True, exact=self.text[start + 1 : self.at - 1] == text)

    def _escape(self) -> str:
        start = self.at
        letter = self.text[start + 1 : start + 2]
        if letter in ESCAPES:
            self.at += 2
            return ESCAPES[letter]
        code = self._code(start) if letter == "u" else None
        if code is None:
            self.note(
                "this backslash does not begin a valid escape",
                'the escapes are \\" \\\\ \\n \\t \\r and \\uXXXX; or double the backslash',
                start=start,
                end=start + 2,
            )
            self.at += 1
            return "\\"
        self.at += 6
        if 0xD800 <= code < 0xDC00:
            low = self._code(self.at) if self.text.startswith("\\u", self.at) else None
            if low is not None and 0xDC00 <= low < 0xE000:
                self.at += 6
                return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00))
        if 0xD800 <= code < 0xE000:
            self.note(
                "this is half a character (a lone surrogate)", "write both halves", start=start, end=self.at
            )
            return "?"
        return chr(code)

    def _code(self, start: int) -> int | None:
        found = CODE.match(self.text, start + 2)
        return int(found.group(), 16) if found else None
