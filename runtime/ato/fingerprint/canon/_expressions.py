"""Expressions in one spelling: as few parentheses as Python needs, double quotes, one space."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from ato.fingerprint.canon._operators import (
    AND,
    ATOM,
    AWAIT,
    BARE,
    BINARY,
    BOR,
    COMPARE,
    COMPARED,
    FACTOR,
    OR,
    POWER,
    TEST,
    UNARY,
    YIELD,
    every,
    held,
    name_of,
    write,
    write_named,
)
from ato.fingerprint.canon._writer import ANY, CALLED, CHANGED, NONE, READ, Writer, constant

CHANGING = frozenset(
    (
        "add", "append", "appendleft", "clear", "discard", "extend", "fill", "insert", "pop", "popitem",
        "remove", "reverse", "setdefault", "sort", "update",
    )
)  # fmt: skip
"""Methods by which code changes a list, dict, set or array that it is given."""
BY_TEXT = frozenset(("__import__", "delattr", "eval", "exec", "getattr", "import_module", "setattr"))
"""Calls that reach a name by a text, or run one, so that what they reach is not followed."""


def _constant(w: Writer, node: ast.Constant, _: int) -> None:
    w.out.append(constant(node.value))


def _name(w: Writer, node: ast.Name, _: int) -> None:
    if type(node.ctx) is ast.Load:
        scope, name = w.scope, node.id
        w.met.append((scope, name, (), READ, None))
        w.out.append((scope, name))
    else:
        w.bound(node.id)


def _attribute(w: Writer, node: ast.Attribute, _: int) -> None:
    _chain(w, node, READ if type(node.ctx) is ast.Load else CHANGED)


def _chain(w: Writer, node: ast.expr, use: int) -> None:
    """A name and what is asked of it, ``losses.smooth_l1``, noted as one; or any other expression."""
    attributes: list[str] = []
    base = node
    while isinstance(base, ast.Attribute):
        attributes.append(base.attr)
        base = base.value
    attributes.reverse()
    w.attributes.update(attributes)
    if isinstance(base, ast.Name) and isinstance(base.ctx, ast.Load):
        w.read(base.id, tuple(attributes), use)
        w.out.append((w.scope, base.id))
    else:
        if _is_super(base):
            w.read("super()", tuple(attributes), use)
        if isinstance(base, ast.Constant) and type(base.value) in (int, float):
            w.out.append(f"({constant(base.value)})")
        else:
            write(w, base, ATOM)
    if attributes:
        w.out.append("." + ".".join(attributes))


def _is_super(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"


def _call(w: Writer, node: ast.Call, _: int) -> None:
    called = node.func
    last = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
    if last in BY_TEXT:
        w.dynamic.append(ast.unparse(node)[:80])
    if isinstance(called, ast.Attribute) and (last in CHANGING or _is_in_place(last)):
        _note_change(w, called.value)
    at = len(w.met)
    _chain(w, called, CALLED)
    if len(w.met) > at:
        names = [ANY if keyword.arg is None else {keyword.arg} for keyword in node.keywords]
        w.met[at] = (*w.met[at][:4], frozenset().union(*names) if names else NONE)
    _arguments(w, node)


def _is_in_place(method: str) -> bool:
    """Whether a method is called as those of torch are that change a tensor, as ``add_``."""
    return method.endswith("_") and not method.startswith("_")


def _arguments(w: Writer, node: ast.Call) -> None:
    w.out.append("(")
    every(w, node.args)
    for index, keyword in enumerate(node.keywords):
        if index or node.args:
            w.out.append(", ")
        if keyword.arg is None:
            w.is_open = True
            w.out.append("**")
            write(w, keyword.value, BOR)
        else:
            w.keywords.add(keyword.arg)
            w.out.append(f"{keyword.arg}=")
            write_named(w, keyword.arg, keyword.value)
    w.out.append(")")


def _note_change(w: Writer, node: ast.expr) -> None:
    """Note that what stands behind a name is written to, as by ``store.cache[key] = value``."""
    attributes: list[str] = []
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        if isinstance(node, ast.Attribute):
            attributes.append(node.attr)
        else:
            attributes.clear()
        node = node.value
    if isinstance(node, ast.Name):
        w.read(node.id, tuple(reversed(attributes)), CHANGED)


def _subscript(w: Writer, node: ast.Subscript, _: int) -> None:
    if type(node.ctx) is not ast.Load:
        _note_change(w, node.value)
    write(w, node.value, ATOM)
    w.out.append("[")
    write(w, node.slice, BARE)
    w.out.append("]")


def _slice(w: Writer, node: ast.Slice, _: int) -> None:
    if node.lower is not None:
        write(w, node.lower)
    w.out.append(":")
    if node.upper is not None:
        write(w, node.upper)
    if node.step is not None:
        w.out.append(":")
        write(w, node.step)


def _binary(w: Writer, node: ast.BinOp, level: int) -> None:
    """A sum of a thousand parts stands a thousand deep on its left, so that is gone down in a loop."""
    rest: list[tuple[str, ast.expr, int, str]] = []
    left: ast.expr = node
    while isinstance(left, ast.BinOp):
        sign, own = BINARY[type(left.op)]
        is_loose = own < level
        if is_loose:
            w.out.append("(")
        level, right = (AWAIT, FACTOR) if own == POWER else (own, own + 1)
        rest.append((sign, left.right, right, ")" if is_loose else ""))
        left = left.left
    write(w, left, level)
    for sign, value, tight, after in reversed(rest):
        w.out.append(sign)
        write(w, value, tight)
        if after:
            w.out.append(after)


def _unary(w: Writer, node: ast.UnaryOp, level: int) -> None:
    sign, own = UNARY[type(node.op)]
    is_loose = own < level
    w.out.append("(" + sign if is_loose else sign)
    write(w, node.operand, own)
    if is_loose:
        w.out.append(")")


def _boolean(w: Writer, node: ast.BoolOp, level: int) -> None:
    sign, own = (" and ", AND) if isinstance(node.op, ast.And) else (" or ", OR)
    held(w, own, level, lambda: every(w, node.values, own + 1, sign))


def _compare(w: Writer, node: ast.Compare, level: int) -> None:
    is_loose = level > COMPARE
    if is_loose:
        w.out.append("(")
    write(w, node.left, BOR)
    for sign, right in zip(node.ops, node.comparators):
        w.out.append(COMPARED[type(sign)])
        write(w, right, BOR)
    if is_loose:
        w.out.append(")")


def _choice(w: Writer, node: ast.IfExp, level: int) -> None:
    def body() -> None:
        write(w, node.body, OR)
        w.out.append(" if ")
        write(w, node.test, OR)
        w.out.append(" else ")
        write(w, node.orelse, TEST)

    held(w, TEST, level, body)


def _tuple(w: Writer, node: ast.Tuple, level: int) -> None:
    is_bare = level == BARE and bool(node.elts)
    w.out.append("" if is_bare else "(")
    every(w, node.elts)
    w.out.append(("," if len(node.elts) == 1 else "") + ("" if is_bare else ")"))


def _list(w: Writer, node: ast.List, _: int) -> None:
    w.out.append("[")
    every(w, node.elts)
    w.out.append("]")


def _set(w: Writer, node: ast.Set, _: int) -> None:
    w.out.append("{")
    every(w, node.elts)
    w.out.append("}")


def _dict(w: Writer, node: ast.Dict, _: int) -> None:
    w.out.append("{")
    for index, (key, value) in enumerate(zip(node.keys, node.values)):
        if index:
            w.out.append(", ")
        if key is None:
            w.out.append("**")
            write(w, value, BOR)
        else:
            write(w, key)
            w.out.append(": ")
            write_named(w, name_of(key), value)
    w.out.append("}")


def _starred(w: Writer, node: ast.Starred, _: int) -> None:
    w.out.append("*")
    write(w, node.value, BOR)


def _walrus(w: Writer, node: ast.NamedExpr, _: int) -> None:
    w.out.append("(")
    w.bound(node.target.id)
    w.out.append(" := ")
    write(w, node.value)
    w.out.append(")")


def _await(w: Writer, node: ast.Await, level: int) -> None:
    def body() -> None:
        w.out.append("await ")
        write(w, node.value, ATOM)

    held(w, AWAIT, level, body)


def _yield(w: Writer, node: ast.Yield, level: int) -> None:
    def body() -> None:
        w.out.append("yield")
        if node.value is not None:
            w.out.append(" ")
            write(w, node.value, BARE)

    held(w, YIELD, level, body)


def _yield_from(w: Writer, node: ast.YieldFrom, level: int) -> None:
    def body() -> None:
        w.out.append("yield from ")
        write(w, node.value)

    held(w, YIELD, level, body)


FORMS: dict[type[ast.AST], Callable[[Writer, Any, int], None]] = {
    ast.Attribute: _attribute,
    ast.Await: _await,
    ast.BinOp: _binary,
    ast.BoolOp: _boolean,
    ast.Call: _call,
    ast.Compare: _compare,
    ast.Constant: _constant,
    ast.Dict: _dict,
    ast.IfExp: _choice,
    ast.List: _list,
    ast.Name: _name,
    ast.NamedExpr: _walrus,
    ast.Set: _set,
    ast.Slice: _slice,
    ast.Starred: _starred,
    ast.Subscript: _subscript,
    ast.Tuple: _tuple,
    ast.UnaryOp: _unary,
    ast.Yield: _yield,
    ast.YieldFrom: _yield_from,
}
