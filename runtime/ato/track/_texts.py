"""Texts as databases take them."""

from __future__ import annotations


def storable(text: str) -> str:
    """A text in which what databases refuse is spelled: NUL, and halves of characters as ``\\ud800``."""
    return text.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode()
