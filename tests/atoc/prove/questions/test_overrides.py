from __future__ import annotations

import pytest

from atoc.prove import LazyOverride
from atoc.prove.questions.overrides import given_values
from tests.atoc.prove.build import facts_of_kind, scope_of


def lost(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """The lazy writes that hide an outside value, with the witness."""
    return [(fact.view.name, fact.write.path, fact.witness) for fact in facts_of_kind(text, LazyOverride)]


def test_a_lazy_view_hides_what_was_given_under_its_condition() -> None:
    text = """
    fields: {mode: {enum: [fast, slow], default: slow}, x: {type: int, default: 0}}
    views: {v: {default: true, lazy: true, when: mode == 'fast', set: {x: 3}}}
    """
    assert lost(text) == [("v", "x", ("mode=fast", "x=0"))]


def test_a_value_that_is_looked_at_itself_may_be_lost_only_where_that_lets_it() -> None:
    text = """
    fields: {x: {type: int, default: 0, ge: 0, le: 9}}
    views: {v: {default: true, lazy: true, when: x > 5, set: {x: 5}}}
    """
    assert lost(text) == [("v", "x", ("x=6",))]
    assert lost(text.replace("set: {x: 5}", 'set: {x: "${x}"}')) == []


def test_a_value_is_lost_to_the_first_view_that_overwrites_it() -> None:
    text = """
    fields: {x: {type: int, default: 0}}
    views:
      a: {default: true, lazy: true, set: {x: 1}}
      b: {lazy: true, priority: 1, set: {x: 2}}
    """
    assert lost(text) == [("a", "x", ("x=0",))]


def test_views_that_write_the_same_side_by_side_both_lose_it() -> None:
    text = """
    fields: {x: {type: int, default: 0}}
    groups: {g: {default: b}}
    views: {a: {lazy: true, set: {x: 1}}, b: {group: g, lazy: true, set: {x: 1}}}
    """
    assert lost(text) == [("a", "x", ("a", "b", "x=0")), ("b", "x", ("x=0",))]


def test_what_cannot_be_given_or_shown_is_not_lost() -> None:
    text = """
    fields: {x: {type: str, default: a, secret: true}, y: {type: int, default: 0, final: true}}
    views: {v: {default: true, lazy: true, set: {x: b, y: 1}}}
    """
    assert lost(text) == []


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        ("{enum: [b, a]}", ["x=a", "x=b"]),
        ("{type: bool}", ["x=false", "x=true"]),
        ("{type: int, ge: 5, multiple_of: 4}", ["x=12", "x=8"]),
        ("{type: float, gt: 0, lt: 1}", ["x=0.5"]),
        ("{type: 'list[str]', min_length: 1}", ["x=[0]", "x=[x]"]),
    ],
)
def test_some_values_that_fit_are_found(declared: str, words: list[str]) -> None:
    field = scope_of(f"fields: {{x: {declared}}}").fields["x"]
    found = [word for _, _, word in given_values(field)]
    assert [word for word in words if word not in found] == []
    assert found == sorted(found)


def test_the_value_that_is_lost_counts_in_the_order_of_words_like_the_others() -> None:
    text = """
    fields:
      flag: {type: bool, default: true}
      n: {type: int, ge: 0, le: 2, default: 0}
    views:
      late: {default: true, lazy: true, when: n > 0, set: {flag: "${n > 1}"}}
    """
    (fact,) = facts_of_kind(text, LazyOverride)
    assert fact.witness == ("flag=false", "n=2")
