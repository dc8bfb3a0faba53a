"""What a call of ``run.log`` does when it is not a single float of a metric that is known."""

from __future__ import annotations

from collections.abc import Mapping
from time import time
from typing import TYPE_CHECKING, Any, cast

from ato.track._errors import TrackError
from ato.track.journal._format import points
from ato.track.run._deferred import WAITS_AT_MOST, Deferred, is_deferred
from ato.track.run._values import checked_name, checked_step, number

if TYPE_CHECKING:
    from ato.track.run._run import Run


def log_all(run: Run, values: Mapping[str, Any], step: object) -> None:
    """Log a mapping as one record. Nothing of it is logged where something in it is wrong."""
    run._live()
    whole = checked_step(step)
    if not isinstance(cast("Any", values), Mapping):
        message = f"is a {type(values).__name__}, not a mapping of names to values"
        help = ('write run.log({"name": value}, step=...)',)
        raise TrackError(repr(cast("object", values))[:60], message, help)
    now = time()
    numbers: list[tuple[str, float]] = []
    waiting: list[tuple[str, int, float, Deferred]] = []
    media: list[tuple[str, Any]] = []
    for name, value in values.items():
        if name not in run.keys:
            checked_name(name)
        if type(value) is float:
            numbers.append((name, value))
        elif _is_medium(value):
            media.append((name, value))
        elif is_deferred(value):
            waiting.append((name, whole, now, Deferred(value)))
        else:
            numbers.append((name, number(name, value)))
    for name, value in media:
        value.__ato_log__(run, name, whole, now)
    _write(run, whole, now, numbers)
    if waiting:
        run._deferred += waiting
        if len(run._deferred) > WAITS_AT_MOST:
            run._resolve()
    run._step = whole


def _is_medium(value: object) -> bool:
    """Whether a value keeps itself: ``value.__ato_log__(run, name, step, time)``."""
    return hasattr(type(value), "__ato_log__")


def _write(run: Run, step: int, now: float, numbers: list[tuple[str, float]]) -> None:
    keys = run.keys
    pairs = [(keys[name] if name in keys else run.journal.define(name), value) for name, value in numbers]
    if pairs:
        run.journal.append(points(step, now, pairs))
