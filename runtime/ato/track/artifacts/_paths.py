"""Paths inside an artifact: relative, with slashes, the same file on every system."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

from ato.track.artifacts._texts import is_storable

LONGEST = 2000  # an index of PostgreSQL holds no more
DEEPEST = 100
LONGEST_PART = 255
_DRIVE = re.compile(r"[A-Za-z]:")


def fault_of(path: object) -> str:
    """What is wrong with a path inside an artifact; empty where nothing is."""
    if not isinstance(path, str):
        return f"a path is text, not {type(path).__name__}"
    if not path:
        return "a path is not empty"
    if not is_storable(path):
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
    if len(path.encode()) > LONGEST or max(len(part.encode()) for part in parts) > LONGEST_PART:
        return f"a path has at most {LONGEST} bytes, and a part of it {LONGEST_PART}"
    return f"a path has at most {DEEPEST} parts" if len(parts) > DEEPEST else ""


class Paths:
    """The paths of an artifact, as they come: which of them cannot be beside each other."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()
        self._folded: dict[str, str] = {}

    def clash(self, added: Iterable[str]) -> str:
        """The first path that would be a file and a folder at once; empty where none would."""
        files = set(added)
        folders = {above for path in files for above in _above(path)}
        both = {path for path in files if path in self._folders or path in folders}
        both |= {path for path in folders if path in self._files}
        return min(both, default="")

    def add(self, added: Iterable[str]) -> list[tuple[str, str]]:
        """Add paths; returns those that are one with another on disks that do not tell ``A`` from ``a``."""
        files = set(added)
        folders = {above for path in files for above in _above(path)}
        found: list[tuple[str, str]] = []
        for path in sorted(files | folders):
            known = self._folded.setdefault(normalize("NFC", path).casefold(), path)
            if known != path and path not in self._files and path not in self._folders:
                found.append((known, path))
        self._files |= files
        self._folders |= folders
        return found


def _above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]
