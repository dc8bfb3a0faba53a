"""Which of the processes that train one model together this is: of them all, one records the run.

``torchrun`` and its like start a process for each device, all with the same program, so each of them would
begin a run of its own.
"""

from __future__ import annotations

import os
import sys
from typing import Any, NamedTuple


class Rank(NamedTuple):
    """The number of a process, and how many there are."""

    number: int
    world: int

    def __str__(self) -> str:
        return f"rank {self.number} of {self.world}"


def rank() -> Rank:
    """That of ``torch.distributed`` where it is initialized, else that of ``RANK`` and ``WORLD_SIZE``."""
    distributed: Any = sys.modules.get("torch.distributed")
    if distributed is not None and distributed.is_available() and distributed.is_initialized():
        return Rank(int(distributed.get_rank()), int(distributed.get_world_size()))
    number, world = _count("RANK"), _count("WORLD_SIZE")
    return Rank(number, world) if number < world else Rank(0, 1)


def _count(name: str) -> int:
    text = os.environ.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
