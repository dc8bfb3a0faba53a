"""Values on a device: kept without waiting for it, and read when that costs the training loop nothing.

Reading a number from a GPU waits for everything the GPU has been told to do. So a call takes a copy, which
the device makes in its own time and which later changes in place do not touch, and the thread of the run
reads it. Until then the value is in no journal: it is lost with the process, or with the device.
"""

from __future__ import annotations

import sys
from typing import Any

WAITS_AT_MOST = 4096
"""How many values may wait; the caller reads the oldest one where there are more."""


class Deferred:
    """A number on a device, and the event behind which it can be read."""

    __slots__ = ("event", "value")

    def __init__(self, value: Any) -> None:
        self.value = value.detach().clone()
        self.event = None
        torch: Any = sys.modules.get("torch")
        if value.device.type == "cuda":
            self.event = torch.cuda.Event()
            self.event.record()

    def resolved(self) -> float:
        """The number. Waits for the device."""
        if self.event is not None:
            self.event.synchronize()
        return float(self.value.item())


def is_deferred(value: Any) -> bool:
    """Whether reading a value would wait for a device: a tensor of one element that is not in main memory."""
    torch: Any = sys.modules.get("torch")
    if torch is None or not isinstance(value, torch.Tensor):
        return False
    return value.device.type not in ("cpu", "meta") and value.numel() == 1
