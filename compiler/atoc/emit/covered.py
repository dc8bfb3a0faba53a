"""Generated modules as they may be shown: the values of secret fields are covered, sign by sign.

A module has to hold the defaults and writes of its secrets, but a diff of it is printed, and kept in logs.
Which fields are secret a module says itself, so that one made long ago is covered too:

    ato.Field("token", ato.STR, "hunter2", secret=True)
    ato.Field("token", ato.STR, *********, secret=True)

Cost: one walk over the syntax tree, for modules with a secret only.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

_MARK = "secret=True"
_SIGN = re.compile(rb"\S")
_QUOTED = re.compile(r""""(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""")


def covered(text: str) -> str:
    """The text of a module, line for line, without secrets; of one that is no Python without any string."""
    if _MARK not in text:
        return text
    tree = _parsed(text)
    if tree is None:
        return _QUOTED.sub('"***"', text)
    nodes = tuple(ast.walk(tree))
    lines = [line.encode("utf-8", "surrogatepass") for line in text.split("\n")]
    for value in _values(nodes):
        _cover(lines, value)
    return b"\n".join(lines).decode("utf-8", "surrogatepass")


def _parsed(text: str) -> ast.Module | None:
    """The tree of a module; None for one with other lines or other text than we write."""
    try:
        return None if "\r" in text else ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _values(nodes: Iterable[ast.AST]) -> Iterator[ast.expr]:
    """What secret fields are given, and what the names stand for that they are given."""
    names = frozenset(name for node in nodes for name in _secret_name(node))
    given = [value for node in nodes for value in _given(node, names)]
    named = {value.id for value in given if isinstance(value, ast.Name)}
    yield from (value for value in given if not isinstance(value, ast.Name))
    for node in nodes:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if name in named:
                yield value
            case ast.FunctionDef(name=name, body=[*_, ast.Return(value=ast.expr() as value)]) if (
                name in named
            ):
                yield value
            case _:
                continue


def _secret_name(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(args=[ast.Constant(value=str(name)), *_], keywords=keywords):
            if any(keyword.arg == "secret" for keyword in keywords):
                yield name
        case _:
            return


def _given(node: ast.AST, names: frozenset[str]) -> Iterator[ast.expr]:
    """The values in a node that stand beside the name of a secret field."""
    match node:
        case ast.Call(args=arguments, keywords=keywords):
            if any(keyword.arg == "secret" for keyword in keywords):
                yield from arguments[2:]
            yield from (keyword.value for keyword in keywords if keyword.arg in names)
        case ast.arguments(kwonlyargs=parameters, kw_defaults=defaults):
            pairs = zip(parameters, defaults)
            yield from (value for parameter, value in pairs if value and parameter.arg in names)
        case ast.Dict(keys=keys, values=values):
            yield from (value for key, value in zip(keys, values) if _ends_in(key, names))
        case ast.Tuple(elts=[key, ast.Name() as value]) if _ends_in(key, names):
            yield value
        case _:
            return


def _ends_in(key: ast.expr | None, names: frozenset[str]) -> bool:
    """Whether it is the path of a field with one of these names."""
    match key:
        case ast.Constant(value=str(path)):
            return path.rpartition(".")[2] in names
        case _:
            return False


def _cover(lines: list[bytes], value: ast.expr) -> None:
    """Cover an expression; columns of syntax trees count bytes."""
    last = value.end_lineno or value.lineno
    for number in range(value.lineno, last + 1):
        line = lines[number - 1]
        start = value.col_offset if number == value.lineno else 0
        end = (value.end_col_offset or len(line)) if number == last else len(line)
        lines[number - 1] = line[:start] + _SIGN.sub(b"*", line[start:end]) + line[end:]
