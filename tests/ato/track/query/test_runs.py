"""What ``ato.runs`` gives: a sequence that is narrowed, ordered, read once, and turned into rows."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

import ato
from ato.track import TrackError
from ato.track.query import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ato.track import Store
    from ato.track.store import StoredRun


def names(runs: Iterable[StoredRun]) -> list[str]:
    return [run.name for run in runs]


def test_runs_are_a_sequence_the_latest_first(local: Store) -> None:
    runs = ato.runs(store=local)
    assert names(runs) == ["bare", "odd", "large", "small"]
    assert len(runs) == 4
    assert runs[0].name == "bare"
    assert runs[-1].name == "small"
    assert names(runs[1:3]) == ["odd", "large"]
    assert names(ato.runs(store=local)[1:3]) == ["odd", "large"]
    assert names(ato.runs(store=local)[5:9]) == []
    assert names(ato.runs(store=local)[::2]) == ["bare", "large"]
    assert names(ato.runs(store=local)[-2:]) == ["large", "small"]
    assert (
        names(ato.runs(store=local)[3 : 10**30])
        == names(ato.runs(store=local).limit(10**30)[3:])
        == ["small"]
    )
    assert names(ato.runs("other", store=local)) == ["bare"]
    assert names(ato.runs("nowhere", store=local)) == []
    assert not ato.runs("nowhere", store=local)
    assert runs == list(ato.runs(store=local))
    assert repr(runs[1]) == "<run 3 cifar/odd failed>"


def test_narrowing_leaves_the_wider_ones_alone(local: Store) -> None:
    runs = ato.runs(store=local)
    narrow = runs.where("tag == 'baseline'").where("config.lr < 0.05")
    assert names(narrow) == ["large"]
    assert len(runs) == 4
    assert names(runs.limit(3).limit(5)) == ["bare", "odd", "large"]
    assert runs.limit(2).count() == 2
    assert runs.limit(0).first() is None
    with pytest.raises(TrackError, match="-1"):
        runs.limit(-1)


def test_runs_are_read_from_a_place_that_is_closed_again(
    local: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = local.location.path
    assert names(ato.runs(store=place).where("name == 'odd'")) == ["odd"]
    monkeypatch.setenv("ATO_STORE", str(place))
    assert names(ato.runs("other")) == ["bare"]


ORDERS = {
    ("-metric.acc.max",): ["small", "large", "bare", "odd"],
    ("metric.acc.max",): ["large", "small", "bare", "odd"],
    ("metric.acc.mean", "name"): ["small", "large", "bare", "odd"],
    ("config.lr",): ["large", "small", "odd", "bare"],
    ("-config.lr", "name"): ["small", "large", "odd", "bare"],
    ("config.model.width", "-name"): ["small", "odd", "large", "bare"],
    ("name",): ["bare", "large", "odd", "small"],
    ("project", "-id"): ["odd", "large", "small", "bare"],
    ("-summary.best",): ["bare", "odd", "large", "small"],
    ("duration",): None,
}


def test_runs_come_in_the_order_that_is_asked_for_with_what_is_missing_last(store: Store) -> None:
    for order, expected in ORDERS.items():
        whole = names(ato.runs(store=store).order_by(*order))
        assert whole == (expected or whole), order
        for count in range(5):
            assert names(ato.runs(store=store).order_by(*order).limit(count)) == whole[:count]
            assert names(ato.runs(store=store).order_by(*order)[1:count]) == whole[1:count]


def test_a_metric_of_several_projects_orders_the_runs_of_one(tmp_path: Path) -> None:
    for place, project in enumerate(("a", "b", "a")):
        with ato.run(project=project, name=f"r{place}", store=tmp_path) as run:
            run.log({"acc": float(place)})
    every = ato.runs(store=tmp_path).order_by("-metric.acc.max")
    assert names(every) == names(every.limit(9)) == ["r2", "r1", "r0"]
    assert names(ato.runs("a", store=tmp_path).order_by("-metric.acc.max").limit(9)) == ["r2", "r0"]
    assert names(ato.runs("b", store=tmp_path).order_by("metric.acc.max").limit(9)) == ["r1"]


def test_of_equals_the_latest_run_comes_first_however_many_are_asked_for(url: str) -> None:
    for place in range(6):
        with ato.run({"x": place // 3}, name=f"r{place}", store=url) as run:
            run.log({"acc": [0.5, 0.5, 0.9][place % 3]})
    for order in ("metric.acc.max", "-metric.acc.max", "-metric.acc.max,config.x", "config.x", "-project"):
        runs = ato.runs(store=url).order_by(*order.split(","))
        whole = names(runs)
        assert [names(runs.limit(count)) for count in range(8)] == [whole[:count] for count in range(8)]
    assert names(ato.runs(store=url).order_by("-metric.acc.max").limit(3)) == ["r5", "r2", "r4"]


def test_values_of_all_kinds_have_an_order(url: str) -> None:
    values = [
        "b",
        None,
        2**60,
        True,
        float("nan"),
        1,
        [2],
        "a",
        float("inf"),
        2**60 + 1,
        False,
        float("-inf"),
    ]
    for place, value in enumerate(values):
        ato.run({"x": value}, name=str(place), store=url).finish()
    order = [float("-inf"), 1, 2**60, 2**60 + 1, float("inf"), "a", "b", [2], False, True]
    found = ato.runs(store=url).order_by("config.x").to_dicts("config.x")
    assert [row["config.x"] for row in found][:10] == order
    back = [row["config.x"] for row in ato.runs(store=url).order_by("-config.x").to_dicts("config.x")]
    assert back[:10] == [*reversed(order[:5]), *reversed(order[5:7]), *reversed(order[7:])]
    assert {repr(value) for value in back[10:]} == {"nan", "None"}


def test_what_is_asked_of_the_first_is_asked_of_them_alone(store: Store) -> None:
    best = ato.runs(store=store).order_by("-metric.acc.max").limit(1)
    assert names(best.where("tag == 'baseline'")) == ["small"]
    assert names(best.where("config.lr < 0.05")) == []
    latest = ato.runs(store=store).limit(3)
    assert names(latest) == ["bare", "odd", "large"]
    assert names(latest.order_by("name")) == ["bare", "large", "odd"]
    assert names(latest.order_by("name").limit(2).where("name != 'bare'")) == ["large"]
    assert latest.where("tag == 'baseline'").count() == 1
    assert names(latest.same_value("small", "model.width")) == ["odd"]
    assert best.where("id > 0").names() == ["metric.acc.max", "id"]
    told = repr(latest.where("name != 'bare'").order_by("name"))
    assert told == "<runs where (among the first 3 runs) and (name != 'bare') by name>"


def test_what_has_no_order_is_told(local: Store) -> None:
    for name in ("tag", "env.python", 'code["train step"]'):
        with pytest.raises(QueryError, match="has no order"):
            ato.runs(store=local).order_by(name).first()
    for name in ("", "-", "1", "name desc", "'name'"):
        with pytest.raises(QueryError):
            ato.runs(store=local).order_by(name)


def test_one_is_the_only_one(local: Store) -> None:
    runs = ato.runs(store=local)
    assert runs.where("name == 'odd'").one().name == "odd"
    with pytest.raises(TrackError, match=r"name == 'nobody'.*there are none"):
        runs.where("name == 'nobody'").one()
    with pytest.raises(TrackError, match="there are several"):
        runs.where("id > 0").one()


def test_rows_have_what_runs_have(local: Store) -> None:
    row = ato.runs(store=local).where("name == 'small'").to_dicts()[0]
    assert row["name"] == "small"
    assert row["tags"] == ("baseline",)
    assert row["config.model.name"] == "resnet"
    assert row["config.layers"] == [1, 2]
    assert row["metric.acc.max"] == 0.9
    assert row['metric["val/loss"].last'] == pytest.approx(0.3)
    assert row["summary.note"] == "y"


def test_rows_have_the_columns_that_are_asked_for(local: Store) -> None:
    columns = (
        "name",
        "config.`lr`",
        "metric.acc.first",
        "tag",
        "env.python",
        "code['train step']",
        "config.nope",
        "env.typing_extensions",
        "structure",
    )
    columns = tuple(column.replace("'", '"') for column in columns)
    rows = ato.runs(store=local).order_by("id").to_dicts(*columns)
    assert list(rows[0]) == list(columns)
    python = f"{sys.version_info[0]}.{sys.version_info[1]}.{sys.version_info[2]}"
    assert list(rows[0].values())[:-2] == ["small", 0.1, 0.5, ("baseline",), python, "0" * 64, None]
    assert None not in list(rows[0].values())[-2:]
    with pytest.raises(QueryError, match="name of a column"):
        ato.runs(store=local).to_dicts("nam")


def test_pandas_is_used_where_it_is(local: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(TrackError, match="pip install pandas"):
        ato.runs(store=local).to_pandas()
    told = SimpleNamespace(DataFrame=lambda rows, columns: (rows, columns))
    monkeypatch.setitem(sys.modules, "pandas", told)  # type: ignore[arg-type]
    rows, columns = ato.runs(store=local).to_pandas("name")
    assert rows[0] == {"name": "bare"}
    assert columns == ["name"]


def test_a_frame_has_a_row_for_each_run(local: Store) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    frame = ato.runs(store=local).to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame["name"]) == ["bare", "odd", "large", "small"]


def test_what_is_shared_is_found(store: Store) -> None:
    runs = ato.runs(store=store)
    assert names(runs.same_structure("small")) == ["small"]
    assert names(runs.same_code("small", "train step")) == ["large", "small"]
    assert names(runs.same_value("small", "model.width")) == ["odd", "small"]
    assert names(runs.same_value("small", "layers")) == ["small"]
    assert names(runs.same_value("small", "model.width").where("tag == 'new'")) == ["odd"]
    for call, what in (
        (lambda: runs.same_structure("bare"), "was given no config"),
        (lambda: runs.same_code("small", "train stp"), "did you mean 'train step'"),
        (lambda: runs.same_value("small", "model.with"), "did you mean 'model.width'"),
        (lambda: runs.same_value("nobody", "lr"), "no such run"),
    ):
        with pytest.raises(TrackError, match=what):
            call()


def test_runs_that_gave_back_the_same_are_found(url: str) -> None:
    given = {
        "a": ["01", "02"],
        "b": ["01", "02"],
        "c": ["01"],
        "d": ["01", "02", "03"],
        "e": ["01", "03"],
        "f": [],
    }
    for name, digests in given.items():
        with ato.run(project="p", name=name, store=url) as run:
            for step, digest in enumerate(digests):
                run.record_output("out", step, digest * 32)
    runs = ato.runs(store=url).order_by("id")
    assert names(runs.same_outputs("a", "out")) == ["a", "b"]
    assert names(runs.same_outputs("c", "out")) == ["c"]
    with pytest.raises(TrackError, match="did you mean 'out'"):
        runs.same_outputs("f", "outs")


def test_runs_of_the_same_shape_are_found_across_projects(tmp_path: Path) -> None:
    for place, config in enumerate(({"lr": 0.1, "n": 1}, {"lr": 9.0, "n": 2}, {"lr": "no", "n": 1})):
        ato.run(config, project=f"p{place}", name=f"r{place}", store=tmp_path).finish()
    assert names(ato.runs(store=tmp_path).same_structure("r0")) == ["r1", "r0"]
    digest = ato.runs(store=tmp_path).where("name == 'r0'").one().structure_digest
    for given in (digest, str(digest)[:8]):
        assert names(ato.runs(store=tmp_path).where("structure == $digest", digest=given)) == ["r1", "r0"]


def test_the_nearest_configs_come_first_with_what_differs(store: Store) -> None:
    found = ato.runs(store=store).nearest("small")
    assert names(each.run for each in found) == ["large", "odd"]
    near = found[0]
    assert near.differs == ("amp", "layers", "lr", "model.name", "model.width", "none")
    assert near.distance == pytest.approx((1 + 1 + 0.09 / 0.11 + 1 + 64 / 192 + 1) / 6)
    only = ato.runs(store=store).nearest("small", keys=["model"], limit=1)
    assert only[0].run.name == "odd"
    assert only[0].differs == ("model.name",)
    assert only[0].distance == 0.5
    with pytest.raises(TrackError, match="no config of these runs has such a key"):
        ato.runs(store=store).nearest("small", keys=["nope"])
    with pytest.raises(TrackError, match="was given no config"):
        ato.runs(store=store).nearest("bare")
    assert ato.runs(store=store).nearest("small", keys="model", limit=1) == only
    with pytest.raises(TrackError, match=r"mode.name: no config of these.*\n.*'model.name'"):
        ato.runs(store=store).nearest("small", keys=["model", "mode.name"])


def test_configs_are_near_whatever_stands_in_them(tmp_path: Path) -> None:
    values = [
        1e308,
        1.5e308,
        float("inf"),
        float("-inf"),
        float("nan"),
        2**60,
        2**60 + 1,
        0,
        -0.0,
        True,
        "1",
        None,
    ]
    for place, value in enumerate(values):
        ato.run({"x": value}, name=f"r{place}", store=tmp_path).finish()
    for place, value in enumerate(values):
        near = {each.run.name: each for each in ato.runs(store=tmp_path).nearest(f"r{place}", limit=99)}
        assert all(0 <= each.distance <= 1 for each in near.values()), value
        assert len(near) == len(values) - 1
    near = {each.run.name: each for each in ato.runs(store=tmp_path).nearest("r0", limit=99)}
    assert near["r1"].distance == pytest.approx(0.2)
    assert near["r2"].distance == near["r4"].distance == near["r9"].distance == 1
    near = {each.run.name: each for each in ato.runs(store=tmp_path).nearest("r5", limit=99)}
    assert (0 < near["r6"].distance < 1e-9, near["r6"].differs) == (True, ("x",))
    near = {each.run.name: each for each in ato.runs(store=tmp_path).nearest("r7", limit=99)}
    assert (near["r8"].distance, near["r8"].differs) == (0, ())


def test_a_resumed_run_forgets_the_first_points_that_it_left_behind(tmp_path: Path) -> None:
    with ato.run(project="p", name="r", store=tmp_path) as run:
        for step in range(4):
            run.log({"loss": float(step + 1)}, step=step)
    with ato.run(project="p", resume="p/r", from_step=0, store=tmp_path) as run:
        run.log({"loss": 9.0}, step=2)
    assert ato.runs(store=tmp_path).where("metric.loss.first == 9").count() == 1
    assert ato.runs(store=tmp_path).to_dicts("metric.loss.first") == [{"metric.loss.first": 9.0}]


def test_asking_loads_sqlalchemy_only_when_runs_are_asked_for() -> None:
    import subprocess

    program = (
        "import sys, ato, ato.track; print('sqlalchemy' in sys.modules, 'ato.track.query' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
