"""Programs are asked in bounded time, whatever the system and the program around allow."""

from __future__ import annotations

import gc
import sys
from threading import Thread
from typing import TYPE_CHECKING

from ato.fingerprint.surroundings._tools import asked

if TYPE_CHECKING:
    import pytest

HANGS = (sys.executable, "-c", "import time; print('here', flush=True); time.sleep(60)")


def test_an_answer_has_what_was_written_and_how_it_ended() -> None:
    answer = asked((sys.executable, "-c", "import sys; print('out'); sys.exit('no')"), 30.0)
    assert (answer.content, answer.status, answer.complaint, answer.is_good) == (b"out\n", 1, "no", False)


def test_one_that_hangs_is_ended() -> None:
    answer = asked(HANGS, 0.5)
    assert (answer.status, answer.is_good) == (None, False)


def test_where_the_system_gives_no_thread_nothing_is_left_running(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(Thread, "start", refused)
    assert asked(HANGS, 30.0).status is None
    gc.collect()  # a child that still ran would be told of here, and an open pipe


def test_a_program_that_is_not_there_is_told() -> None:
    answer = asked(("no-such-program",), 1.0)
    assert (answer.status, answer.is_good) == (-1, False)
