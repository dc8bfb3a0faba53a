"""Expressions of Python views that are no expressions of the language: what they come to is not known.

Python adds what the language does not, and compares what it keeps apart. So a value or a condition of a
Python view that is ill typed here is no error: it is not understood, and the view is beyond proof (ATC009).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import ato.config as ato
from ato.config.composing._selection import PART
from ato.config.types._types import Bool, Int, Literal, Null, Str
from atoc.expr import parse_template, walk
from atoc.expr.findings import BAD_EXPRESSION
from atoc.expr.tree import Binary, Call, Index, Method, Name, Slice
from atoc.findings import Finding, Passed
from atoc.resolve.asked import templates
from atoc.resolve.declared import ScopeDeclaration
from atoc.resolve.lists import TypeOf, mixed
from atoc.source.python.parts import Unread
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


def otherwise_in_python(view: ViewDeclaration, type_of: TypeOf) -> Iterator[Finding]:
    """Where an expression of a Python view comes to something else there: it makes a text of a float, which
    may be a whole number there (``1``, not ``1.0``), or a list may meet a tuple.
    """
    for place in templates(view):
        parsed = parse_template(place).value
        if parsed is None:
            continue
        for node, _ in walk(parsed.tree):
            if isinstance(node, (Call, Method)) and _makes_text(node) and not _is_exact(node, type_of):
                message = "a float made a text, which Python may hold as a whole number"
                yield BAD_EXPRESSION.at(place.span, message)
        if any(mixed(parsed.tree, type_of)):
            yield BAD_EXPRESSION.at(place.span, "a list beside a tuple, which Python keeps apart")


def _makes_text(node: Call | Method) -> bool:
    return node.function == "str" if isinstance(node, Call) else node.name == "format"


def _is_exact(node: Call | Method, type_of: TypeOf) -> bool:
    """Whether what is made a text is the same in Python, down to how it is written."""
    for inner, _ in (pair for each in node.arguments for pair in walk(each)):
        match inner:
            case Name(path=path):
                type = type_of(path)
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


def not_said_in_python(
    view: ViewDeclaration, found: Iterable[Finding], hidden: frozenset[str]
) -> Passed[frozenset[str]] | None:
    """What a view may write that is not known, if the findings on its expressions say that there is some.

    ``hidden`` are the places at which there may be keys that nobody reads of. The findings are those that are
    left, with one in the place of those that are not errors here.
    """
    found = tuple(found)
    foreign = [finding for finding in found if _is_foreign(finding) or _may_be_hidden(finding, hidden)]
    if not foreign:
        return None
    name = view.name.text.partition(PART)[0]
    unread = [Unread(finding.span, f"an expression ({finding.message})") for finding in foreign]
    told = opaque(foreign[0].scope or "", name, unread)
    written = frozenset(() if view.writes is None else (entry.key.text for entry in view.writes.entries))
    kept = tuple(finding for finding in found if finding not in foreign)
    return Passed(written, (*kept, told))


def hidden_keys(scope: ScopeDeclaration) -> frozenset[str]:
    """The places at which a scope may have keys that nobody reads of: all of them are the empty path."""
    if not scope.is_inferred:
        return frozenset()
    everywhere = frozenset(("",) if scope.is_beyond else ())
    return everywhere.union(*(view.beyond for view in scope.views))


def _may_be_hidden(finding: Finding, hidden: frozenset[str]) -> bool:
    key = finding.key
    is_unknown = finding.code == "ATC104" and key is not None
    return is_unknown and any(not at or key == at or f"{key}.".startswith(f"{at}.") for at in hidden)
