"""Expressions in one spelling: as few parentheses as Python needs, double quotes, one space."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from ato.config._values import is_list
from ato.fingerprint._canon_writer import ANY, CALLED, CHANGED, NONE, READ, Writer, constant, escaped
from ato.fingerprint._names import Comprehension, parameters_of

# How tightly an expression holds together; what stands in a tighter place than its own is put in parentheses.
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
CHANGING = frozenset(
    (
        "add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem", "remove",
        "reverse", "setdefault", "sort", "update",
    )
)  # fmt: skip
"""Methods by which code changes a list, dict or set that it is given."""
BY_TEXT = frozenset(("__import__", "delattr", "eval", "exec", "getattr", "import_module", "setattr"))
"""Calls that reach a name by a text, or run one, so that what they reach is not followed."""


def write(w: Writer, node: ast.AST, level: int = TEST) -> None:
    """Write an expression, in parentheses if it holds less tightly than ``level``."""
    form = FORMS.get(type(node))
    if form is None:
        unknown(w, node)
    else:
        form(w, node, level)


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


def _held(w: Writer, is_loose: bool, body: Callable[[], None]) -> None:
    if is_loose:
        w.out.append("(")
    body()
    if is_loose:
        w.out.append(")")


def _constant(w: Writer, node: ast.Constant, _: int) -> None:
    w.out.append(constant(node.value))


def _name(w: Writer, node: ast.Name, _: int) -> None:
    if type(node.ctx) is ast.Load:
        w.read(node.id)
        w.out.append((w.scope, node.id))
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
    if last in CHANGING and isinstance(called, ast.Attribute):
        _note_change(w, called.value)
    at = len(w.met)
    _chain(w, called, CALLED)
    if len(w.met) > at:
        names = [ANY if keyword.arg is None else {keyword.arg} for keyword in node.keywords]
        w.met[at] = (*w.met[at][:4], frozenset().union(*names) if names else NONE)
    _arguments(w, node)


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
            write(w, keyword.value)
    w.out.append(")")


def _note_change(w: Writer, node: ast.expr) -> None:
    """Note that what stands behind a name is written to, as by ``cache[key] = value``."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    if isinstance(node, ast.Name):
        w.read(node.id, (), CHANGED)


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
    sign, own = BINARY[type(node.op)]
    left, right = (AWAIT, FACTOR) if own == POWER else (own, own + 1)
    is_loose = own < level
    if is_loose:
        w.out.append("(")
    write(w, node.left, left)
    w.out.append(sign)
    write(w, node.right, right)
    if is_loose:
        w.out.append(")")


def _unary(w: Writer, node: ast.UnaryOp, level: int) -> None:
    sign, own = UNARY[type(node.op)]
    is_loose = own < level
    w.out.append("(" + sign if is_loose else sign)
    write(w, node.operand, own)
    if is_loose:
        w.out.append(")")


def _boolean(w: Writer, node: ast.BoolOp, level: int) -> None:
    sign, own = (" and ", AND) if isinstance(node.op, ast.And) else (" or ", OR)
    _held(w, own < level, lambda: every(w, node.values, own + 1, sign))


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

    _held(w, level > TEST, body)


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
            write(w, value)
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

    _held(w, level > AWAIT, body)


def _yield(w: Writer, node: ast.Yield, level: int) -> None:
    def body() -> None:
        w.out.append("yield")
        if node.value is not None:
            w.out.append(" ")
            write(w, node.value, BARE)

    _held(w, level > YIELD, body)


def _yield_from(w: Writer, node: ast.YieldFrom, level: int) -> None:
    def body() -> None:
        w.out.append("yield from ")
        write(w, node.value)

    _held(w, level > YIELD, body)


def _lambda(w: Writer, node: ast.Lambda, level: int) -> None:
    def body() -> None:
        w.out.append("lambda")
        before = len(w.out)
        outer = parameters(w, node.args)
        w.nested.append(w.here())
        if len(w.out) > before:
            w.out.insert(before, " ")
        w.out.append(": ")
        write(w, node.body)
        w.scope = outer

    _held(w, level > TEST, body)


def parameters(w: Writer, arguments: ast.arguments) -> Any:
    """Write parameters with their defaults, and go into the scope of the function; gives the one around it.

    Defaults are worked out around the function, and parameters are bound in it.
    """
    outer = w.enter()
    inner = w.here()
    inner.parameters = [each.arg for each in parameters_of(arguments)]
    inner.names.update(inner.parameters)
    parts: list[Callable[[], None]] = []

    def one(name: str, default: ast.expr | None = None, star: str = "") -> None:
        def part() -> None:
            w.out.append(star)
            w.out.append((inner, name))
            if default is not None:
                w.out.append("=")
                w.scope = outer
                write(w, default)
                w.scope = inner

        parts.append(part)

    by_place = [*arguments.posonlyargs, *arguments.args]
    missing: list[ast.expr | None] = [None] * (len(by_place) - len(arguments.defaults))
    for index, (each, default) in enumerate(zip(by_place, [*missing, *arguments.defaults])):
        one(each.arg, default)
        if index + 1 == len(arguments.posonlyargs):
            parts.append(lambda: w.out.append("/"))
    if arguments.vararg is not None:
        one(arguments.vararg.arg, star="*")
    elif arguments.kwonlyargs:
        parts.append(lambda: w.out.append("*"))
    for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        one(each.arg, default)
    if arguments.kwarg is not None:
        one(arguments.kwarg.arg, star="**")
    for index, part in enumerate(parts):
        if index:
            w.out.append(", ")
        part()
    return outer


def _comprehension(w: Writer, node: Comprehension, _: int) -> None:
    left, right = BRACKETS[type(node)]
    w.out.append(left)
    outer = w.enter(is_comprehension=True)
    inner = w.scope
    if isinstance(node, ast.DictComp):
        write(w, node.key)
        w.out.append(": ")
        write(w, node.value)
    else:
        write(w, node.elt)
    for index, generator in enumerate(node.generators):
        w.out.append(" async for " if generator.is_async else " for ")
        _target(w, generator.target)
        w.out.append(" in ")
        w.scope = inner if index else outer  # the first is worked out around the comprehension
        write(w, generator.iter, OR)
        w.scope = inner
        for condition in generator.ifs:
            w.out.append(" if ")
            write(w, condition, OR)
    w.scope = outer
    w.out.append(right)


def _target(w: Writer, target: ast.expr) -> None:
    """What a comprehension binds, which is its own."""
    for node in ast.walk(target):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            w.here().names.add(node.id)
    before = w.scope
    w.here().is_comprehension = False
    write(w, target, BARE)
    w.scope = before
    w.here().is_comprehension = True


BRACKETS = {
    ast.ListComp: ("[", "]"),
    ast.SetComp: ("{", "}"),
    ast.DictComp: ("{", "}"),
    ast.GeneratorExp: ("(", ")"),
}


def _joined(w: Writer, node: ast.JoinedStr, _: int) -> None:
    start = len(w.out)
    has_parts = _parts(w, node.values)
    if has_parts:
        w.out.insert(start, 'f"')
        w.out.append('"')
    else:  # text alone, which some versions of Python read as such
        w.out[start:] = ['"', *w.out[start:], '"']


def _parts(w: Writer, values: Sequence[ast.expr]) -> bool:
    """The parts of a formatted text; texts that follow each other are one, however they are parsed."""
    has_parts = any(not isinstance(value, ast.Constant) for value in values)
    for value in values:
        if isinstance(value, ast.Constant):
            text = escaped(str(value.value))
            w.out.append(text.replace("{", "{{").replace("}", "}}") if has_parts else text)
        elif isinstance(value, ast.FormattedValue):
            _formatted(w, value.value, value.conversion, value.format_spec)
        else:
            write(w, value, ATOM)
    return has_parts


def _formatted(w: Writer, value: ast.expr, conversion: int, form: ast.expr | None) -> None:
    w.out.append("{")
    start = len(w.out)
    write(w, value, OR)
    first = w.out[start]
    if isinstance(first, str) and first.startswith("{"):
        w.out.insert(start, " ")
    if conversion > 0:
        w.out.append(f"!{chr(conversion)}")
    if isinstance(form, ast.JoinedStr):
        at = len(w.out)
        if not _parts(w, form.values):
            w.out[at:] = [text.replace("{", "{{").replace("}", "}}") for text in map(str, w.out[at:])]
        if any(w.out[at:]):
            w.out.insert(at, ":")
    w.out.append("}")


FORMS: dict[type[ast.AST], Callable[[Writer, Any, int], None]] = {
    ast.Attribute: _attribute,
    ast.Await: _await,
    ast.BinOp: _binary,
    ast.BoolOp: _boolean,
    ast.Call: _call,
    ast.Compare: _compare,
    ast.Constant: _constant,
    ast.Dict: _dict,
    ast.DictComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.IfExp: _choice,
    ast.JoinedStr: _joined,
    ast.Lambda: _lambda,
    ast.List: _list,
    ast.ListComp: _comprehension,
    ast.Name: _name,
    ast.NamedExpr: _walrus,
    ast.Set: _set,
    ast.SetComp: _comprehension,
    ast.Slice: _slice,
    ast.Starred: _starred,
    ast.Subscript: _subscript,
    ast.Tuple: _tuple,
    ast.UnaryOp: _unary,
    ast.Yield: _yield,
    ast.YieldFrom: _yield_from,
}
