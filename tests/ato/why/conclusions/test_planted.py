"""Whatever single cause is planted in a random pair of runs is told first, whatever differs beside it."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ato.why import causes, compare
from ato.why.conclusions._answer import EXPLAINED
from tests.ato.why.pairs import Facts, store_of
from tests.ato.why.scenarios import use

if TYPE_CHECKING:
    from ato.why import Cause

NAMES = st.text("abcdefgh", min_size=3, max_size=6)
STEPS = 8
PLANTED = ("config", "code", "data", "command", "source", "environment", "seeds")


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """A run with a config, traced functions, an environment and outputs."""
    config = draw(st.dictionaries(NAMES, st.integers(0, 9) | st.floats(0, 1), min_size=3, max_size=6))
    traces = draw(st.lists(NAMES, min_size=2, max_size=3, unique=True))
    packages = draw(st.dictionaries(NAMES, st.sampled_from(["1.0", "2.0"]), min_size=1, max_size=4))
    return Facts(
        config,
        reads=list(config)[1:] if draw(st.booleans()) else None,
        bodies={trace: f"return a + {at}" for at, trace in enumerate(traces)},
        environment={
            "python": {"version": "3.12.1"},
            "packages": {**packages, "torch": "2.1"},
            "hardware": {"memory": 1, "processors": 2},
            "variables": {},
        },
        outputs={trace: list(range(STEPS)) for trace in traces},
        losses=[1.0 / (step + 1) for step in range(STEPS)],
    )


def differ(other: Facts, step: int) -> None:
    """Let results part at a step, in the first traced function."""
    trace = next(iter(other.bodies))
    other.outputs[trace] = [out + 100 * (at >= step) for at, out in enumerate(other.outputs[trace])]
    other.losses = [loss * (1.5 if at >= step else 1.0) for at, loss in enumerate(other.losses)]


def add_noise(other: Facts) -> None:
    """What differs and is no cause: a key that is never read, memory, a function that did the same."""
    if other.reads is not None:
        other.config[next(iter(other.config))] = "otherwise"
    other.environment["hardware"]["memory"] = 7
    quiet = list(other.bodies)[-1]
    other.bodies[quiet] = "return 0 if a is None else a"


def plant(kind: str, one: Facts, other: Facts) -> str:
    """Have one cause, and name what its title must say."""
    if kind == "config":
        name = list(other.config)[-1]
        other.config[name] = 77.5
        return name
    if kind == "code":
        trace = next(iter(other.bodies))
        other.bodies[trace] = "return a * 1000"
        return f"{trace}_inner"
    if kind == "command":
        other.command = ["train.py", "--fast"]
        return "command"
    if kind == "source":
        other.commit = "d" * 40
        return "commit"
    if kind == "environment":
        other.environment["packages"]["torch"] = "2.2"
        return "torch"
    if kind == "seeds":
        other.seeds = {"random": "1"}
        return "random"
    one.artifacts, other.artifacts = {"digits": 0}, {"digits": 1}
    return "digits"


def first_cause(one: Facts, other: Facts) -> Cause:
    with TemporaryDirectory() as folder, store_of(Path(folder), one, other) as store:
        for run, each in enumerate((one, other), 1):
            for name, version in each.artifacts.items():
                use(store, run, name, version, {"train.csv": f"{version:064x}"})
        answer = causes(compare(store, 1, 2))
    assert answer.status == EXPLAINED
    return answer.causes[0]


@pytest.mark.parametrize("kind", PLANTED)
@settings(max_examples=5, deadline=None)
@given(one=facts(), step=st.integers(0, STEPS - 1), noisy=st.booleans())
def test_what_is_planted_is_told_first(kind: str, one: Facts, step: int, noisy: bool) -> None:
    other = deepcopy(one)
    if noisy:
        add_noise(other)
    named = plant(kind, one, other)
    differ(other, step)
    cause = first_cause(one, other)
    assert (cause.kind, named in cause.title) == (kind, True), cause
