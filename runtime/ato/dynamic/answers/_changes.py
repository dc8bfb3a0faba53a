"""The line at which a view changes a value in place, read from its source where only one can be it.

``config.layers.append(3)``, ``config.layers[0] = 1``, ``del config.blocks[0].sizes[1:]``. Nothing is claimed
where the value may have been changed elsewhere too: where it, or a config that holds it, is given to a
function, to another name, or out of the view.
"""

from __future__ import annotations

import ast

from ato.dynamic.scopes._lazy import BLOCK, definition_of
from ato.dynamic.scopes._static import config_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType

CHANGING = frozenset(
    (
        *("append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse", "add", "discard"),
        *("update", "setdefault", "popitem", "difference_update", "intersection_update"),
        "symmetric_difference_update",
    )
)
"""Methods that change a list, set or dict."""
LOOKING = frozenset(("count", "index", "keys", "copy"))
"""Methods that change nothing and give nothing away."""
SAYING = frozenset(
    ("all", "any", "bool", "len", "list", "max", "min", "print", "repr", "sorted", "str", "sum")
)
"""Functions that change nothing of what they are given, and keep nothing of it."""
INSIDE = "[]"
"""Stands for an index in the steps to a part of a value."""


def line_of_change(function: Callable[..., object], code: CodeType, key: str) -> int:
    """The line of ``code``, all of a view or a part of it, that changes ``key`` in place; 0 if unknown."""
    definition = definition_of(function)
    name = config_name(function)
    if definition is None or not name:
        return 0
    lines = set(_lines(code))
    uses = [use for use in _uses(definition, name) if use[1] in lines]
    found: set[int] = set()
    for steps, line, what in uses:
        may_be = _may_change(tuple(key.split(".")), steps, what)
        if may_be is None:
            return 0
        if may_be:
            found.add(line)
    return found.pop() if len(found) == 1 else 0


def _may_change(key: tuple[str, ...], steps: tuple[str, ...], what: str) -> bool | None:
    """Whether a use of the config changes the value at a key; None where that cannot be told."""
    if _is_open(key, steps):
        return None
    if steps[: len(key)] == key:
        if what in ("read", "call"):
            is_known = what == "call" and len(steps) > len(key) and steps[-1] in (*CHANGING, *LOOKING)
            return steps[-1] in CHANGING if is_known else None
        return len(steps) > len(key)
    if what == "call" and key[: len(steps) - 1] == steps[:-1]:
        return False if steps[-1] == "update" else None
    is_above = key[: len(steps)] == steps
    return None if is_above and what == "read" else False


def _is_open(key: tuple[str, ...], steps: tuple[str, ...]) -> bool:
    """Whether steps lead towards a key, and then where only the running program knows."""
    ahead = steps[: len(key)]
    computed = ahead.index(INSIDE) if INSIDE in ahead else len(ahead)
    return computed < len(ahead) and ahead[:computed] == key[:computed]


def _uses(definition: ast.FunctionDef, config: str) -> Iterator[tuple[tuple[str, ...], int, str]]:
    """How a function uses its config: the steps from it, the line, and ``read``, ``write`` or ``call``."""
    above = {child: node for node in ast.walk(definition) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(definition):
        if not isinstance(node, ast.Name) or node.id != config:
            continue
        steps: list[str] = []
        whole: ast.expr = node
        while True:
            outer = above[whole]
            if isinstance(outer, ast.Attribute):
                steps.append(outer.attr)
            elif isinstance(outer, ast.Subscript) and outer.value is whole:
                at = outer.slice
                is_text = isinstance(at, ast.Constant) and isinstance(at.value, str)
                steps.append(str(at.value) if is_text and isinstance(at, ast.Constant) else INSIDE)
            else:
                break
            whole = outer
        context = getattr(whole, "ctx", None)
        is_called = isinstance(outer, ast.Call) and outer.func is whole
        what = "call" if is_called else "read" if isinstance(context, ast.Load) else "write"
        if what == "call" or not _is_a_look(outer):
            yield tuple(steps), whole.lineno, what


def _is_a_look(outer: ast.AST) -> bool:
    """Whether what is done with a value there only looks at it."""
    is_said = isinstance(outer, ast.Call) and isinstance(outer.func, ast.Name) and outer.func.id in SAYING
    return is_said or isinstance(outer, (ast.Compare, ast.FormattedValue, ast.If, ast.While, ast.Assert))


def _lines(code: CodeType) -> Iterator[int]:
    """The lines of code, without those of the lazy blocks in it."""
    for _, _, line in code.co_lines():
        if line is not None:
            yield line
    for inner in code.co_consts:
        if hasattr(inner, "co_lines") and not inner.co_name.startswith(BLOCK):
            yield from _lines(inner)
