"""What reading a value costs, beside plain slots."""

from __future__ import annotations

from pathlib import Path
from timeit import repeat
from typing import Any

from benchmarks.measure import shown, table
from benchmarks.program import built

COUNT = 200_000
DOCUMENT = """scope: bench
types:
  Inner: {fields: {c: {type: int, default: 1}}}
  Outer: {fields: {b: Inner}}
fields:
  a: Outer
"""


class Slotted:
    """The floor: an object with slots and nothing else."""

    __slots__ = ("a", "b", "c")

    def __init__(self, value: object) -> None:
        self.a = self.b = self.c = value


def reading(folder: Path) -> str:
    """``config.a.b.c`` beside three slot reads, and as peers read it."""
    tree = {"a": {"b": {"c": 1}}}
    contenders: dict[str, tuple[str, Any]] = {
        "three slot reads": ("x.a.b.c", Slotted(Slotted(Slotted(1)))),
        "atoc: config.a.b.c": ("x.a.b.c", built("deep", DOCUMENT, folder).compose()),
        "dict: config['a']['b']['c']": ("x['a']['b']['c']", tree),
        "msgspec: config.a.b.c": ("x.a.b.c", _msgspec(tree)),
        "pydantic: config.a.b.c": ("x.a.b.c", _pydantic(tree)),
        "OmegaConf: config.a.b.c": ("x.a.b.c", _omegaconf(tree)),
    }
    times = {}
    for name, (statement, value) in contenders.items():
        count = COUNT if "OmegaConf" not in name else COUNT // 50
        times[name] = min(repeat(statement, globals={"x": value}, number=count, repeat=7)) / count
    floor = times["three slot reads"]
    rows = [(name, shown(seconds), f"{seconds / floor:.3g}×") for name, seconds in times.items()]
    return table("reading a nested value", rows, ("", "time", "/ slots"))


def _msgspec(tree: object) -> Any:
    from msgspec import convert, defstruct

    inner = defstruct("Inner", [("c", int)], frozen=True)
    outer = defstruct("Outer", [("b", inner)], frozen=True)
    return convert(tree, defstruct("Bench", [("a", outer)], frozen=True))


def _pydantic(tree: object) -> Any:
    from pydantic import create_model

    inner = create_model("Inner", c=(int, ...))
    outer = create_model("Outer", b=(inner, ...))
    return create_model("Bench", a=(outer, ...)).model_validate(tree)


def _omegaconf(tree: object) -> Any:
    from omegaconf import OmegaConf

    return OmegaConf.create(tree)
