"""What is raised where a key is missing. Texts are made when they are read: many misses are never shown.

What the texts are made of is put on the error by the functions here, which is faster than an ``__init__``.
"""

from __future__ import annotations

from ato.config import suggestion

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ato.dynamic.trees._chain import Chain


class MissingKey(KeyError):
    """A key that a config does not have, asked for by ``config["key"]``."""

    __module__ = "ato.adict"

    known: Iterable[str] = ()
    """The keys that there are."""

    def __str__(self) -> str:
        return _text(f'The key "{self.args[0]}" does not exist.', self.args[0], self.known)

    def __reduce__(self) -> tuple[Any, tuple[str, list[str]]]:
        return missing_key, (self.args[0], list(self.known))


class MissingAttribute(AttributeError):
    """A key that a config does not have, asked for by ``config.key``.

    The text names the whole path that the program asks for there, ``model.backbone.layers``.
    """

    __module__ = "ato.adict"

    chain: Chain | None = None
    """The attributes among which it is asked for."""
    known: Iterable[str] = ()
    """The keys that there are."""

    def __str__(self) -> str:
        path = self.args[0] if self.chain is None else self.chain.path()
        where = "" if path == self.args[0] else f" (asked for as '{path}')"
        return _text(f"{self.args[0]}: there is no such key here{where}", self.args[0], self.known)

    def __reduce__(self) -> tuple[Any, tuple[str, Chain | None, list[str]]]:
        return missing_attribute, (self.args[0], self.chain, list(self.known))


def missing_key(name: object, known: Iterable[str] = ()) -> MissingKey:
    """The error for a key asked for by ``[]``; ``known`` are those that there are."""
    error = MissingKey(name)
    error.known = known
    return error


def missing_attribute(name: str, chain: Chain | None, known: Iterable[str]) -> MissingAttribute:
    """The error for a key asked for as an attribute, in a chain of others."""
    error = MissingAttribute(name)
    error.chain = chain
    error.known = known
    return error


def _text(text: str, name: str, known: Iterable[str]) -> str:
    return "; ".join((text, *suggestion(str(name), known)))
