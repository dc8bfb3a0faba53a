"""What a call of ``run.log`` does when it is not a single float of a metric that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import write
from struct import Struct
from time import time
from typing import TYPE_CHECKING, Any, TypeGuard, cast
from zlib import crc32

from ato.track._errors import TrackError
from ato.track.journal._format import CRC, EXACT, POINTS, points
from ato.track.run._deferred import WAITS_AT_MOST, Deferred, is_deferred
from ato.track.run._values import checked_name, checked_step, number, shown

WIDEST = 64
"""Up to how many numbers a call logs on the short way."""
_packers = [Struct(f"{POINTS.format}{'Id' * count}").pack for count in range(WIDEST + 1)]

if TYPE_CHECKING:
    from ato.track.run._media import LogsMedia
    from ato.track.run._run import Run


def log_floats(run: Run, values: Mapping[str, Any], step: int) -> bool:
    """Log plain numbers of metrics that are all known as one record; False where they are anything else."""
    keys = run.keys
    parts: list[Any] = []
    for name, value in values.items():
        key = keys.get(name)
        if key is None or not (type(value) is float or (type(value) is int and -EXACT <= value <= EXACT)):
            return False
        parts += (key, value)
    count = len(values)
    if not 0 < count <= WIDEST:
        return False
    record = _packers[count](b"D", count, step, time(), *parts)
    record += CRC.pack(crc32(record))
    return write(run.descriptor, record) == len(record)


def log_all(run: Run, values: Mapping[str, Any], step: object) -> None:
    """Log a mapping as one record. Nothing of it is logged where something in it is wrong."""
    run._live()
    whole = checked_step(step)
    if not isinstance(cast("Any", values), Mapping):
        message = f"is a {type(values).__name__}, not a mapping of names to values"
        help = ('write run.log({"name": value}, step=...)',)
        raise TrackError(shown(cast("object", values))[:60], message, help)
    now = time()
    numbers: list[tuple[str, float]] = []
    waiting: list[tuple[str, int, float, Deferred]] = []
    media: list[tuple[str, Any]] = []
    for name, value in values.items():
        if name not in run.keys:
            checked_name(name)
        if type(value) is float:
            numbers.append((name, value))
        elif media_of(value):
            media += [(name, medium) for medium in media_of(value)]
        elif is_deferred(value):
            waiting.append((name, whole, now, Deferred(value)))
        else:
            numbers.append((name, number(name, value)))
    run._at_first_log()
    for name, value in media:
        if hasattr(value, "__ato_check__"):
            value.__ato_check__(run, name)
    for name, value in media:
        value.__ato_log__(run, name, whole, now)
    log_points(run, whole, now, numbers)
    if waiting:
        run._deferred += waiting
        if len(run._deferred) > WAITS_AT_MOST:
            run._resolve()
    run._step = whole


def media_of(value: Any) -> Sequence[Any]:
    """The values that keep themselves, ``value.__ato_log__(run, name, step, time)``: one, or a list of them.

    One that can be wrong for this run alone says so before anything is logged: ``__ato_check__(run, name)``.
    """
    if _is_medium(value):
        return (value,)
    return value if _is_listed(value) and all(map(_is_medium, value)) else ()


def _is_listed(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, (list, tuple))


def _is_medium(value: object) -> bool:
    return hasattr(type(value), "__ato_log__")


def log_points(run: LogsMedia, step: int, now: float, numbers: list[tuple[str, float]]) -> None:
    """Write floats of metrics down at one step and time."""
    keys = run.keys
    pairs = [(keys[name] if name in keys else key_of(run, name), value) for name, value in numbers]
    if pairs:
        run.journal.append(points(step, now, pairs))


def key_of(run: LogsMedia, name: str) -> int:
    """The journal's key of a metric, whose name holds no secrets there."""
    covered = run.cover.text(name)
    key = run.journal.define(covered)
    if covered in run.keys:
        run.keys[name] = key
    return key
