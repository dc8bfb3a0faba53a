"""Texts that every database can hold."""

from __future__ import annotations

from ato.track._errors import TrackError

LONGEST = 1 << 20


def checked_text(text: object, what: str) -> str:
    """A text without NUL and halves of characters, and not too long. Raises ``TrackError``."""
    if not isinstance(text, str):
        raise TrackError(repr(text)[:60], f"{what} is text, not {type(text).__name__}")
    if not is_storable(text):
        raise TrackError(ascii(text)[:60], f"{what} holds no NUL and no halves of characters (surrogates)")
    if len(text) > LONGEST:
        raise TrackError(f"{text[:40]!r}...", f"{what} has at most {LONGEST} characters")
    return text


def is_storable(text: str) -> bool:
    """Whether databases take a text."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
