"""Numbers as people hand them over: of Python, numpy and torch. No library is imported for it."""

from __future__ import annotations

from typing import Any

from ato.track._errors import TrackError
from ato.track.journal import EXACT, MAX_NAME


def checked_name(name: object) -> str:
    """A metric's name: any text of at most ``MAX_NAME`` characters that databases can hold."""
    if not isinstance(name, str):
        help = f'write run.log({{"{name}": ...}})'
        raise TrackError(repr(name), f"the name of a metric is text, not {type(name).__name__}", (help,))
    if not name:
        raise TrackError("''", "a metric needs a name")
    if len(name) > MAX_NAME:
        message = f"the name of a metric has at most {MAX_NAME} characters, and this one {len(name)}"
        raise TrackError(f"{name[:40]!r}...", message)
    if "\0" in name or any("\ud800" <= letter <= "\udfff" for letter in name):
        message = "the name of a metric holds no NUL and no halves of characters (surrogates)"
        raise TrackError(ascii(name), message)
    return name


def number(name: str, value: Any) -> float:
    """A value as a float. Raises ``TrackError`` for what is none, and for a whole number that is none."""
    if isinstance(value, float):
        return float(value)
    if isinstance(value, int):
        return _exact(name, int(value))
    if hasattr(value, "item") and hasattr(value, "shape"):
        return _single(name, value)
    if hasattr(value, "__float__") and not isinstance(value, (str, bytes)):
        try:
            return float(value)
        except (TypeError, ValueError, OverflowError) as error:
            raise _refusal(name, value, str(error)) from None
    raise _refusal(name, value, "")


def checked_step(step: Any) -> int:
    """A step: a whole number of 64 bits."""
    if isinstance(step, bool) or not hasattr(step, "__index__"):
        message = f"a step is a whole number, not {type(step).__name__}"
        raise TrackError(f"step={shown(step)}"[:80], message)
    try:
        whole = int(step.__index__())
    except Exception as error:  # of an array of several, or of one that is no whole number
        raise TrackError(f"step={shown(step)}"[:80], f"a step is a whole number: {error}") from None
    if not -(2**63) <= whole < 2**63:
        raise TrackError(f"step={shown(whole)}"[:80], "a step has at most 64 bits")
    return whole


def _exact(name: str, value: int) -> float:
    if -EXACT <= value <= EXACT:
        return float(value)
    try:
        near = float(value)
    except OverflowError:
        near = 0.0
    if near != value:
        message = f"{shown(value)[:40]} is no float: whole numbers beyond 2**53 would be rounded"
        help = (f'log it divided (value / 1e9), or keep it whole: run.summary.update({{"{name}": value}})',)
        raise TrackError(name, message, help)
    return near


def _single(name: str, value: Any) -> float:
    """The only element of an array or a tensor."""
    size = 1
    for length in value.shape:
        size *= int(length)
    if size != 1:
        message = f"holds {size} numbers, of shape {tuple(value.shape)}, and a metric is one"
        help = ("log a number of it (.mean()), or all of them as a histogram",)
        raise TrackError(name, message, help)
    try:
        item = value.item()
    except Exception as error:  # of one that has no values, as those of torch's device "meta"
        raise _refusal(name, value, str(error).partition("\n")[0]) from None
    if hasattr(item, "shape"):
        raise _refusal(name, value, "")
    return number(name, item)


def _refusal(name: str, value: object, why: str) -> TrackError:
    text = shown(value)
    text = text if len(text) <= 60 else f"{text[:57]}..."
    message = f"{text} ({type(value).__name__}) is no number{f': {why}' if why else ''}"
    help = (f'texts and other facts of a run are kept by run.summary.update({{"{name}": ...}})',)
    return TrackError(name, message, help)


def shown(value: object) -> str:
    """A value as a message shows it, also one that cannot be shown."""
    try:
        return repr(value)
    except Exception:  # a whole number of too many digits, or an object whose __repr__ fails
        return hex(value) if isinstance(value, int) else f"<{type(value).__qualname__}>"
