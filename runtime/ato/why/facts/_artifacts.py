"""Artifacts that two runs used and made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

import ato.track.store._tables_kept as kept
from ato.why.facts._values import ArtifactDifference, ArtifactFacts, Recorded, Used

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from ato.track.store import StoredRun

LISTED = 5
"""How many files that differ are named."""

Versions = dict[str, dict[int, Used]]


def compare_artifacts(connection: Connection, a: StoredRun, b: StoredRun) -> ArtifactFacts:
    """How what the runs used and made differs, by the names of the artifacts."""
    used = _versions(connection, a.id, "used"), _versions(connection, b.id, "used")
    made = _versions(connection, a.id, "made"), _versions(connection, b.id, "made")
    differences, same = _compared(connection, *used)
    is_same = not differences
    return ArtifactFacts(
        Recorded(bool(used[0]), bool(used[1]), is_same), differences, same, _compared(connection, *made)[0]
    )


def _versions(connection: Connection, run_id: int, role: str) -> Versions:
    lineage, versions, artifacts = kept.lineage.c, kept.artifact_versions.c, kept.artifacts.c
    wanted = (
        select(artifacts.name, versions.id, versions.version, versions.digest, versions.files)
        .join(kept.artifact_versions, versions.artifact_id == artifacts.id)
        .join(kept.lineage, lineage.version_id == versions.id)
        .where(lineage.run_id == run_id, lineage.role == role)
        .order_by(artifacts.name, versions.version)
    )
    found: Versions = {}
    for name, number, version, digest, files in connection.execute(wanted):
        found.setdefault(name, {})[number] = Used(name, version, digest, files)
    return found


def _compared(
    connection: Connection, left: Versions, right: Versions
) -> tuple[tuple[ArtifactDifference, ...], tuple[str, ...]]:
    differing: list[ArtifactDifference] = []
    same: list[str] = []
    for name in sorted(left.keys() | right.keys()):
        one, other = left.get(name, {}), right.get(name, {})
        if {each.digest for each in one.values()} == {each.digest for each in other.values()}:
            same += [f"{name}:v{each.version}" for each in one.values()]
            continue
        files = _files(connection, one, other)
        pair = tuple(one.values()), tuple(other.values())
        differing.append(ArtifactDifference(name, *pair, tuple(files[:LISTED]), len(files)))
    return tuple(differing), tuple(same)


def _files(connection: Connection, one: Mapping[int, Used], other: Mapping[int, Used]) -> list[str]:
    """The files that differ between two versions, where there is one of either."""
    if len(one) != 1 or len(other) != 1:
        return []
    left, right = (_manifest(connection, number) for number in (*one, *other))
    return sorted(path for path in left.keys() | right.keys() if left.get(path) != right.get(path))


def _manifest(connection: Connection, version_id: int) -> dict[str, tuple[str | None, str]]:
    files = kept.artifact_files.c
    wanted = select(files.path, files.blob, files.checksum).where(files.version_id == version_id)
    return {path: (blob, checksum) for path, blob, checksum in connection.execute(wanted)}
