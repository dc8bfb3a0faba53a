"""Names in a generated module: which are taken, which are imported, and what is spelt otherwise.

A program may call a field ``Path``, or after its own type. What the module itself needs under that name then
has another one, with an underscore in front, wherever the two would meet:

    >>> respelt('dict[str, Path] | Literal["Path"]', {"Path": "_Path"})
    'dict[str, _Path] | Literal["Path"]'
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

_TOKEN = re.compile(
    r"""(?P<text>b?"(?:\\.|[^"\\])*"|b?'(?:\\.|[^'\\])*')|(?<![.\w])(?P<name>[^\W\d]\w*)(?!\w|\s*=(?!=))"""
)

SOURCES: Mapping[str, str] = {
    "Callable": "collections.abc",
    "Iterable": "collections.abc",
    "Mapping": "collections.abc",
    "datetime": "datetime",
    "timedelta": "datetime",
    "timezone": "datetime",
    "PathLike": "os",
    "Path": "pathlib",
    "Any": "typing",
    "ClassVar": "typing",
    "Literal": "typing",
    "NoReturn": "typing",
    "TypeAlias": "typing",
    "TypeVar": "typing",
    "Union": "typing",
}
"""What a generated module may import by name, and from where."""

OWN = ("ato", "annotations", "compose", "main", "View", "TYPE_CHECKING", "_SCHEMA", "spaces")
"""What a generated module calls its own; no type of a program is called so."""


class Taken:
    """The names that a module has given away so far."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = set(names)

    def take(self, wanted: str) -> str:
        """The wanted name, or the first free one of ``wanted_2``, ``wanted_3`` and so on."""
        name, number = wanted, 1
        while name in self._names:
            number += 1
            name = f"{wanted}_{number}"
        self._names.add(name)
        return name


def identifiers(source: str) -> Iterator[str]:
    """The names that an expression uses: no attributes, no keywords of calls, nothing in quotes."""
    return (match["name"] for match in _TOKEN.finditer(source) if match["name"])


def respelt(source: str, spelling: Mapping[str, str]) -> str:
    """The expression with other names in it."""
    if not spelling:
        return source
    return _TOKEN.sub(lambda match: spelling.get(match["name"] or "", match[0]), source)


def spelling(types: Collection[str], members: Collection[str]) -> dict[str, str]:
    """What the module calls the types and imported names that a field, inside its class, hides."""
    return {name: f"_{name}" for name in (*SOURCES, *types) if name in members}


def imports(names: Collection[str], spelling: Mapping[str, str]) -> tuple[str, ...]:
    """The import statements for what a module uses, in the order of the formatter."""
    plain: dict[str, list[str]] = {}
    found: list[tuple[str, str, str]] = []
    for name, source in SOURCES.items():
        if name in spelling and spelling[name] in names:
            found.append((source, name, f"from {source} import {name} as {spelling[name]}"))
        elif name not in spelling and name in names:
            plain.setdefault(source, []).append(name)
    for source, listed in plain.items():
        found.append((source, min(listed), f"from {source} import {', '.join(sorted(listed))}"))
    whole = ("import math",) if "math" in names else ()
    return (*whole, *(line for _, _, line in sorted(found)))


def constant_case(name: str) -> str:
    """A type's name as that of a constant: ``_LEARNING_RATE`` for ``LearningRate``."""
    return "_" + re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).upper()


def in_export_order(names: Iterable[str]) -> list[str]:
    """Constants, classes and then the rest, as the formatter sorts ``__all__``."""
    return sorted(names, key=lambda name: (_kind(name), name))


def _kind(name: str) -> int:
    if name.isupper() and len(name) > 1:
        return 0
    return 1 if name[:1].isupper() else 2
