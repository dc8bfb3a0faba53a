"""Operators, and how tightly they hold together; what stands in a tighter place than its own is put in
parentheses.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from ato.config.types._values import is_list
from ato.fingerprint.canon._writer import Writer, constant
from ato.fingerprint.surroundings._masks import ALONE, SHORTEST, is_secret_name

BARE, YIELD, TEST, OR, AND, NOT, COMPARE, BOR, BXOR, BAND, SHIFT, SUM, TERM, FACTOR, POWER, AWAIT, ATOM = (
    range(17)
)

BINARY: dict[type[ast.operator], tuple[str, int]] = {
    ast.Add: (" + ", SUM),
    ast.Sub: (" - ", SUM),
    ast.Mult: (" * ", TERM),
    ast.MatMult: (" @ ", TERM),
    ast.Div: (" / ", TERM),
    ast.Mod: (" % ", TERM),
    ast.FloorDiv: (" // ", TERM),
    ast.LShift: (" << ", SHIFT),
    ast.RShift: (" >> ", SHIFT),
    ast.BitOr: (" | ", BOR),
    ast.BitXor: (" ^ ", BXOR),
    ast.BitAnd: (" & ", BAND),
    ast.Pow: (" ** ", POWER),
}
UNARY: dict[type[ast.unaryop], tuple[str, int]] = {
    ast.Not: ("not ", NOT),
    ast.USub: ("-", FACTOR),
    ast.UAdd: ("+", FACTOR),
    ast.Invert: ("~", FACTOR),
}
COMPARED: dict[type[ast.cmpop], str] = {
    ast.Eq: " == ",
    ast.NotEq: " != ",
    ast.Lt: " < ",
    ast.LtE: " <= ",
    ast.Gt: " > ",
    ast.GtE: " >= ",
    ast.Is: " is ",
    ast.IsNot: " is not ",
    ast.In: " in ",
    ast.NotIn: " not in ",
}


def write(w: Writer, node: ast.AST, level: int = TEST) -> None:
    """Write an expression, in parentheses if it holds less tightly than ``level``."""
    form = w.forms.get(type(node))
    if form is None:
        unknown(w, node)
    else:
        form(w, node, level)


def write_named(w: Writer, name: str, node: ast.AST, level: int = TEST) -> None:
    """Write what stands under a name: a text under the name of a secret leaves no trace."""
    value: object = node.value if isinstance(node, ast.Constant) else None
    if isinstance(value, (str, bytes)) and len(value) >= SHORTEST and _is_secret(name):
        w.dynamic.append(f"{name} (a secret)")
        w.out.append('"<secret>"')
    else:
        write(w, node, level)


def name_of(target: ast.AST) -> str:
    """The last name of what is assigned to or stands as a key; empty if it has none."""
    if isinstance(target, ast.Constant):
        return target.value if isinstance(target.value, str) else ""
    return target.id if isinstance(target, ast.Name) else str(getattr(target, "attr", ""))


def _is_secret(name: str) -> bool:
    return name.lower() not in ALONE and is_secret_name(name)


def every(w: Writer, nodes: Sequence[ast.AST], level: int = TEST, between: str = ", ") -> None:
    """Write expressions with something between them."""
    for index, node in enumerate(nodes):
        if index:
            w.out.append(between)
        write(w, node, level)


def unknown(w: Writer, node: ast.AST) -> None:
    """A node of a later Python: its kind, and its fields in alphabetical order."""
    w.out.append(f"<{type(node).__name__}")
    for field in sorted(node._fields):
        value: object = getattr(node, field, None)
        if field in ("ctx", "kind", "type_comment") or value is None or value == []:
            continue
        w.out.append(f" {field}=")
        parts: list[object] = value if is_list(value) else [value]
        for each in parts:
            if isinstance(each, ast.AST):
                write(w, each, ATOM)
            else:
                w.out.append(constant(each))
            w.out.append(";")
    w.out.append(">")


def held(w: Writer, own: int, level: int, body: Callable[[], None]) -> None:
    """Write what holds together by ``own`` at a place of ``level``, in parentheses if it must have them."""
    is_loose = own < level
    if is_loose:
        w.out.append("(")
    body()
    if is_loose:
        w.out.append(")")
