from __future__ import annotations

from atoc.syntax import EnumBody, Inherited, StructBody
from tests.atoc.resolve.written import document, told


def test_a_bare_text_is_the_type_of_a_field() -> None:
    (field,) = document("scope: a\nfields: {x: 'list[int]'}\n").value.fields
    assert getattr(field.body, "text", None) == "list[int]"


def test_a_field_may_hold_its_enum_or_struct_itself() -> None:
    kind, net = document("scope: a\nfields: {kind: {enum: [b, c]}, net: {fields: {w: int}}}\n").value.fields
    assert isinstance(kind.body, EnumBody)
    assert isinstance(net.body, StructBody)
    assert [field.name.text for field in net.body.fields] == ["w"]


def test_a_field_has_exactly_one_type() -> None:
    assert told("scope: a\nfields: {x: {doc: y}, z: {fields: {}, type: int}}\n") == [
        "ATC004 'x' has no type: it takes one of `type`, `enum` or `fields`",
        "ATC004 'type' stands beside 'fields', and 'z' takes one of `type`, `enum` or `fields`",
    ]


def test_a_misspelt_type_is_one_finding() -> None:
    assert told("scope: a\nfields: {x: {tpye: int}}\n") == ["ATC002 'tpye' is no key of the field 'x'"]


def test_a_struct_that_extends_another_may_do_without_fields_and_types() -> None:
    same, small = document(
        "types:\n  Same: {extends: Base}\n"
        "  Small: {extends: Base, target: 'a.b:c', fields: {x: {le: 3}, y: int}}\n"
    ).value.types
    assert isinstance(same.body, StructBody)
    assert isinstance(small.body, StructBody)
    assert same.body.fields == ()
    assert getattr(small.body.extends, "text", None) == "Base"
    assert getattr(small.body.target, "text", None) == "a.b:c"
    assert [isinstance(field.body, Inherited) for field in small.body.fields] == [True, False]


def test_an_assert_is_a_mapping_with_a_condition() -> None:
    lines = ("x > 1", "{message: No}", "{that: x > 1, mesage: No}", "{that: [], message: y}")
    assert told("scope: a\nfields: {x: int}\nasserts:\n" + "".join(f"- {line}\n" for line in lines)) == [
        "ATC004 an assert is a mapping with `that`, and 'x > 1' stands here",
        "ATC004 an assert takes the condition that must hold under `that`",
        "ATC002 'mesage' is no key of an assert",
        "ATC004 that takes a condition, and a list stands here",
    ]
    assert told("scope: a\nasserts: {that: x}\n") == [
        "ATC004 asserts takes a list of mappings with `that` and `message`, and a mapping stands here"
    ]


def test_a_required_group_has_no_default() -> None:
    text = "scope: a\ngroups: {g: {default: x, required: true}}\nviews: {x: {group: g}}\n"
    assert told(text) == [
        "ATC004 'required' stands beside 'default', with which a run always has a member of 'g'"
    ]


def test_deprecated_takes_a_text_or_a_flag() -> None:
    text = "scope: a\nfields: {x: {type: int, deprecated: true}, y: {type: int, deprecated: false}, z: int}\n"
    assert [field.deprecated for field in document(text).value.fields] == ["", None, None]


def test_chain_with_takes_a_name_or_a_list() -> None:
    one, two = document("scope: a\nviews: {v: {chain_with: w}, w: {chain_with: [v, x]}}\n").value.views
    assert [name.text for name in one.chain] == ["w"]
    assert [name.text for name in two.chain] == ["v", "x"]


def test_a_view_tells_whether_a_part_of_it_is_lost() -> None:
    text = "scope: a\nviews: {v: {set: []}, w: {why: []}, x: {chain: v}, y: [], z: }\n"
    assert [view.is_whole for view in document(text).value.views] == [False, True, False, False, True]


def test_inline_structs_nest_to_a_bound() -> None:
    def nested(depth: int) -> str:
        return "{x: int}" if depth == 0 else f"{{x: {{fields: {nested(depth - 1)}}}}}"

    assert told(f"scope: a\nfields: {nested(39)}\n") == []
    assert told(f"scope: a\nfields: {nested(41)}\n") == ["ATC004 inline structs are nested more than 40 deep"]
