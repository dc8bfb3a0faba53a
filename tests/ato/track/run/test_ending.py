"""How a run ended is told by what ended it, whatever that is."""

from __future__ import annotations

import asyncio

import pytest

from ato.track.run._ending import ending


class Mute(Exception):
    """Does not say what it is."""

    def __str__(self) -> str:
        raise RuntimeError("no text")


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (None, "completed", ""),
        (SystemExit(0), "completed", ""),
        (SystemExit(None), "completed", ""),
        (GeneratorExit(), "completed", ""),
        (SystemExit(3), "failed", "SystemExit: 3"),
        (SystemExit("no data"), "failed", "SystemExit: no data"),
        (ValueError("first\nsecond"), "failed", "ValueError: first"),
        (ValueError(), "failed", "ValueError"),
        (Mute(), "failed", "Mute"),
        (KeyboardInterrupt(), "killed", "interrupted (KeyboardInterrupt)"),
        (asyncio.CancelledError(), "killed", "cancelled (CancelledError)"),
    ],
)
def test_the_status_and_the_reason(error: BaseException | None, status: str, reason: str) -> None:
    found = ending(error)
    assert (found["status"], found.get("reason", "")) == (status, reason)
    assert status == "completed" or type(error).__qualname__ in found["error"]


def test_a_long_traceback_keeps_both_ends() -> None:
    found = ending(ValueError("x" * 500_000 + "end"))["error"]
    assert len(found) < 100_100
    assert found.startswith("ValueError")
    assert found.rstrip().endswith("end")
