"""Statements, one a line, without what is no logic: docstrings, ``pass``, annotations, ``nonlocal``."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any, Union

from ato.fingerprint.canon._names import Function
from ato.fingerprint.canon._operators import BARE, BINARY, TEST, every, name_of, unknown, write, write_named
from ato.fingerprint.canon._scopes import parameters
from ato.fingerprint.canon._writer import CHANGED, Writer, is_idle

Defined = Union[ast.FunctionDef, ast.AsyncFunctionDef]


def block(w: Writer, statements: Sequence[ast.stmt]) -> None:
    """Write statements one deeper, each on a line of its own."""
    before = w.deeper()
    start = len(w.out)
    for statement in statements:
        kind = type(statement)
        form = FORMS.get(kind)
        if form is None:
            w.line()
            unknown(w, statement)
        elif not (kind is ast.Expr or kind is ast.Pass) or not is_idle(statement):
            form(w, statement)
    if len(w.out) == start:
        w.line("pass")
    w.indent = before


def function(w: Writer, node: Function, name: Callable[[], None], *, receiver: bool) -> None:
    """Write a function from ``def`` on; ``name`` writes its name, ``receiver`` says that it has a self."""
    if isinstance(node, ast.Lambda):
        write(w, node)
        return
    w.out.append("async def " if isinstance(node, ast.AsyncFunctionDef) else "def ")
    name()
    w.out.append("(")
    outer = parameters(w, node.args)
    scope = w.scope
    w.nested.append(scope)
    first = [*node.args.posonlyargs, *node.args.args][:1]
    scope.receiver = first[0].arg if receiver and first else None
    scope.names.update(str(part.name) for part in getattr(node, "type_params", ()))
    w.out.append("):")
    block(w, node.body)
    w.scope = outer


def _defined(w: Writer, node: Defined) -> None:
    _decorators(w, node.decorator_list)
    w.line()
    scope = w.scope
    if not scope.is_class:
        scope.made.add(node.name)
    is_static = any(isinstance(each, ast.Name) and each.id == "staticmethod" for each in node.decorator_list)
    function(w, node, lambda: w.bound(node.name), receiver=scope.is_class and not is_static)


def _decorators(w: Writer, decorators: Sequence[ast.expr]) -> None:
    for decorator in decorators:
        w.line("@")
        write(w, decorator)


def _class(w: Writer, node: ast.ClassDef) -> None:
    w.scope.made.add(node.name)
    _decorators(w, node.decorator_list)
    w.line()
    written(w, node, lambda: w.bound(node.name))


def written(w: Writer, node: ast.ClassDef, name: Callable[[], None]) -> None:
    """Write a class from ``class`` on; what its lines bind are attributes, which keep their spelling."""
    w.out.append("class ")
    name()
    outer = w.scope
    types = [str(part.name) for part in getattr(node, "type_params", ())]
    if types:
        w.enter()
        w.scope.names.update(types)
    if node.bases or node.keywords:
        w.out.append("(")
        every(w, node.bases)
        for index, keyword in enumerate(node.keywords):
            w.out.append(", " if index or node.bases else "")
            w.out.append(f"{keyword.arg}=" if keyword.arg else "**")
            write(w, keyword.value)
        w.out.append(")")
    w.out.append(":")
    w.enter(is_class=True)
    block(w, node.body)
    w.scope = outer


def _assign(w: Writer, node: ast.Assign) -> None:
    w.line()
    for target in node.targets:
        write(w, target, BARE)
        w.out.append(" = ")
    write_named(w, name_of(node.targets[0]), node.value, BARE)


def _augmented(w: Writer, node: ast.AugAssign) -> None:
    w.line()
    write(w, node.target)
    w.out.append(f" {BINARY[type(node.op)][0].strip()}= ")
    write(w, node.value, BARE)


def _annotated(w: Writer, node: ast.AnnAssign) -> None:
    """As an assignment; in a class an annotation may be logic (of a dataclass), so there it stays."""
    if w.scope.is_class:
        w.line()
        write(w, node.target)
        w.out.append(": ")
        write(w, node.annotation)
        if node.value is not None:
            w.out.append(" = ")
            write_named(w, name_of(node.target), node.value, BARE)
    elif node.value is not None:
        _assign(w, ast.Assign(targets=[node.target], value=node.value))
    elif isinstance(node.target, ast.Name):
        w.scope.bind(node.target.id)


def _loop(w: Writer, node: Union[ast.For, ast.AsyncFor]) -> None:
    w.line("async for " if isinstance(node, ast.AsyncFor) else "for ")
    write(w, node.target, BARE)
    w.out.append(" in ")
    write(w, node.iter, BARE)
    w.out.append(":")
    block(w, node.body)
    _otherwise(w, node.orelse)


def _otherwise(w: Writer, statements: Sequence[ast.stmt], word: str = "else:") -> None:
    if any(not is_idle(each) for each in statements):
        w.line(word)
        block(w, statements)


def _while(w: Writer, node: ast.While) -> None:
    w.line("while ")
    write(w, node.test)
    w.out.append(":")
    block(w, node.body)
    _otherwise(w, node.orelse)


def _if(w: Writer, node: ast.If) -> None:
    word = "if "
    rest: list[ast.stmt] = [node]
    while len(rest) == 1 and isinstance(rest[0], ast.If):
        branch = rest[0]
        w.line(word)
        write(w, branch.test)
        w.out.append(":")
        block(w, branch.body)
        word, rest = "elif ", [each for each in branch.orelse if not is_idle(each)]
    _otherwise(w, rest)


def _with(w: Writer, node: Union[ast.With, ast.AsyncWith]) -> None:
    w.line("async with " if isinstance(node, ast.AsyncWith) else "with ")
    for index, item in enumerate(node.items):
        w.out.append(", " if index else "")
        write(w, item.context_expr)
        if item.optional_vars is not None:
            w.out.append(" as ")
            write(w, item.optional_vars)
    w.out.append(":")
    block(w, node.body)


def _try(w: Writer, node: Any) -> None:
    star = "except*" if type(node).__name__ == "TryStar" else "except"
    w.line("try:")
    block(w, node.body)
    for handler in node.handlers:
        w.line(star)
        if handler.type is not None:
            w.out.append(" ")
            write(w, handler.type)
        if handler.name is not None:
            w.out.append(" as ")
            w.bound(handler.name)
        w.out.append(":")
        block(w, handler.body)
    _otherwise(w, node.orelse)
    _otherwise(w, node.finalbody, "finally:")


def _match(w: Writer, node: ast.Match) -> None:
    w.line("match ")
    write(w, node.subject, BARE)
    w.out.append(":")
    before = w.deeper()
    for case in node.cases:
        w.line("case ")
        pattern(w, case.pattern)
        if case.guard is not None:
            w.out.append(" if ")
            write(w, case.guard)
        w.out.append(":")
        block(w, case.body)
    w.indent = before


def pattern(w: Writer, node: ast.pattern) -> None:
    """Write a pattern of ``case``."""
    match node:
        case ast.MatchValue(value=value):
            write(w, value)
        case ast.MatchSingleton(value=value):
            w.out.append(str(value))
        case ast.MatchStar(name=name):
            w.out.append("*")
            _captured(w, name)
        case ast.MatchAs(pattern=None, name=name):
            _captured(w, name)
        case ast.MatchAs(pattern=ast.pattern() as inner, name=name):
            w.out.append("(")
            pattern(w, inner)
            w.out.append(" as ")
            _captured(w, name)
            w.out.append(")")
        case ast.MatchOr(patterns=patterns):
            _patterns(w, "(", patterns, " | ", ")")
        case ast.MatchSequence(patterns=patterns):
            _patterns(w, "[", patterns, ", ", "]")
        case ast.MatchMapping():
            _match_mapping(w, node)
        case ast.MatchClass():
            _match_class(w, node)
        case _:
            unknown(w, node)


def _captured(w: Writer, name: str | None) -> None:
    if name is None:
        w.out.append("_")
    else:
        w.bound(name)


def _patterns(w: Writer, left: str, patterns: Sequence[ast.pattern], between: str, right: str) -> None:
    w.out.append(left)
    for index, each in enumerate(patterns):
        w.out.append(between if index else "")
        pattern(w, each)
    w.out.append(right)


def _match_mapping(w: Writer, node: ast.MatchMapping) -> None:
    w.out.append("{")
    for index, (key, value) in enumerate(zip(node.keys, node.patterns)):
        w.out.append(", " if index else "")
        write(w, key)
        w.out.append(": ")
        pattern(w, value)
    if node.rest is not None:
        w.out.append(", **" if node.keys else "**")
        w.bound(node.rest)
    w.out.append("}")


def _match_class(w: Writer, node: ast.MatchClass) -> None:
    write(w, node.cls)
    _patterns(w, "(", node.patterns, ", ", "")
    for index, (name, value) in enumerate(zip(node.kwd_attrs, node.kwd_patterns)):
        w.out.append(f"{', ' if index or node.patterns else ''}{name}=")
        pattern(w, value)
    w.out.append(")")


def _returned(w: Writer, node: ast.Return) -> None:
    w.line("return")
    if node.value is not None:
        w.out.append(" ")
        write(w, node.value, BARE)


def _alone(w: Writer, node: ast.Expr) -> None:
    w.line()
    write(w, node.value, BARE)


def _deleted(w: Writer, node: ast.Delete) -> None:
    w.line("del ")
    every(w, node.targets)


def _raised(w: Writer, node: ast.Raise) -> None:
    w.line("raise")
    for word, value in ((" ", node.exc), (" from ", node.cause)):
        if value is not None:
            w.out.append(word)
            write(w, value)


def _asserted(w: Writer, node: ast.Assert) -> None:
    w.line("assert ")
    write(w, node.test)
    if node.msg is not None:
        w.out.append(", ")
        write(w, node.msg)


def _global(w: Writer, node: ast.Global) -> None:
    w.scope.elsewhere.update(node.names)
    w.scope.names.difference_update(node.names)
    w.line(f"global {', '.join(node.names)}")
    for name in node.names:
        w.read(name, (), CHANGED)


def _nonlocal(w: Writer, node: ast.Nonlocal) -> None:
    w.scope.around_it.update(node.names)


def _import(w: Writer, node: ast.Import) -> None:
    w.line("import ")
    for index, alias in enumerate(node.names):
        first, _, inner = alias.name.partition(".")
        w.out.append(f"{', ' if index else ''}{alias.name} as ")
        _imported(w, alias.asname or first, alias.name if alias.asname else first)
        if inner and not alias.asname:
            w.out.append(f".{inner}")


def _import_from(w: Writer, node: ast.ImportFrom) -> None:
    origin = "." * (node.level or 0) + (node.module or "")
    w.line(f"from {origin} import ")
    for index, alias in enumerate(node.names):
        w.out.append(f"{', ' if index else ''}{alias.name}")
        if alias.name != "*":
            w.out.append(" as ")
            _imported(w, alias.asname or alias.name, f"{origin}:{alias.name}")


def _imported(w: Writer, name: str, origin: str) -> None:
    scope = w.scope
    is_first = name not in scope.names
    w.bound(name)
    scope.imported[name] = origin if is_first else ""


def _alias_of_type(w: Writer, node: Any) -> None:
    w.line("type ")
    w.bound(node.name.id)
    w.out.append(" = ")
    write(w, node.value, TEST)


def _word(word: str) -> Callable[[Writer, ast.stmt], None]:
    return lambda w, _: w.line(word)


FORMS: dict[type[ast.AST], Callable[[Writer, Any], None]] = {
    ast.AnnAssign: _annotated,
    ast.Assert: _asserted,
    ast.Assign: _assign,
    ast.AsyncFor: _loop,
    ast.AsyncFunctionDef: _defined,
    ast.AsyncWith: _with,
    ast.AugAssign: _augmented,
    ast.Break: _word("break"),
    ast.ClassDef: _class,
    ast.Continue: _word("continue"),
    ast.Delete: _deleted,
    ast.Expr: _alone,
    ast.For: _loop,
    ast.FunctionDef: _defined,
    ast.Global: _global,
    ast.If: _if,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Match: _match,
    ast.Nonlocal: _nonlocal,
    ast.Pass: _word("pass"),
    ast.Raise: _raised,
    ast.Return: _returned,
    ast.Try: _try,
    ast.While: _while,
    ast.With: _with,
}
for _later, _form in (("TryStar", _try), ("TypeAlias", _alias_of_type)):  # from Python 3.11 and 3.12 on
    if hasattr(ast, _later):
        FORMS[getattr(ast, _later)] = _form
