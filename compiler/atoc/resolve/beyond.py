"""Expressions of Python views that are no expressions of the language: what they come to is not known.

Python adds what the language does not, and compares what it keeps apart. So a value or a condition of a
Python view that is ill typed here is no error: it is not understood, and the view is beyond proof (ATC009).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import ato.config as ato
from ato.config._selection import PART
from ato.config._types import Bool, Int, Literal, Null, Str
from atoc.expr import parse_template, walk
from atoc.expr.findings import BAD_EXPRESSION
from atoc.expr.tree import Binary, Call, Index, Method, Name, Slice
from atoc.findings import Finding, Passed
from atoc.resolve.paths import Paths
from atoc.source.node import Mapping, Node, Scalar
from atoc.source.python_parts import Unread
from atoc.syntax import ViewDeclaration
from atoc.syntax.findings import opaque

FOREIGN = frozenset(("ATC401", "ATC402"))
"""What is said of expressions that the language has not."""


_OTHER_SHAPES = re.compile(r"' is a struct and no field$|' leads into '")
"""What is said of names (ATC104) where Python takes a whole mapping, or a key of a value that has some."""


def _is_foreign(finding: Finding) -> bool:
    return finding.code in FOREIGN or (
        finding.code == "ATC104" and _OTHER_SHAPES.search(finding.message) is not None
    )


_EXACT = (Bool, Int, Str, Null, Literal)


def told_as_text(view: ViewDeclaration, paths: Paths) -> Iterator[Finding]:
    """Where a Python view makes a text of a float, which may be a whole number there: ``1``, not ``1.0``."""
    for place in _templates(view):
        parsed = parse_template(place).value
        for node, _ in () if parsed is None else walk(parsed.tree):
            if isinstance(node, (Call, Method)) and _makes_text(node) and not _is_exact(node, paths):
                message = "a float made a text, which Python may hold as a whole number"
                yield BAD_EXPRESSION.at(place.span, message)


def _templates(view: ViewDeclaration) -> Iterator[Scalar]:
    waiting: list[Node] = [] if view.writes is None else [view.writes]
    if view.when is not None:
        waiting.append(replace(view.when, style="quoted", text=f"${{{view.when.text}}}"))
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            waiting.extend(entry.value for entry in node.entries)
        elif isinstance(node, Scalar) and node.text.startswith("${"):
            yield node


def _makes_text(node: Call | Method) -> bool:
    return node.function == "str" if isinstance(node, Call) else node.name == "format"


def _is_exact(node: Call | Method, paths: Paths) -> bool:
    """Whether what is made a text is the same in Python, down to how it is written."""
    for inner, _ in (pair for each in node.arguments for pair in walk(each)):
        match inner:
            case Name(path=path):
                type = paths.type_of(path) if path in paths.leaves else None
                if type is None or not _is_of(type):
                    return False
            case Binary(operator="/" | "**") | Call() | Method() | Index() | Slice():
                return False
            case _:
                pass
    return True


def _is_of(type: ato.Type) -> bool:
    if isinstance(type, ato.Union):
        return all(map(_is_of, type.options))
    return isinstance(type, _EXACT)


def not_said_in_python(view: ViewDeclaration, found: Iterable[Finding]) -> Passed[frozenset[str]] | None:
    """What a view may write that is not known, if the findings on its expressions say that there is some.

    The findings are those that are left, with one in the place of those that are not errors here.
    """
    found = tuple(found)
    foreign = [finding for finding in found if _is_foreign(finding)]
    if not foreign:
        return None
    name = view.name.text.partition(PART)[0]
    unread = [Unread(finding.span, f"an expression ({finding.message})") for finding in foreign]
    told = opaque(foreign[0].scope or "", name, unread)
    written = frozenset(() if view.writes is None else (entry.key.text for entry in view.writes.entries))
    kept = tuple(finding for finding in found if not _is_foreign(finding))
    return Passed(written, (*kept, told))
