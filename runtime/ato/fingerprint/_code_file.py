"""Files of source: read and parsed once, as long as they stay as they are, with what stands where in them."""

from __future__ import annotations

import ast
import linecache
import os
from collections.abc import Sequence
from typing import Any

from ato.fingerprint._canon import Canonical
from ato.fingerprint._names import FUNCTIONS, Function

PARTS = ("body", "orelse", "finalbody", "handlers", "cases")
"""The fields of statements in which other statements stand."""


class File:
    """One file: its functions by first line and name, its classes by qualified name, what it imports.

    ``imports`` says of names that the module imports where they come from: ``numpy``, ``torch.nn:Linear``.
    ``texts`` keeps what has been written of it already.
    """

    __slots__ = ("_lambdas", "classes", "functions", "imports", "texts", "tree")

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.functions: dict[tuple[int, str], list[Function]] = {}
        self.classes: dict[str, list[ast.ClassDef]] = {}
        self.imports: dict[str, str] = {}
        self.texts: dict[object, Canonical] = {}
        self._lambdas: dict[int, list[Function]] | None = None
        self._index(tree.body, "")

    def _index(self, statements: Sequence[ast.AST], prefix: str) -> None:
        for statement in statements:
            match statement:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    self.functions.setdefault((first_line(statement), name), []).append(statement)
                    self._index(statement.body, f"{prefix}{name}.<locals>.")
                case ast.ClassDef(name=name):
                    self.classes.setdefault(prefix + name, []).append(statement)
                    self._index(statement.body, f"{prefix}{name}.")
                case ast.Import(names=aliases) if not prefix:
                    for alias in aliases:
                        first = alias.name.partition(".")[0]
                        self.imports[alias.asname or first] = alias.name if alias.asname else first
                case ast.ImportFrom(names=aliases) if not prefix:
                    origin = "." * (statement.level or 0) + (statement.module or "")
                    self.imports.update((each.asname or each.name, f"{origin}:{each.name}") for each in aliases)
                case _:
                    for part in PARTS:
                        self._index(getattr(statement, part, ()), prefix)

    def lambdas(self, line: int) -> list[Function]:
        """The lambdas that begin on a line."""
        if self._lambdas is None:
            self._lambdas = {}
            for node in ast.walk(self.tree):
                if isinstance(node, ast.Lambda):
                    self._lambdas.setdefault(node.lineno, []).append(node)
        return self._lambdas.get(line, [])


def first_line(node: Function) -> int:
    """The line that a function begins on, with its decorators."""
    decorators = [] if isinstance(node, ast.Lambda) else node.decorator_list
    return min([node.lineno, *(each.lineno for each in decorators)]) if decorators else node.lineno


_READ: dict[str, tuple[object, File]] = {}
"""What has been read, by path, with the size and time of change it had then; or with its text."""


def file_of(path: str, names: dict[str, Any]) -> File | None:
    """The file at a path, or the text that the interpreter keeps for it, as of a notebook; None for neither.

    ``names`` are those of the module, whose loader may know its text. Raises ``SyntaxError`` or
    ``ValueError`` where the text is no Python, ``RecursionError`` where it stands too deep in itself.
    """
    try:
        found = os.stat(path)  # noqa: PTH116  once a function: a Path costs more than the look
    except (OSError, ValueError):
        text = "".join(linecache.getlines(path, names))
        return _kept(path, text, lambda: text) if text else None
    return _kept(path, (found.st_mtime_ns, found.st_size), lambda: _content(path))


def _kept(path: str, state: object, text: Any) -> File:
    known = _READ.get(path)
    if known is not None and known[0] == state:
        return known[1]
    file = File(ast.parse(text()))
    _READ[path] = state, file
    return file


def _content(path: str) -> bytes:
    with open(path, "rb") as opened:  # noqa: PTH123  the same
        return opened.read()


def forget() -> None:
    """Forget all files that have been read."""
    _READ.clear()


__all__ = ["FUNCTIONS", "File", "file_of", "first_line", "forget"]
