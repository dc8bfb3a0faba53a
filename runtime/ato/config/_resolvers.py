"""What ``${name:...}`` asks for in a run: paths, and what only the machine knows.

Generated modules use it as ``ato.resolvers``. What the machine knows (the environment, the time, files, the
commit) is asked once for each config that is composed, and kept with its request: every use in a config
agrees, and explaining it later gives the same values again.

A resolver that a program declares is asked here too: its module is imported where it is first asked, and what
it gives is held against its type.

Every function raises ``ValueError`` with a sentence where there is no value.
"""

from __future__ import annotations

from ato.config._bounded import bounded, bounded_join
from ato.config._errors import BadValue
from ato.config.types._values import is_dict, is_set, is_tuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any, TypeVar

    from ato.config._base import Config
    from ato.config.types._types import Type

    T = TypeVar("T")

MAX_BYTES = 1_000_000
"""How large a file may be that is read."""
MAX_REFS = 16_000_000
"""How large git's file of packed references may be."""
MAX_FOLDERS = 100
"""In how many folders, from the current one upwards, a git repository is looked for."""


def path_join(first: str | Path, *others: str | Path) -> Path:
    """The parts as one path; one that begins at the root drops those before it."""
    return _path(first).joinpath(*map(_path, others))


def path_dirname(path: str | Path) -> Path:
    """The folder that holds the path."""
    return _path(path).parent


def path_basename(path: str | Path) -> str:
    """The last part of the path."""
    return _path(path).name


def path_stem(path: str | Path) -> str:
    """The last part of the path without its last suffix."""
    return _path(path).stem


def str_join(separator: str, *parts: str | tuple[str, ...]) -> str:
    """The texts, and those of the lists, with the separator between them."""
    items = [item for part in parts for item in ((part,) if isinstance(part, str) else part)]
    return bounded_join(separator, items)


def path_abs(config: Config, path: str | Path) -> Path:
    """The path from the root, seen from the current folder; links and what does not exist are kept."""
    from os.path import abspath

    return _path(_once(config, "path.abs", str(path), lambda: abspath(_path(path))))


def env(config: Config, name: str, default: str | None = None) -> str:
    """An environment variable, or else the default."""
    from os import environ

    value = _once(config, "env", name, lambda: environ.get(name))
    if value is not None:
        return value
    if default is None:
        raise ValueError(f"the environment variable '{name}' is not set, and no default is given")
    return default


def now(config: Config, form: str) -> str:
    """The moment of composing, in local time, in the form of ``strftime``."""
    from datetime import datetime

    return _once(config, "now", "", lambda: datetime.now().astimezone()).strftime(form)


def uuid(config: Config) -> str:
    """A random UUID, one for each config."""
    from uuid import uuid4

    return _once(config, "uuid", "", lambda: str(uuid4()))


def file_read(config: Config, path: str | Path) -> str:
    """The text of a file in UTF-8, as it stands."""
    return _once(config, "file.read", str(path), lambda: _text(_path(path), MAX_BYTES))


def git_sha(config: Config) -> str:
    """The commit that is checked out in the git repository around the current folder."""
    return _once(config, "git.sha", "", _commit)


def ask(
    config: Config,
    name: str,
    source: str,
    takes: tuple[Type, ...],
    returns: Type,
    arguments: tuple[object, ...],
) -> Any:
    """What a declared resolver gives for these arguments, in its immutable form.

    ``source`` is where its function is found, as ``package.module:function``. It is asked once for each
    config and arguments, as the machine is.
    """
    given = tuple(_taken(name, type, argument) for type, argument in zip(takes, arguments))
    return _once(config, name, _spelt(given), lambda: _answer(name, source, returns, given))


def _taken(name: str, type: Type, argument: object) -> object:
    try:
        return type.accept(argument)
    except BadValue as error:
        raise ValueError(f"the resolver '{name}' does not take an argument: {error}") from None


def _spelt(value: object) -> str:
    """A value as text, the same for equal values of the same types in whatever order a set has its items."""
    if is_tuple(value):
        return f"({' '.join(f'{_spelt(item)},' for item in value)})"
    if is_set(value):
        return f"{{{', '.join(sorted(_spelt(item) for item in value))}}}"
    if is_dict(value):
        return f"{{{', '.join(f'{key!r}: {_spelt(item)}' for key, item in sorted(value.items()))}}}"
    return repr(value)


def _answer(name: str, source: str, returns: Type, given: tuple[object, ...]) -> object:
    function = _imported(name, source)
    try:
        value = function(*given)
    except Exception as error:
        words = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise ValueError(f"the resolver '{name}' failed in {source} with {words}") from error
    try:
        return bounded(returns.accept(value))
    except BadValue as error:
        raise ValueError(f"the resolver '{name}' gave what it does not declare: {error}") from None


def _imported(name: str, source: str) -> Callable[..., object]:
    from importlib import import_module

    module, _, path = source.partition(":")
    try:
        found: Any = import_module(module)
    except Exception as error:
        words = f"importing {module} failed with {type(error).__name__}: {error}"
        raise ValueError(f"the resolver '{name}' cannot be had: {words}") from error
    for part in path.split("."):
        if not hasattr(found, part):
            raise ValueError(f"the resolver '{name}' cannot be had: {module} has no '{path}'")
        found = getattr(found, part)
    if not callable(found):
        raise ValueError(f"the resolver '{name}' cannot be had: {source} is no function")
    return found  # type: ignore[no-any-return]


def _once(config: Config, name: str, about: str, ask: Callable[[], T]) -> T:
    """What was recorded with the request of the config, or else the answer, which is recorded now."""
    request = getattr(config, "_origin", None)
    if request is None:
        return ask()
    recorded: dict[tuple[str, str], T] = request.recorded
    key = (name, about)
    if key not in recorded:
        recorded[key] = ask()
    return recorded[key]


def _path(path: str | Path) -> Path:
    from pathlib import Path as FilePath

    if "\0" in str(path):
        raise ValueError("a path cannot hold a NUL character")
    return FilePath(path)


def _text(path: Path, limit: int) -> str:
    """The text of a regular file of at most so many bytes."""
    try:
        if not path.is_file():
            raise ValueError(f"'{path.as_posix()}' is not a file")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise ValueError(f"'{path.as_posix()}' cannot be read: {error.strerror}") from None
    if len(data) > limit:
        raise ValueError(f"'{path.as_posix()}' has more than {limit:,} bytes")
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise ValueError(f"'{path.as_posix()}' is not text in UTF-8") from None


def _commit() -> str:
    folder = _git_folder()
    head = _text(folder / "HEAD", MAX_BYTES).strip()
    found = _reference(folder, head[5:]) if head.startswith("ref: ") else head
    if len(found) in (40, 64) and set(found) <= set("0123456789abcdef"):
        return found
    raise ValueError("the git repository around the current folder has no commit yet")


def _git_folder() -> Path:
    """Where git keeps its files: ``.git``, or for a linked working tree the folder that ``.git`` names."""
    here = _path(_path(".").absolute())
    for folder in (here, *here.parents)[:MAX_FOLDERS]:
        inner = folder / ".git"
        if inner.is_dir():
            return inner
        if inner.is_file():
            return folder / _text(inner, MAX_BYTES).removeprefix("gitdir: ").strip()
    raise ValueError("the current folder is in no git repository")


def _reference(folder: Path, name: str) -> str:
    """The commit of a branch: from its own file or the packed ones, also those of the main working tree."""
    common = folder / "commondir"
    places = (folder, folder / _text(common, MAX_BYTES).strip()) if common.is_file() else (folder,)
    for place in places:
        if (place / name).is_file():
            return _text(place / name, MAX_BYTES).strip()
    for place in places:
        packed = place / "packed-refs"
        lines = _text(packed, MAX_REFS).splitlines() if packed.is_file() else []
        for line in lines:
            commit, _, reference = line.partition(" ")
            if reference == name:
                return commit
    return ""
