from __future__ import annotations

from tests.atoc.resolve.written import scope, told


def test_values_are_texts_whole_numbers_and_truths() -> None:
    field = scope("scope: t\nfields: {x: {enum: [on, '1', 1, true, 0x10]}}\n").fields["x"]
    assert getattr(field.type, "values", ()) == ("on", "1", 1, True, 16)


def test_other_values_are_refused() -> None:
    assert told("scope: t\nfields: {x: {enum: [a, 0.5, null]}}\n") == [
        "ATC102 0.5 is no value of an enum: those are text, whole numbers, true and false",
        "ATC102 null is no value of an enum",
    ]


def test_an_empty_enum_admits_nothing() -> None:
    assert told("scope: t\nfields: {x: {enum: []}}\nviews: {v: {set: {x: 1}}}\n") == [
        "ATC105 the enum has no values, so nothing could be one"
    ]


def test_a_value_stands_in_an_enum_once() -> None:
    assert told("scope: t\nfields: {x: {enum: [a, 'a', 2, 0x2]}}\n") == [
        "ATC005 'a' is in the enum twice",
        "ATC005 '0x2' is in the enum twice",
    ]
