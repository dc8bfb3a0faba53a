"""How a run ended, by the exception that ended it."""

from __future__ import annotations

LONGEST = 100_000
"""How many characters of a traceback are kept: its first and last half."""


def ending(error: BaseException | None) -> dict[str, str]:
    """The status, the reason in a line, and the traceback.

    Ctrl-C kills a run, in an event loop too, where it comes as a task that is cancelled. A generator that
    nobody asks for more has completed.
    """
    if error is None or (isinstance(error, SystemExit) and error.code in (None, 0)):
        return {"status": "completed"}
    if isinstance(error, GeneratorExit):
        return {"status": "completed"}
    kind = type(error).__qualname__
    if isinstance(error, KeyboardInterrupt):
        return {"status": "killed", "reason": f"interrupted ({kind})", "error": _told(error)}
    if kind == "CancelledError" and not isinstance(
        error, Exception
    ):  # of asyncio, which is not loaded for it
        return {"status": "killed", "reason": f"cancelled ({kind})", "error": _told(error)}
    text = _text(error)
    return {"status": "failed", "reason": f"{kind}: {text}" if text else kind, "error": _told(error)}


def _text(error: BaseException) -> str:
    try:
        return str(error).partition("\n")[0][:500]
    except Exception:  # the program's own exception is what is told, not one of its __str__
        return ""


def _told(error: BaseException) -> str:
    from traceback import format_exception

    try:
        text = "".join(format_exception(type(error), error, error.__traceback__))
    except Exception as fault:
        return f"{type(error).__qualname__}, whose traceback cannot be written: {type(fault).__qualname__}"
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2
    return f"{text[:half]}\n  ... {len(text) - LONGEST} characters ...\n{text[-half:]}"
