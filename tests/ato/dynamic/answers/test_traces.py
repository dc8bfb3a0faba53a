"""Fingerprints that scopes keep of functions and of what they give back."""

from __future__ import annotations

import asyncio
import inspect
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ato.config import ConfigError
from ato.dynamic import MultiScope, Scope
from ato.fingerprint import code_hash, output_hash

ROOT = Path(__file__).parents[4]


@pytest.fixture(autouse=True)
def no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["train.py"])


def plain(config: Any) -> Any:
    return config.lr * 2


def test_a_traced_function_is_the_function_itself() -> None:
    scope = Scope()
    assert scope.trace("step")(plain) is plain
    assert scope.fingerprints.static == {"step": code_hash(plain)}
    assert scope.fingerprints.runtime == {}


def test_without_an_id_it_is_module_and_name() -> None:
    scope = Scope()
    scope.trace()(plain)
    assert scope.trace(plain) is plain
    scope.runtime_trace()(lambda: 1)()
    assert list(scope.fingerprints.static) == [f"{__name__}.plain"]
    assert list(scope.fingerprints.runtime) == [
        f"{__name__}.test_without_an_id_it_is_module_and_name.<locals>.<lambda>"
    ]


@pytest.mark.parametrize("kind", [Scope, lambda: MultiScope(Scope())])
def test_both_see_through_the_entry_decorator(kind: Any) -> None:
    scope = kind()

    @scope.trace("step")
    @scope.runtime_trace(trace_id="step")
    @scope
    def step(config: Any) -> Any:
        return config.get("lr", 1) * 2

    assert step() == 2
    assert step.__name__ == "step"
    assert scope.fingerprints.static == {"step": code_hash(step.__wrapped__.__wrapped__)}
    assert scope.fingerprints.runtime == {"step": output_hash(2)}


def test_below_the_entry_decorator_the_config_is_still_given() -> None:
    scope = Scope({"lr": 3})

    @scope
    @scope.runtime_trace(trace_id="step")
    def step(config: Any, times: int) -> Any:
        return config.lr * times

    assert step(2) == 6
    assert scope.fingerprints.runtime == {"step": output_hash(6)}


def test_a_view_can_be_traced() -> None:
    scope = Scope()

    @scope.trace("view")
    @scope.observe(default=True)
    def view(config: Any) -> None:
        config.lr = 1

    scope.apply()
    assert (scope.config.lr, list(scope.fingerprints.static)) == (1, ["view"])


def test_what_runs_before_and_what_is_inspected() -> None:
    scope = Scope()
    calls: list[str] = []

    @scope.runtime_trace(lambda: calls.append("init"), lambda result: result[:2], "out")
    def work(n: int) -> list[int]:
        calls.append("work")
        return list(range(n))

    assert work(5) == [0, 1, 2, 3, 4]
    assert calls == ["init", "work"]
    assert scope.fingerprints.runtime == {"out": output_hash([0, 1])}
    work(n=1)
    assert scope.fingerprints.runtime == {"out": output_hash([0])}


def test_of_a_call_that_raises_nothing_is_recorded() -> None:
    scope = Scope()

    @scope.runtime_trace(trace_id="out")
    def work(n: int) -> float:
        return 1 / n

    work(1)
    before = dict(scope.fingerprints.runtime)
    with pytest.raises(ZeroDivisionError):
        work(0)
    assert scope.fingerprints.runtime == before


def test_a_result_without_a_fingerprint_is_given_back_with_a_warning() -> None:
    scope = Scope()
    thing = object()
    work = scope.runtime_trace(trace_id="out")(lambda value: [value])
    work(1)
    with pytest.warns(RuntimeWarning, match=r"out: output\[0\]: has no fingerprint: .*object") as told:
        assert work(thing) == [thing]
    assert told[0].filename == __file__
    assert scope.fingerprints.runtime == {}


def test_a_coroutine_is_awaited_and_what_it_gives_counts() -> None:
    scope = Scope()
    calls: list[str] = []

    @scope.runtime_trace(lambda: calls.append("init"), trace_id="out")
    async def work(n: int) -> list[int]:
        calls.append("work")
        await asyncio.sleep(0)
        return [n]

    assert inspect.iscoroutinefunction(work)
    waiting = work(2)
    assert (calls, scope.fingerprints.runtime) == ([], {})
    assert asyncio.run(waiting) == [2]
    assert calls == ["init", "work"]
    assert scope.fingerprints.runtime == {"out": output_hash([2])}


@pytest.mark.parametrize("is_above", [True, False])
def test_an_async_entry_is_traced_above_and_below(is_above: bool) -> None:
    scope = Scope({"lr": 3})
    trace = scope.runtime_trace(trace_id="out", inspect_fn=lambda result: result + 1)

    async def main(config: Any) -> int:
        return int(config.lr) * 2

    program = trace(scope(main)) if is_above else scope(trace(main))
    assert asyncio.run(program()) == 6
    assert scope.fingerprints.runtime == {"out": output_hash(7)}


def test_of_a_coroutine_that_raises_nothing_is_recorded() -> None:
    scope = Scope()

    @scope.runtime_trace(trace_id="out")
    async def work() -> None:
        raise ValueError("inside")

    with pytest.raises(ValueError, match="inside"):
        asyncio.run(work())
    assert scope.fingerprints.runtime == {}


def test_a_function_that_gives_a_coroutine_is_awaited_too() -> None:
    scope = Scope()

    async def inner() -> int:
        return 5

    assert asyncio.run(scope.runtime_trace(trace_id="out")(lambda: inner())()) == 5
    assert scope.fingerprints.runtime == {"out": output_hash(5)}


def test_a_generator_is_given_back_untouched_with_a_warning() -> None:
    scope = Scope()

    @scope.runtime_trace(trace_id="out")
    def items() -> Any:
        yield from (1, 2)

    @scope.runtime_trace(trace_id="later")
    async def more() -> Any:
        yield 1

    with pytest.warns(
        RuntimeWarning, match="out: has no fingerprint: the function gives a generator"
    ) as told:
        assert list(items()) == [1, 2]
    assert told[0].filename == __file__
    with pytest.warns(RuntimeWarning, match="later: has no fingerprint: the function gives a generator"):
        more()
    assert scope.fingerprints.runtime == {}


def test_what_is_inspected_of_a_generator_is_what_counts() -> None:
    scope = Scope()
    kinds = scope.runtime_trace(trace_id="out", inspect_fn=lambda result: type(result).__name__)
    assert list(kinds(lambda: (each for each in (1, 2)))()) == [1, 2]
    assert scope.fingerprints.runtime == {"out": output_hash("generator")}


def test_a_function_without_source_cannot_be_traced() -> None:
    with pytest.raises(ConfigError, match="len: has no fingerprint"):
        Scope().trace("x")(len)


# The examples by which Ato introduces fingerprints, as programs. `show` prints what is recorded after each.

START = """
import numpy as np
from ato.scope import Scope

scope = Scope()
model, data = abs, -1

def show(kind, trace_id):
    seen = SEEN.setdefault(kind, [])
    found = getattr(scope.fingerprints, kind)[trace_id]
    seen.append(found)
    print(trace_id, seen.index(found))

SEEN = {}
"""

STATIC = f"""{START}
# These three functions have IDENTICAL fingerprints
@scope.trace(trace_id='train_step')
@scope
def train_v1(config):
    loss = model(data)
    return loss

show('static', 'train_step')

@scope.trace(trace_id='train_step')
@scope
def train_v2(config):
    # Added comments
    loss = model(data)  # Compute loss
    return loss

show('static', 'train_step')

@scope.trace(trace_id='train_step')
@scope
def completely_different_name(config):
    loss=model(data)  # Different whitespace
    return loss

show('static', 'train_step')

@scope.trace(trace_id='train_step')
@scope
def train_v3(config):
    loss = model(data) * 2  # ← Logic changed!
    return loss

show('static', 'train_step')

# Original
@scope.trace(trace_id='forward')
@scope
def forward(model, x):
    out = model(x)
    return out

show('static', 'forward')

# Safe refactoring: same fingerprint
@scope.trace(trace_id='forward')
@scope
def forward(model,x):
    result=model(x)  # Same logic, different style
    return result

show('static', 'forward')

# Unsafe refactoring: different fingerprint
@scope.trace(trace_id='forward')
@scope
def forward(model, x):
    features = model.backbone(x)  # Logic changed!
    logits = model.head(features)
    return logits

show('static', 'forward')
print(train_v1(), train_v3(), scope.fingerprints.runtime)
"""

RUNTIME = f"""{START}
class Model:
    def predict(self, data):
        return np.random.rand(1000) * data

# Basic: Track full output
@scope.runtime_trace(trace_id='predictions')
@scope
def evaluate(model, data):
    return model.predict(data)

# With init_fn: Fix randomness for reproducibility
@scope.runtime_trace(
    trace_id='predictions',
    init_fn=lambda: np.random.seed(42)  # Initialize before execution
)
@scope
def evaluate_with_dropout(model, data):
    return model.predict(data)  # Now deterministic

# With inspect_fn: Track specific parts
@scope.runtime_trace(
    trace_id='predictions',
    inspect_fn=lambda preds: preds[:100]  # Only hash first 100
)
@scope
def evaluate_large_output(model, data):
    return model.predict(data)

# Advanced: Type-only checking
@scope.runtime_trace(
    trace_id='predictions',
    inspect_fn=lambda preds: type(preds).__name__  # Track type only
)
@scope
def evaluate_structure(model, data):
    return model.predict(data)

for function in (evaluate, evaluate_with_dropout, evaluate_large_output, evaluate_structure):
    for _ in range(2):
        assert function(Model(), 2.0).shape == (1000,)
        show('runtime', 'predictions')
print(scope.fingerprints.static)
"""

FIRST = f"""{START}
def compute_loss(model, data):
    return model(data)

@scope.trace(trace_id='train_step')
@scope
def train_epoch(config):
    loss = compute_loss(model, data)
    return loss

class Model:
    def predict(self, data):
        return np.random.rand(len(data))

@scope.runtime_trace(
    trace_id='predictions',
    init_fn=lambda: np.random.seed(42),  # Fix randomness
    inspect_fn=lambda preds: preds[:100]  # Track first 100 only
)
@scope
def evaluate(model, data):
    return model.predict(data)

print(train_epoch(), list(scope.fingerprints.static))
evaluate(Model(), range(200))
show('runtime', 'predictions')
evaluate(Model(), range(300))  # the first 100 are the same
show('runtime', 'predictions')
"""


def steps(trace_id: str, *firsts: int) -> list[str]:
    """What is printed of fingerprints in a row: the place of the first that equals each."""
    return [f"{trace_id} {first}" for first in firsts]


@pytest.mark.parametrize(
    ("program", "lines"),
    [
        (STATIC, [*steps("train_step", 0, 0, 0, 3), *steps("forward", 4, 4, 6), "1 2 {}"]),
        (RUNTIME, [*steps("predictions", 0, 1, 2, 2, 4, 5, 6, 6), "{}"]),
        (FIRST, ["1 ['train_step']", *steps("predictions", 0, 0)]),
    ],
    ids=["static", "runtime", "first"],
)
def test_example(tmp_path: Path, program: str, lines: list[str]) -> None:
    script = tmp_path / "train.py"
    script.write_text(program, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "runtime")}
    run = subprocess.run(
        [sys.executable, script],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines() == lines
