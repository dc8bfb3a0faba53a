from __future__ import annotations

from tests.atoc.resolve.written import finding, program, scope, told

FIELDS = "scope: t\nfields: {x: {type: int, default: 1}, token: {type: str, default: a, secret: true}}\n"


def asserting(*conditions: str) -> str:
    return FIELDS + "asserts:\n" + "".join(f"- {{that: {each}}}\n" for each in conditions)


def test_asserts_stand_in_the_order_of_documents_and_lines() -> None:
    first = asserting("x > 0") + "- {that: x < 9, message: ' Too large. '}\n"
    asserts = scope("scope: t\nasserts: [{that: x != 5}]\n", first).asserts
    assert [each.that.text for each in asserts] == ["x != 5", "x > 0", "x < 9"]
    assert [each.message for each in asserts] == ["", "", "Too large."]
    assert [each.that.reads for each in asserts] == [("x",)] * 3


def test_an_assert_is_a_bool() -> None:
    assert told(asserting("x + 1")) == [
        "ATC102 the assert is no bool: the expression is of type int, and bool is expected"
    ]


def test_an_assert_names_fields() -> None:
    seen = finding(asserting("y > 1"))
    assert (seen.code, seen.message) == ("ATC104", "'y' is no field of the scope")


def test_an_assert_may_read_a_secret() -> None:
    assert scope(asserting("token != 'b'")).asserts[0].that.reads == ("token",)


def test_a_broken_assert_is_left_out_and_the_others_stay() -> None:
    passed = program(asserting("x >", "x > 0"))
    assert [finding.code for finding in passed.findings] == ["ATC401"]
    assert [each.that.text for each in passed.value.scopes[0].asserts] == ["x > 0"]
