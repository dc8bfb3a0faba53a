"""What is known of the keys that a run has read, where it was resumed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import ato
from ato.adict import ADict
from ato.track import open_store
from ato.why import causes, compare


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "runs.db"


def made(lr: float = 0.1) -> Any:
    return ADict(lr=lr, decay=0.0, unused=1)


def begun(store: Path, name: str, lr: float = 0.1) -> None:
    config = made(lr)
    with ato.run(config, name=name, store=store) as run:
        run.log({"loss": float(config.lr)}, step=0)


def resumed(store: Path, name: str, lr: float = 0.1) -> None:
    config = made(lr)
    with ato.run(config, resume=name, store=store) as run:
        run.log({"loss": 1.0 + float(config.decay)}, step=1)


def read_of(store: Path, name: str) -> dict[str, bool | None]:
    with open_store(store) as opened:
        config = opened.config_of(opened.run(name))
    assert config is not None
    return {path: key.was_read for path, key in config.keys.items()}


def test_what_was_read_before_a_run_was_resumed_counts_as_read(store: Path) -> None:
    begun(store, "a")
    resumed(store, "a")
    assert read_of(store, "a") == {"lr": True, "decay": True, "unused": False}
    with open_store(store) as opened:
        functions = opened.run("a").context["reads"]["functions"]
    assert functions == {f"{__name__}.begun": ["lr"], f"{__name__}.resumed": ["decay"]}


def test_a_key_that_only_the_beginning_read_is_a_cause_and_not_ruled_out(store: Path) -> None:
    for name, lr in (("a", 0.1), ("b", 0.2)):
        begun(store, name, lr)
        resumed(store, name, lr)
    with open_store(store) as opened:
        found = causes(compare(opened, "a", "b"))
    assert found.causes[0].because == "lr is 0.1 in A and 0.2 in B"
    assert found.causes[0].standing == "upstream"
    assert not [line for line in found.ruled_out if "never read" in line.text]


def test_nothing_is_said_of_keys_that_a_part_of_the_run_may_have_read(store: Path) -> None:
    begun(store, "a")
    ato.run(resume="a", store=store).finish()
    assert read_of(store, "a") == {"lr": True, "decay": None, "unused": None}
    resumed(store, "a")
    assert read_of(store, "a") == {"lr": True, "decay": True, "unused": None}
