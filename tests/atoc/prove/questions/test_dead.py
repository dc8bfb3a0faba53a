from __future__ import annotations

from atoc.prove.facts import DeadView, DeadWrite
from tests.atoc.prove.build import facts_of_kind, verdict_of

FIELDS = "fields: {x: {type: int, default: 0}, y: {type: int, default: 0}, t: {type: bool, default: false}}\n"

Found = list[tuple[str, str, list[str], str]]


def dead(views: str) -> Found:
    return [
        (fact.view.name, fact.write.path, [winner.name for winner in fact.winners], fact.method)
        for fact in facts_of_kind(FIELDS + views, DeadWrite)
    ]


def test_a_write_that_an_always_active_view_covers_is_dead() -> None:
    assert dead("views: {a: {set: {x: 1, y: 1}}, z: {default: true, priority: 1, set: {x: 2}}}") == [
        ("a", "x", ["z"], "closure")
    ]


def test_all_that_always_cover_it_are_named_in_the_order_of_application() -> None:
    assert dead("""
views:
  top: {default: true, lazy: true, set: {x: 3}}
  mid: {default: true, priority: 1, set: {x: 2, y: 2}}
  a: {set: {x: 1, t: true}}
""")[:2] == [("mid", "x", ["top"], "closure"), ("a", "x", ["mid", "top"], "closure")]


def test_a_reader_in_between_keeps_it_alive() -> None:
    assert (
        dead("""
views:
  a: {set: {x: 1, t: true}}
  r: {set: {y: "${x}"}}
  z: {default: true, priority: 1, set: {x: 2}}
""")
        == []
    )


def test_a_reader_that_comes_before_does_not() -> None:
    assert dead("""
views:
  r: {default: true, set: {y: "${x}"}}
  a: {set: {x: 1, t: true}}
  z: {default: true, priority: 1, set: {x: 2}}
""") == [("a", "x", ["z"], "closure")]


def test_a_view_that_reads_its_own_write_keeps_it_alive() -> None:
    assert (
        dead("""
views:
  a: {set: {x: 1, y: "${x + 1}"}}
  z: {default: true, priority: 1, set: {x: 2}}
""")
        == []
    )


def test_conditions_that_cover_every_case_make_it_dead() -> None:
    assert dead("""
views:
  a: {set: {x: 1, y: 1}}
  z1: {default: true, lazy: true, when: t, set: {x: 2}}
  z2: {default: true, lazy: true, when: not t, set: {x: 3}}
""") == [("a", "x", ["z1", "z2"], "finite")]


def test_a_condition_that_leaves_a_case_keeps_it_alive() -> None:
    text = "views: {a: {set: {x: 1, y: 1}}, z: {default: true, lazy: true, when: t, set: {x: 2}}}"
    assert dead(text) == []
    assert verdict_of(FIELDS + text, "ATC203", "a") == ("proved", "finite")


def test_what_the_command_line_covers_is_not_dead() -> None:
    assert dead("views: {a: {default: true, set: {x: 1}}}") == []


def test_covered_in_every_member_of_a_group_is_dead() -> None:
    text = """
groups: {g: {default: m}}
views:
  a: {set: {x: 1, y: 1}}
  m: {group: g, priority: 1, set: {x: 2}}
  n: {group: g, priority: 1, set: {x: 3}}
"""
    assert dead(text) == [("a", "x", ["m", "n"], "closure")]
    assert dead(text.replace("default: m", "")) == []


def test_a_reader_of_the_same_priority_may_come_right_after_the_write() -> None:
    text = """
fields:
  x: {type: int, default: 0, ge: 0, le: 3}
  y: {type: int, default: 0, ge: 0, le: 3}
  f: {type: bool, default: true, final: true}
views:
  a: {set: {x: 1}}
  r: {when: f, set: {y: "${x}"}}
  z: {default: true, priority: 2, set: {x: 2}}
"""
    assert facts_of_kind(text, DeadView) == []
    assert [fact.view.name for fact in facts_of_kind(text.replace('"${x}"', "2"), DeadView)] == ["a"]


def test_a_computed_default_that_is_read_early_keeps_what_it_is_worked_out_from_alive() -> None:
    worked = FIELDS.replace("fields: {", 'fields: {w: {type: int, default: "${x + 1}"}, ')
    views = """
views:
  a: {set: {x: 1, t: true}}
  r: {priority: 1, set: {y: "${w}"}}
  z: {default: true, priority: 2, set: {x: 2}}
"""
    assert facts_of_kind(worked + views, DeadWrite) == []
    assert len(facts_of_kind(worked + views.replace("${w}", "${y}"), DeadWrite)) == 1


def test_a_condition_that_does_not_hold_has_read_a_computed_default_all_the_same() -> None:
    text = """
fields:
  x: {type: int, default: 0, ge: 0, le: 3}
  y: {type: int, default: 0}
  w: {type: int, default: "${x + 1}"}
views:
  a: {default: true, set: {x: 1}}
  r: {priority: 1, when: "w > 9", set: {y: 2}}
  z: {default: true, priority: 2, set: {x: 2}}
"""
    assert "a" not in [fact.view.name for fact in facts_of_kind(text, DeadView)]
    assert "a" in [fact.view.name for fact in facts_of_kind(text.replace("w > 9", "y > 9"), DeadView)]
