"""Causes in the code, in pairs of runs that are alike but for one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ato.why import causes, compare
from tests.ato.why.pairs import Facts, store_of

if TYPE_CHECKING:
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
