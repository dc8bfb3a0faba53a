from __future__ import annotations

from atoc.prove.facts import EagerChainsLazy, GroupClash, PriorityInversion, RedundantChain
from tests.atoc.prove.build import facts_of_kind, verdict_of


def test_an_inversion_is_shown_by_naming_the_view() -> None:
    text = "views: {b: {chain_with: c, set: {}}, c: {priority: 1, set: {}}, a: {chain_with: b, set: {}}}"
    [fact] = facts_of_kind(text, PriorityInversion)
    assert (fact.view.name, fact.chained.name, fact.witness) == ("b", "c", ("b",))
    assert verdict_of(text, "ATC303", "b") == ("refuted", "closure")
    assert verdict_of(text, "ATC303", "a") == ("proved", "closure")


def test_an_always_active_inversion_needs_no_word() -> None:
    text = "views: {a: {default: true, chain_with: b, set: {}}, b: {priority: 1, set: {}}}"
    assert [fact.witness for fact in facts_of_kind(text, PriorityInversion)] == [()]


def test_an_inversion_in_a_view_that_always_clashes_has_no_witness() -> None:
    text = """
    groups: {g: {}}
    views:
      a: {chain_with: [m, n], set: {}}
      m: {group: g, set: {}}
      n: {group: g, priority: 1, set: {}}
    """
    assert [fact.witness for fact in facts_of_kind(text, PriorityInversion)] == [None]


def test_an_eager_view_that_chains_with_a_lazy_one_is_told_whatever_the_priorities() -> None:
    text = "views: {a: {priority: 9, chain_with: b, set: {}}, b: {lazy: true, set: {}}}"
    [fact] = facts_of_kind(text, EagerChainsLazy)
    assert (fact.view.name, fact.chained.name, fact.witness) == ("a", "b", ("a",))
    assert facts_of_kind(text, PriorityInversion) == []


def clashes(text: str) -> list[tuple[str, tuple[str, str], tuple[tuple[str, ...], ...], tuple[str, ...]]]:
    return [
        (fact.view.name, fact.members, fact.paths, fact.witness) for fact in facts_of_kind(text, GroupClash)
    ]


def test_a_clash_is_told_where_the_two_ways_meet() -> None:
    text = """
    groups: {g: {}}
    views:
      m: {group: g, set: {}}
      n: {group: g, set: {}}
      way: {chain_with: n, set: {}}
      meet: {chain_with: [m, way], set: {}}
      above: {chain_with: meet, set: {}}
    """
    assert clashes(text) == [("meet", ("m", "n"), (("meet", "m"), ("meet", "way", "n")), ("meet",))]


def test_a_clash_with_an_always_active_member_shows_how_that_is_active() -> None:
    text = """
    groups: {g: {}}
    views:
      base: {default: true, chain_with: m, set: {}}
      m: {group: g, set: {}}
      n: {group: g, set: {}}
    """
    assert clashes(text) == [("n", ("m", "n"), (("base", "m"), ("n",)), ("n",))]


def test_always_active_views_that_clash_are_told_once() -> None:
    text = """
    groups: {g: {}}
    views:
      one: {default: true, chain_with: m, set: {}}
      two: {default: true, chain_with: n, set: {}}
      m: {group: g, set: {}}
      n: {group: g, set: {}}
      more: {chain_with: two, set: {}}
    """
    assert clashes(text) == [("two", ("m", "n"), (("one", "m"), ("two", "n")), ())]


def test_an_always_active_view_that_clashes_on_its_own_is_the_one_told() -> None:
    text = """
    groups: {g: {}}
    views:
      first: {default: true, chain_with: both, set: {}}
      both: {chain_with: [m, n], set: {}}
      m: {group: g, set: {}}
      n: {group: g, set: {}}
    """
    assert clashes(text) == [("both", ("m", "n"), (("both", "m"), ("both", "n")), ())]


def redundant(text: str) -> list[tuple[str, str, str | None]]:
    return [
        (fact.view.name, fact.entry.name, fact.implied_by) for fact in facts_of_kind(text, RedundantChain)
    ]


def test_an_entry_is_redundant_if_the_view_is_always_active_or_brought_by_another() -> None:
    text = """
    views:
      base: {default: true, set: {}}
      a: {set: {}}
      b: {chain_with: a, set: {}}
      c: {chain_with: [b, a, base], set: {}}
    """
    assert redundant(text) == [("c", "a", "b"), ("c", "base", None)]


def test_an_always_active_view_may_chain_with_another_for_the_order() -> None:
    assert redundant("views: {a: {default: true, set: {}}, b: {default: true, chain_with: a, set: {}}}") == []
