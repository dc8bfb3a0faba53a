"""Paths inside an artifact: relative, with slashes, the same file on every system."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

LONGEST = 1000
LONGEST_PART = 255
_DRIVE = re.compile(r"[A-Za-z]:")


def fault_of(path: object) -> str:
    """What is wrong with a path inside an artifact; empty where nothing is."""
    if not isinstance(path, str):
        return f"a path is text, not {type(path).__name__}"
    if not path:
        return "a path is not empty"
    if "\0" in path or any("\ud800" <= letter <= "\udfff" for letter in path):
        return "a path holds no NUL and nothing that is no text (UTF-8)"
    if "\\" in path:
        return "a path holds no backslash, which divides folders on some systems; folders are divided by /"
    if path.startswith("/") or _DRIVE.match(path):
        return "a path is relative: it does not begin with / or a drive"
    parts = path.split("/")
    if ".." in parts:
        return "a path does not leave the artifact: it holds no .."
    if "" in parts or "." in parts:
        return "a path has no empty parts, and no ."
    if len(path) > LONGEST or max(len(part.encode()) for part in parts) > LONGEST_PART:
        return f"a path has at most {LONGEST} characters, and a part of it {LONGEST_PART} bytes"
    return ""


def clashes(paths: Iterable[str]) -> list[str]:
    """The paths that are files and folders at once."""
    files = set(paths)
    return sorted({above for path in files for above in _above(path) if above in files})


def look_alikes(paths: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of paths that are one file on disks that do not tell ``A`` from ``a``."""
    seen: dict[str, str] = {}
    found: list[tuple[str, str]] = []
    whole = {each for file in paths for each in (file, *_above(file))}
    for path in sorted(whole):
        known = seen.setdefault(normalize("NFC", path).casefold(), path)
        if known != path:
            found.append((known, path))
    return found


def _above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]
