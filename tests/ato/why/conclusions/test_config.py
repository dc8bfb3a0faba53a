"""Keys that differ, by who set them and whether they were read."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from ato.why import Answer, causes, compare
from ato.why.conclusions._config import config_causes, unread
from ato.why.facts._values import ConfigFacts, KeyDifference, Recorded, Setting
from tests.ato.why.pairs import Facts, store_of

if TYPE_CHECKING:
    from pathlib import Path

BOTH = Recorded(a=True, b=True, is_same=False)


def answer(folder: Path, reads: list[str]) -> Answer:
    """Why two runs differ that had another rate, and read these keys of their configs."""
    one, other = (Facts({"lr": rate, "n": 1}, reads=reads, losses=[rate]) for rate in (0.1, 0.2))
    with store_of(folder, one, other) as store:
        return causes(compare(store, 1, 2))


def test_a_key_that_was_never_read_is_no_cause(tmp_path: Path) -> None:
    found = answer(tmp_path, ["n"])
    assert (found.status, found.causes) == (2, ())
    assert found.ruled_out[0].text.startswith("lr differs, but was never read")


def test_a_run_that_read_nothing_of_its_config_has_read_another_object(tmp_path: Path) -> None:
    found = answer(tmp_path, [])
    assert (found.status, [cause.standing for cause in found.causes]) == (1, ["possible"])
    (line,) = (line for line in found.unrecorded if line.label == "reads")
    assert line.text.startswith("A and B read nothing of the config that ato.run was given")


def test_a_key_that_was_read_below_what_differs_first_is_told_first(tmp_path: Path) -> None:
    one, other = (
        Facts(
            {"zoom": at, "model": {"width": at}, "lr": at},
            reads=["zoom", "model", "lr"],
            readers={"m.step": ["lr"], "m.main": ["zoom", "model"], "m.loss": ["lr"]},
            below={"step": ["lr"], "augment": ["zoom"]},
            outputs={"step": [at, 2], "augment": [1, at]},
            losses=[float(at)],
        )
        for at in range(2)
    )
    with store_of(tmp_path, one, other) as store:
        config = compare(store, 1, 2).config
    assert [each.path for each in config.differences] == ["zoom", "model.width", "lr"]
    assert [each.readers for each in config.differences] == [("m.main",), ("m.main",), ("m.loss", "m.step")]
    setter = [replace(each, a=replace(each.a, who=each.path)) for each in config.differences if each.a]
    found = config_causes(replace(config, differences=tuple(setter)), "step")
    (first, *_) = sorted(found, key=lambda cause: cause.rank)
    assert first.title.startswith("lr: 0 ")
    assert first.evidence[-1] == ("read", "by m.loss and m.step, below `step`, which differs first")


def key(path: str, *follows: str, was_read: bool | None = False) -> KeyDifference:
    a, b = (Setting(value, "int", str(value), who="view", was_read=was_read) for value in (1, 2))
    return KeyDifference(path, a, b, follows=follows)


def test_a_key_counts_as_read_where_one_was_that_follows_from_it() -> None:
    keys = (key("a"), key("b", "a"), key("c", "b", was_read=True), key("d"), key("e", "d", was_read=None))
    facts = ConfigFacts(BOTH, (*keys, key("f")))
    assert [each.path for each in unread(facts)] == ["f"]
    (cause,) = config_causes(facts)
    assert [line.label for line in cause.evidence] == ["a", "d", "then"]
    assert cause.evidence[-1].text == "b (1 → 2), e (1 → 2), c (1 → 2), computed from it"


def test_keys_that_follow_from_each_other_in_a_circle_are_told() -> None:
    facts = ConfigFacts(BOTH, (key("a", "b", was_read=True), key("b", "a", was_read=True)))
    assert [cause.title for cause in config_causes(facts)] == [
        "2 keys differ, which the view sets otherwise in B"
    ]


def test_many_keys_take_no_longer_each() -> None:
    chain = (key("k0", was_read=True), *(key(f"k{at}", f"k{at - 1}") for at in range(1, 20_000)))
    begin = perf_counter()
    assert len(config_causes(ConfigFacts(BOTH, chain))) == 1
    assert perf_counter() - begin < 5
