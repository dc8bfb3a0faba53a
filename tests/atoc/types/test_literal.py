"""Values as Python source."""

from __future__ import annotations

import datetime as dates
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ato.config as ato
from atoc.types import source_of, string_source

NAMES = {
    "ato": ato,
    "Path": Path,
    "datetime": dates.datetime,
    "timedelta": dates.timedelta,
    "timezone": dates.timezone,
}


def evaluated(source: str) -> object:
    return eval(source, dict(NAMES))  # noqa: S307 (what we wrote)


@pytest.mark.parametrize(
    ("value", "source"),
    [
        (None, "None"),
        (True, "True"),
        (-3, "-3"),
        (1e-5, "1e-05"),
        (math.inf, 'float("inf")'),
        ("a", '"a"'),
        ('say "hi"', "'say \"hi\"'"),
        ("it's", '"it\'s"'),
        ("it's \"", '"it\'s \\""'),
        ("it's \"hi\" \"ho\"", "'it\\'s \"hi\" \"ho\"'"),
        ("\n\\\x00é", '"\\n\\\\\\x00é"'),
        (b"a\xff", 'b"a\\xff"'),
        ((), "()"),
        ((1,), "(1,)"),
        ((1, "a"), '(1, "a")'),
        (frozenset(), "frozenset()"),
        (frozenset({10, 9, 1}), "frozenset({1, 9, 10})"),
        (frozenset({"b", "a"}), 'frozenset({"a", "b"})'),
        (ato.FrozenDict({"k": (1,)}), 'ato.FrozenDict({"k": (1,)})'),
        (Path("a/b"), 'Path("a/b")'),
        (dates.timedelta(seconds=90), "timedelta(seconds=90)"),
        (dates.datetime(2030, 1, 31, 12, 0, tzinfo=dates.timezone.utc),
         "datetime(2030, 1, 31, 12, 0, tzinfo=timezone.utc)"),
    ],
)  # fmt: skip
def test_source(value: object, source: str) -> None:
    assert source_of(value) == source
    assert evaluated(source) == value


@given(st.text())
def test_text_is_written_so_that_python_reads_it_back(text: str) -> None:
    assert evaluated(string_source(text)) == text


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(), inner, max_size=2).map(ato.FrozenDict)
    ),
    max_leaves=5,
)


@given(VALUES)
def test_every_value_is_written_so_that_python_reads_it_back(value: object) -> None:
    assert repr(evaluated(source_of(value))) == repr(value)


def test_what_no_config_holds_has_no_source() -> None:
    with pytest.raises(TypeError, match="list has no source form"):
        source_of([1])
