"""Times and durations as people write them in a filter."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from math import inf, nextafter

from ato.config import DATETIME, DURATION, BadValue
from ato.track.store._searched import real

DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
"""Python takes other spellings of dates from 3.11 on."""


def moment(given: str | float) -> tuple[float | None, float | None]:
    """The first second of a time, and the first one behind it; None for what is no time.

    A date is the whole day. Without an offset it is the time of the machine.
    """
    if not isinstance(given, str):
        return real(given), nextafter(real(given), inf)
    try:
        day = date.fromisoformat(given if DAY.fullmatch(given) else "")
        start = datetime.combine(day, time())
        return start.timestamp(), (start + timedelta(days=1)).timestamp()
    except (ValueError, OverflowError, OSError):
        pass
    try:
        read = DATETIME.read(given)
        at = read.timestamp() if isinstance(read, datetime) else None
    except (BadValue, ValueError, OverflowError, OSError):
        at = None
    return at, at if at is None else nextafter(at, inf)


def seconds(given: str) -> float | None:
    """The seconds of ``1h30m`` and the like; None for what is no duration."""
    try:
        read = DURATION.read(given)
    except BadValue:
        return None
    return read.total_seconds() if isinstance(read, timedelta) else None
