"""What can be said of a callable: what it takes, that it is not there, or that nothing is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import ato.config as ato

_TARGET = re.compile(r"(?P<module>[^\W\d]\w*(?:\.[^\W\d]\w*)*):(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)")


@dataclass(frozen=True, slots=True)
class Target:
    """A callable by the dotted name of its module and the one it has there."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}:{self.name}"


def parse_target(text: str) -> Target | None:
    """The target that a text names, as ``package.module:callable``; None if it is none."""
    found = _TARGET.fullmatch(text)
    return None if found is None else Target(found["module"], found["name"])


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. ``type`` is what the annotation admits, ``any`` where that cannot be told; ``written``
    is its text.
    """

    name: str
    type: ato.Type = ato.ANY
    written: str = ""
    is_required: bool = True
    is_by_position: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """What a callable takes by keyword; ``takes_more`` tells that it takes any other name too."""

    parameters: tuple[Parameter, ...]
    takes_more: bool = False


@dataclass(frozen=True, slots=True)
class Absent:
    """That there is no such callable: no ``module``, no such ``name`` in it, or something else (``value``).

    ``known`` are the names among which it was looked for.
    """

    what: Literal["module", "name", "value"]
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Needs:
    """That a further module has to be looked at first."""

    module: str


@dataclass(frozen=True, slots=True)
class Opaque:
    """That the source does not tell."""


OPAQUE = Opaque()

Answer = Signature | Absent | Needs | Opaque
