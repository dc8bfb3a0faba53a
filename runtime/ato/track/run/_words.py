"""Texts that people give a run: its name, tags, group, project and notes."""

from __future__ import annotations

import os
from collections.abc import Iterable

from ato.track._errors import TrackError
from ato.track.journal import MAX_NAME
from ato.track.run._values import shown

LONGEST_NOTE = 1 << 20
"""How many characters notes may have."""


def checked_label(value: object, what: str) -> str:
    """A text by which something is found: not empty, of at most ``MAX_NAME`` characters, that databases hold.

    ``what`` says in the message what it is for. Raises ``TrackError``.
    """
    if not isinstance(value, str) or not value:
        raise TrackError(shown(value)[:80], f"a {what} is a text that is not empty", (f'write {what}="..."',))
    return _held(value, what, MAX_NAME)


def checked_note(value: object) -> str:
    """Notes: any text that databases hold, or none. Raises ``TrackError``."""
    if not isinstance(value, str):
        raise TrackError(shown(value)[:80], "notes are a text", ('write notes="..."',))
    return _held(value, "note", LONGEST_NOTE)


def checked_tags(tags: object) -> list[str]:
    """Tags, each once. Raises ``TrackError`` for a text in place of a list, and for what is no tag."""
    if isinstance(tags, str):
        raise TrackError(tags, "tags are a list of texts", (f'write tags=["{tags}"]',))
    if not isinstance(tags, Iterable):
        raise TrackError(shown(tags)[:80], "tags are a list of texts", ('write tags=["baseline"]',))
    return list(dict.fromkeys(checked_label(tag, "tag") for tag in tags))  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def location_named(store: object) -> str | os.PathLike[str] | None:
    """The path or URL of a store that is named, or open. Raises ``TrackError`` for what is neither."""
    opened = getattr(getattr(store, "location", None), "url", None)
    if isinstance(opened, str):
        return opened
    if store is None or isinstance(store, (str, os.PathLike)):
        return store  # pyright: ignore[reportUnknownVariableType]
    raise TrackError(
        shown(store)[:80], "is no place of a store", ('write store="runs.db" or store="postgresql://..."',)
    )


def _held(value: str, what: str, longest: int) -> str:
    if len(value) > longest:
        message = f"a {what} has at most {longest} characters, and this one {len(value)}"
        raise TrackError(f"{value[:40]!r}...", message)
    if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        message = f"a {what} holds no NUL and no halves of characters (surrogates)"
        raise TrackError(ascii(value)[:80], message)
    return str.__str__(value)
