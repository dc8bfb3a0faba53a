"""The registry: versions of artifacts that people have given a name, a stage and their word for.

A *collection*, as ``Models/ResNet``, has versions of its own, each a version of an artifact. They go from
stage to stage, where the rules of the collection say what that takes: metrics that the run has logged,
checks, approvals. Every change is a row of the audit trail, and no rule has a way around it.

    _registry  the face: publish, promote, aliases, questions
    _changes   the rows that change
    _rules     what a stage asks for
    _evidence  whether it is there
    _entries   the rows
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.track.registry._entries import Entry
    from ato.track.registry._registry import Registry
    from ato.track.registry._rules import Rules, StageRule

__all__ = ["Entry", "Registry", "Rules", "StageRule"]


def __getattr__(name: str) -> object:
    """What the room offers, each loaded when it is first asked for."""
    from importlib import import_module

    rooms = {"Entry": "_entries", "Registry": "_registry", "Rules": "_rules", "StageRule": "_rules"}
    if name in rooms:
        return getattr(import_module(f"ato.track.registry.{rooms[name]}"), name)
    raise AttributeError(f"module 'ato.track.registry' has no attribute '{name}'")
