"""The commands on runs, called in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ato.cli import main

if TYPE_CHECKING:
    import pytest


class Said:
    """What a command printed, and its status."""

    def __init__(self, out: str, err: str, status: int) -> None:
        self.out = out
        self.err = err
        self.status = status


def said(capsys: pytest.CaptureFixture[str], *words: object) -> Said:
    status = main([str(word) for word in words])
    captured = capsys.readouterr()
    return Said(captured.out, captured.err, status)
