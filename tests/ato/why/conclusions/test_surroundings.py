"""Causes around a program, in pairs of runs that are alike but for one thing."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import ato
from ato.track import open_store
from ato.why import Answer, causes, compare

if TYPE_CHECKING:
    from pathlib import Path


def seeded_within(folder: Path, *configs: dict[str, int]) -> Answer:
    """Two runs that begin alike, and then seed their generators otherwise."""
    for number, config in enumerate(configs):
        random.seed(0)
        with ato.run(config, "p", name=f"run{number}", store=folder) as run:
            random.seed(number)
            for step in range(3):
                run.log({"loss": random.random()}, step=step)  # noqa: S311
    with open_store(folder) as store:
        return causes(compare(store, "run0", "run1"))


def test_generators_that_were_seeded_otherwise_within_the_run_are_a_cause(tmp_path: Path) -> None:
    found = seeded_within(tmp_path, {"lr": 1}, {"lr": 1})
    assert found.status == 1
    (cause,) = found.causes
    assert cause.title == "random numbers were drawn or seeded otherwise before the first log (random)"
    assert "seeds" not in {line.label for line in found.ruled_out}


def test_other_numbers_are_drawn_by_another_config(tmp_path: Path) -> None:
    found = seeded_within(tmp_path, {"lr": 1}, {"lr": 2})
    assert [cause.kind for cause in found.causes] == ["config"]
