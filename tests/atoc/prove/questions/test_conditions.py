from __future__ import annotations

from atoc.prove import ConstantCondition, DeadView
from tests.atoc.prove.build import facts_of_kind, verdict_of


def constant(text: str) -> list[tuple[str | None, str | None, int, bool]]:
    """Where a condition decides nothing: the place, the column, and what it always comes to."""
    return [
        (fact.site.view, fact.site.path, fact.span.column, fact.holds)
        for fact in facts_of_kind(text, ConstantCondition)
    ]


EAGER = """
fields: {mode: {enum: [fast, slow], default: fast}, x: {type: int, default: 0}}
views:
  v: {default: true, LAZY when: mode == 'fast', set: {x: 1}}
"""


def test_an_eager_view_sees_no_outside_values() -> None:
    assert [place[:2] for place in constant(EAGER.replace("LAZY", ""))] == [("v", None)]
    assert constant(EAGER.replace("LAZY", "lazy: true,")) == []


def test_a_condition_over_numbers_is_decided_by_the_solver() -> None:
    text = """
    fields: {n: {type: int, default: 0, ge: 0}, x: {type: int, default: 0}}
    views: {v: {default: true, lazy: true, when: n * n + 1 > n, set: {x: 1}}}
    """
    assert len(constant(text)) == 1
    assert verdict_of(text, "ATC406", "v") == ("refuted", "smt")
    assert constant(text.replace("n * n + 1 > n", "n * n > n")) == []


def test_a_condition_of_floats_that_are_worked_out_is_never_constant() -> None:
    text = """
    fields: {r: {type: float, default: 0.5, final: true}, x: {type: int, default: 0}}
    views: {v: {default: true, when: r * 2 > 0.5, set: {x: 1}}}
    """
    assert constant(text) == []
    assert verdict_of(text, "ATC406", "v") == ("unproved", "unproved")


def test_that_a_view_never_applies_is_told_of_the_view_alone() -> None:
    text = EAGER.replace("LAZY", "").replace("== 'fast'", "== 'slow'")
    assert constant(text) == []
    assert [fact.never_holds for fact in facts_of_kind(text, DeadView)] == [True]


BRANCH = """
fields:
  a: {enum: [p, q], default: p}
  b: {enum: [p, q], default: p}
  x: {type: int, default: "${EXPRESSION}"}
"""


def test_the_condition_of_an_if_is_looked_at_where_it_is_reached() -> None:
    def of(expression: str) -> list[bool]:
        return [holds for *_, holds in constant(BRANCH.replace("EXPRESSION", expression))]

    assert of("1 if a == 'p' else 2") == []
    assert of("1 if a in ['p', 'q'] else 2") == [True]
    assert of("(1 if a == 'q' else 2) if a == 'p' else 3") == [False]
    assert of("(1 if b == 'q' else 2) if a == 'p' else 3") == []
    assert of("1 if (a == 'p' and (2 if a == 'q' else 3) > 2) else 0") == [False]


def test_a_write_that_outside_values_stand_for_is_not_worked_out_without_what_it_reads() -> None:
    text = """
    fields:
      mode: {enum: [a, b], default: a}
      m: {type: int, ge: 0, le: 2, default: 2}
      k: {type: bool, default: true}
      x: {type: int, ge: 0, le: 2, default: 0}
    views:
      v: {when: k, set: {m: "${x}"}}
      last: {default: true, lazy: true, when: mode == 'b' and m > 0, set: {k: false}}
    """
    assert verdict_of(text, "ATC406", "v") == ("refuted", "finite")


WIDE = """
fields:
  n: {type: int, default: 0, ge: 0}
  x: {type: int, default: 0}
  y: {type: int, default: "${EXPRESSION}"}
views: {v: {lazy: true, when: n > 3, set: {x: "${OF_VIEW}"}}}
"""


def test_the_condition_of_an_if_over_numbers_is_decided_by_the_solver() -> None:
    def of(default: str, of_view: str = "n") -> list[tuple[str | None, bool]]:
        text = WIDE.replace("EXPRESSION", default).replace("OF_VIEW", of_view)
        return [(path, holds) for _, path, _, holds in constant(text)]

    assert of("1 if n * n >= n else 2") == [("y", True)]
    assert of("1 if n * n > n else 2") == []
    assert of("n", "1 if n > 2 else 2") == [("x", True)]
    assert of("n", "1 if n > 4 else 2") == []
    assert of("n", "(1 if n < 100 else 2) if n < 50 else 3") == [("x", True)]
    text = WIDE.replace("EXPRESSION", "n").replace("OF_VIEW", "1 if n > 2 else 2")
    assert verdict_of(text, "ATC406", "v")[0] == "proved"
    assert verdict_of(text.replace("n > 3", "n > 3 and n < 9"), "ATC406", "v")[1] == "smt"


def test_a_default_is_looked_at_where_a_view_reads_it_too() -> None:
    text = """
    fields:
      n: {type: int, default: 0}
      y: {type: int, default: "${1 if n > 5 else 2}"}
      x: {type: int, default: 0}
    views:
      low: {default: true, priority: -1, lazy: true, set: {n: 1}}
      v: {lazy: true, set: {x: "${y}"}}
      high: {default: true, priority: 1, lazy: true, set: {n: 9}}
    """
    assert constant(text) == []
    assert [place[:2] for place in constant(text.replace("${y}", "${n}"))] == [(None, "y")]
