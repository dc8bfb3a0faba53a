"""Two runs side by side: where they part is found as a plain look at all they hold would find it."""

from __future__ import annotations

import random
import time
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import ato
from ato.track import TrackError, open_store
from ato.why import causes, compare, report
from tests.ato.why.pairs import Facts, store_of

VALUES = st.lists(st.integers(0, 2), max_size=12)
LOSSES = st.lists(st.sampled_from([0.0, 1.0, 1.0005, 2.0]), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None)
@given(a=VALUES, b=VALUES, x=LOSSES, y=LOSSES)
def test_the_first_difference_is_that_of_a_plain_look(
    a: list[int], b: list[int], x: list[float], y: list[float]
) -> None:
    one, other = (
        Facts({}, outputs={"f": outs}, losses=losses, environment={}) for outs, losses in ((a, x), (b, y))
    )
    with TemporaryDirectory() as folder, store_of(Path(folder), one, other) as store:
        found = compare(store, 1, 2)
    (loss,) = found.metrics
    assert loss.step == next((at for at, pair in enumerate(zip(x, y)) if pair[0] != pair[1]), None)
    material = (at for at, (left, right) in enumerate(zip(x, y)) if abs(left - right) > 1e-3 * left)
    assert loss.material == next(material, None)
    called = next((at for at, pair in enumerate(zip(a, b)) if pair[0] != pair[1]), None)
    told = [(output.call, output.count_a, output.count_b) for output in found.outputs]
    assert told == ([(called, len(a), len(b))] if a or b else [])


POINTS = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from([0.0, -0.0, 1.0, 1.0005, float("nan"), float("inf")])),
    min_size=1,
    max_size=8,
).map(sorted)


@settings(max_examples=80, deadline=None)
@given(x=POINTS, y=POINTS)
@example(x=[(0, 1.0)], y=[(0, float("inf"))])
@example(x=[(0, 1.0), (1, 1.0)], y=[(2, 1.0), (3, 1.0)])
@example(x=[(0, 1.0), (5, 1.0), (9, 1.0)], y=[(0, 1.0), (5, 1.0), (10, 1.0)])
def test_steps_that_one_run_lacks_are_found_as_by_a_plain_look(
    x: list[tuple[int, float]], y: list[tuple[int, float]]
) -> None:
    one, other = (Facts({}, losses=[v for _, v in each], steps=[s for s, _ in each]) for each in (x, y))
    with TemporaryDirectory() as folder, store_of(Path(folder), one, other) as store:
        (loss,) = compare(store, 1, 2).metrics
    left, right = plain(x), plain(y)
    differing = [at for at in sorted(left.keys() & right.keys()) if repr(left[at]) != repr(right[at])]
    assert loss.step == (differing[0][0] if differing else None)
    material = [at for at in differing if not abs(left[at] - right[at]) <= 1.0005e-3 * abs(right[at]) < inf]
    assert loss.material == (material[0][0] if material else None)
    last = min(max(left)[0], max(right)[0])
    lone = [(at[0], "B" if at in right else "A") for at in left.keys() ^ right.keys() if at[0] <= last]
    expected = min(lone) if lone and not differing else (None, "")
    assert (loss.lone, loss.lone_in) == expected
    assert loss.has_common == bool(left.keys() & right.keys() or not lone)


def plain(points: list[tuple[int, float]]) -> dict[tuple[int, int], float]:
    """Points by their step, and their place among those of it."""
    found: dict[tuple[int, int], float] = {}
    for step, value in points:
        found[step, sum(at[0] == step for at in found)] = value
    return found


def test_equal_runs_are_told_by_their_digests_on_every_database(url: str) -> None:
    for name in ("one", "two", "three"):
        with ato.run({"lr": 0.1 if name != "three" else 0.2}, "p", name=name, store=url) as run:
            for step in range(20):
                loss = 1 / (step + 1) + (step > 10) * (name == "three")
                run.log({"loss": loss, "odd": float("nan")}, step=step)
                run.log({"gap": 1.0}, step=500 if (name, step) == ("three", 5) else step)
                run.log({"huge": -1e308 if name == "three" else 1e308, "tiny": 5e-324}, step=step)
                run.record_output("f", step, f"{int(loss * 1e6):064x}", rounded=f"{step // 15:064x}")
    with open_store(url) as store:
        assert 'class="curve' in report(store, ["one", "three"])
        same, other = compare(store, "one", "two"), compare(store, "one", "three")
        assert same.config.recorded.is_same
        assert causes(same).status == 0
    (gap, huge, loss, odd, tiny) = other.metrics
    assert (gap.step, gap.lone, gap.lone_in, gap.has_common) == (None, 5, "A", True)
    assert (huge.step, huge.material, huge.value_b) == (0, 0, -1e308)
    assert (loss.step, loss.material, odd.step, tiny.step) == (11, 11, None, None)
    (output,) = other.outputs
    assert (output.call, output.step_a, output.has_tolerance, output.material) == (11, 11, True, None)
    answer = causes(other)
    assert answer.status == 1
    assert answer.causes[0].title == "lr: 0.1 → 0.2"


def test_a_difference_in_the_last_digits_is_told_from_a_material_one(tmp_path: Path) -> None:
    for name in ("one", "two"):
        with ato.run(None, "p", name=name, store=tmp_path) as run:
            for step in range(1000):
                out = step if name == "one" or step < 3 else step + 5000
                rounded = step if name == "one" or step < 900 else step + 5000
                run.record_output("augment", step, f"{out:064x}", rounded=f"{rounded:064x}")
    with open_store(tmp_path) as store:
        answer = causes(compare(store, "one", "two"))
    (line,) = answer.results
    assert line.text == "its output differs in the last digits from step 3 on, materially from step 900"


def test_what_was_left_behind_when_a_run_was_resumed_does_not_count(tmp_path: Path) -> None:
    def play(name: str, parts: list[tuple[int, int, float]]) -> None:
        for start, end, value in parts:
            again = {"resume": f"p/{name}", "from_step": start} if start else {}
            with ato.run(None, "p", name=name, store=tmp_path, **again) as run:
                for step in range(start, end):
                    run.record_output("f", step, f"{step + int(value):064x}")
                    run.log({"loss": value}, step=step)

    play("straight", [(0, 10, 1.0)])
    play("resumed", [(0, 6, 1.0)])
    play("resumed", [(3, 10, 1.0)])
    play("otherwise", [(0, 6, 1.0)])
    play("otherwise", [(3, 10, 2.0)])
    with open_store(tmp_path) as store:
        same, other = compare(store, "straight", "resumed"), compare(store, "straight", "otherwise")
    assert [(each.call, each.count_a, each.count_b) for each in same.outputs] == [(None, 10, 10)]
    assert [each.step for each in same.metrics] == [None]
    assert [each.step for each in other.outputs] == [3]
    assert [(each.step, each.value_b) for each in other.metrics] == [(3, 2.0)]
    assert causes(same).status == 0
    assert other.resumed == ((), (3,))


def test_metrics_of_the_machine_are_no_results(tmp_path: Path) -> None:
    for name, load in (("one", 0.1), ("two", 0.9)):
        with ato.run(None, "p", name=name, store=tmp_path) as run:
            run.log({"loss": 1.0, "system/cpu": load})
    with open_store(tmp_path) as store:
        assert causes(compare(store, "one", "two")).status == 0
        assert causes(compare(store, "one", "two", ignore=())).status == 2


def test_a_run_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with ato.run(None, "p", name="one", store=tmp_path):
        pass
    with open_store(tmp_path) as store, pytest.raises(TrackError, match="there is no such run"):
        compare(store, "one", "two")


def test_a_run_is_the_same_as_itself(tmp_path: Path) -> None:
    with ato.run(None, "p", name="one", store=tmp_path) as run:
        run.log({"loss": 1.0})
    with open_store(tmp_path) as store:
        answer = causes(compare(store, "one", "one"))
    assert (answer.status, answer.verdict) == (0, "They are one and the same run.")


def seeds_of(folder: Path, names: tuple[str, str]) -> tuple[bool, list[str]]:
    """Whether generators count as alike, and which do not."""
    with open_store(folder) as store:
        found = compare(store, *names)
    return found.seeds_recorded.is_same, [each.name for each in found.seeds]


def test_generators_that_were_seeded_after_the_run_began_are_alike(tmp_path: Path) -> None:
    for name, seeded in (("one", 7), ("two", 7), ("three", 8)):
        random.seed(name)
        with ato.run(None, "p", name=name, store=tmp_path) as run:
            random.seed(seeded)
            run.log({"loss": random.random()})  # noqa: S311
            time.sleep(0.3)  # the thread of the run looks around when numbers have been drawn
            run.log({"loss": random.random()})  # noqa: S311
    assert seeds_of(tmp_path, ("one", "two")) == (False, [])
    assert seeds_of(tmp_path, ("one", "three")) == (False, ["random"])


def test_a_generator_that_is_never_used_is_no_cause(tmp_path: Path) -> None:
    for name in ("one", "two"):
        random.seed(name)
        with ato.run(None, "p", name=name, store=tmp_path) as run:
            run.log({"loss": 1.0})
    assert seeds_of(tmp_path, ("one", "two")) == (False, [])


def test_states_of_generators_are_those_at_the_beginning_of_the_run(tmp_path: Path) -> None:
    for name in ("one", "two"):
        random.seed(0)
        with ato.run(None, "p", name=name, store=tmp_path) as run:
            for _ in range(5 if name == "one" else 500):
                random.random()  # noqa: S311
            run.flush()
    assert seeds_of(tmp_path, ("one", "two")) == (True, [])
