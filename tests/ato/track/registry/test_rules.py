"""What a stage asks for reads one way, and survives the store."""

from __future__ import annotations

import pytest

from ato.track import TrackError
from ato.track.registry import Rules, StageRule
from ato.track.registry._rules import threshold


@pytest.mark.parametrize(
    ("text", "taken", "refused"),
    [(">= 0.9", 0.9, 0.89), (">0.9", 0.91, 0.9), (" <= -1e-3 ", -0.001, 0.0), ("<5", 4, 5), ("== 3", 3, 3.1)],
)
def test_a_threshold_compares(text: str, taken: float, refused: float) -> None:
    compare, bound = threshold("x", text)
    assert (compare(taken, bound), compare(refused, bound), compare(float("nan"), bound)) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize(
    "text", ["", "0.9", "=> 1", ">= x", ">= 1 2", ">= nan", ">= 1e999", "!= 1", 0.9, None]
)
def test_what_is_no_threshold_is_told(text: str) -> None:
    with pytest.raises(TrackError, match="no threshold"):
        StageRule(metrics={"accuracy": text})


def test_approvals_that_cannot_be_reached_and_texts_for_lists_are_told() -> None:
    for wrong in ({"approvers": ("ann",), "approvals": 2}, {"approvers": ("a", "a"), "approvals": 2}):
        with pytest.raises(TrackError, match="cannot be reached"):
            StageRule(**wrong)  # type: ignore[arg-type]
    for name in ("checks", "approvers", "comes_from"):
        with pytest.raises(TrackError, match="list of texts"):
            StageRule(**{name: "bias"})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"metrics": ["accuracy"]}, "thresholds by name"), ({"metrics": None}, "thresholds by name"),
        ({"checks": [1]}, "list of texts"), ({"checks": None}, "list of texts"),
        ({"approvers": [None]}, "list of texts"), ({"approvers": ["a"], "approvals": True}, "whole number"),
    ],
)  # fmt: skip
def test_what_no_stage_can_ask_for_is_told(wrong: dict[str, object], told: str) -> None:
    with pytest.raises(TrackError, match=told):
        StageRule(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("stages", [["live"], "live", {"live": None}, {"live": {"checks": ["bias"]}}, 3])
def test_what_are_no_stages_is_told(stages: object) -> None:
    with pytest.raises(TrackError, match="stages are rules by name"):
        Rules(stages)  # type: ignore[arg-type]


def test_a_stage_that_nothing_can_come_from_is_told() -> None:
    with pytest.raises(TrackError, match=r"stagin: is no stage of the collection(.|\n)*mean 'staging'"):
        Rules({"staging": StageRule(), "live": StageRule(comes_from=("", "stagin"))})


def test_rules_come_back_with_their_stages_in_order() -> None:
    rule = StageRule({"b": "> 1", "a": "< 2"}, ("x",), ("ann", "bob"), 2, ("", "z"))
    rules = Rules({"z": StageRule(), "a": rule}, ("champion",))
    assert Rules.of(rules.to_json()) == rules
    assert list(Rules.of(rules.to_json()).stages) == ["z", "a"]
    assert Rules.of("{}") == Rules()
