from __future__ import annotations

import pytest

import atoc.prove.questions.ties as ties
from atoc.prove.facts import OrderDependent
from atoc.prove.prove import prove
from tests.atoc.prove.build import facts_of_kind, scope_of, verdict_of

Found = tuple[str, str, str, tuple[str, ...], str]


def found(text: str) -> list[Found]:
    return [
        (fact.first.name, fact.second.name, fact.field.path, fact.witness, fact.method)
        for fact in facts_of_kind(text, OrderDependent)
    ]


def test_a_pair_is_told_once_with_all_of_its_fields() -> None:
    [fact] = facts_of_kind(
        """
        fields: {x: {type: int, default: 0}, y: {type: int, default: 0}, z: {type: int, default: 0}}
        views: {b: {set: {x: 1, y: 1, z: 1}}, a: {set: {z: 2, y: 1, x: 2}}}
        """,
        OrderDependent,
    )
    assert (fact.first.name, fact.second.name, fact.witness) == ("b", "a", ("a", "b"))
    assert (fact.field.path, [field.path for field in fact.others]) == ("x", ["z"])


def test_two_always_active_views_need_no_word() -> None:
    text = """
    fields: {x: {type: int, default: 0}}
    views: {a: {default: true, set: {x: 1}}, b: {default: true, chain_with: c, set: {}}, c: {set: {x: 2}}}
    """
    assert found(text) == [("a", "c", "x", (), "closure")]


def test_a_later_writer_that_is_there_only_sometimes_leaves_the_tie() -> None:
    text = """
    fields: {x: {type: int, default: 0}}
    groups: {g: {default: top}}
    views:
      a: {set: {x: 1}}
      b: {set: {x: 2}}
      top: {group: g, priority: 1, set: {x: 3}}
      none: {group: g, set: {}}
    """
    assert found(text) == [("a", "b", "x", ("a", "b", "none"), "closure")]


def test_a_reader_between_makes_the_order_show() -> None:
    text = """
    fields: {x: {type: int, default: 0}, y: {type: int, default: 0}}
    views:
      a: {set: {x: 1}}
      b: {set: {x: 2}}
      reads: {default: true, priority: 1, set: {y: "${x}"}}
      top: {default: true, priority: 2, set: {x: 3}}
    """
    assert found(text) == [("a", "b", "x", ("a", "b"), "finite")]


def test_reading_what_the_other_sets_is_told_with_the_reader() -> None:
    [fact] = facts_of_kind(
        """
        fields: {x: {type: int, default: 0}, y: {type: int, default: 0}}
        views: {a: {set: {x: 1}}, b: {set: {y: "${x + 1}"}}}
        """,
        OrderDependent,
    )
    assert (fact.field.path, fact.reader and fact.reader.name, fact.witness) == ("x", "b", ("a", "b"))


def test_reading_what_cannot_change_is_no_tie() -> None:
    text = """
    fields: {x: {type: int, default: 1}, y: {type: int, default: 0}}
    views: {a: {set: {x: 1}}, b: {set: {y: "${x + 1}"}}}
    """
    assert found(text) == []
    assert verdict_of(text, "ATC202", "x") == ("proved", "finite")


def test_the_same_expression_has_the_same_effect() -> None:
    text = """
    fields: {x: {type: int, default: 1}, y: {type: int, default: 0}}
    views: {a: {set: {y: "${x + 1}"}}, b: {set: {y: "${x + 1}"}}}
    """
    assert found(text) == []
    assert verdict_of(text, "ATC202", "y") == ("proved", "closure")


def test_own_values_that_commute_are_no_tie_and_others_are() -> None:
    text = (
        'fields: {x: {type: int, default: 1}}\nviews: {a: {set: {x: "${x + 1}"}}, b: {set: {x: "${x OP 2}"}}}'
    )
    assert found(text.replace("OP", "+")) == []
    assert found(text.replace("OP", "*")) == [("a", "b", "x", ("a", "b"), "finite")]


def test_conditions_that_hold_together_leave_the_tie() -> None:
    text = """
    fields: {x: {type: int, default: 0}, d: {enum: [p, q, r], default: p}}
    views:
      a: {default: true, lazy: true, when: d != 'q', set: {x: 1}}
      b: {default: true, lazy: true, when: d != 'p', set: {x: 2}}
    """
    assert found(text) == [("a", "b", "x", ("d=r",), "finite")]


def test_conditions_that_one_of_the_views_changes_are_run_and_not_compared() -> None:
    text = """
    fields: {x: {type: int, default: 0}, d: {enum: [p, q], default: p}}
    views:
      a: {when: d == 'p', set: {x: 1, d: q}}
      b: {when: d == 'q', set: {x: 2}}
    """
    assert found(text) == [("a", "b", "x", ("a", "b"), "finite")]


def test_views_that_no_selection_can_activate_together_are_no_tie() -> None:
    text = """
    fields: {x: {type: int, default: 0}}
    groups: {g: {}}
    views:
      a: {chain_with: m, set: {x: 1}}
      b: {chain_with: n, set: {x: 2}}
      m: {group: g, set: {}}
      n: {group: g, set: {}}
    """
    assert found(text) == []


def test_a_field_that_may_not_be_written_makes_no_tie() -> None:
    text = """
    fields: {x: {type: int, default: 0, input: true}}
    views: {a: {set: {x: 1}}, b: {set: {x: 2}}}
    """
    assert found(text) == []


def test_there_is_an_end_to_what_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ties, "MOST_FACTS", 3)
    views = ", ".join(f"v{i}: {{set: {{x: {i}}}}}" for i in range(6))
    scope = scope_of(f"fields: {{x: {{type: int, default: 0}}}}\nviews: {{{views}}}")
    facts = prove(scope)
    assert sum(isinstance(fact, OrderDependent) for fact in facts.facts) == 3
    assert [v.outcome for v in facts.verdicts if v.code == "ATC202"] == ["refuted"]


def test_the_same_expression_over_what_each_view_writes_itself_is_not_the_same_value() -> None:
    found = facts_of_kind(
        """
        fields: {x: {type: int, default: 0}, y: {type: int, default: 0}}
        views:
          a: {set: {y: 1, x: "${y}"}}
          b: {set: {y: 2, x: "${y}"}}
          top: {default: true, priority: 9, set: {y: 5}}
        """,
        OrderDependent,
    )
    assert [(fact.field.path, fact.witness) for fact in found] == [("x", ("a", "b"))]


def test_a_condition_on_what_both_write_alike_still_depends_on_the_order() -> None:
    text = """
    fields: {x: {type: int, default: 0}, y: {type: int, default: 0}}
    views:
      a: {set: {x: 1}}
      b: {when: x == 0, set: {x: 1, y: 5}}
    """
    [fact] = facts_of_kind(text, OrderDependent)
    assert (fact.field.path, fact.reader and fact.reader.name, fact.witness) == ("x", "b", ("a", "b"))


def test_a_condition_further_down_has_no_part_in_a_tie() -> None:
    text = """
    fields: {x: {type: int, default: 0}, t: {type: bool, default: false}}
    views:
      base: {default: true, when: t, set: {x: 5}}
      a: {priority: 1, set: {x: 1}}
      b: {priority: 1, set: {x: 2}}
    """
    [fact] = facts_of_kind(text, OrderDependent)
    assert (fact.witness, fact.method) == (("a", "b"), "closure")


def test_a_computed_default_that_is_read_early_makes_a_tie_with_what_it_is_worked_out_from() -> None:
    text = """
    fields: {n: {type: int, default: 1}, w: {type: int, default: "${n * 2}"}, x: {type: int, default: 0}}
    views:
      sets: {set: {n: 2}}
      reads: {set: {x: "${w}"}}
    """
    (fact,) = facts_of_kind(text, OrderDependent)
    assert (fact.field.path, fact.reader and fact.reader.name, fact.witness) == (
        "n",
        "reads",
        ("reads", "sets"),
    )


def test_what_the_command_line_gave_may_stay_or_not_by_the_order_of_lazy_views() -> None:
    text = """
    fields: {flag: {type: bool, default: false}, mode: {enum: [a, b], default: b}}
    views:
      moves: {lazy: true, set: {mode: a}}
      resets: {lazy: true, when: mode == 'b', set: {flag: false}}
    """
    (fact,) = facts_of_kind(text, OrderDependent)
    assert fact.witness == ("moves", "resets", "flag=true")


def test_a_third_view_of_the_tie_is_tried_before_two_and_after_them() -> None:
    text = """
    fields: {flag: {type: bool, default: false}, n: {type: int, default: 2, ge: 0, le: 2}}
    views:
      one: {default: true, lazy: true, when: not flag, set: {n: 1}}
      other: {default: true, lazy: true, set: {n: 0}}
      third: {default: true, lazy: true, set: {flag: true}}
    """
    found = facts_of_kind(text, OrderDependent)
    assert ("one", "other", ()) in [(fact.first.name, fact.second.name, fact.witness) for fact in found]


def test_an_order_in_which_a_field_is_read_before_it_has_a_value_decides_too() -> None:
    text = """
    fields: {flag: bool, n: {type: int, ge: 0, le: 2}}
    views:
      base: {default: true, lazy: true, set: {n: 1}}
      sets: {lazy: true, set: {flag: true}}
      reads: {lazy: true, when: not flag, set: {n: "${n}"}}
    """
    found = facts_of_kind(text, OrderDependent)
    assert [(fact.field.path, fact.witness) for fact in found] == [("flag", ("reads", "sets"))]
