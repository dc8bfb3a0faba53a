"""What structs configure: names for targets, and which entries go with which of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from atoc.importers.hydra.choices import contexts, demands
from atoc.importers.hydra.expand import Choices, compatible
from atoc.importers.hydra.table import Entry
from atoc.importers.hydra.writes import TARGET, name_of
from atoc.importers.names import identifier
from atoc.importers.resolvers import Path

Target = str
"""What a ``_target_`` names, as Hydra has it: ``torch.optim.Adam``."""


@dataclass(slots=True)
class SortedOut:
    """The entries of a variant by the target that they go with, and those that go with others too."""

    by_target: dict[Target, list[Entry]] = field(default_factory=dict[Target, list[Entry]])
    guarded: list[tuple[Entry, Target]] = field(default_factory=list[tuple[Entry, Target]])


def live_cases(entries: Sequence[Entry]) -> dict[int, list[Choices]]:
    """For each entry of a path, the choices under which it is not merged over, by its place among them."""
    found: dict[int, list[Choices]] = {}
    for index, entry in enumerate(entries):
        later = [set(case) for other in entries[index + 1 :] for case in contexts(other.unit)]
        cases = contexts(entry.unit)
        found[index] = [case for case in cases if not any(each <= set(case) for each in later)]
    return found


def meets(entries: Sequence[Entry], cases: Mapping[Target, Sequence[Choices]], path: Path) -> SortedOut:
    """Which entries below a path go with which target, by the choices under which each holds.

    A field belongs to the structs that units set which go with no other; where none does, to all that its
    units go with.
    """
    going = {id(entry.unit): _targets_of(entry, cases) for entry in entries}
    own: dict[Path, set[Target]] = {}
    for entry in entries:
        if len(going[id(entry.unit)]) == 1:
            own.setdefault(entry.path, set()).update(going[id(entry.unit)])
    found = SortedOut({text: [] for text in cases})
    for entry in entries:
        if entry.path == (*path, TARGET):
            continue
        mine = going[id(entry.unit)]
        having = [text for text in mine if text in own.get(entry.path, mine)]
        for text in having:
            found.by_target[text].append(entry)
            if len(having) < len(mine):
                found.guarded.append((entry, text))
    return found


def _targets_of(entry: Entry, cases: Mapping[Target, Sequence[Choices]]) -> tuple[Target, ...]:
    """The targets that hold in some run that has the unit of an entry."""
    asked = demands(entry.unit)
    return tuple(
        text
        for text, choices in cases.items()
        if any(compatible(one, other) for one in asked for other in choices)
    )


def kinds_of(targets: Mapping[Target, Sequence[Entry]]) -> dict[Target, str]:
    """A word for each target: the option that brings it, or what it names."""
    found: dict[Target, str] = {}
    for text, entries in targets.items():
        options = {entry.unit.config.option for entry in entries}
        word = options.pop() if len(options) == 1 else _snake(text.rpartition(".")[2])
        while word in found.values():
            word += "_"
        found[text] = word
    return found


def target_text(text: Target) -> str:
    """``torch.optim:Adam`` of ``torch.optim.Adam``: what begins with a capital letter is no module."""
    steps = text.split(".")
    end = next((i for i, step in enumerate(steps) if step[:1].isupper()), len(steps) - 1)
    return f"{'.'.join(steps[:end])}:{'.'.join(steps[end:])}" if end else text


def type_name(path: Path, target: Target) -> str:
    """A name for a type: that of its target, or else of its path."""
    if target:
        last = target.rpartition(".")[2]
        camel = "".join(part[:1].upper() + part[1:] for part in last.split("_"))
    else:
        steps = (part for step in path for part in name_of(step).split("_"))
        camel = "".join(part[:1].upper() + part[1:] for part in steps)
    return identifier(camel, "type")


def _snake(text: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text).lower()
