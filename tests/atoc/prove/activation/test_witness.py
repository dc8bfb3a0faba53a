from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.prove.activation.closure import Activation, activation_of
from atoc.prove.activation.witness import BoundReached, Search
from tests.atoc.prove.build import program_of, scope_of
from tests.programs import Sketch, sketches, to_yaml


def by_trying_all(activation: Activation, wanted: int, unwanted: int) -> tuple[str, ...] | None:
    names = sorted(activation.index)
    for size in range(len(names) + 1):
        for named in combinations(names, size):
            active = activation.activate(activation.reach(sum(1 << activation.index[name] for name in named)))
            if not activation.is_refused(active) and not wanted & ~active and not unwanted & active:
                return named
    return None


@settings(max_examples=100, deadline=None)
@given(sketches(views=6), st.data())
def test_the_smallest_names_are_those_of_brute_force(sketch: Sketch, data: st.DataObject) -> None:
    activation = activation_of(program_of(to_yaml(sketch)).scopes[0])
    bits = st.sets(st.integers(0, len(activation.views) - 1), max_size=2)
    wanted = sum(1 << i for i in data.draw(bits))
    unwanted = sum(1 << i for i in data.draw(bits)) & ~wanted
    search = Search(activation)
    expected = by_trying_all(activation, wanted, unwanted)
    assert search.smallest(wanted, unwanted) == expected
    assert search.is_possible(wanted, unwanted) == (expected is not None)


def test_a_group_default_is_displaced_by_the_first_member_by_alphabet() -> None:
    activation = activation_of(
        scope_of("""
        groups: {optimizer: {default: adam}}
        views:
          sgd: {group: optimizer, set: {}}
          adam: {group: optimizer, set: {}}
          lamb: {group: optimizer, set: {}}
        """)
    )
    search = Search(activation)
    assert search.smallest(0, 1 << activation.index["adam"]) == ("lamb",)
    assert search.smallest(1 << activation.index["adam"], 0) == ()


def test_a_required_group_takes_a_name_whatever_is_asked_for() -> None:
    activation = activation_of(
        scope_of("""
        groups: {data: {required: true}}
        views:
          imagenet: {group: data, set: {}}
          cifar: {group: data, set: {}}
          small: {chain_with: cifar, set: {}}
          wide: {set: {}}
        """)
    )
    search, index = Search(activation), activation.index
    assert search.smallest(0, 0) == ("cifar",)
    assert search.smallest(1 << index["wide"], 1 << index["cifar"]) == ("imagenet", "wide")
    assert search.smallest(1 << index["small"], 0) == ("small",)
    assert not search.is_possible(0, 1 << index["cifar"] | 1 << index["imagenet"])


def test_one_name_that_brings_both_is_smaller_than_two() -> None:
    activation = activation_of(
        scope_of("views: {a: {set: {}}, b: {set: {}}, both: {chain_with: [a, b], set: {}}}")
    )
    wanted = 1 << activation.index["a"] | 1 << activation.index["b"]
    assert Search(activation).smallest(wanted, 0) == ("both",)
    assert Search(activation).smallest(wanted, 1 << activation.index["both"]) == ("a", "b")


def pigeons(number: int) -> tuple[Activation, int]:
    """Groups that must all leave their default for one of fewer places, and the defaults."""
    places = range(number - 1)
    groups = [f"  p{i}: {{default: d{i}}}" for i in range(number)] + [f"  q{j}: {{}}" for j in places]
    views = [f"  d{i}: {{group: p{i}, set: {{}}}}" for i in range(number)]
    for i in range(number):
        views.extend(f"  m{i}_{j}: {{group: p{i}, chain_with: h{i}_{j}, set: {{}}}}" for j in places)
        views.extend(f"  h{i}_{j}: {{group: q{j}, set: {{}}}}" for j in places)
    activation = activation_of(scope_of("\n".join(["groups:", *groups, "views:", *views])))
    return activation, sum(1 << activation.index[f"d{i}"] for i in range(number))


def test_a_small_puzzle_is_decided() -> None:
    activation, defaults = pigeons(4)
    assert not Search(activation).is_possible(0, defaults)


def test_a_search_that_would_take_too_long_gives_up() -> None:
    activation, defaults = pigeons(9)
    with pytest.raises(BoundReached):
        Search(activation).is_possible(0, defaults)


def test_all_searches_of_a_scope_together_are_bounded() -> None:
    activation = activation_of(scope_of("views: {a: {set: {}}, b: {set: {}}}"))
    search = Search(activation)
    search.answers.left = 1
    with pytest.raises(BoundReached):
        search.is_possible(0b11, 0)


def test_names_are_given_even_if_the_smallest_cannot_be_found() -> None:
    activation = activation_of(scope_of("views: {a: {set: {}}, b: {chain_with: a, set: {}}}"))
    search = Search(activation)
    search.sizing.left = 0
    assert search.smallest(1 << activation.index["a"], 0) == ("a",)
