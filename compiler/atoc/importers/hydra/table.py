"""All leaves of a tree by path: who sets what there, in the order of merging."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from atoc.importers.carried import Left
from atoc.importers.hydra.expand import Expanded, Unit, compatible
from atoc.importers.hydra.values import Computed, Literal, Missing, Value, reads, sole, value_of
from atoc.importers.hydra.writes import TARGET, Write, writes_of
from atoc.importers.interpolations import Reference
from atoc.importers.meaning import absolute
from atoc.importers.resolvers import Path
from atoc.importers.terms import Untold
from atoc.span import Span

MAX_LEAVES = 20_000
PASSES = 4
"""How often whole mappings that are named by mappings that are named are written out."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """What one unit sets at a path."""

    unit: Unit
    path: Path
    value: Value
    place: Span
    node_span: Span

    @property
    def number(self) -> int:
        """Where in the order of merging it stands first."""
        return self.unit.places[0][0]


@dataclass(slots=True)
class Table:
    """The entries by path, in the order of merging; ``structs`` are the paths that others lie below."""

    entries: dict[Path, list[Entry]] = field(default_factory=dict[Path, list[Entry]])
    structs: set[Path] = field(default_factory=set[Path])
    declared: dict[Path, str] = field(default_factory=dict[Path, str])

    def below(self, path: Path) -> Iterator[Entry]:
        """The entries under a path."""
        for other, entries in self.entries.items():
            if other[: len(path)] == path and len(other) > len(path):
                yield from entries


def table_of(expanded: Expanded) -> Table:
    """The table of all units that have a place."""
    units = [unit for unit in expanded.units.values() if unit.places]
    found = [_entry(write, expanded.left) for write in writes_of(units, expanded.left)]
    entries = [entry for entry in found if entry is not None]
    for _ in range(PASSES):
        entries = _written_out(entries)
    entries = _told_apart(entries, expanded.left)
    table = Table()
    for entry in sorted(entries, key=lambda each: each.number):
        table.entries.setdefault(entry.path, []).append(entry)
    table.structs = _above(table.entries)
    for unit in units:
        table.declared |= {(*unit.package, *path): type for path, type in unit.config.types.items()}
    return table


def _entry(write: Write, left: list[Left]) -> Entry | None:
    try:
        value = value_of(write.node, write.path)
    except Untold as reason:
        left.append(Left(write.place, ".".join(write.path), str(reason)))
        value = Missing()
    return Entry(write.unit, write.path, value, write.place, write.node.span)


def _above(paths: Iterable[Path]) -> set[Path]:
    return {path[:depth] for path in paths for depth in range(1, len(path))}


def _written_out(entries: list[Entry]) -> list[Entry]:
    """The entries, where one that names a whole mapping names its leaves instead."""
    by_path: Mapping[Path, list[Entry]] = _grouped(entries)
    structs = _above(by_path)
    found: list[Entry] = []
    for entry in entries:
        source = _named(entry)
        if source is None or source not in structs or len(found) > MAX_LEAVES:
            found.append(entry)
            continue
        below = [path for path in by_path if path[: len(source)] == source and len(path) > len(source)]
        found += [each for path in below if (each := _leaf(entry, source, path, by_path[path]))]
    return found


def _grouped(entries: list[Entry]) -> dict[Path, list[Entry]]:
    grouped: dict[Path, list[Entry]] = {}
    for entry in entries:
        grouped.setdefault(entry.path, []).append(entry)
    return grouped


def _named(entry: Entry) -> Path | None:
    part = sole(entry.value)
    if not isinstance(part, Reference) or not isinstance(entry.value, Computed):
        return None
    try:
        return absolute(part, entry.value.owner)
    except Untold:
        return None


def _leaf(entry: Entry, source: Path, path: Path, there: list[Entry]) -> Entry | None:
    inner = (*entry.path, *path[len(source) :])
    if inner[: len(source)] == source:
        return None
    if path[-1] == TARGET:
        return replace(entry, path=inner, value=there[0].value)
    reference = Reference(0, path)
    return replace(entry, path=inner, value=Computed((reference,), inner[:-1], f"${{{'.'.join(path)}}}"))


def _told_apart(entries: list[Entry], left: list[Left]) -> list[Entry]:
    """The entries without those that stand where others make a struct."""
    grouped = _grouped(entries)
    structs = _above(grouped)
    found: list[Entry] = []
    for entry in entries:
        if entry.path not in structs:
            found.append(entry)
        elif isinstance(entry.value, Literal) and entry.value.value is None:
            below = [
                path for path in grouped if path[: len(entry.path)] == entry.path and path not in structs
            ]
            found += [replace(entry, path=path) for path in below if path[-1] != TARGET]
        elif entry.value != Literal({}) and not isinstance(entry.value, Missing):
            why = "a mapping stands here in another config, and a field is a struct or a value, not both"
            left.append(Left(entry.place, ".".join(entry.path), why))
    return found


def before(first: Unit, second: Unit) -> set[bool]:
    """Whether the content of one is merged before that of the other, in the runs that have both."""
    return {
        one < other
        for one, choices in first.places
        for other, chosen in second.places
        if compatible(choices, chosen)
    }


def tangled(table: Table) -> list[tuple[Unit, Unit]]:
    """Units of which one has several places, and so is not always before or after the other.

    Only those count that set a leaf which the other sets too.
    """
    found: dict[tuple[int, int], tuple[Unit, Unit]] = {}
    for entries in table.entries.values():
        for index, entry in enumerate(entries):
            for other in entries[index + 1 :]:
                first, second = entry.unit, other.unit
                is_single = len(first.places) == 1 and len(second.places) == 1
                if not is_single and first is not second and before(first, second) - {True}:
                    found[id(first), id(second)] = first, second
    return list(found.values())


def circular(table: Table) -> frozenset[Path]:
    """The leaves that are worked out from themselves, by whatever way."""
    reading = {
        path: {each for entry in entries for each in _read(entry)} for path, entries in table.entries.items()
    }
    return frozenset(path for path in reading if path in _reached(path, reading))


def _read(entry: Entry) -> list[Path]:
    try:
        return list(reads(entry.value))
    except Untold:
        return []


def _reached(start: Path, reading: Mapping[Path, set[Path]]) -> set[Path]:
    """What is read by a leaf, and what that reads; what lies below a leaf counts as the leaf."""
    found: set[Path] = set()
    waiting = [start]
    while waiting:
        for path in reading.get(waiting.pop(), ()):
            leaf = next((path[:depth] for depth in range(len(path), 0, -1) if path[:depth] in reading), path)
            if leaf not in found:
                found.add(leaf)
                waiting.append(leaf)
    return found
