"""What reading a value costs, beside plain slots."""

from __future__ import annotations

from pathlib import Path
from timeit import repeat

from benchmarks.measure import shown, table
from benchmarks.program import VIEWS, Shape, generated

COUNT = 200_000


class Slotted:
    """The floor: an object with slots and nothing else."""

    __slots__ = ("a", "b", "c")

    def __init__(self, value: object) -> None:
        self.a = self.b = self.c = value


def reading(folder: Path) -> str:
    """Two nested reads, as two slot reads and as those of peers."""
    from omegaconf import OmegaConf

    shape = Shape(200)
    config = generated(shape, folder).compose(*VIEWS)
    slots = Slotted(Slotted(1))
    statements = {
        "two slot reads": ("x.a.b", slots),
        "atoc: config.part3.width": ("x.part3.width", config),
        "dict: config['part3']['width']": ("x['part3']['width']", shape.defaults()),
        "OmegaConf: config.part3.width": ("x.part3.width", OmegaConf.create(shape.defaults())),
    }
    times = {}
    for name, (statement, value) in statements.items():
        count = COUNT if "OmegaConf" not in name else COUNT // 50
        times[name] = min(repeat(statement, globals={"x": value}, number=count, repeat=7)) / count
    floor = times["two slot reads"]
    rows = [(name, shown(seconds), f"{seconds / floor:.3g}×") for name, seconds in times.items()]
    return table("reading a nested value", rows, ("", "time", "/ slots"))
