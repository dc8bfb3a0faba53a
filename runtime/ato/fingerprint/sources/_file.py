"""Files of source: read and parsed once, as long as they stay as they are, with what stands where in them."""

from __future__ import annotations

import ast
import gc
import linecache
import os
import re
import warnings
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType
from typing import Any, NamedTuple
from weakref import ReferenceType

from ato.fingerprint.canon._canon import Canonical
from ato.fingerprint.canon._names import Function
from ato.fingerprint.sources._attributes import Assigned
from ato.fingerprint.sources._body import Body

QUIET = "<ato.fingerprint>"
"""What texts are read as, so that nobody is warned a second time of what a compiler has to say of them."""
TRIED = ("body", "handlers", "orelse", "finalbody")
"""The fields of ``try`` in which other statements stand."""


class Index:
    """What stands where in a tree: functions by first line and name, classes by qualified name."""

    __slots__ = ("_lambdas", "classes", "functions", "imports", "tree")

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.functions: dict[tuple[int, str], list[Function]] = {}
        self.classes: dict[str, list[ast.ClassDef]] = {}
        self.imports: dict[str, str] = {}
        self._lambdas: dict[int, list[Function]] | None = None
        waiting: list[tuple[Sequence[ast.AST], str]] = [(tree.body, "")]
        for statements, prefix in waiting:  # which grows
            self._index(statements, prefix, waiting)

    def _index(
        self, statements: Sequence[ast.AST], prefix: str, waiting: list[tuple[Sequence[ast.AST], str]]
    ) -> None:
        for statement in statements:
            match statement:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    self.functions.setdefault((first_line(statement), name), []).append(statement)
                    waiting.append((statement.body, f"{prefix}{name}.<locals>."))
                case ast.ClassDef(name=name):
                    self.classes.setdefault(prefix + name, []).append(statement)
                    waiting.append((statement.body, f"{prefix}{name}."))
                case ast.Import(names=aliases) if not prefix:
                    for alias in aliases:
                        first = alias.name.partition(".")[0]
                        self.imports[alias.asname or first] = alias.name if alias.asname else first
                case ast.ImportFrom(names=aliases) if not prefix:
                    origin = "." * (statement.level or 0) + (statement.module or "")
                    self.imports.update(
                        (each.asname or each.name, f"{origin}:{each.name}") for each in aliases
                    )
                case ast.If() | ast.For() | ast.While() | ast.AsyncFor():
                    waiting += (statement.body, prefix), (statement.orelse, prefix)
                case ast.With() | ast.AsyncWith() | ast.ExceptHandler() | ast.match_case():
                    waiting.append((statement.body, prefix))
                case ast.Match():
                    waiting.append((statement.cases, prefix))
                case _ if hasattr(statement, "handlers"):  # of either kind of try
                    waiting += ((getattr(statement, part), prefix) for part in TRIED)
                case _:
                    pass

    def lambdas(self, line: int) -> list[Function]:
        """The lambdas that begin on a line."""
        known = self._lambdas
        if known is None:
            made: dict[int, list[Function]] = {}
            for node in ast.walk(self.tree):
                if isinstance(node, ast.Lambda):
                    made.setdefault(node.lineno, []).append(node)
            known = self._lambdas = made
        return known.get(line, [])


class Stamp(NamedTuple):
    """By what a change of a file is seen: its times in nanoseconds, its size in bytes, which file it is."""

    modified: int
    changed: int
    size: int
    inode: int


class File:
    """One file of source, as it is in one state: what it imports, and the texts written of it so far.

    ``imports`` says of names that the module imports where they come from: ``numpy``, ``torch.nn:Linear``.
    ``stamp`` says of a file when it changed; a text that the interpreter keeps has none. What takes much
    room, its tree and ``codes``, is let go by ``release``, and made again if need be.
    """

    __slots__ = ("_index", "classes", "codes", "imports", "stamp", "state", "text", "texts")

    def __init__(self, state: Stamp | str, text: Callable[[], str | bytes]) -> None:
        self.state = state
        self.stamp = state if isinstance(state, Stamp) else None
        self.text = text
        self.texts: dict[object, Written] = {}
        self.classes: dict[int, Class] = {}
        self.codes: dict[tuple[int, str], list[CodeType]] | None = None
        self._index: Index | None = None
        self.imports = self.index.imports

    @property
    def index(self) -> Index:
        """What stands where in it."""
        known = self._index  # another thread may release it meanwhile
        if known is None:
            warnings.filterwarnings("ignore", module=re.escape(QUIET))
            known = self._index = Index(ast.parse(self.text(), QUIET))
        return known

    def release(self) -> None:
        """Let go of the tree and the code."""
        self._index = self.codes = None


class Written(NamedTuple):
    """What is known of a function or class once its text is written.

    ``by_place`` and ``by_name`` hold the defaults that are constants as text, None for others; ``line`` is
    the first, ``is_decorated`` says that a decorator counts. ``code`` is what the text is of: it lives as
    long as this does, so no other code has its identity. ``body`` is that of a class.
    """

    text: Canonical
    line: int
    is_decorated: bool = False
    by_place: tuple[str | None, ...] = ()
    by_name: tuple[tuple[str, str | None], ...] = ()
    code: CodeType | None = None
    body: Body | None = None


@dataclass
class Class:
    """What is known of a class: it is found by its identity, so ``of`` says whether it still is that one.

    ``attributes`` are read when somebody asks for them.
    """

    of: ReferenceType[type]
    written: Written
    attributes: dict[str, tuple[Assigned, ...]] | None = None


def first_line(node: Function) -> int:
    """The line that a function begins on, with its decorators."""
    decorators = [] if isinstance(node, ast.Lambda) else node.decorator_list
    return min([node.lineno, *(each.lineno for each in decorators)]) if decorators else node.lineno


_LOOKED: dict[str, File | None] = {}
"""What has been looked at since the outermost reader began, by path."""
_READERS: list[None] = []
"""One for each ``reading`` that goes on."""
_READ: dict[str, File] = {}
"""What has been read, by path, in the state that it had then: its times of change and size, or its text."""


def file_of(path: str, names: dict[str, Any]) -> File | None:
    """The file at a path, or the text that the interpreter keeps for it, as of a notebook; None for neither.

    ``names`` are those of the module, whose loader may know its text. Raises ``SyntaxError`` or
    ``ValueError`` where the text is no Python, ``RecursionError`` where it stands too deep in itself.
    """
    if path in _LOOKED:
        return _LOOKED[path]
    file = _looked(path, names)
    if _READERS:
        _LOOKED[path] = file
    return file


def _looked(path: str, names: dict[str, Any]) -> File | None:
    try:
        found = os.stat(path)  # noqa: PTH116  once a function: a Path costs more than the look
    except (OSError, ValueError):
        text = "".join(linecache.getlines(path, names))
        return _kept(path, text, lambda: text) if text else None
    state = Stamp(found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
    return _kept(path, state, lambda: _content(path))


def _kept(path: str, state: Stamp | str, text: Callable[[], str | bytes]) -> File:
    known = _READ.get(path)
    if known is None or known.state != state:
        known = _READ[path] = File(state, text)
    return known


def _content(path: str) -> bytes:
    with open(path, "rb") as opened:  # noqa: PTH123  the same
        return opened.read()


@contextmanager
def reading() -> Generator[None, None, None]:
    """Inside, each file is looked at once and its tree is kept; what has been written of it outlives that.

    No garbage is collected inside: it would walk the trees again and again.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    _READERS.append(None)
    try:
        yield
    finally:
        _READERS.pop()
        if not _READERS:  # the outermost
            _LOOKED.clear()
            for file in tuple(_READ.values()):
                file.release()
        if was_enabled:
            gc.enable()


def forget() -> None:
    """Forget all files that have been read."""
    _READ.clear()
