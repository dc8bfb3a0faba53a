"""What each unit sets: its content as leaves under whole paths, with places.

A mapping is a struct and its keys are steps of paths, unless a key is no name at all (``0``, ``x-y``): then
it is a ``dict`` and stays whole. A list is replaced whole, as Hydra replaces it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from keyword import iskeyword

import ato.config as ato
from atoc.importers.carried import Left
from atoc.importers.hydra.expand import Unit
from atoc.importers.scalars import plain
from atoc.source import Mapping, Node
from atoc.span import Span

Path = tuple[str, ...]

TARGET = "_target_"
OF_TARGETS = ("_partial_", "_recursive_", "_convert_", "_args_", "_mode_")
"""Keys that say how Hydra makes an object, not what it is made with."""

NO_TEXT = "keys are texts here, and Hydra reads some as numbers, bools or nothing"

_TAKEN = frozenset(
    (
        *(name for name in dir(ato.Config) if not name.startswith("_")),
        "self", "ato", "bool", "bytes", "float", "frozenset", "int", "object", "str", "tuple",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Write:
    """One leaf of the content of a unit: ``path`` is in Hydra's words, ``node`` what stands there."""

    unit: Unit
    path: Path
    node: Node
    place: Span

    @property
    def is_target(self) -> bool:
        """Whether it says what a struct configures."""
        return self.path[-1:] == (TARGET,)


def writes_of(units: Iterable[Unit], left: list[Left]) -> list[Write]:
    """All leaves of all units, in the order of the units."""
    dicts: set[Path] = set()
    units = list(units)
    for unit in units:
        _find_dicts(unit.config.content, unit.package, dicts)
    return [
        write for unit in units for write in _leaves(unit, unit.config.content, unit.package, dicts, left)
    ]


def name_of(step: str) -> str:
    """A key of Hydra's as a name of ours."""
    bare = step.lstrip("_") or "value"
    return f"{bare}_" if bare in _TAKEN or iskeyword(bare) else bare


def is_name(step: str) -> bool:
    """Whether a key can be a step of a path."""
    return (step.isidentifier() and step.isascii()) or step in (TARGET, *OF_TARGETS)


def _find_dicts(node: Node, path: Path, dicts: set[Path]) -> None:
    if not isinstance(node, Mapping):
        return
    if any(not is_name(entry.key.text) for entry in node.entries):
        dicts.add(path)
        return
    for entry in node.entries:
        _find_dicts(entry.value, (*path, entry.key.text), dicts)


def _leaves(unit: Unit, node: Mapping, path: Path, dicts: set[Path], left: list[Left]) -> Iterator[Write]:
    if path in dicts and path:
        if any(not isinstance(plain(entry.key), str) for entry in node.entries):
            left.append(Left(node.span, ".".join(path), NO_TEXT))
        yield Write(unit, path, node, node.span)
        return
    for entry in node.entries:
        inner = (*path, entry.key.text)
        if not isinstance(plain(entry.key), str):
            left.append(Left(entry.key.span, ".".join(inner), NO_TEXT))
        if not path and entry.key.text == "hydra":
            left.append(Left(entry.key.span, "hydra", "it configures Hydra itself, not the program"))
        elif not path and not is_name(entry.key.text):
            left.append(Left(entry.key.span, entry.key.text, "it cannot name a field"))
        elif entry.key.text in OF_TARGETS:
            why = "it says how Hydra makes the object; whoever makes it from the config says so now"
            left.append(Left(entry.key.span, ".".join(inner), why))
        elif isinstance(entry.value, Mapping) and entry.value.entries:
            yield from _leaves(unit, entry.value, inner, dicts, left)
        else:
            yield Write(unit, inner, entry.value, entry.key.span)
