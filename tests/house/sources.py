"""The project's own Python files, parsed once: what the tests of the house look at."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = {"atoc": ROOT / "compiler", "ato": ROOT / "runtime", "generated": ROOT}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """One file of a package: its dotted name, its place and its text."""

    name: str
    path: Path
    text: str

    @property
    def tree(self) -> ast.Module:
        """The parsed text."""
        return _parsed(self.path)

    @property
    def place(self) -> str:
        """The path below the root of the project."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def is_face(self) -> bool:
        """Whether this is the ``__init__`` of a room."""
        return self.path.name == "__init__.py"


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def modules(package: str) -> tuple[Module, ...]:
    """Every module of ``atoc``, ``ato`` or ``generated``, in order of their names."""
    base = PACKAGES[package]
    found = (
        Module(_dotted(path.relative_to(base)), path, path.read_text(encoding="utf-8"))
        for path in (base / package).rglob("*.py")
    )
    return tuple(sorted(found, key=lambda module: module.name))


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(module: Module) -> Iterator[str]:
    """The dotted names that a module imports, wherever it does so."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _named(node)


def imports_at_run_time(module: Module) -> Iterator[str]:
    """The same without what is under ``if TYPE_CHECKING:``."""
    typing = {
        id(inner) for node in ast.walk(module.tree) if _is_for_checkers(node) for inner in ast.walk(node)
    }
    for node in ast.walk(module.tree):
        if id(node) not in typing and isinstance(node, ast.Import | ast.ImportFrom):
            yield from _named(node)


def imports_at_start(module: Module) -> Iterator[str]:
    """The dotted names that are loaded with the module: those imported outside of functions."""
    waiting: list[ast.AST] = [module.tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _named(node)
        elif not isinstance(node, Function) and not _is_for_checkers(node):
            waiting += ast.iter_child_nodes(node)


def _is_for_checkers(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _named(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif node.module:
        yield "." * node.level + node.module


def functions(module: Module) -> Iterator[Function]:
    """Every function and method of a module, nested ones too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: Function) -> int:
    """Lines from ``def`` to the end."""
    return (function.end_lineno or function.lineno) - function.lineno + 1
