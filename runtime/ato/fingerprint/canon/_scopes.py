"""Expressions with names of their own, lambdas and comprehensions, and formatted texts."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from ato.fingerprint.canon._names import Comprehension, Scope, parameters_of
from ato.fingerprint.canon._operators import ATOM, BARE, OR, TEST, held, write, write_named
from ato.fingerprint.canon._writer import Writer, escaped


def _lambda(w: Writer, node: ast.Lambda, level: int) -> None:
    def body() -> None:
        w.out.append("lambda")
        before = len(w.out)
        outer = parameters(w, node.args)
        w.nested.append(w.scope)
        if len(w.out) > before:
            w.out.insert(before, " ")
        w.out.append(": ")
        write(w, node.body)
        w.scope = outer

    held(w, TEST, level, body)


def parameters(w: Writer, arguments: ast.arguments) -> Scope:
    """Write parameters with their defaults, and go into the scope of the function; gives the one around it.

    Defaults are worked out around the function, and parameters are bound in it.
    """
    outer = w.enter()
    inner = w.scope
    inner.parameters = [each.arg for each in parameters_of(arguments)]
    inner.names.update(inner.parameters)
    every = len(arguments.posonlyargs) + len(arguments.args)
    missing: list[ast.expr | None] = [None] * (every - len(arguments.defaults))
    defaults = [*missing, *arguments.defaults]
    before = len(w.out)
    for index, each in enumerate((*arguments.posonlyargs, *arguments.args)):
        _parameter(w, outer, each.arg, defaults[index])
        if index + 1 == len(arguments.posonlyargs):
            w.out.append("/, ")
    if arguments.vararg is not None:
        _parameter(w, outer, arguments.vararg.arg, None, "*")
    elif arguments.kwonlyargs:
        w.out.append("*, ")
    for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        _parameter(w, outer, each.arg, default)
    if arguments.kwarg is not None:
        _parameter(w, outer, arguments.kwarg.arg, None, "**")
    if len(w.out) > before:  # no comma after the last
        w.out[-1] = str(w.out[-1])[:-2]
    return outer


def _parameter(w: Writer, outer: Scope, name: str, default: ast.expr | None, star: str = "") -> None:
    """Write a parameter with its default, which is worked out around the function, and a comma."""
    inner = w.scope
    w.out += star, (inner, name)
    if default is not None:
        w.out.append("=")
        w.scope = outer
        write_named(w, name, default)
        w.scope = inner
    w.out.append(", ")


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
            w.scope.names.add(node.id)
    before = w.scope
    w.scope.is_comprehension = False
    write(w, target, BARE)
    w.scope = before
    w.scope.is_comprehension = True


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
    ast.DictComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.JoinedStr: _joined,
    ast.Lambda: _lambda,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
}
