# Made by atoc from schemas/digits.yaml, schemas/two_scopes/data.yaml and schemas/two_scopes/model.yaml. Do
# not edit; change the schemas and run: atoc build schemas/
# Digest: 92c5333c613077b0
"""Typed configs of 3 scopes; each module has one scope of the program."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    R = TypeVar("R")

_SCOPES = ("data", "digits", "model")


def main(function: Callable[..., R]) -> Callable[[], R]:
    """Make a command-line program of a function whose parameters are named after scopes.

    Only the modules of these scopes are imported. Raises ``ato.config.ConfigError`` for a parameter that
    names no scope.
    """
    from ato.config import Scopes  # here, so that importing a module of this package costs no more

    return Scopes.asked_by(function, __name__, _SCOPES).main(function)
