"""The text of a type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ato.config as ato
from atoc.findings import Finding
from atoc.source.node import Scalar
from atoc.span import Span
from atoc.types import parse_type

SCHEDULE = ato.Literal("cosine", "linear", name="Schedule")
DECLARED = {"Schedule": SCHEDULE}


def scalar(text: str) -> Scalar:
    return Scalar(Span("a.yaml", 1, 1, 1, 1 + len(text)), text)


def read(text: str) -> ato.Type:
    passed = parse_type(scalar(text), DECLARED.get, DECLARED)
    assert passed.value is not None, [finding.message for finding in passed.findings]
    assert passed.findings == ()
    return passed.value


def findings(text: str) -> tuple[Finding, ...]:
    passed = parse_type(scalar(text), DECLARED.get, DECLARED)
    assert passed.value is None
    return passed.findings


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("bool", ato.BOOL),
        ("int", ato.INT),
        ("float", ato.FLOAT),
        ("str", ato.STR),
        ("bytes", ato.BYTES),
        ("path", ato.PATH),
        ("datetime", ato.DATETIME),
        ("duration", ato.DURATION),
        ("any", ato.ANY),
        (" None ", ato.NULL),
        ("list[str]", ato.List(ato.STR)),
        ("set[int]", ato.Set(ato.INT)),
        ("tuple[int, str,]", ato.Tuple(ato.INT, ato.STR)),
        ("tuple[int, ...]", ato.Tuples(ato.INT)),
        ("tuple[()]", ato.Tuple()),
        ("dict[str, list[float]]", ato.Dict(ato.List(ato.FLOAT))),
        ("Schedule", SCHEDULE),
        ("str | None", ato.Union(ato.STR, ato.NULL)),
        ("'a' | \"b\"", ato.Literal("a", "b")),
        ("1 | 2 | -4", ato.Literal(1, 2, -4)),
        ("1 | True | '1'", ato.Literal(1, True, "1")),
        ("true | false", ato.Literal(True, False)),
        ("1 | None", ato.Union(ato.Literal(1), ato.NULL)),
        ("'a' | int | 'b'", ato.Union(ato.Literal("a", "b"), ato.INT)),
        ("'a' | Schedule", ato.Union(ato.Literal("a"), SCHEDULE)),
        ("(int | str) | None", ato.Union(ato.INT, ato.STR, ato.NULL)),
        ("'a' | ('b' | None) | 'c'", ato.Union(ato.Literal("a", "b", "c"), ato.NULL)),
        ("((int))", ato.INT),
        ("list[int]\n| None", ato.Union(ato.List(ato.INT), ato.NULL)),
    ],
)
def test_types(text: str, type: ato.Type) -> None:
    assert read(text) == type


@pytest.mark.parametrize(
    ("text", "at", "message", "help"),
    [
        ("Schedle | None", "Schedle", "'Schedle' is not a type", "did you mean 'Schedule'?"),
        ("list[strr]", "strr", "'strr' is not a type", "did you mean 'str'?"),
        ("lst[int]", "lst", "'lst' is not a type", "did you mean 'list'?"),
        ("string", "string", "'string' is not a type", "write str"),
        ("Optional[int]", "Optional", "'Optional' is not a type", "write int | None"),
        (
            "torch.dtype",
            "torch.dtype",
            "'torch.dtype' is not a type",
            "declare it under types, or use one of bool",
        ),
        ("list", "list", "'list' does not say what it holds", "write list[str]"),
        ("int | int", "int", "'int' stands in the union twice", None),
        ("'a' | 'b' | 'a'", "'a'", "'a' stands in the union twice", None),
        ("int | (str | int)", "(str | int)", "'(str | int)' stands in the union twice", None),
        ("list[int, str]", "int, str", "'list' takes the one type of its items", "write list[str]"),
        (
            "dict[str]",
            "str",
            "'dict' takes the type of its keys and that of its values",
            "write dict[str, int]",
        ),
        ("dict[int, str]", "int, str", "the keys of a dict are always str", "write dict[str, int]"),
        ("list[...]", "...", "'...' stands where a type is expected", None),
        ("dict[str, ...]", "str, ...", "'...' stands only in tuple[T, ...]", "write tuple[int, ...]"),
        ("1.5 | 2", "1.5", "'1.5' cannot be an option: text, whole numbers, True, False and None can", None),
        ("-str", "str", "'str' cannot be an option: text, whole numbers, True, False and None can", None),
        (
            "int or str",
            "or",
            "'or' stands after the end of the type",
            "write | between the options of a union",
        ),
        (
            "int?",
            "?",
            "'?' stands after the end of the type",
            "write int | None for a value that may be absent",
        ),
        ("int[3]", "[3]", "'int' takes nothing in brackets", None),
        ("list[int", "list[int", "the type ends where ']' is expected", None),
        ("int |", "int |", "the type ends where a type is expected", None),
        ("'a", "'a", "the quote ' opens a text that is never closed", None),
        ("int # why", "# why", "'#' begins a comment, and there are none here", None),
    ],
)
def test_what_is_no_type_is_found_in_its_place(text: str, at: str, message: str, help: str | None) -> None:
    (finding,) = findings(text)
    start = text.rindex(at)

    assert (finding.code, finding.message) == ("ATC101", message)
    assert (finding.span.column, finding.span.end_column) == (start + 1, start + 1 + len(at))
    assert help is None or finding.help[0].startswith(help)


def test_every_unknown_name_is_found() -> None:
    found = findings("dict[str, Modle] | list[Schedle | tuple[fload, ...]]")

    assert [finding.span.column for finding in found] == [11, 25, 41]


def test_an_empty_type_is_found() -> None:
    (finding,) = findings(" ")

    assert finding.message == "the type is empty"


def test_nesting_has_a_bound() -> None:
    (finding,) = findings("list[" * 1_500 + "int" + "]" * 1_400)

    assert finding.message == "the type is nested deeper than 20 levels"


TYPES = st.recursive(
    st.sampled_from([*map(str, (ato.INT, ato.STR, ato.PATH, ato.NULL)), "Schedule", "'a'", "2"]),
    lambda inner: st.one_of(
        inner.map("list[{}]".format),
        inner.map("dict[str, {}]".format),
        inner.map("tuple[{}, ...]".format),
        st.tuples(inner, inner).map(lambda pair: "tuple[{}, {}]".format(*pair)),
        st.tuples(inner, inner).map(" | ".join),
    ),
    max_leaves=6,
)


@given(TYPES)
def test_a_type_is_written_as_it_is_read(text: str) -> None:
    passed = parse_type(scalar(text), DECLARED.get, DECLARED)
    if passed.value is None:
        assert all("twice" in finding.message for finding in passed.findings)
    else:
        assert read(str(passed.value)) == passed.value


WORDS = "int Schedule list [ ] ( ) | , ... . - 1 1.5 'a' ' None True dict str tuple Literal ? \\ # ="


@given(st.text(max_size=30) | st.lists(st.sampled_from(WORDS.split()), max_size=10).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    passed = parse_type(scalar(text), DECLARED.get, DECLARED)

    assert (passed.value is None) == bool(passed.findings)
