"""A run: what a program opens, logs to and finishes.

A call appends to the run's journal and returns; a thread moves the journal into the store. Nothing here loads
SQLAlchemy before that thread does, and nothing that happens to the store raises in the program.

    life      _start (begin, resume), _run (the face), _active (nested runs, forks), _ending, _disabled
    logging   _log (what a call does), _values (what is no plain float), _deferred (values on devices)
    store     _writer (the thread), _state (what has gone wrong, said once)
    causes    _config (who set which key), _secrets, _surroundings, _summary
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.track.run._disabled import DisabledRun
    from ato.track.run._run import Run
    from ato.track.run._start import run

__all__ = ["DisabledRun", "Run", "run"]


def __getattr__(name: str) -> object:
    """What the room offers, each loaded when it is first asked for."""
    if name == "Run":
        from ato.track.run._run import Run

        return Run
    if name == "run":
        from ato.track.run._start import run

        return run
    if name == "DisabledRun":
        from ato.track.run._disabled import DisabledRun

        return DisabledRun
    raise AttributeError(f"module 'ato.track.run' has no attribute '{name}'")
