"""Texts and files: reading to values, writing values."""

from __future__ import annotations

from os import PathLike, fspath

from ato.config import ConfigError, Problem
from ato.sdn._faults import DEFAULT, Bounds, refused
from ato.sdn._parse import parse
from ato.sdn._values import value_of
from ato.sdn._write import dumps

MAX_BYTES = 64 * 1024 * 1024
"""Size of a file; a larger one is refused."""

Path = str | PathLike[str]


def loads(text: str, name: str = "", bounds: Bounds = DEFAULT) -> object:
    """The value of a text: a dict or a list; an empty text is an empty dict.

    Rows of typed tables are tuples, rows of named tables dicts. Raises ``ConfigError`` with everything that
    is wrong, each at ``name:line:column``.
    """
    parsed = parse(text.removeprefix("\ufeff"), bounds)
    if parsed.faults:
        raise refused(text.removeprefix("\ufeff"), list(parsed.faults), name)
    return {} if parsed.root is None else value_of(parsed.root)


def load(path: Path) -> object:
    """The value of a file; raises ``ConfigError`` with everything that is wrong with it."""
    return loads(read_text(path), fspath(path))


def dump(value: object, path: Path) -> None:
    """Write a value to a file, in place of the old one, in one step.

    Raises ``ConfigError`` for what cannot be written, and ``OSError`` where writing fails.
    """
    from ato.config.formats._replace_file import replace_file

    replace_file(fspath(path), dumps(value).encode())


def read_text(path: Path) -> str:
    """The text of a file with its line ends as they are; raises ``ConfigError``."""
    name = fspath(path)
    try:
        with open(name, "rb") as file:  # noqa: PTH123
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ConfigError([Problem(name, "there is no such file")]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigError([Problem(name, f"cannot be read: {reason}")]) from None
    if len(content) > MAX_BYTES:
        raise ConfigError([Problem(name, f"holds more than {MAX_BYTES // 1024**2} MB, too much to be read")])
    return decoded(content, name)


def decoded(content: bytes, name: str) -> str:
    """Bytes as text, without a mark at the start; raises ``ConfigError`` where they are not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = f"is not UTF-8: it holds the byte 0x{content[error.start]:02x}"
        raise ConfigError([Problem(f"{name}:{line}", message, ("save it as UTF-8",))]) from None
