"""Paths into a document: ``model.layers.0``, with keys of other characters in quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Union

from ato.config import ConfigError, Problem

Path = Union[str, Sequence[Union[str, int]]]
STEP = re.compile(r'"((?:[^"\\]|\\.)*)"|([^."]+)')


def steps_of(path: Path) -> tuple[str | int, ...]:
    """The steps of a path; a number is an index, or the name of a key where a mapping stands.

    Raises ``ConfigError`` for an empty step.
    """
    if not isinstance(path, str):
        return tuple(path)
    steps: list[str | int] = []
    at = 0
    while path:
        found = STEP.match(path, at)
        if found is None or path[found.end() : found.end() + 1] not in ("", "."):
            raise ConfigError([Problem(path, "is no path", ('as in model.layers.0 or model."a key".x',))])
        plain = found[2]
        steps.append(re.sub(r"\\(.)", r"\1", found[1]) if plain is None else _step(plain))
        at = found.end() + 1
        if found.end() == len(path):
            break
    return tuple(steps)


def spelled_path(steps: Sequence[str | int]) -> str:
    """A path as it is written."""
    return ".".join(
        str(step) if isinstance(step, int) or re.fullmatch(r'[^."]+', step) else f'"{step}"' for step in steps
    )


def _step(text: str) -> str | int:
    return int(text) if re.fullmatch("0|[1-9][0-9]{0,8}", text) else text
