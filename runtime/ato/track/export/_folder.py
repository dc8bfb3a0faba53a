"""The folder of a run: everything the store has of it, for people and to be imported again.

metadata.sdn       the run itself, its tags and segments; digests of the files with lines
summary.sdn        what the program said of it
metrics.jsonl      a metric a line, with its summary
history.jsonl      a point a line
media/ tables/     what was logged beside numbers: the files, and lines that tell of them
artifacts/         versions it has made and used, with their files
files/             config with its causes, code, outputs, environment, sources: lines of JSON
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

import ato.track.store._tables as t
import ato.track.store._tables_kept as kept
from ato.sdn import dumps
from ato.track.export._exported import Exported, facts, in_json
from ato.track.export._place import file_name, fresh_folder
from ato.track.export._rows import Row, digest_of, told, write_lines

FORMAT = 1
ENDINGS = {
    b"\x89PNG": ".png", b"GIF8": ".gif", b"RIFF": ".wav", b"\xff\xd8\xff": ".jpg", b"{": ".json",
}  # fmt: skip
BY_CONTENT: tuple[tuple[Table, str, str], ...] = (
    (t.config_entries, "config_digest", "config_digest"),
    (t.environments, "digest", "env_digest"),
    (t.sources, "digest", "source_digest"),
)
OF_RUN = (t.config_keys, t.config_events, t.view_applies, t.run_codes)
POINTS_AT_ONCE = 10_000


def to_folder(runs: Sequence[Exported], path: Path, *, force: bool) -> None:
    """Write the folder of a run; of several, a folder with theirs inside."""
    taken: set[str] = set()
    with fresh_folder(path, force=force) as part:
        for each in runs:
            folder = part if len(runs) == 1 else part / file_name(each.title, taken)
            folder.mkdir(exist_ok=True)
            _write(each, folder)


def _write(each: Exported, folder: Path) -> None:
    for name in ("artifacts", "media", "tables", "files"):
        (folder / name).mkdir()
    with each.store.reading() as connection:
        row = connection.execute(select(t.runs).where(t.runs.c.id == each.run.id)).one()
        project = connection.execute(select(t.projects).where(t.projects.c.id == row.project_id)).one()
    run = told(row._mapping, ("id", "project_id"))
    about: dict[str, Any] = {
        "format": FORMAT,
        "run": run,
        "project": told(project._mapping, ("id",)),
        "command": facts(each.run)["command"],
        "tags": list(each.run.tags),
        "segments": list(_of(each, t.segments)),
    }
    (folder / "summary.sdn").write_text(dumps(finite(each.summary())), encoding="utf-8")
    write_lines(folder / "metrics.jsonl", _metrics(each))
    write_lines(folder / "history.jsonl", _points(each))
    _files(each, folder / "files", row)
    _media(each, folder / "media")
    _tables(each, folder / "tables")
    _artifacts(each, folder / "artifacts")
    about["contents"] = [{"path": path, "sha256": digest} for path, digest in contents_of(folder).items()]
    (folder / "metadata.sdn").write_text(dumps(about), encoding="utf-8")


def contents_of(folder: Path) -> dict[str, str]:
    """The digests of the files of a run's folder that hold what it logged."""
    files = sorted(folder.glob("*.jsonl")) + sorted((folder / "files").glob("*.jsonl"))
    files += [folder / "summary.sdn", folder / "media/media.jsonl", folder / "artifacts/versions.jsonl"]
    files += [folder / "tables/tables.jsonl", folder / "tables/rows.jsonl"]
    return {path.relative_to(folder).as_posix(): digest_of(path) for path in files if path.is_file()}


def finite(value: Any) -> Any:
    """A value of a summary as SDN has it; ``{float: nan}`` stands for what is no number there."""
    if isinstance(value, dict):
        return {name: finite(item) for name, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, list):
        return [finite(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, float):
        word = in_json(value)
        return {"float": word} if isinstance(word, str) else value
    return value


def _of(each: Exported, table: Table) -> Iterator[Row]:
    """The rows of a run, without its number."""
    with each.store.reading() as connection:
        wanted = select(table).where(table.c.run_id == each.run.id).order_by(*table.primary_key)
        rows = list(connection.execute(wanted))
    for row in rows:
        yield told(row._mapping, ("run_id",))


def _metrics(each: Exported) -> Iterator[Row]:
    """The names that the run has logged under, with the summaries of those that are metrics."""
    keys, runs = t.metric_keys, (t.summaries, kept.media)
    with each.store.reading() as connection:
        used = [select(table.c.key_id).where(table.c.run_id == each.run.id) for table in runs]
        wanted = select(keys).where(keys.c.id.in_(used[0]) | keys.c.id.in_(used[1])).order_by(keys.c.name)
        rows = list(connection.execute(wanted))
        mine = connection.execute(select(t.summaries).where(t.summaries.c.run_id == each.run.id))
        summaries = {row.key_id: told(row._mapping, ("key_id", "run_id")) for row in mine}
    for row in rows:
        yield told(row._mapping, ("id", "project_id")) | {"summary": summaries.get(row.id)}


def _points(each: Exported) -> Iterator[Row]:
    c, keys = t.points.c, t.metric_keys.c
    with each.store.reading() as connection:
        wanted = (
            select(keys.name, t.points)
            .join(t.metric_keys, keys.id == c.key_id)
            .where(c.run_id == each.run.id)
        )
        rows = connection.execution_options(yield_per=POINTS_AT_ONCE).execute(
            wanted.order_by(keys.name, c.step, c.ord)
        )
        for row in rows:
            values = told(row._mapping, ("name", "run_id", "key_id"))
            yield {"key": row.name, **values}


def _files(each: Exported, folder: Path, run: Any) -> None:
    for table, column, own in BY_CONTENT:
        digest = run._mapping[own]
        with each.store.reading() as connection:
            wanted = select(table).where(table.c[column] == digest).order_by(*table.primary_key)
            rows = list(connection.execute(wanted)) if digest else []
        write_lines(folder / f"{table.name}.jsonl", (told(row._mapping) for row in rows))
    for table in OF_RUN:
        write_lines(folder / f"{table.name}.jsonl", _of(each, table))
    write_lines(folder / "code_fingerprints.jsonl", _codes(each))
    write_lines(folder / "output_fingerprints.jsonl", _outputs(each))


def _codes(each: Exported) -> Iterator[Row]:
    from ato.track.sync import reached_code

    with each.store.reading() as connection:
        rows = reached_code(connection, each.run.id)
    for row in rows:
        yield told(row)


def _outputs(each: Exported) -> Iterator[Row]:
    table, traces = t.output_fingerprints, t.traces
    wanted = select(table, traces.c.name.label("trace")).join(traces, traces.c.id == table.c.trace_id)
    wanted = wanted.where(table.c.run_id == each.run.id).order_by(traces.c.name, table.c.seq)
    with each.store.reading() as connection:
        rows = list(connection.execute(wanted))
    for row in rows:
        yield told(row._mapping, ("run_id", "trace_id"))


def _media(each: Exported, folder: Path) -> None:
    table, keys = kept.media, t.metric_keys.c
    wanted = select(table, keys.name.label("key")).join(t.metric_keys, keys.id == table.c.key_id)
    wanted = wanted.where(table.c.run_id == each.run.id).order_by(keys.name, table.c.step, table.c.ord)
    with each.store.reading() as connection:
        rows = [row._mapping for row in connection.execute(wanted)]
    taken = {"media.jsonl"}
    names = [f"{row['key']}-{row['step']}-{row['ord']}" for row in rows]
    given = (_kept(each, folder, row, name, taken) for row, name in zip(rows, names))
    write_lines(folder / "media.jsonl", (told(row, ("run_id", "key_id")) for row in given))


def _tables(each: Exported, folder: Path) -> None:
    write_lines(folder / "tables.jsonl", _of(each, kept.table_defs))
    table = kept.table_chunks
    wanted = select(table).where(table.c.run_id == each.run.id).order_by(table.c.name, table.c.seq)
    with each.store.reading() as connection:
        rows = [row._mapping for row in connection.execute(wanted)]
    taken = {"tables.jsonl", "rows.jsonl"}
    given = (_kept(each, folder, row, f"{row['name']}-{row['seq']}", taken) for row in rows)
    write_lines(folder / "rows.jsonl", (told(row, ("run_id",)) for row in given))


def _kept(each: Exported, folder: Path, row: Mapping[Any, Any], name: str, taken: set[str]) -> Row:
    """A row with the name of the file that its content was written to; None where it has none."""
    content = each.content(row["blob"], row["inline"])
    if row["blob"] is None or content is None:
        return {**row, "file": None}
    ending = next((ending for magic, ending in ENDINGS.items() if content.startswith(magic)), ".bin")
    named = file_name(name, taken) + ending
    (folder / named).write_bytes(content)
    return {**row, "file": named}


def _artifacts(each: Exported, folder: Path) -> None:
    versions, artifacts, lineage = kept.artifact_versions, kept.artifacts, kept.lineage
    named = (
        artifacts.c.name,
        artifacts.c.type,
        artifacts.c.description.label("about"),
        artifacts.c.created.label("begun"),
    )
    wanted = (
        select(
            versions,
            *named,
            t.projects.c.name.label("project"),
            lineage.c.role,
            lineage.c.slot,
            lineage.c.time,
        )
        .join(lineage, lineage.c.version_id == versions.c.id)
        .join(artifacts, artifacts.c.id == versions.c.artifact_id)
        .join(t.projects, t.projects.c.id == artifacts.c.project_id)
        .where(lineage.c.run_id == each.run.id)
        .order_by(versions.c.id, lineage.c.role)
    )
    files = kept.artifact_files
    with each.store.reading() as connection:
        rows = [row._mapping for row in connection.execute(wanted)]
        of = {
            row["id"]: [
                told(file._mapping, ("version_id",))
                for file in connection.execute(
                    select(files).where(files.c.version_id == row["id"]).order_by(files.c.path)
                )
            ]
            for row in rows
        }
    write_lines(
        folder / "versions.jsonl",
        (told(row, ("id", "artifact_id")) | {"contents": of[row["id"]]} for row in rows),
    )
    for row in rows:
        for file in of[row["id"]]:
            content = each.content(file["blob"], None) if file["blob"] else None
            if content is not None:
                target = folder / "files" / file["blob"]
                target.parent.mkdir(exist_ok=True)
                target.write_bytes(content)
