"""The fingerprint of a function's logic: SHA-256 of its canonical text."""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Callable
from hashlib import sha256
from types import CodeType, FunctionType
from typing import Any, cast

from ato.config import ConfigError, Problem
from ato.fingerprint._canon import canonical
from ato.fingerprint._names import FUNCTIONS, Function


def code_hash(function: Callable[..., object]) -> str:
    """SHA-256, in hexadecimal, of what a function does, read from its source.

    The same for functions that differ only in comments, layout, docstrings, annotations, decorators, their
    own name and the names of their parameters and variables, and under every version of Python from 3.10 on.
    Another one when a constant, an operator, the order of statements, an attribute, or the name of a global
    changes. What the function calls is not followed.

    Takes functions, methods, lambdas, and callables whose class defines ``__call__``; wrappers made by
    ``functools.wraps`` are looked through. Raises ``ConfigError`` where there is no source to read.
    """
    plain = _function_of(function)
    name = str(getattr(plain, "__qualname__", plain.__code__.co_name))
    node = _found(_tree(plain, name), plain, name)
    own = None if isinstance(node, ast.Lambda) or _is_method(name) else plain.__code__.co_name
    return sha256(_canonical(node, own, name).encode()).hexdigest()


def _canonical(node: Function, own: str | None, name: str) -> str:
    try:
        return canonical(node, own)
    except RecursionError:
        raise _refusal(name, "its code stands too deep in itself to be read") from None


def _function_of(given: Callable[..., object]) -> FunctionType:
    """The function of Python code that a callable runs."""
    name = str(getattr(given, "__qualname__", None) or type(given).__qualname__)
    try:
        inner = inspect.unwrap(given)
    except ValueError:
        raise _refusal(name, "it is wrapped in itself") from None
    if isinstance(inner, functools.partial):
        raise _refusal(name, "it is a partial call", "give its function, partial.func")
    if inspect.isclass(inner):
        raise _refusal(name, "it is a class, not a function", "give one of its methods")
    inner = getattr(inner, "__func__", inner)
    if not isinstance(inner, FunctionType):
        called: Any = getattr(cast("type[object]", type(inner)), "__call__", inner)  # noqa: B004
        inner = inspect.unwrap(called)
    if not isinstance(inner, FunctionType):
        raise _refusal(name, "it is not written in Python, so it has no source to read")
    return inner


def _tree(function: FunctionType, name: str) -> ast.Module:
    try:
        lines, _ = inspect.findsource(function)
    except (OSError, TypeError, IndexError):
        why = f"its source cannot be found ({function.__code__.co_filename})"
        raise _refusal(name, why, "define it in a file or a notebook, not by exec or at a prompt") from None
    try:
        return _parsed("".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _changed(name, function.__code__) from None


@functools.lru_cache(maxsize=4)
def _parsed(text: str) -> ast.Module:
    """The tree of a file: the functions of one are usually asked for one after another."""
    return ast.parse(text)


def _found(tree: ast.Module, function: FunctionType, name: str) -> Function:
    """The function in the tree of its file."""
    code = function.__code__
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, FUNCTIONS)
        and _first_line(node) == code.co_firstlineno
        and (code.co_name == "<lambda>" if isinstance(node, ast.Lambda) else node.name == code.co_name)
    ]
    if len(found) > 1:
        found = [node for node in found if _is_code_of(node, code)] or found
    if not found:
        raise _changed(name, code)
    if len(found) > 1 and len({_canonical(node, None, name) for node in found}) > 1:
        raise _refusal(
            name, f"several lambdas stand on line {code.co_firstlineno}", "put each on its own line"
        )
    return found[0]


def _first_line(node: Function) -> int:
    """The line that a function begins on, with its decorators."""
    decorators = [] if isinstance(node, ast.Lambda) else node.decorator_list
    return min([node.lineno, *(each.lineno for each in decorators)])


def _is_code_of(node: Function, code: CodeType) -> bool:
    """Whether a node stands where the code of the function says, as far as this Python knows columns."""
    positions = getattr(code, "co_positions", None)
    if positions is None:
        return _signature(node) == code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    known = [(line, column) for line, _, column, _ in positions() if line is not None and column is not None]
    first, last = (node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0)
    return all(first <= place <= last for place in known if place > (code.co_firstlineno, 0))


def _signature(node: Function) -> tuple[str, ...]:
    arguments = node.args
    return tuple(each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs))


def _is_method(qualified: str) -> bool:
    """Whether a function stands in a class, where its name is none that it could call itself by."""
    above = qualified.rpartition(".")[0]
    return bool(above) and not above.endswith("<locals>")


def _changed(name: str, code: CodeType) -> ConfigError:
    why = f"{code.co_filename} no longer holds it at line {code.co_firstlineno}"
    return _refusal(name, why, "the file has changed since it was loaded; start the program again")


def _refusal(name: str, why: str, *help: str) -> ConfigError:
    return ConfigError([Problem(name, f"has no fingerprint: {why}", help)])
