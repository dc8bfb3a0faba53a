"""How a run ended, by the exception that ended it."""

from __future__ import annotations

LONGEST = 100_000
"""How many characters of a traceback are kept: its first and last half."""


def ending(error: BaseException | None) -> dict[str, str]:
    """The status, the reason in a line, and the traceback."""
    if error is None or (isinstance(error, SystemExit) and error.code in (None, 0)):
        return {"status": "completed"}
    if isinstance(error, GeneratorExit):
        return {"status": "completed"}
    kind = type(error).__qualname__
    text = str(error).partition("\n")[0][:500]
    reason = f"{kind}: {text}" if text else kind
    if isinstance(error, KeyboardInterrupt):
        return {"status": "killed", "reason": f"interrupted ({kind})", "error": _told(error)}
    return {"status": "failed", "reason": reason, "error": _told(error)}


def _told(error: BaseException) -> str:
    from traceback import format_exception

    text = "".join(format_exception(type(error), error, error.__traceback__))
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2
    return f"{text[:half]}\n  ... {len(text) - LONGEST} characters ...\n{text[-half:]}"
