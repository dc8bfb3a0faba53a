"""Lists and other values that change in place: the record sees it, and users see nothing of the record."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ato.dynamic import ADict, Scope
from ato.dynamic.answers._kept import kept

CHANGES: list[tuple[Any, Any]] = [
    ([1], lambda value: value.append(2)),
    ([1, 2], lambda value: value.__setitem__(0, 5)),
    ([1, 2], lambda value: value.reverse()),
    ([[1]], lambda value: value[0].append(2)),
    (([1],), lambda value: value[0].append(2)),
    ([True], lambda value: value.__setitem__(0, 1)),
    ({1}, lambda value: value.add(2)),
    ({1: [2]}, lambda value: value[1].append(2)),
    ([ADict(a=1)], lambda value: setattr(value[0], "a", 2)),
    ([], lambda value: value.append(1)),
]


@pytest.mark.parametrize(("value", "change"), CHANGES)
def test_a_change_is_seen_and_nothing_else_is(value: Any, change: Any) -> None:
    before = kept(value)
    assert before is not None
    assert before.is_unchanged()
    change(value)
    assert not before.is_unchanged()


@pytest.mark.parametrize("value", [1, "text", None, (1, (2,)), frozenset((1,)), object(), ADict])
def test_what_cannot_change_is_not_looked_at(value: object) -> None:
    assert kept(value) is None


def test_a_list_that_holds_itself_comes_to_an_end() -> None:
    value: list[Any] = [1]
    value.append(value)
    before = kept(value)
    assert before is not None
    assert before.is_unchanged()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("append", "item", "replace", "alias", "same", "delete", "inner", "config", "plus")),
        st.sampled_from(("a", "b")),
        st.integers(0, 3),
    ),
    max_size=8,
)


def act(config: Any, what: str, key: str, number: int) -> None:
    if what == "replace" or key not in config:
        config[key] = [[0], number]
    elif what == "append":
        config[key].append(number)
    elif what == "item":
        config[key][1] = number
    elif what == "alias":
        config["b" if key == "a" else "a"] = config[key]
    elif what == "same":
        config[key] = config[key]
    elif what == "delete":
        del config[key]
    elif what == "inner":
        config[key][0].append(number)
    elif what == "config":
        config[key].append(ADict(n=0))
        config[key][-1].n = number
    else:
        config[key] += [number]


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=4))
def test_every_value_that_there_ever_was_at_the_end_of_a_view_is_told(views: list[Any]) -> None:
    Scope.initialize_registry()
    scope, ends = Scope(ADict(a=[[0], 1])), dict[str, list[Any]]()

    def observe(number: int, steps: list[Any]) -> None:
        @scope.observe(f"v{number}", default=True)
        def view(config: ADict) -> None:
            for step in steps:
                act(config, *step)
            for key in ("a", "b"):
                value = config.to_dict().get(key)
                if value is not None and ends.setdefault(key, [])[-1:] != [(f"v{number}", value)]:
                    ends[key].append((f"v{number}", value))

    for number, steps in enumerate(views):
        observe(number, steps)
    scope.apply()
    for key in ("a", "b"):
        if key not in scope.config and not scope._record.touching(key):
            continue
        told = scope.explain(key)
        assert told.note in ("", "it was taken away by the last of these")
        values = [(each.who, each.value) for each in told.writes]
        assert told.value == values[0][1]
        last = None
        for who, value in ends.get(key, []):
            if last is not None and value == last:
                continue
            assert (who, value) in values or value == [[0], 1]
            last = value
    Scope.initialize_registry()
