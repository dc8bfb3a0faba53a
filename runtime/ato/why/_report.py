"""Runs on one page: what they are, their metrics, configs with who set each key, and why they differ."""

from __future__ import annotations

from dataclasses import dataclass
from time import gmtime, strftime
from typing import TYPE_CHECKING, Any

from ato.config.explained._telling import visible
from ato.track._errors import TrackError
from ato.why._cause_config import told
from ato.why._causes import causes
from ato.why._compare import compare
from ato.why._config import settings_of
from ato.why._data import plain
from ato.why._lineage import lineage_of
from ato.why._metrics import IGNORED
from ato.why._page import filled
from ato.why._phrases import ended, listed, number, value_of
from ato.why._plot import plotted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ato.track.store import Store, StoredConfig, StoredRun, Summary
    from ato.why._facts import Setting
    from ato.why._plot import Plot

PLOTS = 48
"""How many metrics are drawn."""
RUNS = 8
"""How many runs a page tells apart."""


@dataclass(frozen=True, slots=True)
class Card:
    """A run as the page shows it."""

    place: int
    run: StoredRun
    ended: str
    started: str
    lasted: str
    command: str


@dataclass(frozen=True, slots=True)
class Cell:
    """The value of a key in one run, and who set it."""

    value: str
    cause: str


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the configs with a cell for each run."""

    path: str
    doc: str
    cells: tuple[Cell, ...]
    differs: bool


def report(store: Store, runs: Sequence[StoredRun | str | int], *, ignore: Sequence[str] = IGNORED) -> str:
    """An HTML page about runs, each of which is held against the first; it needs no other file.

    Raises ``TrackError`` where there is no such run, and for more than eight.
    """
    found = [store.run(each) if isinstance(each, (str, int)) else each for each in runs]
    found = list({each.id: each for each in found}.values())
    if len(found) > RUNS:
        raise TrackError(str(len(found)), f"runs are more than a page tells apart, which is {RUNS}")
    summaries = [store.summary(each) for each in found]
    names = sorted({name for summary in summaries for name in summary})
    plots = [_plot(store, found, summaries, name) for name in names[:PLOTS]]
    with store.reading() as connection:
        graph = lineage_of(connection, [each.id for each in found])
    named = [f"{each.project}/{each.name}" for each in found]
    return filled(
        title=listed(named, 3),
        runs=[_card(place, each) for place, each in enumerate(found)],
        answers=[causes(compare(store, found[0], each, ignore=ignore)) for each in found[1:]],
        plots=plots,
        more_plots=max(len(names) - PLOTS, 0),
        data=plain({str(at): _data(plot) for at, plot in enumerate(plots)}),
        summary={name: [_numbers(each.get(name)) for each in summaries] for name in names},
        keys=_keys(found, [store.config_of(each) for each in found]),
        graph=graph if graph.nodes else None,
    )


def _card(place: int, run: StoredRun) -> Card:
    started = strftime("%Y-%m-%d %H:%M:%S UTC", gmtime(run.started))
    lasted = "" if run.ended is None else f"{max(run.ended - run.started, 0):,.1f} s"
    return Card(place, run, ended(run), started, lasted, visible(" ".join(run.command)))


def _plot(
    store: Store, runs: Sequence[StoredRun], summaries: Sequence[Mapping[str, Summary]], name: str
) -> Plot:
    histories = [
        (at, [(point.step, point.value) for point in store.history(run, name) if not point.is_superseded])
        for at, run in enumerate(runs)
        if name in summaries[at]
    ]
    return plotted(name, histories)


def _data(plot: Plot) -> dict[str, Any]:
    """What is needed to tell the values under a pointer."""
    return {"x": plot.x, "curves": {str(curve.run): curve.points for curve in plot.curves}}


def _numbers(summary: Summary | None) -> tuple[str, ...]:
    if summary is None:
        return ("–", "–", "–", "–")
    odd = ", ".join(
        f"{count} {name}" for count, name in ((summary.nans, "nan"), (summary.infs, "inf")) if count
    )
    count = f"{summary.count:,}{f' ({odd})' if odd else ''}"
    return number(summary.last), number(summary.min), number(summary.max), count


def _keys(runs: Sequence[StoredRun], configs: Sequence[StoredConfig | None]) -> list[Key]:
    sides: list[Mapping[str, Setting]] = [
        settings_of(run, config) if config is not None else {} for run, config in zip(runs, configs)
    ]
    docs = {path: key.doc for config in configs if config for path, key in config.keys.items()}
    return [_key(path, docs[path], [side.get(path) for side in sides]) for path in docs]


def _key(path: str, doc: str, settings: Sequence[Setting | None]) -> Key:
    hashes = {each.value_hash if each is not None else None for each in settings}
    cells = tuple(Cell(value_of(each) if each else "–", told(each)) for each in settings)
    return Key(path, doc, cells, len(hashes) > 1)
