"""Watching a model of torch: norms and histograms of gradients and parameters, updates, dead units.

Numbers are read where an optimizer steps: gradients are whole there, whatever was accumulated, and are no
longer scaled. Nothing is read at other steps, nothing that is read is changed, and no number is drawn, so
training goes as it would have gone.

    _watch     when to read, and what is logged
    _tensors   what is read of tensors, where they are
    _units     activations that are zero
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.track.watch._watch import Watch, watch

__all__ = ["Watch", "watch"]


def __getattr__(name: str) -> object:
    """What the room offers, loaded when it is first asked for."""
    if name in __all__:
        import ato.track.watch._watch as found

        return getattr(found, name)
    raise AttributeError(f"module 'ato.track.watch' has no attribute '{name}'")
