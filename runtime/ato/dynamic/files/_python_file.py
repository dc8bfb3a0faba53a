"""Python files as configs: the file is run, and the names that it sets are its keys.

What it imports by name, defines as a function or class, or calls ``__so__`` is its own business; what
``from base import *`` brings counts as set. Nothing is written beside the file, and no module is registered.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator, Mapping
    from typing import Any


def python_tree(path: str, text: str | None = None) -> ast.Module:
    """The syntax of a Python file, or of the text that stands for it. Raises ``SyntaxError``."""
    import ast

    if text is not None:
        return ast.parse(text, path)
    from tokenize import open as open_source  # minds the encoding that a file declares

    with open_source(path) as file:
        return ast.parse(file.read(), path)


def python_values(tree: ast.Module, path: str, known: Mapping[str, object] | None = None) -> dict[str, Any]:
    """The values that a Python file sets, which may use the names in ``known``.

    Raises whatever the file raises.
    """
    from os.path import basename, splitext
    from types import FunctionType, ModuleType

    given = {"__name__": splitext(basename(path))[0], "__file__": path, **(known or {})}
    names: dict[str, Any] = dict(given)
    exec(compile(tree, path, "exec", dont_inherit=True), names)  # noqa: S102  # it is a program
    own = {*given, *_names_not_set(tree)}
    return {
        name: value
        for name, value in names.items()
        if not (name.startswith("__") or name in own or isinstance(value, (ModuleType, FunctionType)))
    }


def _names_not_set(tree: ast.Module) -> set[str]:
    """The names that a module imports or defines, and never sets to anything else."""
    import ast

    brought: set[str] = set()
    is_set: set[str] = set()
    for node in _of_module(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            brought.update((each.asname or each.name).partition(".")[0] for each in node.names)
        elif isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            brought.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            is_set.add(node.id)
    return brought - is_set


def _of_module(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a module's own code, without the bodies of what it defines."""
    import ast

    inner = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, inner):
            pending.extend(ast.iter_child_nodes(node))
