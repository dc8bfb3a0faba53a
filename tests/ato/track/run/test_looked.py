"""A run finds out by itself what logic is traced, what it gave back, and which keys the program read."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

import ato
from ato.adict import ADict
from ato.fingerprint import code, code_of, output, output_hash
from ato.fingerprint._code_trace import TRACED
from ato.track import open_store
from ato.track.run._secrets import secrets_in
from ato.track.store import _tables as t
from tests.ato.track.run.programs import ROOT, ran

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def loss(x: float) -> float:
    return x * x


def step(x: float) -> float:
    return loss(x) + 1


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "runs.db"
    TRACED._traced.pop("looked.step", None)


def rows(path: Path, *columns: Any) -> list[tuple[Any, ...]]:
    with open_store(path) as store, store.reading() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(*columns))]


def test_traced_functions_are_kept_with_what_they_call(store: Path) -> None:
    with ato.run(store=store):
        code("looked.step")(step)  # also one that is traced after the start
    found = code_of(step)
    assert rows(store, t.run_codes.c.trace, t.run_codes.c.code_digest) == [("looked.step", found.digest)]
    kept = dict(rows(store, t.code_fingerprints.c.digest, t.code_fingerprints.c.qualname))
    assert kept == {digest: each.qualname for digest, each in found.functions.items()}
    (calls,) = (
        json.loads(text)
        for digest, text in rows(store, t.code_fingerprints.c.digest, t.code_fingerprints.c.calls_json)
        if digest == found.digest
    )
    assert [call[:3] for call in calls] == [["loss", "loss", found.calls[0].digest]]


def test_functions_of_the_scope_are_kept_too(store: Path) -> None:
    from ato.scope import Scope

    Scope.initialize_registry()
    scope = Scope()
    scope.trace(trace_id="mine")(step)
    watched = scope.runtime_trace(trace_id="out")(step)
    scope.apply()
    with ato.run(scope.config, store=store) as run:
        watched(2.0)
        run.log({"loss": 1.0})
        watched(3.0)
    Scope.initialize_registry()
    assert rows(store, t.run_codes.c.trace) == [("mine",)]
    outs = rows(store, t.output_fingerprints.c.seq, t.output_fingerprints.c.step, t.output_fingerprints.c.out)
    assert outs == [(0, 0, bytes.fromhex(output_hash(5.0))), (1, 1, bytes.fromhex(output_hash(10.0)))]


def test_outputs_are_kept_while_the_run_lasts(store: Path) -> None:
    traced = output("looked.out", atol=0.1)(step)
    traced(1.0)
    with ato.run(store=store):
        traced(1.0)
    traced(1.0)
    ((rounded,),) = rows(store, t.output_fingerprints.c.rounded)
    assert rounded == bytes.fromhex(output_hash(2.0, atol=0.1))


def test_keys_that_were_read_are_told_apart(store: Path) -> None:
    config = ADict(lr=0.1, model=ADict(depth=3, width=4), unused=1)
    with ato.run(config, store=store):
        assert config.lr * config.model.depth > 0
    found = dict(rows(store, t.config_keys.c.path, t.config_keys.c.was_read))
    assert found == {"lr": True, "model.depth": True, "model.width": False, "unused": False}


def test_reads_of_a_tracked_config_are_told_until_the_end(store: Path) -> None:
    from generated.digits import compose

    config = compose().track_access()
    with ato.run(config, store=store):
        assert config.lr > 0
    found = dict(rows(store, t.config_keys.c.path, t.config_keys.c.was_read))
    assert [path for path, was_read in found.items() if was_read] == ["lr"]
    with ato.run(compose(), store=store) as run:
        assert run.config.lr > 0
    with open_store(store) as opened:
        config_of = opened.config_of(run.uid)
    assert config_of is not None
    assert {key.was_read for key in config_of.keys.values()} == {None}


def train(config: Any) -> float:
    return augment(config) + sum(config.model.depth for _ in range(2))


def augment(config: Any) -> float:
    return float(config["lr"])


def unrelated(config: Any) -> float:
    return float(config.get("unused"))


def adict() -> Any:
    return ADict(lr=0.1, model=ADict(depth=3, width=4), unused=1)


@pytest.mark.parametrize("make", [adict, lambda: ADict(adict()).freeze()], ids=["open", "frozen"])
def test_it_is_known_which_traced_function_read_what(make: Any, store: Path) -> None:
    from ato.dynamic.trees._tree import READERS

    config = make()
    code("looked.step")(train)
    with ato.run(config, store=store) as run:
        train(config)
        unrelated(config)
    train(config)
    assert READERS == []
    with open_store(store) as opened:
        found = opened.run(run.uid).context["reads"]
    assert found["traces"]["looked.step"] == ["lr", "model", "model.depth"]
    assert found["functions"][f"{__name__}.augment"] == ["lr"]
    assert found["functions"][f"{__name__}.unrelated"] == ["unused"]


def test_what_was_read_of_a_part_that_was_replaced_meanwhile_counts(store: Path) -> None:
    config = adict()
    with ato.run(config, store=store) as run:
        assert config.model.depth
        config.model = ADict(depth=4, width=4)
        others = [ADict(depth=5, width=6) for _ in range(1000)]
        assert all(each.width for each in others)
    with open_store(store) as opened:
        stored = opened.config_of(opened.run(run.uid))
        found = opened.run(run.uid).context["reads"]["functions"]
    assert stored is not None
    read = {path: key.was_read for path, key in stored.keys.items()}
    assert read == {"lr": False, "model.depth": True, "model.width": False, "unused": False}
    assert not [path for paths in found.values() for path in paths if path == "model.width"]


def test_two_runs_on_one_tracked_config_note_what_each_saw(store: Path) -> None:
    from generated.digits import compose

    config = compose().track_access()
    with ato.run(config, store=store) as first:
        assert config.lr
        with ato.run(config, store=store) as second:
            assert config.epochs
    with open_store(store) as opened:
        seen = [opened.run(run.uid).context["reads"]["functions"] for run in (first, second)]
    name = f"{__name__}.test_two_runs_on_one_tracked_config_note_what_each_saw"
    assert [each[name] for each in seen] == [["epochs", "lr"], ["epochs"]]


def test_a_config_that_is_changed_meanwhile_is_told(store: Path, caplog: pytest.LogCaptureFixture) -> None:
    config = adict()
    with ato.run(config, store=store, name="changed") as run:
        config.lr = 0.01
        config.new = {"api_key": "hidden"}
    with ato.run(config, store=store) as same:
        assert config.lr
    with open_store(store) as opened:
        found, other = (opened.run(each.uid) for each in (run, same))
        kept = opened.config_of(found)
    assert found.context["config_changed"] == {"lr": ["0.1", "0.01"], "new.api_key": [None, '"***"']}
    assert "config_changed" not in other.context
    assert kept is not None
    assert kept.keys["lr"].value == 0.1
    assert (
        "default/changed: lr was changed while the run went on, from 0.1 to 0.01, and 1 more" in caplog.text
    )


GONE = """
from ato.adict import ADict
sys.path.insert(0, sys.argv[2])
from generated.digits import compose
config = compose().track_access() if sys.argv[3] == "generated" else ADict(lr=0.1, epochs=3)
config.lr
run = ato.run(config, store=sys.argv[1])
if sys.argv[4] == "killed":
    config.epochs
    os._exit(0)
if os.fork() == 0:
    config.epochs
    os._exit(0)
os.wait()
run.finish()
"""


@pytest.mark.parametrize("end", ["killed", "forked"])
@pytest.mark.parametrize("kind", ["generated", "adict"])
def test_where_not_all_that_read_is_known_no_key_is_said_to_be_unread(
    kind: str, end: str, store: Path
) -> None:
    assert ran(GONE, store, ROOT, kind, end)[1:] == ("", 0)
    found = dict(rows(store, t.config_keys.c.path, t.config_keys.c.was_read))
    assert found["epochs"] is None
    assert found["lr"] is (None if (kind, end) == ("adict", "killed") else True)


def test_secrets_are_found_in_configs_that_hold_themselves_or_never_end() -> None:
    ring: dict[str, Any] = {"token": "abcdefgh"}
    ring["self"] = ring["again"] = {"up": ring, "down": ring}
    assert secrets_in(ring) == ["abcdefgh"]
    deep: dict[str, Any] = {"token": "deeper"}
    for _ in range(5000):
        deep = {"in": deep, "api_key": "abc"}
    assert set(secrets_in(deep)) == {"abc"}


def test_a_secret_of_the_config_is_covered_in_the_sources_too(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    subprocess.run(["git", "init", "-q", work], check=True)
    (work / "a.py").write_text("key = 'hunter2-and-more'\n")
    subprocess.run(["git", "-C", work, "add", "."], check=True)
    monkeypatch.chdir(work)
    with ato.run({"db": {"password": "hunter2-and-more"}}, store=store):
        pass
    for file in tmp_path.glob("runs.db*"):
        assert b"hunter2-and-more" not in file.read_bytes()
    assert rows(store, t.sources.c.dirty) == [(True,)]
