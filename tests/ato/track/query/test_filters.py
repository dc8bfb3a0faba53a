"""What filters hold for, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

import ato
from ato.track import TrackError

if TYPE_CHECKING:
    from pathlib import Path

    from ato.track import Store

FILTERS: dict[str, str] = {
    "": "small large odd bare",
    "config.lr < 0.05": "large",
    "config.lr <= 0.1 and metric.acc.max > 0.85": "small",
    "0.005 < config.lr < 0.05": "large",
    "0.1 == config.lr": "small",
    "config.lr == 'auto'": "odd",
    "config.lr != 0.1": "large odd",
    "config.lr is None": "bare",
    "config.lr is not None": "small large odd",
    "config.none is None": "small large odd bare",
    "config.none != None or config.lr == None": "bare",
    "not config.lr < 0.05": "small odd bare",
    "config.lr in (0.1, 'auto')": "small odd",
    "config.lr not in [0.1, 'auto']": "large",
    "config.lr in ()": "",
    "config.amp == true": "small",
    "config.amp != true": "large",
    "config.amp == 1": "",
    "config.layers == [1, 2]": "small",
    "config.layers != [1, 2]": "large",
    "config.model.name ~ 'resne'": "small large",
    "config.model.name !~ 'resne'": "odd",
    "config.model.name ~ '%'": "odd",
    "config.model.name like 'r%t'": "small large",
    "config.model.name not like 'resn%'": "odd",
    "config.model.name == 'it\\'s 100%'": "odd",
    "config.model.name > 'i'": "small odd",
    'config["a b"] == 1 and config.`a b` == 1': "odd",
    f"config.long == '{'x' * 300}'": "odd",
    f"config.long == '{'x' * 299}'": "",
    f"config.long in ('{'x' * 300}', 'y')": "odd",
    "config.model.width == 64 and not (tag == 'new' or tag == 'other')": "small",
    "metric.acc.last == 0.7": "small",
    "metric.acc.min < 0.55 or metric.acc.mean > 0.69": "small large",
    "metric.acc.first == 0.6": "large",
    "metric.acc.count == 1 and metric.acc.nans == 1": "odd",
    "metric.acc.last is None": "odd bare",
    'metric["val/loss"].min < 0.15': "small",
    "metric.acc.max > metric.acc.last": "small",
    "metric.acc.max == metric.acc.last": "large",
    "config.model.name != name": "small large odd",
    "tag == 'baseline'": "small large",
    "tag != 'baseline'": "odd bare",
    "'new' in tags": "odd",
    "'new' not in tags": "small large bare",
    "tag in ('new', 'baseline')": "small large odd",
    "tag not in ('new', 'baseline')": "bare",
    "tag is None": "bare",
    "tag ~ 'O\\'CL'": "odd",
    "name == 'odd'": "odd",
    "name in ('odd', 'bare')": "odd bare",
    "project == 'cifar' and project != 'other'": "small large odd",
    "group is None": "small",
    "group == 'g'": "large odd bare",
    "status == 'failed' and reason ~ 'cuda'": "odd",
    "status in ('failed', 'running')": "odd",
    "reason is None": "small large bare",
    "step >= 1": "small large",
    "step is None": "bare",
    "id < 2.5": "small large",
    "id in (1, 3)": "small odd",
    "started > '2020-01-01' and ended < '2999-12-31T00:00Z'": "small large odd bare",
    "started < '2020-01-01' or ended is None": "",
    "duration < '1h' and duration >= 0": "small large odd bare",
    "summary.best >= 2": "odd bare",
    "summary.best != 2": "small large bare",
    "summary.note == 'y'": "small",
    "summary.flag == true": "large",
    "summary.flag == false and summary.note in ('x', 3)": "odd bare",
    "code[\"train step\"] == '0000'": "small large odd bare",
    f"code[\"train step\"] == '{1:064x}'": "odd bare",
    f"code[\"train step\"] != '{1:064x}'": "small large",
    'code["train step"] is None': "",
    "env.python ~ '3.'": "small large odd bare",
    "env.python < '3'": "",
    "env.sqlalchemy >= '2.0' and env.sqlalchemy < '100'": "small large odd bare",
    "env.sqlalchemy is not None": "small large odd bare",
    "host is not None\n  and\tuid != 'ab'": "small large odd bare",
}


def names(store: Store, filter: str, **values: object) -> str:
    return " ".join(run.name for run in ato.runs(store=store).where(filter, **values).order_by("id"))


def test_filters_hold_for_the_runs_that_they_should_hold_for(store: Store) -> None:
    assert {filter: names(store, filter) for filter in FILTERS} == FILTERS


def test_values_can_be_given_beside_a_filter(local: Store) -> None:
    nasty = "it's 100%"
    assert names(local, "config.model.name == $name", name=nasty) == "odd"
    assert names(local, "config.lr in $these", these=[0.1, "auto"]) == "small odd"
    now = datetime.now(timezone.utc)
    assert names(local, "started <= $now and duration < $long", now=now, long=timedelta(days=1)) != ""
    assert names(local, "started >= $day", day=date(2999, 1, 1)) == ""
    with pytest.raises(TrackError, match=r"where\(\.\.\., lr=VALUE\)"):
        ato.runs(store=local).where("config.lr == $lr")
    with pytest.raises(TrackError, match="was given a dict"):
        ato.runs(store=local).where("config.lr == $lr", lr={})


def test_a_date_is_a_whole_day(local: Store) -> None:
    day = datetime.fromtimestamp(local.run("small").started, timezone.utc).astimezone().date()
    before, after = day - timedelta(days=1), day + timedelta(days=2)
    assert "small" in names(local, f"started >= '{day}'")
    assert "small" in names(local, f"started == '{day}' or started == '{day + timedelta(days=1)}'")
    assert names(local, f"name == 'small' and started > '{day}'") == ""
    assert names(local, f"name == 'small' and started <= '{day}'") == "small"
    assert "small" in names(local, f"'{before}' < started < '{after}'")
    assert names(local, f"name == 'small' and started != '{day}'") == ""


def test_numbers_of_any_size_can_be_compared(local: Store) -> None:
    for number in ("9" * 30, "9" * 400, "1e308", "inf", "-inf", f"-{'9' * 400}", str(2**63)):
        for name in ("id", "step", "metric.acc.max", "config.lr", "duration", "started", "metric.acc.count"):
            assert isinstance(names(local, f"{name} < {number} or {name} != {number}"), str)


def test_of_a_store_without_runs_no_name_is_wrong(tmp_path: Path) -> None:
    empty = ato.runs(store=tmp_path).where("config.lr < 1 and metric.acc.max > 0 and env.torch > '2'")
    assert len(empty) == 0
    assert empty.order_by("-metric.acc.max").first() is None
