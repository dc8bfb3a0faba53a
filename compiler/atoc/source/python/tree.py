"""Python text to the tree of libcst with the places of its nodes; nothing of it is ever run.

libcst reads on the stack of the machine, so that text which nests too deeply would end the process. What a
file holds is therefore counted first, by brackets and by the signs that lie on the way into them, and a file
beyond a bound is a finding.

Cost: linear in the text. A file in which no word of a scope occurs is not read at all.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from atoc.findings import Finding
from atoc.source.findings import UNREADABLE
from atoc.source.places import LONGEST_WORD, Places
from atoc.span import SourceFile, Span

MAX_CHARACTERS = 1_000_000
"""Characters of a Python file that is read."""

MAX_NESTING = 120
"""How many brackets and signs may lie on the way from the start of a line to a part of it."""

MAX_ELIFS = 60
"""How many ``elif`` may lie on the way to a line: each stands inside the one before it."""

_AT = re.compile(r"error at (\d+):(\d+)")
_LAST_WORD = re.compile(r"(?:\w+|[^\w\s])\Z")
_WORDS = re.compile(r"Scope|\bobserve\b|\bmanual\b")
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<prefix>(?:\b[A-Za-z]{1,2})?)(?P<text>'{3}(?:\\.|[^\\])*?'{3}|\"{3}(?:\\.|[^\\])*?\"{3}
        |'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")
    |(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<comma>[,;])|(?P<line>\n[ \t]*)
    |(?P<elif>\belif\b)|(?P<sign>[^\s\w]|\b(?:not|and|or|in|is|if|else|for|lambda|await|yield)\b)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class PythonTree:
    """A module with the places of its nodes."""

    file: SourceFile
    module: cst.Module
    places: Mapping[cst.CSTNode, CodeRange]

    def span(self, node: cst.CSTNode) -> Span:
        """Where a node stands."""
        place = self.places[node]
        start, end = place.start, place.end
        return Span(self.file.path, start.line, start.column + 1, end.line, end.column + 1)

    def text(self, node: cst.CSTNode) -> str:
        """The characters of a node."""
        return self.module.code_for_node(node)


def mentions_scopes(text: str) -> bool:
    """Whether a word of a scope occurs in the text."""
    return _WORDS.search(text) is not None


def parse_python(file: SourceFile) -> PythonTree | Finding:
    """The tree of a file, or the finding that it is no Python (ATC001)."""
    places = Places(file)
    refused = objection(file.text)
    if refused is not None:
        message, at = refused
        return UNREADABLE.at(
            places.span(at, at + 1), message, help=("a file of views is read for its views",)
        )
    try:
        module = cst.parse_module(file.text)
        found = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
    except cst.ParserSyntaxError as error:
        return _broken(file, places, error)
    except (RecursionError, UnicodeError, ValueError) as error:
        return UNREADABLE.at(Span.start_of(file.path), f"{file.path} cannot be read as Python: {error}")
    return PythonTree(file, module, found)


def _broken(file: SourceFile, places: Places, error: cst.ParserSyntaxError) -> Finding:
    """What is wrong, told at the word that libcst did not expect: it names the place where that ends."""
    found = _AT.search(error.message)
    line, column = (_line_of(file.text) or error.raw_line, 0) if found is None else map(int, found.groups())
    end = places.offset(line, column + 1)
    word = _LAST_WORD.search(file.text, max(0, end - LONGEST_WORD), end) if found and column else None
    stands = f"'{word.group()}' stands here, where Python" if word else "the line ends where Python"
    help = ("`python -m py_compile` on the file says more; a bracket or a quote above it may be open",)
    if found is None:
        message = error.message.rpartition("error: ")[2]
        return UNREADABLE.at(
            places.character(places.offset(line, 1)), f"the file is no Python: {message}", help=help
        )
    place = places.span(word.start(), end) if word else places.span(max(end - 1, 0), end)
    return UNREADABLE.at(place, f"{stands} expects something else", help=help)


def _line_of(text: str) -> int:
    """The line at which Python itself stops to read; 0 where it does not, or cannot say."""
    try:
        ast.parse(text)
    except SyntaxError as error:
        return error.lineno or 0
    except (ValueError, RecursionError, MemoryError):
        return 0
    return 0


def objection(text: str) -> tuple[str, int] | None:
    """What speaks against reading a text, with the offset where it begins."""
    if len(text) > MAX_CHARACTERS:
        return f"the file has more than {MAX_CHARACTERS:,} characters, the most that is read of Python", 0
    if "\0" in text:
        return "a NUL character stands here, which Python does not take", text.index("\0")
    depth, outer, elifs = 0, list[int](), dict[int, int]()
    for found in _TOKEN.finditer(text):
        kind, at = found.lastgroup, found.start()
        if kind == "open":
            outer.append(depth)
            depth += 1
        elif kind == "close":
            depth = outer.pop() if outer else 0
        elif kind == "comma":
            depth = outer[-1] + 1 if outer else 0
        elif kind == "line" and not outer:
            depth = _indents(found.group())
            _go_on(elifs, depth, text[found.end() : found.end() + 4])
        elif kind == "text":
            depth += 1 + (found["text"].count("{") if "f" in found["prefix"].lower() else 0)
        elif kind in ("sign", "elif"):
            depth += 1
        if depth > MAX_NESTING or sum(elifs.values()) > MAX_ELIFS:
            return "what stands here nests deeper than is read of Python", at
    return None


def _go_on(elifs: dict[int, int], depth: int, word: str) -> None:
    """Count an ``elif`` by how deep it stands, and end the chains that a line with this word ends."""
    if word[:1] in ("", "\n", "\r", "#"):
        return
    for other in [
        other for other in elifs if other > depth or (other == depth and word not in ("elif", "else"))
    ]:
        del elifs[other]
    if word == "elif":
        elifs[depth] = elifs.get(depth, 0) + 1


def _indents(line: str) -> int:
    """How deep a line is indented, at most."""
    return len(line) - 1
