"""``ato show``: a run with its config, its metrics and their curves."""

from __future__ import annotations

import argparse
from itertools import pairwise
from typing import TYPE_CHECKING

from ato.cli._plot import plot, spark
from ato.cli._stores import RUN, add_store, opened
from ato.cli._terminal import aligned, cut, painted, say, say_data, shown, width
from ato.cli._told import cell, in_json, length, moment, named, number, plain
from ato.config.explained._telling import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ato.track.query._curve import Curve
    from ato.track.store import Store, StoredConfig, StoredRun, Summary

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

WIDTH = 80
WIDEST = 160
MOST_PLOTS = 4
SPARKS = 16
COLOURS = {"completed": "green", "failed": "red", "killed": "red", "running": "yellow"}


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "show", help="show a run: facts, config, metrics, curves", allow_abbrev=False
    )
    parser.add_argument("reference", metavar="RUN", help=RUN)
    parser.add_argument("--metric", action="append", default=[], help="draw this one; may be given again")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    add_store(parser)
    parser.set_defaults(run=_run)


def _run(asked: argparse.Namespace) -> int:

    with opened(asked.store) as store:
        run = store.run(asked.reference)
        if asked.format == "json":
            _say_json(store, run)
            return 0
        say("\n".join(_told(store, run, asked.metric)) + "\n")
    return 0


def _told(store: Store, run: StoredRun, wanted: list[str]) -> Iterator[str]:
    room = min(width() or WIDTH, WIDEST)
    metrics = store.summary(run)
    telling = [name for name, told in metrics.items() if told.count > 1 and told.min < told.max]
    drawn = wanted or telling[:MOST_PLOTS]
    curves = _curves(store, run, [*metrics, *wanted], 2 * (room - 12))
    status = painted(run.status, COLOURS.get(run.status, "bold"))
    across = width()
    title = named(run) if across is None else cut(named(run), across - len(run.status) - 2)
    yield f"{painted(title, 'bold')}  {status}"
    yield from aligned(list(_facts(run)), indent="  ", room=width())
    config = store.config_of(run)
    if config is not None and config.keys:
        yield from _section("config", _config(config))
    values = store.summary_values(run)
    if values:
        yield from _section("summary", [[name, cell("", value)] for name, value in values.items()])
    if metrics:
        heads = [["metric", "last", "min", "max", "mean", "points", ""]]
        yield ""
        rows = [*heads, *(_numbers(name, told, curves[name]) for name, told in metrics.items())]
        lines = aligned(rows, right=(1, 2, 3, 4, 5), room=width())
        yield painted(lines[0], "bold")
        yield from lines[1:]
    for name in drawn:
        yield from _drawing(name, curves[name], room)
    if not wanted and len(telling) > MOST_PLOTS:
        yield f"\n{len(telling) - MOST_PLOTS} more can be drawn: --metric NAME"
    if run.error:
        lines = shown(run.error.rstrip()).split("\n")
        yield from ("", painted("error", "bold"), *(f"  {line}" for line in lines))


def _facts(run: StoredRun) -> Iterator[list[str]]:
    took = length((run.heartbeat if run.ended is None else run.ended) - run.started)
    so_far = " so far" if run.ended is None else ""
    yield ["run", f"{run.id}, {run.uid}"]
    yield ["started", f"{moment(run.started)}, took {took}{so_far}"]
    yield ["where", f"{run.host}, process {run.pid}"]
    told = {
        "reason": run.reason,
        "tags": " ".join(run.tags),
        "group": run.group or "",
        "parent": run.parent_uid or "",
        "notes": " ".join(run.notes.split()),
        "command": " ".join(run.command),
    }
    yield from ([name, text] for name, text in told.items() if text)


def _section(title: str, rows: list[list[str]]) -> list[str]:
    lines = aligned(rows, indent="  ", room=width())
    return ["", painted(title, "bold"), *lines]


def _config(config: StoredConfig) -> list[list[str]]:
    from ato.config.explained._telling import value_text

    rows: list[list[str]] = []
    for key in config.keys.values():
        write = next((each for each in key.writes if each.op == "written"), None)
        by = f"{write.by}  {write.place}".rstrip() if write is not None else ""
        unread = "never read" if key.was_read is False else ""
        rows.append([key.path, value_text(key.value), by, unread])
    used = [place for place in range(4) if any(row[place] for row in rows)]
    return [[row[place] for place in used] for row in rows]


def _numbers(name: str, told: Summary, drawn: Curve) -> list[str]:
    numbers = (told.last, told.min, told.max, told.mean)
    odd = [f"{count} {what}" for count, what in ((told.nans, "nan"), (told.infs, "inf")) if count]
    many = len(drawn.values)
    ends = [place * many // SPARKS for place in range(SPARKS + 1)] if many > SPARKS else list(range(many + 1))
    parts = [drawn.values[start:end] for start, end in pairwise(ends)]
    few = [next((value for value in part if value is not None), None) for part in parts]
    line = " ".join([*odd, spark(few)]).rstrip()
    return [name, *(cell("", value) for value in numbers), number(told.count), line]


def _curves(store: Store, run: StoredRun, names: list[str], columns: int) -> dict[str, Curve]:
    from ato.track.query._curve import curve

    with store.reading() as connection:
        return {name: curve(connection, run.id, name, columns) for name in dict.fromkeys(names)}


def _drawing(name: str, drawn: Curve, room: int) -> Iterator[str]:
    yield ""
    yield painted(cut(visible(name), room), "bold")
    yield from (cut(line, room) for line in plot(drawn.values, drawn.first_step, drawn.last_step, room))


def _say_json(store: Store, run: StoredRun) -> None:
    from dataclasses import asdict

    facts = {name: plain(name, value) for name, value in asdict(run).items()}
    config = store.config_of(run)
    facts["config"] = {path: key.value for path, key in config.keys.items()} if config is not None else None
    facts["metrics"] = {name: asdict(told) for name, told in store.summary(run).items()}
    facts["summary"] = store.summary_values(run)
    say_data(in_json(facts))
