"""The scalar types that need a module of the standard library: bytes, path, datetime, duration.

The modules are imported when the first such value is read, so that other programs do not pay for them.
"""

from __future__ import annotations

from ato.config._errors import BadValue
from ato.config.types._types import Type
from ato.config.types._values import Quoted, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import timedelta

    from ato.config.types._values import Raw

UNITS = {
    "us": 1,
    "ms": 1_000,
    "s": 1_000_000,
    "m": 60_000_000,
    "h": 3_600_000_000,
    "d": 86_400_000_000,
    "w": 604_800_000_000,
}
"""Microseconds in each unit of a duration."""
MOMENT = (
    r"(\d{4}-\d\d-\d\d)"
    r"(?:[Tt ](\d\d:\d\d(?::\d\d)?)(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d(?::\d\d)?)?)?"
)
"""ISO 8601 as this language takes it: what Python reads beyond it differs between its versions."""


class Bytes(Type):
    """Bytes, written in base64."""

    __slots__ = ()

    def read(self, raw: Raw) -> object:
        if not isinstance(raw, str):
            return super().read(raw)
        from binascii import Error, a2b_base64, b2a_base64

        try:
            value = a2b_base64(raw.encode("ascii"))
            is_whole = b2a_base64(value, newline=False).decode() == raw
        except (Error, UnicodeEncodeError):
            is_whole = False
            value = b""
        if not is_whole:  # the decoder passes over what it does not know
            raise BadValue(f"{shown(raw)} is not base64, the form in which bytes are written")
        return value

    def accept(self, value: object) -> object:
        return bytes(value) if isinstance(value, (bytes, bytearray)) else super().accept(value)

    def exactly(self, value: object) -> bool:
        return isinstance(value, bytes)

    def __str__(self) -> str:
        return "bytes"


class Path(Type):
    """A path of the file system, kept as written; held as ``pathlib.Path``."""

    __slots__ = ()

    def read(self, raw: Raw) -> object:
        if not isinstance(raw, str) or raw == "" or (raw == "null" and not isinstance(raw, Quoted)):
            return super().read(raw)
        if "\0" in raw:
            raise BadValue("a path cannot hold a NUL character")
        from pathlib import Path as FilePath

        return FilePath(str(raw))

    def accept(self, value: object) -> object:
        from pathlib import Path as FilePath

        if isinstance(value, FilePath):
            return value
        return self.read(Quoted(value)) if isinstance(value, str) else super().accept(value)

    def exactly(self, value: object) -> bool:
        return False

    def __str__(self) -> str:
        return "path"


class Datetime(Type):
    """A date with a time, in ISO 8601."""

    __slots__ = ()

    def read(self, raw: Raw) -> object:
        if not isinstance(raw, str):
            return super().read(raw)
        from datetime import datetime
        from re import ASCII, fullmatch

        parts = fullmatch(MOMENT, raw, ASCII)
        try:
            if parts is None:
                raise ValueError
            day, clock, fraction, offset = parts.groups(default="")
            offset = "+00:00" if offset in ("Z", "z") else offset
            fraction = fraction and f"{fraction:0<7}"  # Python 3.10 wants all six digits
            return datetime.fromisoformat(f"{day}T{clock or '00:00'}{fraction}{offset}")
        except ValueError:
            raise BadValue(f"{shown(raw)} is not a datetime such as 2030-01-31T12:00:00") from None

    def accept(self, value: object) -> object:
        from datetime import datetime

        return value if isinstance(value, datetime) else super().accept(value)

    def __str__(self) -> str:
        return "datetime"


class Duration(Type):
    """A length of time: ``1h30m``, ``90s``, ``500ms`` or ISO 8601's ``PT1H30M``."""

    __slots__ = ()

    def read(self, raw: Raw) -> object:
        if not isinstance(raw, str):
            return super().read(raw)
        microseconds = _microseconds(raw)
        if microseconds is None:
            raise BadValue(f"{shown(raw)} is not a duration such as 1h30m, 90s or 500ms")
        from datetime import timedelta

        try:
            return timedelta(microseconds=microseconds)
        except OverflowError:
            raise BadValue(f"{shown(raw)} is too long for a duration") from None

    def accept(self, value: object) -> object:
        from datetime import timedelta

        return value if isinstance(value, timedelta) else super().accept(value)

    def __str__(self) -> str:
        return "duration"


def duration_text(value: timedelta) -> str:
    """A duration as the language writes it, exactly."""
    rest = (value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds
    sign, rest = ("-", -rest) if rest < 0 else ("", rest)
    parts: list[str] = []
    for unit in ("d", "h", "m", "s", "ms", "us"):
        count, rest = divmod(rest, UNITS[unit])
        if count:
            parts.append(f"{count}{unit}")
    return sign + ("".join(parts) or "0s")


def _microseconds(text: str) -> int | None:
    if len(text) > 100 or not text.isascii():
        return None
    sign = -1 if text.startswith("-") else 1
    body = text[1:] if text[:1] in ("+", "-") else str(text)
    is_iso = body.startswith(("P", "p"))
    total, in_time = 0, not is_iso
    rest = body[1:] if is_iso else body
    if not rest or rest in ("T", "t"):
        return None
    while rest:
        if is_iso and rest[0] in "Tt" and not in_time:
            in_time, rest = True, rest[1:]
            continue
        number, unit, rest = _next_part(rest)
        if is_iso and in_time == (unit.lower() in ("d", "w")):
            return None
        part = _scaled(number, UNITS.get(unit.lower() if is_iso else unit))
        if part is None:
            return None
        total += part
    return sign * total


def _next_part(text: str) -> tuple[str, str, str]:
    end = 0
    while end < len(text) and (text[end].isdigit() or text[end] == "."):
        end += 1
    stop = end
    while stop < len(text) and text[stop].isalpha() and not (text[stop] in "Tt" and stop > end):
        stop += 1
    return text[:end], text[end:stop], text[stop:]


def _scaled(number: str, unit: int | None) -> int | None:
    whole, _, fraction = number.partition(".")
    if unit is None or not (whole + fraction).isdigit():
        return None
    scaled, rest = divmod(int(fraction or "0") * unit, 10 ** len(fraction))
    return None if rest else int(whole or "0") * unit + scaled


BYTES = Bytes()
PATH = Path()
DATETIME = Datetime()
DURATION = Duration()
