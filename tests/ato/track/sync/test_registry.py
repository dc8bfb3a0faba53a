"""The registry goes with a sync: the trail by what it says, stages and rules as people have decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ato.track import Store, open_store
from ato.track.registry import StageRule
from ato.track.sync import sync
from tests.ato.track.sync import made
from tests.ato.track.trails import unguarded

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = "here/runs.db"
NAME = "Models/Net"
SIGNED = {"author": "me", "reason": "because"}


@pytest.fixture
def both(url: str) -> Iterator[tuple[Store, Store]]:
    """Two stores that know the same three versions."""
    made.run(HERE)
    with open_store(HERE) as here, open_store(url) as there:
        for number, content in enumerate((b"one", b"two", b"three")):
            made.version(here, number, content)
        sync(here, there)
        yield here, there


def _state(store: Store) -> list[tuple[str, str, str, tuple[str, ...], str]]:
    entries = store.registry.list()
    return [(str(each), str(each.artifact), each.stage, each.aliases, each.description) for each in entries]


def _trail(store: Store) -> set[str]:
    return {row.hash for row in store.registry.audit()}


def _agree(a: Store, b: Store) -> None:
    assert _state(a) == _state(b)
    assert _trail(a) == _trail(b)
    assert a.registry.verify_audit() is b.registry.verify_audit() is None
    assert sync(a, b).is_empty
    assert sync(b, a).is_empty


def test_collections_stages_aliases_and_the_trail_arrive(both: tuple[Store, Store]) -> None:
    here, there = both
    rules = {"staging": StageRule(), "production": StageRule(comes_from=("staging",))}
    here.registry.create(NAME, "nets", stages=rules, protected=["live"])
    here.registry.publish(NAME, "p/model:v0", "best", "the first")
    here.registry.publish(NAME, "p/model:v1")
    here.registry.promote(NAME, "v0", "staging", **SIGNED)
    here.registry.promote(NAME, "v0", "production", **SIGNED)
    here.registry.move_alias(f"{NAME}:v1", "live", **SIGNED)
    assert sync(here, there, dry_run=True).counts == {"audits": 7}
    assert sync(here, there).counts == {"entries": 5, "audits": 7}
    assert there.registry.rules(NAME) == here.registry.rules(NAME)
    assert there.registry.get(f"{NAME}:production").number == 0
    assert there.registry.get(f"{NAME}:live").number == 1
    _agree(here, there)


def test_changes_go_both_ways(both: tuple[Store, Store]) -> None:
    here, there = both
    here.registry.publish(NAME, "p/model:v0", "best")
    sync(here, there)
    there.registry.promote(NAME, "v0", "staging", **SIGNED)
    there.registry.publish(NAME, "p/model:v1", "best")
    here.registry.publish("Other", "p/model:v2")
    sync(here, there)
    sync(there, here)
    _agree(here, there)
    assert here.registry.get(f"{NAME}:best").number == 1
    assert here.registry.get(f"{NAME}:v0").stage == "staging"
    there.registry.promote(NAME, "v0", "", **SIGNED)
    there.registry.withdraw(f"{NAME}:v0", **SIGNED)
    sync(there, here)
    assert [each.number for each in here.registry.list(NAME)] == [1]
    _agree(here, there)


def test_stages_that_both_have_decided_stay_and_are_told(both: tuple[Store, Store]) -> None:
    here, there = both
    here.registry.publish(NAME, "p/model:v0")
    sync(here, there)
    here.registry.promote(NAME, "v0", "staging", **SIGNED)
    there.registry.promote(NAME, "v0", "archived", **SIGNED)
    for ends in ((here, there), (there, here)):
        (told,) = sync(*ends).conflicts
        assert f"{NAME}:v0 is p/model in" in told
    assert [store.registry.get(f"{NAME}:v0").stage for store in both] == ["staging", "archived"]
    assert _trail(here) == _trail(there)
    there.registry.promote(NAME, "v0", "staging", **SIGNED)
    assert sync(there, here).conflicts == []
    sync(here, there)
    _agree(here, there)


def test_a_number_that_both_have_given_is_told(both: tuple[Store, Store]) -> None:
    here, there = both
    here.registry.publish(NAME, "p/model:v0", "best")
    there.registry.publish(NAME, "p/model:v1")
    there.registry.publish(NAME, "p/model:v0")
    sync(here, there)
    told = sync(there, here).conflicts
    assert any(f"{NAME}:v0 is p/model in no stage" in each for each in told)
    assert any(f"is {NAME}:v1 in" in each for each in told)
    assert [each.number for each in here.registry.list()] == [0]
    assert [each.number for each in there.registry.list()] == [1, 0]


def test_nothing_comes_to_a_stage_around_the_rules_of_the_target(both: tuple[Store, Store]) -> None:
    here, there = both
    there.registry.create(NAME, stages={"production": StageRule(checks=("safe",))})
    here.registry.publish(NAME, "p/model:v0")
    here.registry.promote(NAME, "v0", "production", **SIGNED)
    (told,) = sync(here, there).conflicts
    assert f"the rules of {NAME} differ" in told
    assert there.registry.list() == ()
    here.registry.create(NAME, stages={"production": StageRule(checks=("safe",))}, **SIGNED)
    assert sync(here, there).conflicts == []
    assert there.registry.get(f"{NAME}:production").number == 0


def test_a_protected_alias_of_a_collection_is_not_moved_over_another_decision(
    both: tuple[Store, Store],
) -> None:
    here, there = both
    here.registry.create(NAME, protected=["live"])
    for number in range(3):
        here.registry.publish(NAME, f"p/model:v{number}")
    here.registry.move_alias(f"{NAME}:v0", "live", **SIGNED)
    sync(here, there)
    here.registry.move_alias(f"{NAME}:v1", "live", **SIGNED)
    there.registry.move_alias(f"{NAME}:v2", "live", **SIGNED)
    for ends in ((here, there), (there, here)):
        (told,) = sync(*ends).conflicts
        assert f"{NAME}:live is protected" in told
    assert [store.registry.get(f"{NAME}:live").number for store in both] == [1, 2]
    there.registry.move_alias(f"{NAME}:v1", "live", **SIGNED)
    sync(there, here)
    sync(here, there)
    _agree(here, there)


def test_a_trail_that_was_tampered_with_goes_nowhere(both: tuple[Store, Store]) -> None:
    here, there = both
    here.registry.publish(NAME, "p/model:v0")
    with here.writing() as connection:
        unguarded(connection)
        connection.exec_driver_sql("UPDATE audits SET who = 'somebody else'")
    (told,) = sync(here, there).conflicts
    assert "was tampered with at row 1" in told
    assert there.registry.audit() == ()
    assert there.registry.list() == ()


def test_three_stores_in_a_ring_come_to_one_trail(both: tuple[Store, Store]) -> None:
    here, there = both
    with open_store("third/runs.db") as third:
        ring = [here, there, third]
        for _ in range(2):
            for at in range(3):
                sync(ring[at], ring[(at + 1) % 3])
        for number, store in enumerate(ring):
            store.registry.publish(f"C{number}", f"p/model:v{number}")
        for _ in range(2):
            for at in range(3):
                assert sync(ring[at], ring[(at + 1) % 3]).conflicts == []
        _agree(here, there)
        _agree(there, third)
        assert len(_state(third)) == 3
