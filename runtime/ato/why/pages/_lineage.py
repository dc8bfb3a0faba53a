"""Where the artifacts of runs come from and go to: a graph, and where its parts are drawn.

A run stands right of what it used and left of what it made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

import ato.track.store._tables as t
import ato.track.store._tables_kept as kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

DEPTH = 4
"""How many steps are followed from the runs, in either direction."""
MOST = 80
"""How many nodes are drawn."""
BOX = (150, 34)
GAP = (46, 14)
LONGEST = 21
AT_ONCE = 500

Key = tuple[str, int]
"""``run`` or ``version``, and its id."""


@dataclass(frozen=True, slots=True)
class Node:
    """A run or a version of an artifact, with the place of its box."""

    key: Key
    label: str
    short: str
    is_asked: bool
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Edge:
    """From what was made or used to what used or was made, as a path."""

    source: str
    target: str
    role: str
    path: str


@dataclass(frozen=True, slots=True)
class Graph:
    """What is drawn, and how large it is."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    width: int
    height: int


def lineage_of(connection: Connection, runs: Sequence[int]) -> Graph:
    """The graph around these runs; empty where they used and made nothing."""
    links = _links(connection, runs)
    keys = list(dict.fromkeys(key for pair in links for key in pair))[:MOST]
    known = set(keys)
    links = {pair: role for pair, role in links.items() if known.issuperset(pair)}
    labels = _labels(connection, keys)
    levels = _levels(keys, list(links))
    nodes = _placed(keys, levels, labels, set(runs))
    places = {node.key: node for node in nodes}
    edges = tuple(_edge(places[a], places[b], role) for (a, b), role in links.items())
    width = max((node.x + BOX[0] for node in nodes), default=0)
    height = max((node.y + BOX[1] for node in nodes), default=0)
    return Graph(tuple(nodes), edges, width + 4, height + 4)


def _links(connection: Connection, runs: Sequence[int]) -> dict[tuple[Key, Key], str]:
    """Pairs from source to target with their roles, followed in both directions."""
    found: dict[tuple[Key, Key], str] = {}
    lineage = kept.lineage.c
    waiting_runs, waiting_versions = set(runs), set[int]()
    seen_runs, seen_versions = set[int](), set[int]()
    for _ in range(DEPTH):
        new_runs, new_versions = sorted(waiting_runs - seen_runs), sorted(waiting_versions - seen_versions)
        seen_runs.update(new_runs)
        seen_versions.update(new_versions)
        if (not new_runs and not new_versions) or len(found) > 4 * MOST:
            break
        here = lineage.run_id.in_(new_runs[:AT_ONCE]) | lineage.version_id.in_(new_versions[:AT_ONCE])
        rows = connection.execute(
            select(lineage.run_id, lineage.version_id, lineage.role)
            .where(here)
            .order_by(lineage.run_id, lineage.version_id)
            .limit(4 * MOST)
        )
        for run, version, role in rows:
            pair = (("version", version), ("run", run))
            found.setdefault(pair if role == "used" else (pair[1], pair[0]), role)
            waiting_runs.add(run)
            waiting_versions.add(version)
    return found


def _labels(connection: Connection, keys: Iterable[Key]) -> dict[Key, str]:
    runs = [number for kind, number in keys if kind == "run"]
    versions = [number for kind, number in keys if kind == "version"]
    r, v, a = t.runs.c, kept.artifact_versions.c, kept.artifacts.c
    labels: dict[Key, str] = {}
    for number, name in connection.execute(select(r.id, r.name).where(r.id.in_(runs))):
        labels["run", number] = f"{number} {name}"
    wanted = (
        select(v.id, a.name, v.version).join(kept.artifacts, a.id == v.artifact_id).where(v.id.in_(versions))
    )
    for number, name, version in connection.execute(wanted):
        labels["version", number] = f"{name}:v{version}"
    return labels


def _levels(keys: Sequence[Key], links: Sequence[tuple[Key, Key]]) -> dict[Key, int]:
    """The column of each node: behind all that it comes from, as far as there is no circle."""
    levels = dict.fromkeys(keys, 0)
    for _ in range(min(len(keys), 2 * DEPTH + 1)):
        for source, target in links:
            levels[target] = max(levels[target], min(levels[source] + 1, 2 * DEPTH + 1))
    return levels


def _placed(
    keys: Sequence[Key], levels: dict[Key, int], labels: dict[Key, str], asked: set[int]
) -> list[Node]:
    rows: dict[int, int] = {}
    nodes: list[Node] = []
    columns = {level: at for at, level in enumerate(sorted(set(levels.values())))}
    for key in keys:
        column = columns[levels[key]]
        row = rows.get(column, 0)
        rows[column] = row + 1
        label = labels.get(key, "(gone)")
        short = label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"
        x, y = 2 + column * (BOX[0] + GAP[0]), 2 + row * (BOX[1] + GAP[1])
        nodes.append(Node(key, label, short, key[0] == "run" and key[1] in asked, x, y))
    return nodes


def _edge(source: Node, target: Node, role: str) -> Edge:
    x1, y1 = source.x + BOX[0], source.y + BOX[1] // 2
    x2, y2 = target.x, target.y + BOX[1] // 2
    bend = max((x2 - x1) // 2, 20)
    return Edge(
        source.label, target.label, role, f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2 - 5} {y2}"
    )
