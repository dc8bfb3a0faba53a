"""Where the configs of a program are: as its ``@hydra.main(config_path=..., config_name=...)`` says."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from atoc.span import SourceFile


@dataclass(frozen=True, slots=True)
class Entry:
    """The folder of configs and the name of the primary one."""

    folder: str
    primary: str


def entries(files: Iterable[SourceFile]) -> Iterator[Entry]:
    """What the decorators of these scripts name, as far as it is written out."""
    for file in files:
        if file.path.endswith(".py") and "hydra" in file.text:
            try:
                module = ast.parse(file.text)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            for node in ast.walk(module):
                if isinstance(node, ast.Call) and _is_main(node.func):
                    yield from _entry(node, posixpath.dirname(file.path))


def _is_main(func: ast.expr) -> bool:
    return (
        isinstance(func, ast.Attribute) and func.attr == "main" and getattr(func.value, "id", "") == "hydra"
    )


def _entry(call: ast.Call, beside: str) -> Iterator[Entry]:
    given: dict[str, ast.expr] = dict(zip(("config_path", "config_name"), call.args))
    given |= {each.arg: each.value for each in call.keywords if each.arg}
    path, name = (text_of(given.get(key)) for key in ("config_path", "config_name"))
    if name is not None:
        folder = posixpath.normpath(posixpath.join(beside, path or "."))
        yield Entry("" if folder == "." else folder, name.removesuffix(".yaml"))


def text_of(node: ast.expr | None) -> str | None:
    """The text that a constant is, if it is one."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
