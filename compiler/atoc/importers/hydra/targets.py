"""What structs configure: names for targets, and which entries go with which of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from atoc.importers.hydra.choices import meet
from atoc.importers.hydra.expressions import Path
from atoc.importers.hydra.table import Entry
from atoc.importers.hydra.writes import TARGET, name_of
from atoc.importers.names import identifier

Target = str
"""What a ``_target_`` names, as Hydra has it: ``torch.optim.Adam``."""


@dataclass(slots=True)
class SortedOut:
    """The entries of a variant by the target that they go with, and those that go with one for one path only."""

    by_target: dict[Target, list[Entry]] = field(default_factory=dict[Target, list[Entry]])
    guarded: list[tuple[Entry, Target]] = field(default_factory=list[tuple[Entry, Target]])


def meets(entries: Sequence[Entry], targets: Mapping[Target, Sequence[Entry]]) -> SortedOut:
    """Which entries go with which target.

    A field belongs to the structs whose own units set it; where none does, to all that its units go with.
    """
    with_: dict[int, tuple[Target, ...]] = {}
    for entry in entries:
        with_.setdefault(id(entry.unit), _targets_of(entry, targets))
    own: dict[Path, set[Target]] = {}
    for entry in entries:
        if len(with_[id(entry.unit)]) == 1:
            own.setdefault(entry.path, set()).update(with_[id(entry.unit)])
    found = SortedOut({text: [] for text in targets})
    for entry in entries:
        if entry.path[-1] == TARGET and len(entry.path) == len(next(iter(targets.values()))[0].path):
            continue
        going = with_[id(entry.unit)]
        having = [text for text in going if text in own.get(entry.path, going)]
        for text in having:
            found.by_target[text].append(entry)
            if len(having) < len(going):
                found.guarded.append((entry, text))
    return found


def _targets_of(entry: Entry, targets: Mapping[Target, Sequence[Entry]]) -> tuple[Target, ...]:
    """The targets that the unit of an entry sets itself, or else those that it can meet."""
    own = [text for text, found in targets.items() if any(each.unit is entry.unit for each in found)]
    if own:
        return tuple(own)
    return tuple(
        text for text, found in targets.items() if any(meet(each.unit, entry.unit) for each in found)
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
