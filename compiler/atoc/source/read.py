"""The one door through which files come in.

Documents are found below the schema folders by their names, in one order on every machine. Whatever the
file system puts in the way (a link that leads nowhere, a pipe, a file without permission) is a
finding; only what the caller itself asked for, and is not there, is an error.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path, PurePosixPath

from atoc.findings import Finding, Passed, in_order
from atoc.source.bounds import DEFAULT, Bounds
from atoc.source.decode import decode
from atoc.source.findings import UNREADABLE
from atoc.source.modules import ModuleMissing, ModuleOpaque, ModuleSource, ModuleText
from atoc.source.parse import ENDINGS, is_python
from atoc.span import SourceFile, Span


class SourceError(Exception):
    """Something that was asked for by name cannot be read; the message says what and why."""


def read(root: Path, schemas: Sequence[str], bounds: Bounds = DEFAULT) -> Passed[tuple[SourceFile, ...]]:
    """All documents below the schema folders, which are relative to ``root``, in the order of their paths.

    A schema may also be a single file. What Python files import of the same project is read with them, if it
    may tell of scopes. Raises :class:`SourceError` for one that is not there.
    """
    walk = _Walk(Path.cwd() / root, bounds)
    for schema in schemas:
        walk.enter(schema)
    walk.follow()
    files = tuple(walk.files[name] for name in sorted(walk.files))
    return Passed(files, in_order(walk.findings))


def read_all(
    root: Path, path: str, suffixes: Sequence[str], bounds: Bounds = DEFAULT
) -> tuple[SourceFile, ...]:
    """A file, or all files below a folder whose names end so, in the order of their paths.

    Names that begin with ``_`` count as any other; those that begin with ``.`` do not. ``path`` is relative
    to ``root``, and so are the paths of what lies below it; others are named from their folder. Raises
    :class:`SourceError` where something cannot be read, since what is left out would go unnoticed.
    """
    walk = _Walk(Path.cwd() / root, bounds, tuple(suffixes), (".",))
    walk.enter(path)
    if walk.findings:
        raise SourceError(walk.findings[0].message)
    return tuple(walk.files[name] for name in sorted(walk.files))


def read_text(path: Path) -> str:
    """The text of one file in UTF-8, without a mark at its start and with line feeds only."""
    passed = decode(path.name, read_bytes(path))
    if passed.value is None:
        raise SourceError(f"{path} is not UTF-8 text")
    return passed.value.text


def read_bytes(path: Path, bounds: Bounds = DEFAULT) -> bytes:
    """The content of one file; raises :class:`SourceError` where there is none."""
    try:
        return _content(path, bounds)
    except _Refused as refused:
        raise SourceError(f"{path} {refused}") from None


_MADE_BY_OTHERS = ("os.path",)
"""Modules that another one puts into place when it is imported, with no file of their own."""

MAX_BESIDE = 1_000
"""How many names beside a module that is not there are listed."""


def read_module(name: str, root: Path | None = None, bounds: Bounds = DEFAULT) -> ModuleText:
    """A Python module by its dotted name, found by path: below ``root`` and its ``src``, then along the
    search path of Python. Nothing is imported; stubs go before sources.
    """
    if name.partition(".")[0] in sys.builtin_module_names or name in _MADE_BY_OTHERS:
        return ModuleOpaque()
    own = [] if root is None else [Path.cwd() / root, Path.cwd() / root / "src"]
    try:
        found = [_find_module(top, name, [*own, *map(Path, sys.path)], bounds) for top in ("-stubs", "")]
    except OSError:  # a folder without permission, or a name that is too long for a file
        return ModuleOpaque()
    best = next((each for each in found if not isinstance(each, ModuleMissing)), None)
    if best is not None:
        return best
    missing = found[-1]
    is_below = isinstance(missing, ModuleMissing) and missing.known
    return missing if is_below else ModuleMissing(_modules_in(own))


def _find_module(ending: str, name: str, folders: list[Path], bounds: Bounds) -> ModuleText:
    """The module in the first of the folders that has it; ``ending`` is that of the package's folder."""
    has_archives = any(folder.is_file() for folder in folders)
    *above, last = name.split(".")
    for depth, part in enumerate(above):
        packages = list(_packages(folders, part + (ending if depth == 0 else "")))
        if not packages:
            return ModuleOpaque() if has_archives and depth == 0 else _beside(folders, depth)
        folders = packages
    named = last if above else last + ending
    for folder in folders:
        package, plain = folder / named, folder / named
        files = (package / "__init__.pyi", package / "__init__.py", plain.with_name(f"{named}.pyi"))
        for file in (*files, *(plain.with_name(named + each) for each in EXTENSION_SUFFIXES)):
            if file.is_file():
                return _module(name, file, bounds)
        if plain.with_name(f"{named}.py").is_file():
            return _module(name, plain.with_name(f"{named}.py"), bounds)
    return ModuleOpaque() if has_archives and not above else _beside(folders, len(above))


def _packages(folders: Sequence[Path], part: str) -> Iterator[Path]:
    """The folder of a package: the first with an ``__init__``, or else all that bear its name."""
    places = [folder / part for folder in folders if (folder / part).is_dir()]
    whole = (place for place in places if any(place.glob("__init__.py*")))
    first = next(whole, None)
    yield from places if first is None else [first]


def _module(name: str, file: Path, bounds: Bounds) -> ModuleText:
    if not file.name.endswith((".py", ".pyi")):
        return ModuleOpaque()
    is_package = file.stem == "__init__"
    try:
        return ModuleSource(name, name if is_package else name.rpartition(".")[0], _content(file, bounds))
    except _Refused:
        return ModuleOpaque()


def _beside(folders: Sequence[Path], depth: int) -> ModuleMissing:
    """That a module is not there, with its neighbours; of the search path itself none are listed."""
    return ModuleMissing(_modules_in(folders) if depth else ())


def _modules_in(folders: Sequence[Path]) -> tuple[str, ...]:
    names: set[str] = set()
    for folder in folders:
        for path in sorted(folder.iterdir())[:MAX_BESIDE] if folder.is_dir() else ():
            is_module = path.suffix in (".py", ".pyi") or (path.is_dir() and any(path.glob("*.py")))
            names.update([path.stem] if is_module and path.stem.isidentifier() else ())
    return tuple(sorted(names - {"__init__"}))


class _Refused(Exception):
    """Why a path gives no text, as the end of a sentence that begins with the path."""


@dataclass(slots=True)
class _Walk:
    """What is found so far. ``seen`` holds real paths, so that links make nothing count twice.

    ``bases`` are the folders from which files are named.
    """

    root: Path
    bounds: Bounds
    suffixes: tuple[str, ...] = ENDINGS
    skipped: tuple[str, ...] = (".", "_")
    files: dict[str, SourceFile] = field(default_factory=dict[str, SourceFile])
    findings: list[Finding] = field(default_factory=list[Finding])
    seen: set[str] = field(default_factory=set[str])
    bases: dict[str, Path] = field(default_factory=dict[str, Path])

    def enter(self, schema: str) -> None:
        """Reads a schema that was asked for by name."""
        path = Path(os.path.normpath(self.root / schema))
        if not os.path.lexists(path):
            raise SourceError(f"{schema} is not there; name a folder or a file of schemas that exists")
        if not path.is_dir() and path.suffix.lower() not in self.suffixes:
            raise SourceError(f"{schema} is not a document; their names end in {' '.join(self.suffixes)}")
        base = self.root if path.is_relative_to(self.root) else path.parent
        before = set(self.files)
        self._take(path, base)
        self.bases.update((name, base) for name in self.files if name not in before)
        name = _name(path, base)
        if name in self.files:
            self.files[name] = replace(self.files[name], named=True)

    def follow(self) -> None:
        """Reads what the Python files import that are read, below the project or the folder of the first."""
        waiting = [file for file in self.files.values() if is_python(file)]
        if not waiting:
            return
        from atoc.source.python.imports import MAX_FOLLOWED, imported_by, may_tell_of_scopes

        tried: set[str] = set()
        while waiting and len(tried) < MAX_FOLLOWED:
            file = waiting.pop(0)
            base = self.bases.get(file.path, self.root)
            for places in imported_by(file):
                there = ([name for name in names if (base / name).is_file()] for names in places)
                for name in next(filter(None, there), ()):
                    if name in self.files or name in tried:
                        continue
                    tried.add(name)
                    self._take(base / name, base)
                    found = self.files.pop(name, None)
                    if found is not None and may_tell_of_scopes(found):
                        self.bases[name] = base
                        self.files[name] = replace(found, followed=True)
                        waiting.append(found)

    def _take(self, start: Path, base: Path) -> None:
        waiting = [start]
        while waiting:
            path = waiting.pop()
            real = os.path.realpath(path)
            if real in self.seen:
                continue
            self.seen.add(real)
            if len(self.seen) > self.bounds.paths:
                raise SourceError(
                    f"{start} holds more than {self.bounds.paths:,} files; is it the right folder?"
                )
            if path.is_dir():
                waiting.extend(reversed(self._list(path, base)))
            else:
                self._file(path, _name(path, base))

    def _list(self, folder: Path, base: Path) -> list[Path]:
        try:
            paths = sorted(folder.iterdir())
        except OSError as error:
            self._refuse(_name(folder, base), f"cannot be listed: {_reason(error)}")
            return []
        return [
            path
            for path in paths
            if not path.name.startswith(self.skipped)
            and (path.is_dir() or path.suffix.lower() in self.suffixes)
        ]

    def _file(self, path: Path, name: str) -> None:
        try:
            content = _content(path, self.bounds)
        except _Refused as refused:
            self._refuse(name, str(refused))
            return
        decoded = decode(name, content)
        self.findings.extend(decoded.findings)
        if decoded.value is not None:
            if name in self.files:
                raise SourceError(
                    f"two schema folders outside the project both hold {name}; move one into it"
                )
            self.files[name] = decoded.value

    def _refuse(self, name: str, why: str) -> None:
        self.findings.append(UNREADABLE.at(Span.start_of(name), f"{name} {why}"))


def _content(path: Path, bounds: Bounds) -> bytes:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise _Refused(f"is not a file but {_kind(mode)}")
        with path.open("rb") as file:
            content = file.read(bounds.bytes + 1)
    except OSError as error:
        raise _Refused(f"cannot be read: {_reason(error)}") from None
    if len(content) > bounds.bytes:
        raise _Refused(f"is larger than {bounds.bytes // (1024 * 1024):,} MiB, the most that is read")
    return content


def _kind(mode: int) -> str:
    kinds = (
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a named pipe"),
        (stat.S_ISSOCK, "a socket"),
    )
    return next((kind for test, kind in kinds if test(mode)), "a device")


def _reason(error: OSError) -> str:
    """Why the system refused, in the same words on every system."""
    if isinstance(error, FileNotFoundError):
        return "it is not there, or it is a link that leads nowhere"
    if isinstance(error, PermissionError):
        return "permission denied"
    return (error.strerror or type(error).__name__).lower()


def _name(path: Path, base: Path) -> str:
    """The path as spans show it; bytes that are not UTF-8 are escaped."""
    name = PurePosixPath(*path.relative_to(base).parts)
    return os.fsencode(str(name)).decode("utf-8", "backslashreplace")
