"""Units whose activation is zero: counted behind each module that cuts off what is negative.

A module tells of its outputs by a hook, in training alone and over the last steps before a reading alone;
what it counts stays on the device until then. A function that is called in ``forward`` has no hook.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

CUTTING = {"Threshold", "Hardswish", "Hardsigmoid", "Hardshrink", "Softshrink"}
LEAKING = {"leakyrelu", "prelu", "rrelu"}


def cuts(module: Any) -> bool:
    """Whether a module gives exact zeros for a whole range of inputs."""
    names = [kind.__name__ for kind in type(module).__mro__]
    if CUTTING & set(names):
        return True
    lower = [name.lower() for name in names]
    return any(name.endswith(("relu", "relu6")) for name in lower) and not LEAKING & set(lower)


class Silent:
    """What a hook is in a copy of the model: nothing."""

    def __call__(self, *_: object) -> None:
        """Do nothing."""


class Units:
    """The hook behind one module. ``is_on`` says whether it counts.

    In code that torch compiles it stands for nothing: what changes from step to step would have it compile
    again and again, until it gives up.
    """

    def __init__(self, name: str, is_compiling: Callable[[], bool]) -> None:
        self.name = name
        self.is_compiling = is_compiling
        self.is_on = False
        self.forget()

    def __reduce__(self) -> tuple[type[Silent], tuple[()]]:
        return Silent, ()

    def forget(self) -> None:
        """Begin anew."""
        self._alive: dict[tuple[Any, int], Any] = {}
        self._active: dict[Any, Any] = {}
        self._total = 0

    def __call__(self, module: Any, _: object, output: Any) -> None:
        """Count what of an output is not zero. Waits for nothing, and raises nothing."""
        if self.is_compiling() or not self.is_on or not module.training:
            return
        try:
            self._count(output)
        except Exception:  # whatever a module gives, training goes on
            self.is_on = False
            self.forget()

    def _count(self, output: Any) -> None:
        if not hasattr(output, "detach") or not output.numel() or output.device.type == "meta":
            return
        is_active = output.detach() != 0
        sides = is_active.dim()
        unit = 1 if sides >= 4 else sides - 1  # channels of pictures come second, features last
        others = tuple(side for side in range(sides) if side != unit)
        alive = is_active.any(dim=others) if others else is_active.reshape(-1)
        key = (output.device, alive.numel())
        self._alive[key] = alive if key not in self._alive else self._alive[key] | alive
        number = is_active.sum()
        self._active[output.device] = self._active[output.device] + number if self._active else number
        self._total += is_active.numel()

    def shares(self) -> dict[str, float]:
        """The share of units that were zero throughout, and of activations that were. Waits for the device.

        Empty where nothing was counted.
        """
        if not self._total:
            return {}
        units = sum(alive.numel() for alive in self._alive.values())
        alive = sum(int(each.sum()) for each in self._alive.values())
        active = sum(int(each) for each in self._active.values())
        return {"dead": 1 - alive / units, "zeros": 1 - active / self._total, "units": float(units)}
