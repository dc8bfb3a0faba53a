from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atoc.resolve.names import Kind, camel, check_name, config_name
from atoc.source.node import Scalar
from atoc.span import Span
from tests.atoc.resolve.written import program


def objection(name: str, kind: Kind) -> str | None:
    finding = check_name(Scalar(Span("a.yaml", 1, 1, 1, 2), name), kind)
    return None if finding is None else finding.message


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        ("learning-rate", "field", "'learning-rate' cannot name a field: it is no identifier"),
        ("class", "view", "'class' cannot name a view: it is a keyword of Python"),
        ("_x", "group", "'_x' cannot name a group: it begins with an underscore"),
        ("ﬁne", "scope", "'ﬁne' cannot name a scope: Python reads it as 'fine'"),
        ("manual", "view", "'manual' cannot name a view: it is a word of the command line"),
        ("replace", "field", "'replace' cannot name a field: it is a method of every config"),
        ("str", "type", "'str' cannot name a type: it is a type of the language"),
        ("compose", "type", "'compose' cannot name a type: it is a name that generated modules use"),
        ("super", "type", "'super' cannot name a type: it is a name that generated modules use"),
        ("str", "scope", "'str' cannot name a scope: it is a name that the generated package uses"),
        ("model.head", "field", "'model.head' cannot name a field: a dot leads into a struct"),
        ("x" * 101, "field", f"'{'x' * 99}…' cannot name a field: it has more than 100 characters"),
    ],
)
def test_what_is_wrong_with_a_name_is_said(name: str, kind: Kind, message: str) -> None:
    assert objection(name, kind) == message


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("manuals", "field"),
        ("replace", "view"),
        ("größe", "field"),
        ("match", "type"),
        ("int", "view"),
        ("x", "scope"),
    ],
)
def test_a_name_is_only_refused_where_it_means_something_else(name: str, kind: Kind) -> None:
    assert objection(name, kind) is None


@pytest.mark.parametrize("name", ["manual", "help"])
@pytest.mark.parametrize("kind", get_args(Kind))
def test_words_of_the_command_line_name_nothing(name: str, kind: Kind) -> None:
    assert objection(name, kind) == f"'{name}' cannot name a {kind}: it is a word of the command line"


def test_a_name_that_would_do_is_offered() -> None:
    finding = check_name(Scalar(Span("a.yaml", 1, 1, 1, 2), "2-fast"), "view")
    assert finding is not None
    assert finding.help[0] == "try 'n2_fast'"


@given(st.text(), st.sampled_from(("scope", "type", "field", "group", "view")))
def test_what_is_offered_instead_is_an_identifier(name: str, kind: Kind) -> None:
    finding = check_name(Scalar(Span("a.yaml", 1, 1, 1, 2), name), kind)
    offered = [] if finding is None else [line[5:-1] for line in finding.help if line.startswith("try ")]
    assert all(each.isidentifier() for each in offered)


def test_classes_are_named_in_camel_case() -> None:
    assert camel("model.output_head") == "ModelOutputHead"
    assert config_name("two_scopes") == "TwoScopesConfig"


def test_a_name_that_swallowed_its_type_is_told_once() -> None:
    (found,) = program("scope: t\nfields: {lr:float}\n").findings
    assert (found.code, found.help) == ("ATC006", ("put a blank after the colon: `lr: float`",))


def test_a_name_of_several_lines_is_told_on_one() -> None:
    assert objection("a\nb", "view") == r"'a\nb' cannot name a view: it is no identifier"
