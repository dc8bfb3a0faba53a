"""Names: of artifacts, of aliases, and ``project/name:alias`` for a version."""

from __future__ import annotations

import re
from typing import NamedTuple

from ato.track._errors import TrackError
from ato.track.artifacts._texts import is_storable

LATEST = "latest"
LONGEST = 200
_VERSION = re.compile(r"v(0|[1-9][0-9]{0,8})")
FORMS = ("write name, name:v2, name:alias, name:digest or project/name:alias",)


class Reference(NamedTuple):
    """A version as people name it. ``project`` is None where it is that of the run; ``version`` is ``v2``,
    an alias, or how the digest of its content begins.
    """

    project: str | None
    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.project}/{self.name}:{self.version}" if self.project else f"{self.name}:{self.version}"


def reference(text: object) -> Reference:
    """Read ``project/name:alias``; without an alias it is ``latest``. Raises ``TrackError``."""
    if not isinstance(text, str):
        raise TrackError(repr(text), f"is a {type(text).__name__}, not the name of a version", FORMS)
    if not is_storable(text):
        raise TrackError(ascii(text), "names no version of an artifact", FORMS)
    project, slash, rest = text.rpartition("/")
    name, colon, version = rest.partition(":")
    if not name or (slash and not project) or (colon and not version) or ":" in version:
        raise TrackError(repr(text), "names no version of an artifact", FORMS)
    return Reference(project or None, name, version or LATEST)


def number_of(version: str) -> int | None:
    """The number in ``v2``; None for an alias."""
    return int(version[1:]) if _VERSION.fullmatch(version) else None


def checked(name: object, what: str = "an artifact") -> str:
    """The name of an artifact or an alias: a text that can stand in a reference and name a file."""
    fault = _fault(name)
    if fault or not isinstance(name, str):
        raise TrackError(ascii(name) if isinstance(name, str) else repr(name), f"the name of {what} {fault}")
    return name


def checked_alias(name: object, what: str = "an alias") -> str:
    """An alias that a program may give: neither ``latest``, which moves by itself, nor ``v2``."""
    alias = checked(name, what)
    if alias == LATEST:
        raise TrackError(alias, "moves by itself, to what was logged last", ("choose another one",))
    if number_of(alias) is not None or re.fullmatch(r"v[0-9]+", alias):
        raise TrackError(alias, f"is the name of a version, not {what}", ("choose another one",))
    return alias


def _fault(name: object) -> str:
    if not isinstance(name, str):
        return f"is text, not {type(name).__name__}"
    if not name or name.strip() != name:
        return "is a text that is not empty, with no space at its ends"
    if name in (".", "..") or set(name) & set("/\\:"):
        return "holds no / \\ or :, and is not . or .."
    if not name.isprintable():
        return "holds only characters that can be printed"
    return f"has at most {LONGEST} characters" if len(name.encode()) > LONGEST else ""
