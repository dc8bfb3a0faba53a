"""The words of a command line: what they mean, what of them is refused, and how it is told."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ato.config import Problem
from ato.dynamic import ADict, Scope
from ato.dynamic.words._words import Value, read_value, take_apart
from ato.parser import (
    parse_backtick_string,
    parse_bracketed_value,
    parse_colon_equals_string,
    parse_command,
    parse_quoted_string,
    parse_value,
)
from tests.ato.dynamic.scope_programs import Program


def read(word: str) -> object:
    value = read_value(word)
    assert isinstance(value, Value), value
    return value.value


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("x=3", 3),
        ("x=-5", -5),
        ("x=1_000", 1000),
        ("x=0x10", 16),
        ("x=1e-4", 1e-4),
        ("x=.5", 0.5),
        ("x=True", True),
        ("x=None", None),
        ("x=", ""),
        ("x=resnet50", "resnet50"),
        ("x=/data/path", "/data/path"),
        ("x='3'", "3"),
        ('x="a  b"', "a  b"),
        ("x=[1, 2, [3]]", [1, 2, [3]]),
        ("x=(1,2)", (1, 2)),
        ('x={"a": 1}', {"a": 1}),
        ("x=%hello world%", "hello world"),
        ("x=%%", ""),
        ("x=%5%", "5"),
        ("x=%http://a?b=c%", "http://a?b=c"),
        ("x:=5", "5"),
        ("x:=it's", "it's"),
        ('x:="two words"', "two words"),
        ('x:="a \\"b\\""', 'a "b"'),
        ("x:=a:=b", "a:=b"),
        ("x=12:30", "12:30"),
        ("x=2024-01-02", "2024-01-02"),
        ("x=0777", "0777"),
    ],
)
def test_a_value_is_a_literal_or_text(word: str, value: object) -> None:
    given_value = read(word)
    assert (given_value, type(given_value)) == (value, type(value))


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("x=[1,2", "x=[1,2: what begins with a bracket is no literal of Python's"),
        ("x=[a, b]", "x=[a, b]: what begins with a bracket is no literal of Python's"),
        ("x=[true]", "x=[true]: 'true' is no value of Python's"),
        ("x='a", "x='a: what begins with a quote is no text of Python's"),
        ("=5", "=5: a value is given as KEY=VALUE, without spaces around the '='"),
        ("lr+=1", "lr+=1: values are set, and none is worked out"),
        ("lr==3", None),
        ("a-b=1", "a-b=1: 'a-b' is no key: keys are names, with dots between them"),
        ('opt["wd"]=9', 'opt["wd"]=9: keys are written with dots'),
        ("x=" + "[" * 200 + "]" * 200, None),
        ("x=" + "9" * 200_000, None),
    ],
)
def test_what_is_no_value_is_told(word: str, told: str | None) -> None:
    value = read_value(word)
    if told is None:
        assert isinstance(value, Problem) or isinstance(value.value, str)
    else:
        assert isinstance(value, Problem)
        assert str(value).splitlines()[0] == told


@given(st.text(max_size=30))
@example("x=[" + "(" * 50)
@example("x='\\")
def test_no_text_is_more_than_a_value_or_a_problem(text: str) -> None:
    for word in (text, f"x={text}", f"x:={text}"):
        assert isinstance(read_value(word), (Value, Problem))
    assert isinstance(parse_command(text), list)


@given(st.lists(st.text(max_size=8), max_size=6))
def test_no_command_line_breaks_the_reading_of_it(words: list[str]) -> None:
    Scope.initialize_registry()
    scope = Scope()
    asked = take_apart({"config": scope}, words)
    assert all(str(problem) for problem in asked.problems)


def test_words_stay_apart_but_where_a_value_goes_on(program: Program) -> None:
    scope = Scope(ADict(x=None, y=None, z=None, n=0))
    words = ("x=[1,", "2,", "[3]]", "y=%Elsa", "is doing%", "z='a", "b'", "n=4")
    assert program.config(scope, *words) == {"x": [1, 2, [3]], "y": "Elsa is doing", "z": "a b", "n": 4}


def test_a_value_that_never_ends_takes_no_other_words(program: Program) -> None:
    scope = Scope(ADict(x=None, n=0))
    assert program.refused(scope, "x=[1,", "n=4")[0].startswith("error: x=[1,: what begins with a bracket")


@pytest.mark.parametrize(
    ("before", "word", "told"),
    [
        (50, "x=many", "error: x=many: 'x' is a number, and this is text"),
        (1.0, "x=None", None),
        (1, "x=0.5", None),
        (1.0, "x=inf", None),
        (1.0, "x=True", "error: x=True: 'x' is a number, and this is True or False"),
        (True, "x=true", "error: x=true: 'true' is no value of Python's"),
        (True, "x=1", "error: x=1: 'x' is True or False, and this is a number"),
        (None, "x=null", "error: x=null: 'null' is no value of Python's"),
        ("a", "x=true", None),
        ("a", "x=5", "error: x=5: 'x' is text, and this is a number"),
        ([1], "x=(1,2)", None),
        ([1], "x=3", "error: x=3: 'x' is a list, and this is a number"),
        ({"a": 1}, "x=3", "error: x=3: 'x' is keys below it, and this is a number"),
    ],
)
def test_a_value_is_of_the_kind_that_it_replaces(
    program: Program, before: object, word: str, told: str | None
) -> None:
    scope = Scope(ADict(x=before))
    if told is None:
        assert program.config(scope, word)
    else:
        assert program.refused(scope, word)[0] == told


def test_a_key_below_a_value_is_refused(program: Program) -> None:
    scope = Scope(ADict(lr=1))
    assert program.refused(scope, "lr.x=3") == [
        "error: lr.x=3: there is no key 'lr.x'",
        "  help: 'lr' holds no keys",
    ]


def test_options_that_are_none_say_what_is_meant(program: Program) -> None:
    scope = Scope(ADict(lr=1))
    scope.observe("big", config={"lr": 2})
    assert program.refused(scope, "--big", "--lr=3", "--expain", "--print", "yml", "-x") == [
        "error: --big: views are named without dashes",
        "  help: write big",
        "error: --lr: keys are set without dashes",
        "  help: write lr=VALUE",
        "error: --expain: there is no such option",
        "  help: did you mean '--explain'?",
        "error: --print yml: there is no such format",
        "  help: did you mean 'yaml'?",
        "error: -x: there is no such option",
        "  help: did you mean '-h'?",
    ]


def test_manual_and_print_may_be_keys_and_views(program: Program) -> None:
    scope = Scope(ADict(manual=1))
    scope.observe("print", config={"b": 2})
    assert program.config(scope, "print", "manual=3") == {"manual": 3, "b": 2}


def test_a_config_is_printed_in_every_format(program: Program) -> None:
    assert program.printed(Scope(ADict(a=1)), "--print=json") == '{\n  "a": 1\n}\n'
    Scope.initialize_registry()
    config = ADict(a={"b": (1, 2)}, c="x y", d=[{"e": 1}, {"e": 2}])
    text = program.printed(Scope(config, name="sdn"), "--print", "sdn")
    assert text == 'a:\n    b: [1, 2]\nc: "x y"\nd |e|\n    1\n    2\n'
    assert program.refused(Scope(ADict(a=float("inf")), name="inf"), "--print=sdn")[0].startswith(
        "error: a: inf"
    )
    assert program.printed(Scope(ADict(a={"b": (1, 2)})), "--print", "yaml") == "a:\n  b: [1, 2]\n"
    Scope.initialize_registry()
    assert program.printed(Scope(ADict(a=1)), "print") == "a: 1\n"


def test_the_parser_takes_both_dialects_apart() -> None:
    command = "high_lr x=[1, 2] name=%a b% note:='c d' y={'k': \"]\"} [odd one] t:=z"
    assert parse_command(command) == [
        "high_lr",
        "x=[1, 2]",
        "name=%a b%",
        "note:=c d",
        "y={'k': \"]\"}",
        "[odd one]",
        "t:=z",
    ]
    assert parse_value("[1, (2)] x", 0) == ("[1, (2)]", 8)
    assert parse_bracketed_value("[1, 2", 0) == ("[1, 2", 5)
    assert parse_backtick_string("%a b% c", 0) == ("%a b%", 5)
    assert parse_quoted_string("'a\\'b' c", 0) == ("a'b", 6)
    assert parse_colon_equals_string("plain c", 0) == ("plain", 5)


def test_a_plus_does_not_make_a_key_take_another_kind(program: Program) -> None:
    scope = Scope(ADict(lr=0.1, opt={"wd": 1}))
    assert program.refused(scope, "+lr=text", "+opt=3") == [
        "error: +lr=text: 'lr' is a number, and this is text",
        "  help: it was 0.1; nothing on a command line is worked out",
        "error: +opt=3: 'opt' is keys below it, and this is a number",
        "  help: write opt.wd=VALUE",
    ]


def test_only_a_key_is_offered_for_what_is_none(program: Program) -> None:
    told = program.refused(Scope(ADict(lr=0.1)), "..=3", "x.0=3", "opt..w-d=3")
    assert [line for line in told if "help" in line] == ["  help: did you mean 'opt.w_d'?"]
