"""The program that all peers compose: structs of ten fields, one default view, three named views.

The default view gives every field its value; each named view changes two fields in each of four structs at
most; five overrides come from the command line and touch three structs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import ato
import atoc

VIEWS = ("fast", "wide", "long")
Tree = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Shape:
    """A program of ``fields`` fields in structs of ten."""

    fields: int

    @property
    def structs(self) -> list[str]:
        return [f"part{index}" for index in range(max(1, self.fields // 10))]

    def defaults(self) -> Tree:
        """The literal defaults of all fields."""
        return {struct: dict(DEFAULTS) for struct in self.structs}

    def view(self, name: str) -> Tree:
        """What a view sets: the default view every field, a named one two fields in each of four structs."""
        if name == "defaults":
            return {struct: dict(_values(index)) for index, struct in enumerate(self.structs)}
        shift = VIEWS.index(name)
        chosen = [self.structs[(shift + 3 * step) % len(self.structs)] for step in range(4)]
        return {
            struct: {"width": 1000 + shift, f"rate{shift}": 0.5 + shift} for struct in dict.fromkeys(chosen)
        }

    def overrides(self) -> list[str]:
        """Five words of a command line."""
        structs = self.structs
        return [
            f"{structs[0]}.width=77",
            f"{structs[0]}.rate0=0.25",
            f"{structs[len(structs) // 2]}.name=changed",
            f"{structs[-1]}.depth=3",
            f"{structs[-1]}.flag=false",
        ]


def _values(index: int) -> dict[str, Any]:
    return {
        "width": index + 1,
        "depth": index + 2,
        "steps": 100,
        "rate0": 0.1,
        "rate1": 0.2,
        "rate2": 0.3,
        "name": f"name{index}",
        "kind": "plain",
        "flag": True,
        "mode": "train",
    }


KINDS = {
    **dict.fromkeys(("width", "depth", "steps"), "int"),
    **dict.fromkeys(("rate0", "rate1", "rate2"), "float"),
    **dict.fromkeys(("name", "kind", "mode"), "str"),
    "flag": "bool",
}


DEFAULTS: dict[str, Any] = {
    **dict.fromkeys(("width", "depth", "steps"), 0),
    **dict.fromkeys(("rate0", "rate1", "rate2"), 0.0),
    **dict.fromkeys(("name", "kind", "mode"), "none"),
    "flag": False,
}


def schema(shape: Shape) -> str:
    """The program as a document."""
    lines = ["scope: bench", "types:", "  Part:", "    fields:"]
    lines += [
        f"      {name}: {{type: {kind}, default: {_written(DEFAULTS[name])}}}" for name, kind in KINDS.items()
    ]
    lines.append("fields:")
    lines += [f"  {struct}: Part" for struct in shape.structs]
    lines += ["views:", "  defaults:", "    default: true", "    set:"]
    lines += _set(shape.view("defaults"))
    for priority, name in enumerate(VIEWS, 1):
        lines += [f"  {name}:", f"    priority: {priority}", "    set:", *_set(shape.view(name))]
    return "\n".join(lines) + "\n"


def _set(tree: Tree) -> list[str]:
    return [
        f"      {struct}.{name}: {_written(value)}"
        for struct, values in tree.items()
        for name, value in values.items()
    ]


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def generated(shape: Shape, folder: Path) -> ModuleType:
    """The module that atoc makes of the program, imported from a package below ``folder``."""
    return built(f"bench{shape.fields}", schema(shape), folder)


def built(package: str, document: str, folder: Path) -> ModuleType:
    """The module of the scope ``bench`` of a document."""
    (folder / "schemas").mkdir(exist_ok=True)
    source = folder / "schemas" / f"{package}.yaml"
    source.write_text(document, encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "atoc", "build", str(source), "--out", str(folder / package)],
        env={**os.environ, "PYTHONPATH": roots()},
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    return import_module(f"{package}.bench")


def roots() -> str:
    """Where the two packages are imported from, as a PYTHONPATH."""
    return os.pathsep.join(
        sorted({str(Path(str(package.__file__)).parent.parent) for package in (ato, atoc)})
    )


def scratch() -> tempfile.TemporaryDirectory[str]:
    """A folder for what a benchmark writes, removed afterwards."""
    return tempfile.TemporaryDirectory(prefix="atoc-bench-")
