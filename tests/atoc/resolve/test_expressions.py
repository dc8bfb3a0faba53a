from __future__ import annotations

from atoc.expr import Expression
from tests.atoc.resolve.written import excerpt, finding, scope, told

STRUCT = """\
scope: t
types:
  M:
    fields:
      lr: {type: float, default: 0.1}
      half: {type: float, default: "${lr / 2}"}
      total: {type: float, default: "${lr * steps}"}
fields:
  lr: {type: float, default: 0.5}
  steps: {type: int, default: 10}
  a: M
  b: M
"""


def reads(text: str, path: str) -> tuple[str, ...]:
    default = scope(text).fields[path].default
    assert isinstance(default, Expression)
    return default.reads


def test_names_are_those_beside_the_field_and_then_those_of_the_scope() -> None:
    assert reads(STRUCT, "a.half") == ("a.lr",)
    assert reads(STRUCT, "b.total") == ("b.lr", "steps")


def test_an_unknown_name_is_told_where_it_stands() -> None:
    text = 'scope: t\nfields:\n  steps: {type: int, default: 3}\n  x: {type: int, default: "${1 + stesp}"}\n'
    found = finding(text)
    assert (found.code, found.help, excerpt(text, found.span)) == (
        "ATC104",
        ("did you mean 'steps'?",),
        "stesp",
    )


def test_a_name_beside_the_field_is_near() -> None:
    assert "'lr'" in finding(STRUCT.replace("${lr / 2}", "${lrr / 2}")).help[0]


def test_the_type_of_an_expression_is_taken_by_the_field() -> None:
    text = "scope: t\nfields: {a: {type: float, default: 1}, b: {type: int, default: '${a}'}}\n"
    assert told(text) == ["ATC102 b: the expression is of type float, and int is expected"]
    assert told(text.replace("int", "float")) == []


def test_white_space_that_makes_a_text_of_an_expression_is_told() -> None:
    text = (
        "scope: t\nfields:\n  a: {type: int, default: 1}\n  b:\n    type: int\n    default: >\n      ${a}\n"
    )
    found = finding(text)

    assert found.message == "b: the expression is of type str, and int is expected"
    assert found.help == ("leave out the space around ${...}; in YAML, >- and |- end without a line break",)
    assert finding(text.replace("${a}", "is ${a}")).help == ()
    assert told(text.replace(">", ">-")) == []


def test_a_condition_is_a_bool() -> None:
    text = "scope: t\nfields: {a: {type: int, default: 1}}\nviews: {v: {when: a, set: {a: 2}}}\n"
    assert told(text) == [
        "ATC102 the condition of 'v' is no bool: the expression is of type int, and bool is expected"
    ]
    assert scope(text.replace("when: a", "when: a > 0")).views["v"].when is not None


def test_what_reads_a_broken_field_is_passed_over() -> None:
    fields = "fields: {a: intt, b: {type: int, default: '${a + 1}'}}"
    text = f"scope: t\n{fields}\nviews: {{v: {{when: a > 1, set: {{b: '${{a}}'}}}}}}\n"
    assert [line[:6] for line in told(text)] == ["ATC101"]


def test_a_resolver_without_arguments_is_asked_by_its_name_where_no_field_has_it() -> None:
    text = """\
scope: t
types:
  M:
    fields:
      sha: {type: str, default: "${git.sha}-${uuid}"}
fields:
  uuid: {type: str, default: x}
  m: M
"""
    default = scope(text).fields["m.sha"].default

    assert isinstance(default, Expression)
    assert (default.reads, default.impure) == (("uuid",), ("git.sha",))
