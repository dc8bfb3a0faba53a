from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from atoc.resolve.order import MAX_LOOPS, ordered, shown

GRAPHS = st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), max_size=4), max_size=8)


def test_each_thing_comes_after_what_it_needs() -> None:
    needs = {"a": ["b", "c"], "b": ["d"], "c": [], "d": []}
    assert ordered("abcd", needs.__getitem__).order == ("d", "b", "c", "a")


def test_things_that_need_nothing_keep_their_order() -> None:
    assert ordered("cab", lambda _: "").order == ("c", "a", "b")


def test_a_loop_begins_with_the_thing_that_was_met_first_and_its_last_edge_is_cut() -> None:
    result = ordered("abc", {"a": "b", "b": "c", "c": "ab"}.__getitem__)
    assert result.loops == (("a", "b", "c"), ("b", "c"))
    assert result.cut == {("c", "a"), ("c", "b")}


def test_a_thing_that_needs_itself_is_a_loop() -> None:
    result = ordered("a", lambda _: "a")
    assert (result.order, result.loops) == (("a",), (("a",),))


@given(GRAPHS)
def test_without_the_cut_edges_everything_is_in_order(graph: dict[int, list[int]]) -> None:
    result = ordered(graph, lambda thing: graph.get(thing, []))
    place = {thing: index for index, thing in enumerate(result.order)}
    for thing, needed in graph.items():
        for other in needed:
            assert (thing, other) in result.cut or place[other] < place[thing]


@given(GRAPHS)
def test_a_loop_is_told_exactly_where_there_is_one(graph: dict[int, list[int]]) -> None:
    result = ordered(graph, lambda thing: graph.get(thing, []))
    assert all(
        b in graph[a] for loop in result.loops for a, b in zip(loop, (*loop[1:], loop[0]), strict=True)
    )
    reach = {thing: set(graph.get(thing, [])) for thing in range(8)}
    for _ in range(8):
        reach = {a: to | {c for b in to for c in reach[b]} for a, to in reach.items()}
    assert bool(result.loops) == any(thing in reach[thing] for thing in reach)


def test_the_loops_that_are_told_are_bounded() -> None:
    result = ordered(range(200), lambda thing: [0] if thing == 199 else [0, thing + 1])
    assert len(result.loops) == MAX_LOOPS
    assert len(result.cut) == 200


def test_a_long_chain_needs_no_deep_stack() -> None:
    assert ordered(range(100_000), lambda thing: range(thing + 1, min(thing + 2, 100_000))).order[-1] == 0


def test_a_long_loop_is_shown_shortened() -> None:
    assert shown(("a", "b")) == "a → b → a"
    assert shown(tuple("abcdefghijk")) == "a → b → c → d → e → f → … → k → a"
