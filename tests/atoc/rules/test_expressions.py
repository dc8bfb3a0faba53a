"""How the rules about expressions, conditions and lazy views say what is proved."""

from __future__ import annotations

from atoc.compile import compile
from atoc.findings import Finding, Passed
from atoc.span import SourceFile
from tests.atoc.rules.said import messages, related, said_of


def test_a_broken_constraint_is_told_with_the_value_and_the_place_of_the_constraint() -> None:
    [finding] = said_of("""
fields:
  epochs: {type: int, default: 50, ge: 1, le: 60}
  warmup: {type: int, default: "${epochs // 10}", ge: 1}
""")
    assert (finding.code, finding.witness) == ("ATC103", ("epochs=1",))
    assert finding.message == (
        "the default of 'warmup' breaks a constraint with 'epochs=1': 0 must be at least 1"
    )
    assert related(finding) == [(5, "the constraint is declared here")]


def test_the_value_of_a_secret_is_not_told() -> None:
    [finding] = said_of("""
fields:
  token: {type: str, default: hunter2, final: true, secret: true}
  twice: {type: str, default: "${token + token}", secret: true, max_length: 3}
""")
    assert finding.code == "ATC103"
    assert "hunter2" not in finding.message


def test_each_kind_of_failure_says_where_it_happens() -> None:
    assert messages("""
fields:
  n: {type: int, default: 0}
  words: {type: "list[str]", default: []}
  late: int
  x: {type: int, default: 1}
  name: {type: str, default: a}
views:
  a: {priority: 1, set: {x: "${7 // n}"}}
  b: {priority: 2, set: {name: "${words[0]}"}}
  c: {priority: 3, when: late > 1, set: {x: 3}}
  last: {default: true, priority: 9, set: {late: 1}}
""") == [
        "ATC404 'x' in 'a' divides by zero with 'a'",
        "ATC405 'name' in 'b' asks for an item that is not there, with 'b'",
        "ATC403 'late' has no value yet where the condition of 'c' reads it, with 'c'",
    ]


def test_an_input_is_read_too_early_by_an_eager_view() -> None:
    [finding] = said_of("""
fields: {n: {type: bool, input: true}, x: {type: bool, default: false}}
views: {a: {set: {x: "${n}"}}}
""")
    assert related(finding) == [(3, "it is an input, which eager views come before")]
    assert finding.help == ("make 'a' lazy, so that it is applied after outside values",)


def test_a_constant_condition_asks_whether_the_view_should_be_lazy() -> None:
    eager = """
fields:
  mode: {enum: [p, q], default: p}
  x: {type: int, default: "${1 if mode in ['p', 'q'] else 2}"}
  y: {type: int, default: 0}
views: {v: {default: true, when: mode == 'p', set: {y: 3}}}
"""
    branch, view = said_of(eager)
    assert view.message == "the condition of 'v' always holds"
    assert view.help[1] == "if 'v' should see outside values, let it be lazy (`lazy: true`)"
    assert branch.message == (
        "the condition of this `if` always holds: the default of 'x' never takes the other value"
    )
    assert branch.help == ("keep the value that is taken, or correct it",)


def test_the_cases_that_are_left_out_are_named_as_they_are_written() -> None:
    [finding] = said_of("""
fields: {n: {type: "1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | None", default: null}, x: {type: int, final: true}}
views:
  base: {default: true, set: {x: 0}}
  one: {default: true, lazy: true, when: n == 1, set: {x: 1}}
  two: {default: true, lazy: true, when: n == 2, set: {x: 2}}
""")
    assert finding.message == (
        "'one' and 'two' leave out null, 3, 4, 5 and 3 more of 'n': "
        "'x' stays as it was when nothing is asked for"
    )
    assert [message for _, message in related(finding)] == [
        "a further case",
        "the values of 'n' are declared here",
    ]


def test_a_stale_read_shows_where_the_default_is_worked_out() -> None:
    [finding] = said_of("""
fields: {a: {type: int, default: 1}, b: {type: int, default: "${a + 1}"}, x: {type: int, default: 0}}
views: {v: {set: {x: "${b}"}}}
""")
    assert finding.message == "'b' changes after 'x' in 'v' has read it, with 'v a=0'"
    assert related(finding) == [(3, "it is worked out here, last")]
    assert finding.help[0] == "let 'v' be lazy, so that it reads it later"


def test_what_is_lost_says_how_to_keep_it() -> None:
    found = compiled("""
fields: {x: {type: int, default: 0}}
views: {v: {lazy: true, set: {x: 3}}}
""")
    assert [(finding.code, finding.message) for finding in found] == [
        ("ATC208", "'x' in 'v' overwrites what the command line gave, with 'v x=0'")
    ]
    assert found[0].help == ("if 'v' is right, mark 'x' with `final: true`", "else let the view be eager")


def test_asserts_are_told_by_their_text() -> None:
    found = messages("""
fields: {n: {type: int, default: 1, ge: 1}, name: {type: str, default: a}}
views: {many: {set: {n: 100}}}
asserts:
  - that: n < 50
  - that: n < 200
  - that: name.strip() != 'b'
""")
    later = ", so that it is checked when the program runs"
    assert found == [
        "ATC601 `n < 50` does not hold with 'many'",
        f"ATC602 `n < 200` is kept by all views, but not with 'n=200'{later}",
        f"ATC602 `name.strip() != 'b'` is kept by all views, but not with 'name=b'{later}",
    ]


def test_one_note_for_an_expression_says_why_nothing_can_be_proved() -> None:
    found = messages("""
types: {Part: {fields: {r: {type: float, default: 1}, half: {type: float, default: "${r / 2}", le: 10}}}}
fields:
  a: Part
  b: Part
  c: Part
  n: {type: int, default: 1}
  x: {type: float, default: "${1.5 / int(env('N'))}", gt: 0}
asserts:
  - that: a.r * 2 <= 3
  - that: env('HOME') != '' and 0 < n / 2
""")
    kept, later = "keeps the constraints of its field", ", so that it is checked when the program runs"
    rounded, asked = ", since arithmetic with floats is rounded", "only the machine of a run knows 'env'"
    parts = "the default of 'a.half', and so of 'b.half' and 'c.half'"
    divided = "the default of 'x': it is not proved that it never divides by zero"
    assert found == [
        f"ATC602 {parts}: it is not proved that it {kept}{rounded}{later}",
        f"ATC602 {divided} and {kept}{rounded} and {asked}{later}",
        f"ATC602 `a.r * 2 <= 3` does not hold with 'a.r=2', and no more is known of it{rounded}{later}",
        f"ATC602 `env('HOME') != '' and 0 < n / 2` is neither proved nor refuted{rounded} and {asked}{later}",
    ]


def compiled(text: str) -> tuple[Finding, ...]:
    return compile(Passed((SourceFile("schemas/toy.yaml", "scope: toy\n" + text),))).findings
