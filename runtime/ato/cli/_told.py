"""Values of runs as people read them: names, numbers, times, lengths of time; and as programs do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone
from math import isfinite
from typing import TYPE_CHECKING, Any, cast

from ato.config.explained._telling import visible

if TYPE_CHECKING:
    from ato.track.store import StoredRun

STEP = 1000.0
"""From how many of a unit on the next one is told."""


def number(value: float | None) -> str:
    """A number in about five digits; nothing where there is none."""
    if value is None:
        return ""
    if abs(value) < 1e15 and value == int(value):
        return str(int(value))
    return f"{value:.5g}"


def size(number: int | None) -> str:
    """A number of bytes for people."""
    if number is None:
        return "?"
    value, units = float(number), ["B", "kB", "MB", "GB", "TB"]
    while value >= STEP and len(units) > 1:
        value /= STEP
        units.pop(0)
    return f"{number} B" if units[0] == "B" else f"{value:.1f} {units[0]}"


def counted(number: int, thing: str) -> str:
    """A number of things, as ``1 file`` and ``2 files``."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def named(run: StoredRun) -> str:
    """A run for people: its project and name, with no sign that steers a terminal."""
    return visible(f"{run.project}/{run.name}")


def moment(seconds: float | None) -> str:
    """A time of the machine's clock."""
    try:
        return _at(seconds).astimezone().strftime("%Y-%m-%d %H:%M:%S") if seconds is not None else ""
    except (OverflowError, OSError, ValueError):
        return str(seconds)


def iso(seconds: float | None) -> str | None:
    """A time for programs: ISO 8601 in UTC."""
    if seconds is None:
        return None
    try:
        return _at(seconds).isoformat().replace("+00:00", "Z")
    except (OverflowError, OSError, ValueError):
        return str(seconds)


def _at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, timezone.utc)


def length(seconds: float | None) -> str:
    """A length of time in two units: ``1h 20m``."""
    if seconds is None or not 0 <= seconds < 1e12:
        return ""
    if seconds < 1:
        return f"{seconds * 1000:.0f}ms"
    if seconds < 60:
        return f"{seconds:.1f}s"
    rest = round(seconds)
    sizes = (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))
    parts: list[str] = []
    for unit, size in sizes:
        count, rest = divmod(rest, size)
        if count or parts:
            parts.append(f"{count}{unit}")
    return " ".join(parts[:2])


def cell(column: str, value: Any) -> str:
    """A value in a table: of a column as filters name it."""
    if value is None:
        return ""
    if column in ("started", "ended"):
        return moment(value)[:16]
    if column == "duration":
        return length(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, tuple):
        return " ".join(map(str, cast("tuple[object, ...]", value)))
    if isinstance(value, (str, int)):
        return str(value)
    from json import dumps

    return dumps(value, ensure_ascii=False)


def plain(column: str, value: Any) -> Any:
    """A value for programs: times in UTC, and texts for the numbers that JSON does not have."""
    if column in ("started", "ended"):
        return iso(value)
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [plain("", item) for item in cast("Iterable[object]", value)]
    if isinstance(value, dict):
        items = cast("dict[str, object]", value).items()
        return {name: plain("", item) for name, item in items}
    return value


def in_json(value: object) -> str:
    """JSON for programs and people."""
    from json import dumps

    return dumps(plain("", value), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _float(value: float) -> str:
    return number(value) if value - value == 0 else str(value)
