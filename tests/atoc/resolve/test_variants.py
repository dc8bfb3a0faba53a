"""Variants of documents: told apart, in agreement, with fields of their own."""

from __future__ import annotations

from atoc.program import Guard, Known
from tests.atoc.resolve.written import program, scope

ADAM = "A: {fields: {kind: {enum: [a]}, lr: {type: float, default: 1}, beta: {type: float, default: 2}}}"
SGD = "B: {fields: {kind: {enum: [b, c]}, lr: {type: float, default: 3}, momentum: float}}"
NAMES = ("o.kind", "o.lr", "o.beta", "o.momentum")


def written(fields: str, *types: str) -> str:
    lines = [f"  {each}" for each in types or (ADAM, SGD)]
    return "\n".join(("scope: t", "types:", *lines, "fields:", f"  {fields}", ""))


def messages(text: str) -> list[str]:
    return [finding.message for finding in program(text).findings]


def test_the_fields_of_all_structs_stand_in_one_place_each_name_once() -> None:
    fields = scope(written("o: {type: A | B, discriminator: kind}")).fields
    assert tuple(fields) == NAMES
    assert str(fields["o.kind"].type) == "'a' | 'b' | 'c'"
    assert [fields[name].guards for name in NAMES] == [
        (),
        (),
        (Guard("o.kind", ("a",)),),
        (Guard("o.kind", ("b", "c")),),
    ]


def test_a_variant_in_a_variant_exists_where_both_are_the_current_ones() -> None:
    outer = "C: {fields: {kind: {enum: [o]}, in: {type: A | B, discriminator: kind}}}"
    other = "D: {fields: {kind: {enum: [d]}}}"
    outer = outer.replace("in:", "within:")
    fields = scope(written("o: {type: C | D, discriminator: kind}", ADAM, SGD, outer, other)).fields
    own = Guard("o.kind", ("o",))
    assert fields["o.within.kind"].guards == (own,)
    assert fields["o.within.beta"].guards == (own, Guard("o.within.kind", ("a",)))


def test_a_discriminator_with_one_value_has_it_by_default_in_its_struct() -> None:
    text = written("o: {type: A | B, discriminator: kind}\n  own: A")
    fields = scope(text).fields
    assert fields["o.kind"].default is None
    assert fields["own.kind"].default == Known("a")


def test_inside_other_types_variants_are_values() -> None:
    text = written('o: {type: "list[A | B]", discriminator: kind, default: [{kind: a}]}')
    field = scope(text).fields["o"]
    assert str(field.type) == "list[A | B]"
    assert str(field.default) == "Known(value=(A(kind='a', lr=1.0, beta=2.0),))"


def test_a_struct_without_the_discriminator_is_told_where_that_is_named() -> None:
    assert messages(written("o: {type: A | B, discriminator: type}")) == [
        "o: A has no field 'type' that would tell it from the others",
        "o: B has no field 'type' that would tell it from the others",
    ]
    free = "F: {fields: {kind: str}}"
    assert messages(written("o: {type: A | F, discriminator: kind}", ADAM, free)) == [
        "o: 'kind' is of type str in F, which fixes no value"
    ]


def test_two_structs_of_the_same_kind_are_not_told_apart() -> None:
    twin = "T: {fields: {kind: {enum: [a]}}}"
    assert messages(written("o: {type: A | T, discriminator: kind}", ADAM, twin)) == [
        "o: 'kind' is 'a' in A and in T"
    ]
    one = "A: {fields: {kind: {enum: [1, 2]}, lr: {type: int, default: 1}}}"
    true = "T: {fields: {kind: {enum: [true]}, lr: {type: int, default: 5}}}"
    assert messages(written("o: {type: A | T, discriminator: kind}", one, true)) == [
        "o: 'kind' is 1 in A and true in T"
    ]


def test_shared_fields_agree_in_type_and_limits() -> None:
    whole = "I: {fields: {kind: {enum: [i]}, lr: {type: int, default: 1}}}"
    limit = "L: {fields: {kind: {enum: [l]}, lr: {type: float, default: 1, gt: 0}}}"
    assert messages(written("o: {type: A | I, discriminator: kind}", ADAM, whole)) == [
        "'lr' is of type float in A and of type int in I, and a variant has one field of a name"
    ]
    assert messages(written("o: {type: A | L, discriminator: kind}", ADAM, limit)) == [
        "'lr' has not the same gt in A and L, and a variant has one field of a name"
    ]
    assert messages(written('o: {type: "list[A | I]", discriminator: kind}', ADAM, whole)) == []


def test_one_fault_of_two_fields_is_told_once_and_has_no_followers() -> None:
    whole = "I: {fields: {kind: {enum: [i]}, lr: {type: int, default: 1}}}"
    fields = "o: {type: A | I, discriminator: kind}\n  p: {type: A | I, discriminator: kind}"
    views = "views: {v: {set: {o.lr: 1, p.kind: x}}}\n"
    assert len(messages(written(fields, ADAM, whole) + views)) == 1


def test_the_default_of_a_discriminator_is_no_expression() -> None:
    told = "is a discriminator, whose default is written out and no expression"
    kind = "o: {type: A | B, discriminator: kind, default: {kind: '${k}'}}\n  k: {enum: [a, b], default: a}"
    assert messages(written(kind)) == [f"'o.kind' {told}"]
    inner = "O: {fields: {i: {type: A | B, discriminator: kind}}}"
    deep = "o: {type: O, default: {i.kind: '${k}'}}\n  k: {enum: [a, b], default: a}"
    assert messages(written(deep, ADAM, SGD, inner)) == [f"'o.i.kind' {told}"]
    own = ADAM.replace("[a]", """[a], default: "${'a'}\"""")
    assert messages(written("o: {type: A | B, discriminator: kind}", own, SGD)) == [f"'kind' {told}"]
