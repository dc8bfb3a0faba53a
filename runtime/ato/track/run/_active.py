"""The runs of this process: which one encloses the code, and what becomes of them at forks and the end."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from contextvars import ContextVar
from typing import TYPE_CHECKING
from weakref import WeakSet

if TYPE_CHECKING:
    from typing import TypeAlias

    from ato.track.run._disabled import DisabledRun
    from ato.track.run._run import Run

    Enclosing: TypeAlias = Run | DisabledRun

ENCLOSING: ContextVar[Enclosing | None] = ContextVar("ato_run", default=None)

_open: WeakSet[Run] = WeakSet()
_watching: list[bool] = []
_forking = threading.local()


def enclosing() -> Enclosing | None:
    """The run whose ``with`` block the caller stands in: the innermost one that goes on.

    Blocks of generators need not end in the order in which they were begun, so one that has ended may still
    be the latest.
    """
    run = ENCLOSING.get()
    while run is not None and run.status != "running":
        run = run.outer
    return run


def entered(run: Enclosing) -> None:
    """Let a run enclose what follows."""
    around = enclosing()
    if around is not run:
        run.outer = around
        ENCLOSING.set(run)


def left(run: Enclosing) -> None:
    """Let a run enclose nothing more. It may be left in another context than it was entered in."""
    if ENCLOSING.get() is run:
        ENCLOSING.set(run.outer)


def opened(run: Run) -> None:
    """Remember a run until it is closed."""
    _open.add(run)
    if not _watching:
        _watching.append(True)
        atexit.register(_at_exit)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(before=_before_fork, after_in_parent=_after_fork, after_in_child=_in_child)


def closed(run: Run) -> None:
    """Forget a run."""
    _open.discard(run)


def living() -> list[Run]:
    """The runs of this process that go on."""
    return list(_open)


def _before_fork() -> None:
    """Let no connection and no lock of a thread go into a child, which SQLite would take for its owner."""
    _forking.runs = list(_open)  # until the fork is over, whatever is finished meanwhile
    for run in _forking.runs:
        run.writer.pause()


def _after_fork() -> None:
    for run in _forking.runs:
        run.writer.go_on()
        run._has_forked = True


def _in_child() -> None:
    for run in _forking.runs:
        run._forked()


def _at_exit() -> None:
    """Finish what the program has left open: as failed if it ends in an exception.

    In an interactive session an exception is of one input, which the session has outlived.
    """
    error = getattr(sys, "last_exc", None) or getattr(sys, "last_value", None)
    for run in list(_open):
        run._ended_with(None if hasattr(sys, "ps1") else error)
