"""Which modules a Python file imports, and at which paths they may stand: told from its text alone.

A module is looked for beside the file and in the folders above it, which is where Python finds those of the
same project; a relative one only where it must be. Nothing is imported.

    from configs.default import scope    configs/default.py, configs/__init__.py, configs/default/scope.py
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from atoc.source.python.tree import mentions_scopes, objection
from atoc.span import SourceFile

MAX_FOLLOWED = 200
"""How many files are read because others import them."""


def may_tell_of_scopes(file: SourceFile) -> bool:
    """Whether a file that another imports is worth reading: it has views, or hands on the scope of others."""
    return mentions_scopes(file.text) or (file.path.endswith("__init__.py") and "import" in file.text)


def imported_by(file: SourceFile) -> Iterator[Sequence[Sequence[str]]]:
    """For each import of a file the paths at which its modules may stand, by the folder, nearest first."""
    if objection(file.text) is not None:
        return
    try:
        module = ast.parse(file.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    folder = PurePosixPath(file.path).parent
    for statement in ast.walk(module):
        match statement:
            case ast.Import(names=names):
                yield from (_anywhere(folder, [alias.name]) for alias in names)
            case ast.ImportFrom(module=name, names=names, level=level):
                inner = [f"{name}.{alias.name}" if name else alias.name for alias in names]
                modules = [name or "", *inner]
                yield [_below(folder, modules, level)] if level else _anywhere(folder, modules)
            case _:
                pass


def _anywhere(folder: PurePosixPath, names: Sequence[str]) -> Sequence[Sequence[str]]:
    return [_below(above, names, 1) for above in (folder, *folder.parents)]


def _below(folder: PurePosixPath, names: Sequence[str], level: int) -> Sequence[str]:
    for _ in range(level - 1):
        folder = folder.parent
    return list(dict.fromkeys(path for name in names for path in _files(folder, name)))


def _files(folder: PurePosixPath, name: str) -> Iterator[str]:
    """The file of a module, and of the packages that it is in, which run first."""
    *above, last = name.split(".")
    for part in above:
        folder = folder / part
        yield str(folder / "__init__.py")
    if last and last != "*":
        yield str(folder / f"{last}.py")
        yield str(folder / last / "__init__.py")
