"""What a Python file says about itself and its fields: the texts of manuals, and where its code begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from inspect import cleandoc

import libcst as cst

from atoc.source.python.names import top_of
from atoc.source.python.tree import PythonTree
from atoc.source.python.values import Values, constant_text


def docs_of(function: cst.FunctionDef, values: Values) -> dict[str, str]:
    """The docs that a manual gives by assignment; whatever else it does says nothing of fields."""
    docs: dict[str, str] = {}
    for statement in top_of(function.body.body):
        if isinstance(statement, cst.Assign) and len(statement.targets) == 1:
            path = values.path(statement.targets[0].target)
            text = constant_text(statement.value)
            if path and text is not None:
                docs[".".join(path)] = text
    return docs


def docs_in(given: cst.BaseExpression | None, values: Values) -> dict[str, str]:
    """The docs that a mapping gives."""
    entries = None if given is None else values.entries(given)
    texts = ((key, constant_text(value)) for _, key, value in entries or ())
    return {key: text for key, text in texts if text is not None}


def doc_of(body: Sequence[cst.CSTNode]) -> str:
    """The text that a file begins with."""
    first = next(iter(top_of(body)), None)
    text = constant_text(first.value) if isinstance(first, cst.Expr) else None
    return "" if text is None else cleandoc(text)


def first_line(module: PythonTree) -> int:
    """The line of the first statement that is no text."""
    for statement in top_of(module.module.body):
        if not isinstance(statement, cst.Expr) or constant_text(statement.value) is None:
            return module.span(statement).line
    return 1


def mentions_in(module: PythonTree) -> Counter[str]:
    """How often each word stands in a file, in code, texts and comments alike."""
    return Counter(re.findall(r"\w+", module.file.text))
