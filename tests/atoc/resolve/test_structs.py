from __future__ import annotations

import ato.config as ato
from atoc.expr import Expression
from atoc.program import Known
from tests.atoc.resolve.written import program, scope, told

NESTED = """\
scope: t
types:
  Head: {fields: {width: {type: int, default: 8}, depth: int}}
  Net:
    fields:
      head: {type: Head, default: {width: 16}}
      rate: {type: float, default: 1}
fields:
  plain: Net
  wide: {type: Net, default: {head: {width: 32}, head.depth: 2}}
  read: {type: Net, default: {rate: "${plain.rate * 2}"}}
"""


def default_of(path: str) -> object:
    default = scope(NESTED).fields[path].default
    return default.value if isinstance(default, Known) else default


def test_a_mapping_gives_the_fields_of_a_struct_other_defaults() -> None:
    assert (default_of("plain.head.width"), default_of("wide.head.width")) == (16, 32)
    assert (default_of("plain.head.depth"), default_of("wide.head.depth")) == (None, 2)


def test_an_int_is_a_float_where_a_float_is_declared() -> None:
    assert isinstance(default_of("plain.rate"), float)


def test_a_default_in_a_mapping_is_written_where_the_mapping_is() -> None:
    default = default_of("read.rate")
    assert isinstance(default, Expression)
    assert default.reads == ("plain.rate",)


def test_the_classes_have_the_defaults_too() -> None:
    found = scope(NESTED)
    config = found.root.model._defaults()
    assert repr(config) == (
        "TConfig(plain=Net(head=Head(width=16), rate=1.0), "
        "wide=Net(head=Head(width=32, depth=2), rate=1.0), read=Net(head=Head(width=16)))"
    )
    computed = [field.name for field in found.root.model._fields if field.computed]
    assert computed == []


def test_a_default_cannot_be_made_of_values_of_its_own_struct() -> None:
    text = """\
scope: t
types:
  Node:
    fields:
      value: {type: int, default: 1}
      inner: {type: "list[Node]", default: [{value: 2, inner: []}]}
fields: {tree: Node}
"""
    message = "the default of 'inner' holds a 'Node', which cannot be made before 'Node'"
    assert told(text) == [f"ATC106 {message}"]


def test_what_is_wrong_in_a_default_is_told_once_however_often_the_struct_stands() -> None:
    text = "scope: t\ntypes: {M: {fields: {x: {type: int, default: no}}}}\nfields: {a: M, b: M}\n"
    assert told(text) == ["ATC102 x: 'no' is not an int"]


def test_the_default_of_a_struct_is_a_mapping() -> None:
    types = "types: {M: {fields: {x: int}}}"
    fields = "fields: {a: {type: M, default: [1]}, b: {type: M, default: {y: 1}}}"
    assert told(f"scope: t\n{types}\n{fields}\n") == [
        "ATC102 a: the default of a struct is a mapping of defaults for its fields",
        "ATC104 'y' is no field of the scope",
    ]


def test_members_know_their_declaration() -> None:
    member = scope("scope: t\nfields: {x: {type: int, default: 3, doc: Much, unit: m}}\n").root.members[0]
    assert (member.name, member.type, member.default) == ("x", ato.INT, Known(3))
    assert (member.doc, member.unit) == ("Much", "m")
    spans = (member.span, member.type_span, member.default_span)
    assert [span.column for span in spans if span is not None] == [10, 20, 34]


def test_defaults_of_large_structs_share_what_they_do_not_change() -> None:
    doubling = "".join(f"  T{i}: {{fields: {{a: T{i + 1}, b: T{i + 1}}}}}\n" for i in range(14))
    members = "".join(f"      m{i}: {{type: T0, default: {{}}}}\n" for i in range(200))
    text = (
        f"types:\n{doubling}  T14: {{fields: {{x: {{type: int, default: 1}}}}}}\n  U:\n    fields:\n{members}"
    )
    first, *_, last = program(text).value.structs["U"].members
    assert isinstance(first.runtime.default, ato.Config)
    assert first.runtime.default is last.runtime.default
