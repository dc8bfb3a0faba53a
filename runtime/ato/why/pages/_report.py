"""Runs on one page: what they are, their metrics, configs with who set each key, and why they differ."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from time import gmtime, strftime
from typing import TYPE_CHECKING, Any

from ato.config.explained._telling import visible
from ato.track._errors import TrackError
from ato.why.conclusions._causes import causes
from ato.why.conclusions._config import told
from ato.why.facts._compare import compare
from ato.why.facts._config import settings_of
from ato.why.facts._histories import first_step, points
from ato.why.facts._metrics import IGNORED
from ato.why.pages._lineage import lineage_of
from ato.why.pages._page import filled
from ato.why.pages._plot import plotted, thinned
from ato.why.rendering._json import plain
from ato.why.words._phrases import counted, ended, listed, number
from ato.why.words._values import value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from ato.track.store import Store, StoredConfig, StoredRun, Summary
    from ato.why.facts._values import Setting
    from ato.why.pages._plot import Plot

PLOTS = 48
"""How many metrics are drawn."""
METRICS = 200
"""How many metrics are told in numbers."""
KEYS = 400
"""How many keys of the configs are shown."""
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
    names = _ordered({name for summary in summaries for name in summary}, ignore)
    keys = _keys(found, [store.config_of(each) for each in found])
    with store.reading() as connection:
        graph = lineage_of(connection, [each.id for each in found])
        plots = [_plot(connection, found, summaries, name) for name in names[:PLOTS]]
    named = [f"{each.project}/{each.name}" for each in found]
    return filled(
        title=listed(named, 3),
        runs=[_card(place, each) for place, each in enumerate(found)],
        answers=[causes(compare(store, found[0], each, ignore=ignore)) for each in found[1:]],
        plots=plots,
        more_plots=max(len(names) - PLOTS, 0),
        data=plain({str(at): _data(plot) for at, plot in enumerate(plots)}),
        summary={name: [_numbers(each.get(name)) for each in summaries] for name in names[:METRICS]},
        more_metrics=max(len(names) - METRICS, 0),
        keys=_shown(keys),
        more_keys=_not_shown(keys),
        graph=graph if graph.nodes else None,
    )


def _card(place: int, run: StoredRun) -> Card:
    started = strftime("%Y-%m-%d %H:%M:%S UTC", gmtime(run.started))
    lasted = "" if run.ended is None else f"{max(run.ended - run.started, 0):,.1f} s"
    return Card(place, run, ended(run), started, lasted, visible(" ".join(run.command)))


def _ordered(names: Iterable[str], ignore: Sequence[str]) -> list[str]:
    """The names of metrics, those of the machine last."""
    return sorted(names, key=lambda name: (any(fnmatchcase(name, each) for each in ignore), name))


def _plot(
    connection: Connection, runs: Sequence[StoredRun], summaries: Sequence[Mapping[str, Summary]], name: str
) -> Plot:
    ends: list[tuple[int, int]] = []
    places = [at for at in range(len(runs)) if name in summaries[at]]
    for at in places:
        first = first_step(connection, runs[at].id, name)
        ends.append((first, max(summaries[at][name].last_step, first)))
    both = min((first for first, _ in ends), default=0), max((last for _, last in ends), default=0)
    return plotted(name, [(at, thinned(points(connection, runs[at].id, name), both)) for at in places])


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


def _shown(keys: Sequence[Key]) -> list[Key]:
    """The keys that a page has room for, in their order: those that differ before others."""
    order = sorted(range(len(keys)), key=lambda at: (not keys[at].differs, at))[:KEYS]
    return [keys[at] for at in sorted(order)]


def _not_shown(keys: Sequence[Key]) -> str:
    left = len(keys) - KEYS
    if left <= 0:
        return ""
    differing = max(sum(key.differs for key in keys) - KEYS, 0)
    which = f", {differing:,} of which differ: `ato diff` lists them" if differing else ""
    return f"{counted(left, 'more key')} not shown{which}."


def _key(path: str, doc: str, settings: Sequence[Setting | None]) -> Key:
    hashes = {each.value_hash if each is not None else None for each in settings}
    cells = tuple(Cell(value_of(each) if each else "–", told(each)) for each in settings)
    return Key(path, doc, cells, len(hashes) > 1)
