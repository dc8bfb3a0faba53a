"""Registers come to the same in whatever order stores meet."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ato.track.sync._registers import Pointer, Registers

STORES = "abc"
TEXTS = st.fixed_dictionaries({"name": st.sampled_from("xyz")})
TAGS = st.frozensets(st.sampled_from("tuv"))
STEPS = st.one_of(
    st.tuples(st.just("edit"), st.sampled_from(STORES), TEXTS, TAGS),
    st.tuples(st.just("send"), st.sampled_from(STORES), st.sampled_from(STORES)),
)


@settings(max_examples=100)
@given(st.lists(STEPS, max_size=12), st.permutations(STORES))
def test_stores_that_have_met_around_a_ring_agree(steps: list[tuple[object, ...]], ring: list[str]) -> None:
    first = Registers.first({"name": "x"}, frozenset("t"))
    stores = dict.fromkeys(STORES, first)
    for kind, *rest in steps:
        if kind == "edit":
            store, texts, tags = rest
            stores[store] = stores[store].noticed(texts, tags, store)  # type: ignore[index,arg-type]
        else:
            source, target = rest
            stores[target] = stores[target].merged(stores[source])  # type: ignore[index]
    for at in (0, 1, 2, 0, 1):
        source, target = ring[at], ring[(at + 1) % 3]
        stores[target] = stores[target].merged(stores[source])
    assert stores["a"] == stores["b"] == stores["c"]
    assert all(Registers.of_json(each.to_json()) == each for each in stores.values())


def test_an_edit_alone_is_kept() -> None:
    known = Registers.first({"name": "x"}, frozenset("t"))
    edited = known.noticed({"name": "y"}, frozenset("u"), "a")
    assert edited.merged(known) == known.merged(edited) == edited
    assert (edited.values, edited.set_tags) == ({"name": "y"}, frozenset("u"))


def test_a_tag_that_was_taken_away_and_given_again_is_there() -> None:
    known = Registers.first({}, frozenset("t"))
    away = known.noticed({}, frozenset(), "a")
    again = away.noticed({}, frozenset("t"), "b")
    assert known.merged(away).set_tags == frozenset()
    assert away.merged(again).set_tags == again.merged(known).set_tags == frozenset("t")


def test_a_pointer_knows_what_it_was_moved_away_from() -> None:
    first = Pointer.first("v0")
    mine, yours = first.noticed("v1", "a"), first.noticed("v2", "b")
    assert mine.knows(first)
    assert not first.knows(mine)
    assert not mine.knows(yours)
    assert not yours.knows(mine)
    seen = yours.merged(mine).noticed("v3", "b")
    assert seen.knows(mine)
    assert not mine.knows(seen)
    assert Pointer.of_json(seen.to_json()) == seen
