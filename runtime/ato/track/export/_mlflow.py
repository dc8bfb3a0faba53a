"""MLflow, through its own client: a folder, a database or a server, whatever it knows."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ato.track._errors import TrackError
from ato.track._location import without_password
from ato.track.export._exported import Exported
from ato.track.export._place import file_name
from ato.track.sync import masked

UID = "ato.uid"
METRICS_AT_ONCE = 1000
OTHERS_AT_ONCE = 100
LONGEST = 6000
STATUS: Mapping[str, str] = {
    "completed": "FINISHED",
    "failed": "FAILED",
    "killed": "KILLED",
    "running": "RUNNING",
}
ODD = re.compile(r"[^\w.\- /]", re.ASCII)


def to_mlflow(runs: Sequence[Exported], uri: str, *, force: bool) -> None:
    """Write runs into an MLflow store, one experiment a project: metrics, config, tags, media.

    A run that is there (by the tag ``ato.uid``) is refused, or with ``force`` replaced; one that cannot be
    written to its end is removed again. Raises ``TrackError`` without MLflow.
    """
    if "://" not in uri:
        os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")  # folders are asked for by name
        uri = Path(uri).absolute().as_uri()
    try:
        tracking: Any = import_module("mlflow.tracking")
        entities: Any = import_module("mlflow.entities")
    except ImportError:
        raise TrackError("mlflow", "is not installed", ("pip install mlflow-skinny",)) from None
    try:
        _all_written(tracking.MlflowClient(tracking_uri=uri), entities, runs, uri, force=force)
    except import_module("mlflow.exceptions").MlflowException as error:
        raise TrackError(without_password(uri), f"MLflow refuses: {masked(str(error), uri)}") from None


def _all_written(client: Any, entities: Any, runs: Sequence[Exported], uri: str, *, force: bool) -> None:
    there = {each.run.uid: _existing(client, each) for each in runs}
    for each in runs:
        if there[each.run.uid] and not force:
            message = f"{each.run.project}/{each.run.name} is there already"
            raise TrackError(without_password(uri), message, ("--force (force=True) replaces it",))
    for each in runs:
        _written(client, entities, each)
        for old in there[each.run.uid]:
            client.delete_run(old)


def _existing(client: Any, each: Exported) -> list[str]:
    experiment = client.get_experiment_by_name(each.run.project)
    if experiment is None:
        return []
    found = client.search_runs([experiment.experiment_id], filter_string=f"tags.`{UID}` = '{each.run.uid}'")
    return [run.info.run_id for run in found]


def _written(client: Any, entities: Any, each: Exported) -> None:
    run = each.run
    experiment = client.get_experiment_by_name(run.project)
    number = client.create_experiment(run.project) if experiment is None else experiment.experiment_id
    tags = {**dict.fromkeys((_name(tag) for tag in run.tags), "true"), UID: run.uid}
    if run.notes:
        tags["mlflow.note.content"] = run.notes[:LONGEST]
    made = client.create_run(number, start_time=_millis(run.started), tags=tags, run_name=run.name)
    id = made.info.run_id
    try:
        config = each.config()
        names = _named(config)
        for params in _parts(iter(config.items()), OTHERS_AT_ONCE):
            given = [entities.Param(names[path], _text(value)) for path, value in params]
            client.log_batch(id, params=given)
        for points in _parts(_points(entities, each), METRICS_AT_ONCE):
            client.log_batch(id, metrics=points)
        _media(client, id, each)
        ended = run.ended if run.ended is not None else run.heartbeat
        client.set_terminated(id, STATUS.get(run.status, "FAILED"), _millis(ended))
    except BaseException:
        client.delete_run(id)
        raise


def _points(entities: Any, each: Exported) -> Iterator[Any]:
    names = _named(each.all_keys())
    for key, point in each.points():
        if not point.is_superseded:
            yield entities.Metric(names[key], point.value, _millis(point.time), point.step)


def _media(client: Any, id: str, each: Exported) -> None:
    with TemporaryDirectory() as place:
        taken: set[str] = set()
        for medium in each.media():
            if medium.content is not None:
                name = file_name(f"{medium.key}-{medium.step}-{medium.ord}", taken)
                file = Path(place) / name
                file.write_bytes(medium.content)
                client.log_artifact(id, str(file), f"media/{medium.kind}")
                file.unlink()


def _parts(items: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while part := list(islice(items, size)):
        yield part


def _name(text: str) -> str:
    """A name as MLflow takes it: a few kinds of letters, and no path that leaves its folder."""
    words = [word if word.strip(".") else "_" * (len(word) or 1) for word in ODD.sub("_", text).split("/")]
    return "/".join(words)[:250]


def _named(texts: Iterable[str]) -> dict[str, str]:
    """A name of MLflow for each text, no two the same. Letters of another case may be the same to a disk."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for text in texts:
        name, count = _name(text), 1
        while name.casefold() in taken:
            count += 1
            name = f"{_name(text)[:240]}_{count}"
        taken.add(name.casefold())
        found[text] = name
    return found


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return text[:LONGEST]


def _millis(seconds: float) -> int:
    return int(seconds * 1000)
