from __future__ import annotations

from tests.atoc.resolve.written import scope, told

ENDLESS = """\
types:
  A: {fields: {b: B}}
  B: {fields: {c: "tuple[C, int]"}}
  C: {fields: {a: A}}
  Outer: {fields: {a: A}}
"""


def test_a_circle_is_told_once_however_many_reach_it() -> None:
    assert told(ENDLESS) == ["ATC106 the struct 'A' holds itself without a way out: A → B → C → A"]


def test_a_circle_has_no_followers() -> None:
    scope_text = "scope: t\nfields: {o: Outer}\nviews: {v: {set: {o.a.b.c: [{a: 3}, 3], o.a.b.x: 4}}}\n"
    assert [line[:6] for line in told(ENDLESS, scope_text)] == ["ATC106", "ATC104"]


def test_a_union_ends_where_one_option_does() -> None:
    assert told("types: {A: {fields: {x: A | B}}, B: {fields: {y: {type: int, default: 1}}}}\n") == []
    assert len(told("types: {A: {fields: {x: A | B}}, B: {fields: {y: A}}}\n")) == 2


def test_containers_and_options_end() -> None:
    text = """\
scope: t
types:
  N: {fields: {a: "list[N]", b: "N | None", c: "dict[str, N]", d: "set[int]", e: "tuple[N, ...]"}}
fields: {n: N}
"""
    assert list(scope(text).fields) == ["n.a", "n.b", "n.c", "n.d", "n.e"]


def test_many_structs_in_a_row_need_no_deep_stack() -> None:
    rows = "".join(f"  S{i}: {{fields: {{x: 'list[S{i + 1}]'}}}}\n" for i in range(3000))
    assert told(f"types:\n{rows}  S3000: {{fields: {{x: int}}}}\n") == []
