"""A run: what a program opens, logs to and finishes.

A call appends to the run's journal and returns; a thread moves the journal into the store. Nothing here loads
SQLAlchemy before that thread does, and nothing that happens to the store raises in the program.

    life      _start (begin), _resume, _run (the face), _active (nested runs, forks, the end), _joined (in
              processes that it was handed to), _rank (which of several records), _disabled with _unlogged,
              _ending
    logging   _log (what a call does), _values (what is no plain float), _deferred (values on devices),
              _media, _records (what is no point), _summary, _words (names and notes)
    store     _writer (the thread), _kept (its journal), _state (what has gone wrong, said once),
              _aside (sending it to another store)
    causes    _config (who set which key), _tree and _kinds (any config as plain values), _secrets,
              _surroundings and _looked (on the thread)
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
