"""Runs to send, with something in every table, and what two stores have of them."""

from __future__ import annotations

import json
import math
from hashlib import sha256
from time import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

import ato
import ato.track.store._tables as t
import ato.track.store._tables_kept as kept
from ato.track import Store, open_store
from ato.track.sync import check

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def run(store: object, *, steps: int = 5, project: str = "p", name: str = "a", **options: Any) -> str:
    """The uid of a finished run with metrics, a summary and a config."""
    config = {"lr": 0.1, "model": {"depth": 3, "name": name}}
    with ato.run(config, project=project, name=name, store=str(store), **options) as begun:
        for step in range(steps):
            begun.log({"loss": 1 / (step + 1), "acc": math.nan if step % 3 == 1 else -0.0}, step=step)
        begun.summary.update(best=steps)
    return begun.uid


def full(store: object, **options: Any) -> str:
    """The uid of a run with something in every table; its files are in the store's folder of blobs."""
    config = {"lr": 0.1, "secret": {"password": "hidden"}, "list": list(range(50))}
    with ato.run(
        config, project="p", name="full", tags=["x", "y"], notes="n", store=str(store), **options
    ) as begun:
        for step in (3, 1, 1, 7, 7, 2):
            begun.log({"loss": float(step), "odd name \U0001f600/'": math.inf}, step=step)
        functions = [_function("f", ["g"]), _function("g", [])]
        begun.record_code("train", _digest("f"), functions)
        for number in range(4):
            begun.record_output(
                "train", number, _digest(str(number)), rounded=_digest("r"), details={"n": number}
            )
        begun.summary.update(best=1.5, words=["a", None])
        blob = put(begun.location.blobs, b"a picture")
        given = {"time": time(), "meta_json": "{}", "inline": "YWJj"}
        for step in (0, 0, 1):
            begun.record("media", name="samples", medium="image", step=step, blob=blob, **given)
        columns = json.dumps([{"name": "x", "type": "int"}])
        begun.record("table", name="rows", columns_json=columns, created=time(), meta_json="{}")
        for _ in range(3):
            begun.record(
                "rows", name="rows", step=0, time=time(), rows=1, format="json", blob=None, inline="W10="
            )
    return begun.uid


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _function(name: str, calls: list[str]) -> dict[str, Any]:
    row = {"digest": _digest(name), "qualname": name, "module": "m", "file": "m.py", "line": 1}
    row |= {"algorithm": "1", "normal_form": f"def {name}(): ...", "details": {}}
    return row | {"calls": {each: _digest(each) for each in calls}}


def put(folder: Path, content: bytes) -> str:
    """Put a file where its digest says."""
    from ato.track.blobs import Blobs

    return Blobs(folder).put(content).digest


def version(
    store: Store,
    number: int,
    content: bytes,
    *,
    aliases: Iterable[str] = (),
    protected: bool = False,
    run: str = "",
) -> None:
    """A version of the artifact ``p/model``, with aliases, made by a run."""
    digest = put(store.location.blobs, content)
    with store.writing() as connection:
        project = ids_of(connection, t.projects, name="p")
        row = {"project_id": project, "name": "model", "type": "model", "description": "", "created": 1.0}
        artifact = ids_of(connection, kept.artifacts, **row)
        row = {
            "artifact_id": artifact,
            "version": number,
            "uid": digest[:32],
            "digest": digest,
            "size": 3,
            "files": 1,
        }
        made = ids_of(connection, kept.artifact_versions, **row, created=float(number))
        file = {"version_id": made, "path": "weights", "blob": digest, "size": len(content)}
        connection.execute(kept.artifact_files.insert().values(**file))
        if run:
            link = {
                "version_id": made,
                "run_id": ids_of(connection, t.runs, uid=run),
                "role": "made",
                "time": 1.0,
            }
            connection.execute(kept.lineage.insert().values(**link))
    for alias in aliases:
        move(store, alias, number, protected=protected)


def move(store: Store, alias: str, number: int, *, protected: bool = False) -> None:
    """Let an alias of ``p/model`` name a version."""
    from ato.track.store._upsert import put as put_row

    with store.writing() as connection:
        artifact = ids_of(connection, kept.artifacts, name="model")
        made = ids_of(connection, kept.artifact_versions, artifact_id=artifact, version=number)
        row = {"artifact_id": artifact, "name": alias, "version_id": made, "protected": protected}
        put_row(connection, kept.aliases, [row | {"moved": time(), "actor": "", "revision": 0}])


def drop(store: Store, alias: str) -> None:
    """Take an alias away."""
    with store.writing() as connection:
        connection.execute(kept.aliases.delete().where(kept.aliases.c.name == alias))


def aliases(store: Store) -> dict[str, str]:
    """The contents that the aliases of ``p/model`` name."""
    wanted = select(kept.aliases.c.name, kept.artifact_versions.c.digest).join(kept.artifact_versions)
    with store.reading() as connection:
        return dict(connection.execute(wanted).all())


def ids_of(connection: Any, table: Any, **row: Any) -> int:
    """The number of the row with these values, made if it is not there."""
    names = [name for name in ("uid", "project_id", "artifact_id", "name", "version") if name in row]
    wanted = select(table.c.id).where(*(table.c[name] == row[name] for name in names))
    if connection.scalar(wanted) is None:
        row = {"created": 1.0, **row} if "created" in table.c else row
        connection.execute(table.insert().values(**row))
    return int(connection.scalar(wanted))


def differing(a: object, b: object) -> list[str]:
    """What two stores do not have alike."""
    return [str(difference) for difference in check(str(a), str(b))]


def history(place: object, run: str, key: str = "loss") -> list[tuple[int, int, str]]:
    """The points of a metric, as texts that can be compared."""
    with open_store(str(place)) as store:
        return [(point.step, point.ord, repr(point.value)) for point in store.history(run, key)]
