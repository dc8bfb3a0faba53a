"""Causes in the code, in pairs of runs that are alike but for one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import ato
from ato import fingerprint
from ato.fingerprint import _code_trace
from ato.track import open_store
from ato.why import causes, compare
from tests.ato.why.pairs import Facts, store_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_traced_function_that_is_gone_is_a_cause(tmp_path: Path) -> None:
    bodies = {"step": "return a", "augment": "return -a"}
    one = Facts({}, bodies=bodies, outputs={"step": [1, 2], "augment": [1, 2]})
    other = Facts({}, bodies={"step": "return a"}, outputs={"step": [1, 3]})
    with store_of(tmp_path, one, other) as store:
        found = causes(compare(store, 1, 2))
    assert found.verdict == "They differ from step 1 on, most likely because `augment` is traced in A alone."
    assert (found.status, [line.label for line in found.results]) == (1, ["step", "augment"])


def test_functions_that_did_the_same_are_unlikely(tmp_path: Path) -> None:
    one, other = (
        Facts(
            {}, bodies={"step": body, "augment": f"{body} + 1"}, outputs={"step": [1, at], "augment": [1, 2]}
        )
        for at, body in enumerate(("return a", "return -a"))
    )
    with store_of(tmp_path, one, other) as store:
        found = causes(compare(store, 1, 2))
    assert [(cause.title, cause.standing) for cause in found.causes] == [
        ("step → step_inner was changed", "upstream"),
        ("augment → augment_inner was changed", "unlikely"),
    ]


class Old:
    def __call__(self, x: float) -> float:
        return x + 1.0


class New(Old):
    def __call__(self, x: float) -> float:
        return super().__call__(x) * 2.0


def stepped(inner: type[Old]) -> Callable[[float], float]:
    net = inner()

    def step(x: float) -> float:
        return net(x)

    return step


def test_what_stands_in_the_place_of_another_is_told_from_what_was_changed(tmp_path: Path) -> None:
    place = tmp_path / "runs.db"
    for kind in (Old, New):
        with patch.object(_code_trace, "TRACED", _code_trace.Traces()):
            step = fingerprint.code("step")(stepped(kind))
            with ato.run(store=place) as run:
                run.log({"x": step(1.0)}, step=0)
    with open_store(place) as store:
        found = causes(compare(store, 1, 2))
    assert [cause.title for cause in found.causes] == ["step → Old.__call__ was replaced by New.__call__"]
