"""Texts as databases take them."""

from __future__ import annotations


def storable(text: str) -> str:
    """A text in which what databases refuse is spelled: NUL, and halves of characters as ``\\ud800``."""
    if "\0" in text:
        text = text.replace("\0", "\\0")
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()
