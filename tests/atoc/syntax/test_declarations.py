from __future__ import annotations

from atoc.syntax import EnumBody, StructBody
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


def test_what_a_struct_takes_over_from_another_is_not_called_missing() -> None:
    text = (
        "scope: a\ntypes: {T: {extends: S, fields: {x: int}}}\nfields: {t: T}\nviews: {v: {set: {t.y: 1}}}\n"
    )
    assert told(text) == ["ATC002 'extends' of the type 'T' is not supported by this version of atoc"]


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
