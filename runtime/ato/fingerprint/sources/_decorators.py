"""Which decorators are logic: not ours, and not those that only say how something is bound."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Mapping
from typing import Any, Union

BINDING = frozenset(
    (
        "abstractmethod", "classmethod", "deleter", "final", "getter", "overload", "override", "property",
        "setter", "staticmethod", "wraps",
    )
)  # fmt: skip
"""Decorators that say how a function is bound or known, and nothing of what it does."""
OURS = frozenset(("manual", "observe", "runtime_trace", "trace"))
"""Decorators of scopes, where nothing tells what a name stands for."""

Decorated = Union[ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef]


def counting(node: Decorated, names: Mapping[str, Any]) -> tuple[ast.expr, ...]:
    """The decorators of a function or class that are logic; ``names`` say what names stand for."""
    if not node.decorator_list:
        return ()
    unknown = [
        (base, last)
        for base, last in map(_spelled, node.decorator_list)
        if base not in names and not hasattr(builtins, base)
    ]
    scopes = {base for base, last in unknown if last in OURS}
    return tuple(each for each in node.decorator_list if _counts(each, names, scopes))


def _counts(decorator: ast.expr, names: Mapping[str, Any], scopes: set[str]) -> bool:
    base, last = _spelled(decorator)
    if last in BINDING:
        return False
    value = names.get(base)
    if value is None:
        return base not in scopes and not (base == last and base.endswith("scope"))
    module = getattr(value, "__name__" if type(value).__name__ == "module" else "__module__", None)
    return str(module or type(value).__module__).partition(".")[0] != "ato"


def _spelled(decorator: ast.expr) -> tuple[str, str]:
    """The first and the last name of a decorator: of ``@scope.trace("x")`` ``scope`` and ``trace``."""
    node = decorator
    while isinstance(node, ast.Call):
        node = node.func
    last = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return str(getattr(node, "id", "")), str(last)


def free_names(nodes: Iterable[ast.expr], names: Mapping[str, Any]) -> set[str]:
    """Names in expressions that are those of a function around: no globals, and nothing of Python's own."""
    return {
        each.id
        for node in nodes
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and each.id not in names and not hasattr(builtins, each.id)
    }
