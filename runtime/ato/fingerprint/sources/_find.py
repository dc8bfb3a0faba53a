"""Where in a file the source of a function or class stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

from ato.config import ConfigError, Problem
from ato.fingerprint.canon._names import Function
from ato.fingerprint.canon._writer import constant
from ato.fingerprint.sources._body import function_in, is_constant
from ato.fingerprint.sources._file import File, file_of
from ato.fingerprint.sources._loaded import is_loaded, is_same

CHANGED = "the file has changed since it was loaded; start the program again"
COMPILED = (".pyc", ".so", ".pyd", ".dll")
"""Files of modules without source."""


def file_of_function(function: FunctionType) -> File | None:
    """The file that a function stands in; None if it has no source, as after ``exec``.

    Raises ``ConfigError`` where the file is no longer Python.
    """
    return _file(function.__code__.co_filename, function.__globals__, function.__qualname__)


def found_function(function: FunctionType, file: File) -> Function | None:
    """The source of a function in its file; None where what the interpreter keeps for it is another text.

    Raises ``ConfigError`` where the file has changed since it was loaded.
    """
    code = function.__code__
    if code.co_name == "<lambda>":
        nodes = file.index.lambdas(code.co_firstlineno)
        if len(nodes) > 1:
            nodes = [node for node in nodes if _is_given(node, function)]
    else:
        nodes = file.index.functions.get((code.co_firstlineno, code.co_name), [])
    node = nodes[0] if len(nodes) == 1 else _chosen(nodes, code)
    if node is not None and is_loaded(code, file, function.__globals__):
        return node
    if file.stamp is not None:
        said = "holds it" if node is None else "says what runs"
        why = f"{code.co_filename} no longer {said} at line {code.co_firstlineno}"
        raise refusal(function.__qualname__, why, CHANGED)
    return None


def files_of_class(kind: type, names: dict[str, Any]) -> Iterator[tuple[str, File]]:
    """The files that a class may stand in, with their paths; ``names`` are those of its module."""
    paths = [str(names.get("__file__") or ""), *(code.co_filename for code in _codes_of(kind))]
    for path in dict.fromkeys(path for path in paths if path):
        file = _file(path, names, kind.__qualname__)
        if file is not None:
            yield path, file


def found_class(kind: type, names: dict[str, Any], path: str, file: File) -> ast.ClassDef | None:
    """The source of a class in a file; None if that does not hold it.

    Raises ``ConfigError`` where the file has changed since it was loaded.
    """
    nodes = file.index.classes.get(kind.__qualname__, [])
    codes = [code for code in _codes_of(kind) if code.co_filename == path]
    stale = [code for code in codes if nodes and not is_loaded(code, file, names)]
    if stale and file.stamp is not None:
        why = f"{path} no longer says what runs at line {stale[0].co_firstlineno}"
        raise refusal(kind.__qualname__, why, CHANGED)
    if stale or not nodes:
        return None
    return _around(nodes, [vars(kind).get("__firstlineno__", 0), *(code.co_firstlineno for code in codes)])


def _codes_of(kind: type) -> list[CodeType]:
    functions = map(function_in, vars(kind).values())
    return [function.__code__ for function in functions if function is not None]


def _around(nodes: list[ast.ClassDef], lines: list[int]) -> ast.ClassDef:
    """Of classes of one name, the one in which most of the lines stand, else the last."""

    def held(node: ast.ClassDef) -> int:
        return sum(node.lineno <= line <= (node.end_lineno or 0) for line in lines)

    return max(reversed(nodes), key=held)


def _file(path: str, names: dict[str, Any], name: str) -> File | None:
    try:
        file = file_of(path, names)
    except (SyntaxError, ValueError):
        raise refusal(name, f"{path} is no longer Python", CHANGED) from None
    except OSError as error:
        why = f"{path} cannot be read: {error.strerror or error}"
        raise refusal(name, why, "let the program read its own source") from None
    except (RecursionError, MemoryError):
        raise refusal(name, f"{path} stands too deep in itself to be read") from None
    if file is None and path == names.get("__file__") and not path.endswith(COMPILED):
        raise refusal(name, f"{path} is gone", "put it back, or start the program where it is")
    return file


def _chosen(nodes: list[Function], code: CodeType) -> Function | None:
    """Of several functions that begin on a line, the one whose code this is.

    From Python 3.11 on code knows its columns; before, what each compiles to is compared. Functions that
    compile to the same have the same logic, so any of them will do.
    """
    positions = getattr(code, "co_positions", None)
    known = [] if positions is None else [place for place in positions() if None not in place]
    if known:
        first = min((line, column) for line, _, column, _ in known if line >= code.co_firstlineno)
        last = max((line, column) for _, line, _, column in known)
        holding = [node for node in nodes if _start(node) <= first and last <= _end(node)]
        if holding:
            return max(holding, key=lambda node: (_start(node), -node.end_lineno, -node.end_col_offset))  # type: ignore[operator]
    return next((node for node in nodes if _compiles_to(node, code)), None)


def _is_given(node: Function, function: FunctionType) -> bool:
    """Whether constants that stand in the source as defaults are those of a function."""
    by_name = filter(None, node.args.kw_defaults)
    written = [*map(constant_of, node.args.defaults), *map(constant_of, by_name)]
    given = given_defaults(function)
    return len(given) == len(written) and all(
        text is None or is_constant(text, value) for text, value in zip(written, given)
    )


def given_defaults(function: FunctionType) -> tuple[object, ...]:
    """The values of all defaults of a function."""
    return *(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()


def constant_of(node: ast.expr) -> str | None:
    """A constant of the source as text; None for other expressions."""
    return constant(node.value) if isinstance(node, ast.Constant) else None


def _start(node: Function) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _end(node: Function) -> tuple[int, int]:
    return node.end_lineno or 0, node.end_col_offset or 0


def _compiles_to(node: Function, code: CodeType) -> bool:
    if not isinstance(node, ast.Lambda):
        return True
    around = ast.parse(f"def around({', '.join(code.co_freevars)}): return 0")
    outer = around.body[0]
    assert isinstance(outer, ast.FunctionDef)  # noqa: S101  it is written so above
    outer.body = [ast.copy_location(ast.Return(value=node), node)]
    waiting: list[CodeType] = [compile(around, "<lambda>", "exec")]
    while waiting:
        each = waiting.pop(0)
        if each.co_name == "<lambda>":
            return is_same(each, code)
        waiting += [inner for inner in each.co_consts if isinstance(inner, CodeType)]
    return False


def refusal(name: str, why: str, *help: str) -> ConfigError:
    """That something has no fingerprint, and why."""
    return ConfigError([Problem(name, f"has no fingerprint: {why}", help)])
