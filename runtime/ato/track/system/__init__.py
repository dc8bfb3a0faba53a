"""What the machine does while a run lasts, sampled by a thread: processor, memory, disk, network, cards.

_sampler   the thread
_probes    what is asked of the system (psutil)
_cards     what is asked of graphics cards
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.track.system._sampler import Sampler, sampler

__all__ = ["Sampler", "sampler"]


def __getattr__(name: str) -> object:
    """What the room offers, loaded when it is first asked for."""
    if name in __all__:
        import ato.track.system._sampler as found

        return getattr(found, name)
    raise AttributeError(f"module 'ato.track.system' has no attribute '{name}'")
