"""Defaults in variants: whose value a field has where several structs say one."""

from __future__ import annotations

import pytest

from atoc.expr import Expression
from atoc.program import Known
from atoc.prove import schema_of
from tests.atoc.resolve.written import program, scope

TEXT = """\
scope: t
types:
  A:
    fields:
      kind: {{enum: [a]}}
      lr: {{type: float, default: 1}}
      same: {{type: int, default: 5}}
      some: {{type: int, default: 6}}
      none: int
      read: {{type: float, default: "${{lr * 2}}"}}
      at: {{type: path, default: a.txt}}
      own: {{type: float, default: "${{lr + 1}}"}}
  B:
    fields:
      kind: {{enum: [b]}}
      lr: {{type: float, default: 3}}
      same: {{type: int, default: 5}}
      some: int
      none: int
      read: {{type: float, default: "${{lr * 4}}"}}
      at: {{type: path, default: b.txt}}
  Outer:
    fields:
      o: {{type: A | B, discriminator: kind, default: {{kind: b, lr: 7}}}}
fields:
  o: {{type: A | B, discriminator: kind{default}}}
"""


def default_of(name: str, default: str = "") -> object:
    field = scope(TEXT.format(default=default)).fields[f"o.{name}"]
    match field.default:
        case Known(value):
            return value
        case Expression(text=text):
            return text, field.is_default_partial
        case None:
            return None


def test_a_default_that_all_structs_give_is_a_value() -> None:
    assert default_of("same") == 5
    assert default_of("none") is None


def test_defaults_that_differ_are_one_expression_on_the_kind() -> None:
    assert default_of("lr") == ("1.0 if o.kind == 'a' else 3.0", False)
    assert default_of("read") == ("lr * 2 if o.kind == 'a' else lr * 4", False)
    assert default_of("at") == ("a.txt if o.kind == 'a' else b.txt", False)


def test_a_default_of_some_structs_alone_is_partial() -> None:
    assert default_of("some") == ("6 if o.kind == 'a'", True)


@pytest.mark.parametrize(
    ("default", "told"),
    [
        (", default: {lr: 9}", 9.0),
        (", default: {kind: a, lr: 9}", ("9.0 if o.kind == 'a' else 3.0", False)),
        (", default: {kind: b, lr: 9}", ("9.0 if o.kind == 'b' else 1.0", False)),
        (", default: {kind: b, lr: 1}", 1.0),
    ],
)
def test_what_a_mapping_gives_beside_a_kind_is_for_that_kind(default: str, told: object) -> None:
    assert default_of("lr", default) == told


def test_the_outermost_struct_decides() -> None:
    text = TEXT.format(default="") + "  out: {type: Outer, default: {o: {kind: a, lr: 8}}}\n  in: Outer\n"
    text = text.replace("  in:", "  inner:")
    fields = scope(text).fields
    assert (fields["out.o.kind"].default, fields["inner.o.kind"].default) == (Known("a"), Known("b"))
    out, inner = fields["out.o.lr"].default, fields["inner.o.lr"].default
    assert isinstance(out, Expression)
    assert isinstance(inner, Expression)
    assert out.text == "8.0 if out.o.kind == 'a' else 7.0"
    assert inner.text == "7.0 if inner.o.kind == 'b' else 1.0"


def test_they_come_to_what_a_run_composes() -> None:
    schema = schema_of(scope(TEXT.format(default=", default: {kind: a}")))
    a = schema.compose((), ["o.none=1"]).to_dict()["o"]
    b = schema.compose((), ["o.none=1", "o.some=2", "o.kind=b"]).to_dict()["o"]
    assert isinstance(a, dict)
    assert isinstance(b, dict)
    assert (a["lr"], a["read"], a["own"], a["some"], str(a["at"])) == (1.0, 2.0, 2.0, 6, "a.txt")
    assert (b["lr"], b["read"], b["some"], str(b["at"])) == (3.0, 12.0, 2, "b.txt")
    assert "own" not in b


def of_many(count: int, default: str) -> str:
    types = (
        f"  K{i}: {{fields: {{kind: {{enum: [k{i}]}}, lr: {{type: int, default: {default.format(i)}}}}}}}"
        for i in range(count)
    )
    union = " | ".join(f"K{i}" for i in range(count))
    fields = ("fields:", f"  o: {{type: {union}, discriminator: kind, default: {{kind: k1}}}}")
    return "\n".join(("scope: t", "types:", *types, *fields, ""))


def test_a_field_of_too_many_different_defaults_is_refused() -> None:
    assert scope(of_many(200, "7")).fields["o.lr"].default == Known(7)
    (finding,) = program(of_many(200, "{}")).findings
    assert finding.message == "'o.lr' has more than 50 defaults, by the structs that have it"
