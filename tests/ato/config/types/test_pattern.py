"""Patterns mean what `re.fullmatch` says, and none takes long."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ato.config.types import _pattern
from ato.config.types._pattern import BadPattern, compile_pattern

ALPHABET = "abAk \n_1é٣ſK-"

ATOMS = st.sampled_from(
    [
        *("a", "b", "A", "k", "é", "ſ", r"\n", r"\x61", r"\u212a", "-", " ", ".", r"\.", "()", "(?:)"),
        *("[ab]", "[^a]", "[^ab]", "[a-z]", "[^A-Z]", r"[\w-]", r"[^\s\d]", r"[\]\^a-]", "[^\n]", "[ſ-ƀ]"),
        *(r"\d", r"\D", r"\w", r"\W", r"\s", r"\S", "^", "$", r"\A", r"\Z", r"\b", r"\B"),
    ]
)
FLAGS = st.sampled_from(["i", "s", "m", "a", "u", "ims", "-i", "i-s", "x", "a-ims"])
REPEATS = st.sampled_from(["*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{0,2}?", "{2,}", "{,2}", "{0}"])


def larger(part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(part, min_size=2, max_size=4).map("".join),
        st.lists(part | st.just(""), min_size=2, max_size=3).map("|".join).map("(?:{})".format),
        part.map("({})".format),
        part.map("(?P<name>{})".format),
        st.builds("(?:{}){}".format, part, REPEATS),
        st.builds("(?{}:{})".format, FLAGS, part),
    )


PATTERNS = st.builds(
    "{}{}".format,
    st.sampled_from(["", "", "", "(?i)", "(?s)", "(?m)", "(?a)", "(?ims)", "(?ia)", "(?x)"]),
    st.recursive(ATOMS, larger, max_leaves=8),
)
TEXTS = st.text(ALPHABET, max_size=6) | st.text(max_size=3)


def expected(pattern: str, text: str) -> bool | None:
    """What `re` says; None if it cannot read the pattern."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return re.fullmatch(pattern, text) is not None
        except re.error:
            return None


def found(pattern: str, text: str) -> bool | None:
    try:
        return compile_pattern(pattern).matches(text)
    except BadPattern as error:
        if not str(error).startswith("is not a regular expression: "):
            raise
        return None


@settings(max_examples=100)
@given(PATTERNS, st.lists(TEXTS, min_size=3, max_size=8))
@example("(?:a|ab)(?:c|bcd)(?:d*)", ["abcd", "acd", "abcdd"])
@example("(?:^a$\n?)*", ["a\n", "a", "a\na"])
@example("(?m)(?:^a$\n?)*", ["a\n", "a", "a\na"])
def test_a_pattern_matches_what_re_matches_as_a_whole(pattern: str, texts: list[str]) -> None:
    assert [found(pattern, text) for text in texts] == [expected(pattern, text) for text in texts]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("", ""),
        ("a|b", "b"),
        ("a??b*?", "abb"),
        ("$", "\n"),
        ("a$", "a\n"),
        ("a$\n", "a\n"),
        (r"a\Z\n", "a\n"),
        (r"\B", ""),
        (r"\b", ""),
        (r"a\b-\ba", "a-a"),
        (r"(?a:\bé)", "é"),
        (r"\bé", "é"),
        (r"(?:\b|a){3}", "aaa"),
        ("(?i)ſ", "S"),
        ("(?i)[r-t]", "ſ"),
        ("(?i)[^k]", "K"),
        ("(?ia)k", "K"),
        ("(?i:a)b", "AB"),
        ("(?i:a(?-i:b))", "Ab"),
        (".", "\n"),
        ("(?s).", "\n"),
        ("(?s)(?-s:.)", "\n"),
        ("[[a]", "["),
        (r"[\d\-x]", "٣"),
        ("[\U0001f600-\U0001f64f]", "\U0001f601"),
        ("\\ud800", "\ud800"),
        ("(?x) a b # both", "ab"),
        ("(a{2}){2,3}", "aaaaaa"),
        (r"\N{BULLET}", "•"),
    ],
)
def test_it_does_so_at_the_edges_too(pattern: str, text: str) -> None:
    assert found(pattern, text) is expected(pattern, text)


MOST_LINES = 200_000
"""How many lines of the module are run for a hostile pattern, at most: some dozens for each character."""


@contextmanager
def few_lines(most: int) -> Generator[None, None, None]:
    """Fail as soon as more lines of the module are run than this, however fast the machine is."""
    left = most

    def line(_frame: FrameType, event: str, _about: object) -> Any:
        nonlocal left
        left -= event == "line"
        assert left >= 0, f"more than {most:,} lines"
        return line

    def call(frame: FrameType, _event: str, _about: object) -> Any:
        return line if frame.f_code.co_filename == _pattern.__file__ else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        yield
    finally:
        sys.settrace(before)


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("(a+)+", "a" * 40 + "!", False),
        ("(a+)+", "a" * 10_000, True),
        ("(a|a)*b", "a" * 1_000, False),
        ("(.*)*x", "a" * 1_000, False),
        ("(.*)*x", "a" * 1_000 + "x", True),
        ("(a?){50}a{50}", "a" * 50, True),
        ("(a?){50}a{50}", "a" * 49, False),
        ("((a*)*)*b", "a" * 1_000, False),
        ("(?:a|b|ab)*c", "ab" * 500, False),
        ("(){65535}", "", True),
        ("(((){65535}){65535}){65535}", "a", False),
    ],
)
def test_hostile_patterns_are_decided_at_once(pattern: str, text: str, matches: bool) -> None:
    with few_lines(MOST_LINES):
        assert compile_pattern.__wrapped__(pattern).matches(text) is matches


def test_lines_that_are_too_many_are_counted() -> None:
    with pytest.raises(AssertionError, match="more than 1,000 lines"), few_lines(1_000):
        compile_pattern("a*b").matches("a" * 1_000)


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        (r"(a)\1", "refers back to a group"),
        (r"(?P<x>a)(?P=x)", "refers back to a group"),
        ("(a)?(?(1)b|c)", "has a condition on a group"),
        ("(?=a)a", "looks ahead or behind"),
        ("(?!)", "looks ahead or behind"),
        ("(?!b)a", "looks ahead or behind"),
        ("(?<=a)b", "looks ahead or behind"),
        ("(?<!a)b", "looks ahead or behind"),
    ],
)
def test_what_is_more_than_regular_is_refused(pattern: str, what: str) -> None:
    with pytest.raises(BadPattern) as caught:
        compile_pattern(pattern)

    assert str(caught.value) == f"{what}, which is not supported: matching must take bounded time"


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.10 cannot read them")
@pytest.mark.parametrize(
    ("pattern", "what"), [("(?>a+)a", "has an atomic group"), ("a++a", "has a possessive repeat")]
)
def test_what_gives_nothing_back_is_refused(pattern: str, what: str) -> None:
    with pytest.raises(BadPattern, match=what):
        compile_pattern(pattern)


@pytest.mark.parametrize("pattern", ["(", "a{2,1}", "[z-a]", "*", "a**", "a(?i)b", "(?L)a", "a{99999999999}"])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(BadPattern, match="is not a regular expression: "):
        compile_pattern(pattern)


@pytest.mark.parametrize(
    "pattern", ["(" * 51 + ")" * 51, "(" * 990 + ")" * 990, "(?:" * 60 + "a" + ")*" * 60]
)
def test_what_is_nested_too_deep_is_refused(pattern: str) -> None:
    with pytest.raises(BadPattern, match="is nested too deep"):
        compile_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["a{20000}", "(a{200}){200}", "((a{65535}){65535}){65535}", "(){0,65535}", "(?:(?:||||){99}a){99}"],
)
def test_what_is_too_large_is_refused_at_once(pattern: str) -> None:
    with pytest.raises(BadPattern, match=r"is too large: .* has more than 20,000 parts"):
        compile_pattern(pattern)


def test_a_text_on_which_a_pattern_has_too_much_work_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_pattern, "MAX_VISITS", 1_000)
    text = "".join("ab"[number * number % 7 % 2] for number in range(1_000))

    assert compile_pattern("[ab]*").matches(text)
    with pytest.raises(OverflowError):
        compile_pattern("(a|b)*a(a|b){100}").matches(text)


def test_what_is_remembered_of_a_text_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_pattern, "MAX_KEPT", 10)

    assert compile_pattern("(a|b)*a(a|b){3}").matches("abbaabab" * 10 + "abbb")
    assert not compile_pattern("(a|b)*a(a|b){3}").matches("abbaabab" * 10 + "bbbb")


def test_a_pattern_is_made_ready_once_and_shows_how_it_is_written() -> None:
    assert compile_pattern("a|bc") is compile_pattern("a|bc")
    assert repr(compile_pattern("a|bc")) == "Pattern('a|bc')"
