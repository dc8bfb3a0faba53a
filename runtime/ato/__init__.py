"""The runtime of atoc: what generated configs, and the programs on them, run on.

Each room is a package of its own; ``import ato`` loads none of them. ``ato.run`` and ``ato.runs`` are the
face of ``ato.track``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.track._list import runs
    from ato.track.run._start import run

__version__ = "0.1.0"
__all__ = ["__version__", "run", "runs"]


def __getattr__(name: str) -> object:
    """The tracker, for the programs that have runs."""
    if name == "run":
        from ato.track.run._start import run

        return run
    if name == "runs":
        from ato.track._list import runs

        return runs
    raise AttributeError(f"module 'ato' has no attribute '{name}'")
