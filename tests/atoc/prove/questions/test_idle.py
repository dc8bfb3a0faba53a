from __future__ import annotations

from atoc.prove.facts import NoOpWrite
from tests.atoc.prove.build import facts_of_kind, verdict_of

FIELDS = """
fields:
  x: {type: int, default: 0}
  f: {type: int, default: 0, final: true}
  one: {type: "'only'", default: only}
  t: {type: bool, default: false}
"""


def idle(views: str) -> list[tuple[str, str, str | None]]:
    return [
        (fact.view.name, fact.write.path, " or ".join(view.name for view in fact.earlier) or None)
        for fact in facts_of_kind(FIELDS + views, NoOpWrite)
    ]


def test_writing_the_default_changes_nothing() -> None:
    assert idle("views: {a: {set: {x: 0}}}") == [("a", "x", None)]


def test_writing_what_is_always_written_before_changes_nothing() -> None:
    assert idle("views: {a: {default: true, set: {x: 1}}, b: {set: {x: 1}}}") == [("b", "x", "a")]


def test_restoring_a_value_that_a_view_may_have_changed_is_a_change() -> None:
    assert idle("views: {a: {set: {x: 1}}, b: {priority: 1, set: {x: 0}}}") == []


def test_a_change_that_a_chain_always_undoes_is_seen_through() -> None:
    assert idle("""
views:
  a: {chain_with: b, set: {x: 1}}
  b: {set: {x: 2}}
  c: {default: true, priority: 1, set: {x: 1}}
  d: {priority: 2, set: {x: 1}}
""") == [("d", "x", "c")]


def test_a_lazy_write_may_undo_an_outside_value() -> None:
    assert idle("views: {a: {lazy: true, set: {x: 0}}}") == []


def test_a_lazy_write_to_what_nothing_outside_can_change_is_idle() -> None:
    assert idle("views: {a: {default: true, lazy: true, set: {f: 0, one: only}}}") == [
        ("a", "f", None),
        ("a", "one", None),
    ]


def test_a_lazy_write_after_another_lazy_one_is_idle() -> None:
    assert idle("""
views:
  a: {default: true, lazy: true, set: {x: 1}}
  b: {lazy: true, set: {x: 1}}
""") == [("b", "x", "a")]


def test_a_condition_does_not_make_an_idle_write_change_anything() -> None:
    assert idle("views: {a: {lazy: true, when: t, set: {f: 0}, default: true}}") == [("a", "f", None)]


def test_a_writer_with_a_condition_may_have_changed_it() -> None:
    text = """
views:
  a: {when: t, priority: 1, set: {x: 1}}
  b: {set: {t: true}}
  c: {priority: 2, set: {x: 0}}
"""
    assert idle(text) == []
    assert verdict_of(FIELDS + text, "ATC205", "c") == ("proved", "finite")


def test_expressions_are_no_question() -> None:
    assert idle('views: {a: {set: {x: "${0}"}}}') == []


def test_a_value_that_only_one_order_of_others_leaves_is_changed() -> None:
    text = """
fields: {f: {type: bool, default: true, final: true}, x: {type: int, default: 0, ge: 0, le: 3}}
views:
  a: {default: true, set: {x: 1}}
  b: {default: true, set: {x: VALUE}}
  z: {default: true, priority: 1, when: f, set: {x: 2}}
"""
    for value, expected in (('"${1 + 1}"', []), ("2", []), ("1", [])):
        assert facts_of_kind(text.replace("VALUE", value), NoOpWrite) == expected
    same = text.replace("x: 1", "x: 2").replace("VALUE", "2")
    assert [fact.view.name for fact in facts_of_kind(same, NoOpWrite)] == ["z"]
