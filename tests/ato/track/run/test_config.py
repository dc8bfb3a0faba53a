"""The config of a run is kept with who set each of its keys, whatever library holds it."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

import ato
from ato.track import open_store
from ato.track.run._config import captured

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ato.track.store import StoredConfig


def kept(config: object, folder: Path) -> StoredConfig:
    with ato.run(config, store=folder / "runs.db") as run:
        pass
    assert run.problems == ()
    with open_store(folder / "runs.db") as store:
        found = store.config_of(run.uid)
    assert found is not None
    return found


@pytest.fixture
def scope() -> Iterator[Any]:
    from ato.scope import Scope

    Scope.initialize_registry()
    made = Scope()

    @made.observe(default=True)
    def defaults(config: Any) -> None:
        config.lr = 0.1
        config.model.depth = 3

    @made.observe(priority=1)
    def high_lr(config: Any) -> None:
        config.lr = 0.5

    @made.observe
    def unused(config: Any) -> None:
        config.lr = 9.0

    yield made
    Scope.initialize_registry()


def test_a_scope_tells_who_wrote_what_and_what_it_replaced(scope: Any, tmp_path: Path) -> None:
    from ato.scope import Scope

    scope.assign(["high_lr"])
    scope.apply()
    config = kept(scope.config, tmp_path)
    writes = [
        (write.op, write.phase, write.by, write.value, write.lost_to) for write in config.keys["lr"].writes
    ]
    assert writes == [
        ("written", "view", "high_lr", 0.5, ""),
        ("written", "view", "defaults", 0.1, "high_lr"),
        ("inactive", "view", "unused", None, ""),
    ]
    assert [(view.view, view.priority, view.asked_by) for view in config.views] == [
        ("defaults", 0, "default"),
        ("high_lr", 1, "named"),
    ]
    assert "test_config.py:" in config.keys["lr"].writes[0].place
    assert Scope.registry


def test_a_generated_config_tells_all_that_explain_does(tmp_path: Path) -> None:
    from generated.digits import compose

    config = compose(overrides=["lr=0.25"])
    found = kept(config, tmp_path)
    told = config.explain("lr")
    assert found.keys["lr"].value == 0.25
    assert [(write.phase, write.by) for write in found.keys["lr"].writes if write.op == "written"] == [
        (attempt.phase, attempt.who) for attempt in told.writes
    ]
    assert (found.keys["lr"].doc, found.keys["lr"].type) == (told.doc, told.type)
    assert all(key.was_read is None for key in found.keys.values())


def test_what_was_read_of_a_tracked_config_is_known(tmp_path: Path) -> None:
    from generated.digits import compose

    config = compose().track_access()
    assert config.lr
    found = kept(config, tmp_path)
    assert found.keys["lr"].was_read is True
    assert {key.was_read for path, key in found.keys.items() if path != "lr"} == {False}


@dataclass
class Model:
    depth: int = 3
    sizes: list[int] = field(default_factory=lambda: [1, 2])


@dataclass
class Train:
    lr: float = 0.1
    model: Model = field(default_factory=Model)


def omegaconf() -> Any:
    return pytest.importorskip("omegaconf").OmegaConf.create(PLAIN)


PLAIN = {"lr": 0.1, "model": {"depth": 3, "sizes": [1, 2]}}


@pytest.mark.parametrize(
    "config",
    [
        lambda: PLAIN,
        Train,
        omegaconf,
        lambda: Namespace(lr=0.1, model=Namespace(depth=3, sizes=[1, 2])),
        lambda: __import__("ato.adict").adict.ADict(PLAIN),
    ],
    ids=["dict", "dataclass", "omegaconf", "namespace", "adict"],
)
def test_equal_configs_of_any_library_have_one_digest(config: Any) -> None:
    from ato.interop import fingerprint

    told, plain = captured(config()), captured(PLAIN)
    assert told["entries"] == plain["entries"]
    assert (told["digest"], told["structure"]) == (plain["digest"], plain["structure"])
    assert told["structure"] == fingerprint(PLAIN).structural


def test_what_is_no_data_is_kept_by_its_name(tmp_path: Path) -> None:
    config = {"f": open, "o": object(), "n": float("nan"), "s": {1, 2}, "deep": {"x": [object]}, 3: "three"}
    found = kept(config, tmp_path)
    assert set(found.keys) == {"f", "o", "n", "s", "deep.x", "3"}
    assert found.keys["s"].value == [1, 2]
    assert "object" in str(found.keys["o"].value)


def test_what_stands_in_a_config_keeps_no_run_out_of_the_store(url: str) -> None:
    config = {
        "half": "\ud800", "nul": "a\0b", "huge": 10**5000, "listed": [1, 10**5000], "k\0": 1, "k\ud800": 2,
        "x" * 100_000: 3, "y" * 100_000: {"z": 4}, "a.b": 5, "a": {"b": 6}, 7: 7, "7": 8,
    }  # fmt: skip
    with ato.run(config, store=url, notes="first") as run:
        run.log({"loss": 1.0})
    with open_store(url) as store:
        found = store.config_of(run.uid)
        assert found is not None
        values = {path: key.value for path, key in found.keys.items() if len(path) < 20}
        assert store.summary(run.uid)["loss"].count == 1
    assert len(found.keys) == len(config)
    assert values == {
        "half": "\ud800", "nul": "a\0b", "huge": hex(10**5000), "listed": [1, hex(10**5000)], "k\\0": 1,
        "k\\ud800": 2, "a.b": 5, "a.b (2)": 6, "7": 7, "7 (2)": 8,
    }  # fmt: skip


def test_a_text_is_no_config(tmp_path: Path) -> None:
    from ato.track import TrackError

    with pytest.raises(TrackError, match=r"is a text, not a config\n.*project='cifar'"):
        ato.run("cifar", store=tmp_path / "runs.db")


def test_a_config_with_itself_inside_ends(tmp_path: Path) -> None:
    config: dict[str, Any] = {"lr": 0.1}
    config["self"] = config["again"] = config
    assert kept(config, tmp_path).keys["lr"].value == 0.1


def test_secrets_are_covered_before_anything_is_written(tmp_path: Path) -> None:
    config = {"db": {"password": "hunter2", "api_key": "abc", "max_tokens": 7, "tokenizer": "bpe"}}
    with ato.run(config, store=tmp_path / "runs.db") as run:
        journal = (tmp_path / "journal").glob("*.j")
        assert all(b"hunter2" not in file.read_bytes() for file in journal)
    with open_store(tmp_path / "runs.db") as store:
        found = store.config_of(run.uid)
    assert found is not None
    assert {path: key.value for path, key in found.keys.items()} == {
        "db.password": "***",
        "db.api_key": "***",
        "db.max_tokens": 7,
        "db.tokenizer": "bpe",
    }
