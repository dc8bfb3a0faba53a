"""What is said of results that are not simply equal or different."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ato
from ato.track import open_store
from ato.why import Answer, causes, compare

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def answer(folder: Path, *runs: Mapping[str, Mapping[int, float]]) -> Answer:
    """Why two runs differ that logged these metrics, by step."""
    for number, logged in enumerate(runs):
        with ato.run(None, "p", name=f"run{number}", store=folder) as run:
            for name, points in logged.items():
                for step, value in points.items():
                    run.log({name: value}, step=step)
    with open_store(folder) as store:
        return causes(compare(store, "run0", "run1"))


def told(found: Answer) -> dict[str, str]:
    return {line.label: line.text for line in found.results}


def test_a_metric_at_no_step_of_the_other_run_is_not_the_same(tmp_path: Path) -> None:
    points = (dict.fromkeys(steps, 1.0) for steps in (range(10), range(10, 20)))
    found = answer(tmp_path, *({"loss": each} for each in points))
    assert found.status == 2
    assert found.verdict == "They have no step in common, and nothing recorded explains it."
    assert told(found) == {"loss": "at no step in both: step 0 only in A"}


def test_a_step_that_is_missing_between_others_is_told(tmp_path: Path) -> None:
    found = answer(tmp_path, {"loss": {0: 1, 5: 1, 9: 1}}, {"loss": {0: 1, 6: 1, 9: 1}})
    assert found.status == 2
    assert found.verdict.startswith("They differ only in the steps that they logged,")
    assert told(found) == {"loss": "the same where both have it: step 5 only in A"}


def test_what_only_one_run_has_is_said_and_is_no_difference(tmp_path: Path) -> None:
    found = answer(tmp_path, {"loss": {0: 1}, "acc": {0: 1}}, {"loss": {0: 1}})
    assert (found.status, found.verdict) == (
        0,
        "Nothing differs of what both runs have: 1 metric, up to step 0; only A has acc.",
    )


def test_runs_without_a_result_in_common_are_not_the_same(tmp_path: Path) -> None:
    found = answer(tmp_path, {"loss": {0: 1}}, {})
    assert (found.status, found.verdict) == (
        2,
        "They have no results in common (only A has loss), and nothing recorded explains it.",
    )


def test_outputs_that_only_one_run_has_are_told(tmp_path: Path) -> None:
    for name in ("one", "two"):
        with ato.run(None, "p", name=name, store=tmp_path) as run:
            for trace in ("step", "augment") if name == "one" else ("step",):
                run.record_output(trace, 0, "0" * 64)
    with open_store(tmp_path) as store:
        found = causes(compare(store, "one", "two"))
    assert told(found) == {"augment": "only in A, 1 call"}
    assert found.verdict.endswith("1 traced function; only A has augment.")


def test_a_run_that_still_runs_explains_that_it_has_come_less_far(tmp_path: Path) -> None:
    with ato.run(None, "p", name="one", store=tmp_path) as run:
        run.log({"loss": 1.0}, step=0)
        run.log({"loss": 1.0}, step=1)
    with ato.run(None, "p", name="two", store=tmp_path) as run:
        run.log({"loss": 1.0}, step=0)
        assert run.flush()
        with open_store(tmp_path) as store:
            found = causes(compare(store, "one", "two"))
    assert (found.status, found.verdict) == (
        1,
        "They differ only in how far they go, most likely because B is still running.",
    )


def test_of_two_runs_that_failed_the_one_that_came_less_far_is_told_first(tmp_path: Path) -> None:
    for name, last in (("one", 5), ("two", 3)):
        run = ato.run(None, "p", name=name, store=tmp_path)
        for step in range(last):
            run.log({"loss": 1.0}, step=step)
        run.finish("failed", reason="out of memory")
    with open_store(tmp_path) as store:
        found = causes(compare(store, "one", "two"))
    assert found.status == 1
    assert [cause.title[:8] for cause in found.causes] == ["B failed", "A failed"]


def test_a_call_is_numbered_where_steps_do_not_tell_it(tmp_path: Path) -> None:
    for name in ("one", "two"):
        with ato.run(None, "p", name=name, store=tmp_path) as run:
            for call in range(20):
                run.record_output("step", call // 10, f"{call + (name == 'two' and call > 12):064x}")
    with open_store(tmp_path) as store:
        found = causes(compare(store, "one", "two"))
    assert told(found) == {"step": "its output differs from step 1 (call 13) on"}


def test_infinity_is_materially_another_value(tmp_path: Path) -> None:
    found = answer(tmp_path, {"loss": {0: float("inf")}}, {"loss": {0: 1.0}})
    assert told(found) == {"loss": "from step 0: inf → 1; last inf → 1"}


def test_of_many_results_that_one_run_has_a_few_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    found = answer(
        tmp_path, {"loss": {0: 1}, **{f"m{at:04}": {0: 1} for at in range(1000)}}, {"loss": {0: 1}}
    )
    assert len(found.results) == 7
    assert found.results[-1].text == "and 994 more, which `ato diff` lists"
    assert found.verdict.endswith("only A has m0000, m0001, m0002 and 997 more.")
