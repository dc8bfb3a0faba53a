"""Bytes, paths, datetimes and durations."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ato.config import BYTES, DATETIME, DURATION, PATH, BadValue, Quoted, Type
from ato.config.types._scalars import duration_text

# ruff: noqa: DTZ001  # the language has datetimes without an offset, too
EAST = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("type", "raw", "value"),
    [
        (BYTES, "aGk=", b"hi"),
        (BYTES, Quoted(""), b""),
        (PATH, "a/b", Path("a/b")),
        (PATH, Quoted("null"), Path("null")),
        (PATH, "~", Path("~")),
        (DATETIME, "2030-01-31T12:00:00", datetime(2030, 1, 31, 12)),
        (DATETIME, "2030-01-31 12:00", datetime(2030, 1, 31, 12)),
        (DATETIME, "2030-01-31", datetime(2030, 1, 31)),
        (DATETIME, "2030-01-31T12:00:00.5", datetime(2030, 1, 31, 12, 0, 0, 500_000)),
        (DATETIME, "2030-01-31t12:00:00z", datetime(2030, 1, 31, 12, tzinfo=timezone.utc)),
        (DATETIME, "2030-01-31T12:00:00+05:30", datetime(2030, 1, 31, 12, tzinfo=EAST)),
        (DURATION, "1h30m", timedelta(hours=1, minutes=30)),
        (DURATION, "90s", timedelta(seconds=90)),
        (DURATION, "500ms", timedelta(milliseconds=500)),
        (DURATION, "1.5h", timedelta(minutes=90)),
        (DURATION, "7us", timedelta(microseconds=7)),
        (DURATION, "2w1d", timedelta(days=15)),
        (DURATION, "-1h", timedelta(hours=-1)),
        (DURATION, "0s", timedelta(0)),
        (DURATION, "PT1H30M", timedelta(hours=1, minutes=30)),
        (DURATION, "P1DT2H", timedelta(days=1, hours=2)),
        (DURATION, "P2W", timedelta(weeks=2)),
    ],
)
def test_text_is_read(type: Type, raw: Any, value: object) -> None:
    assert type.read(raw) == value
    assert type.accept(value) == value


@pytest.mark.parametrize(
    ("type", "raw", "message"),
    [
        (BYTES, "aGk", "is not base64"),
        (BYTES, "aG k=", "is not base64"),
        (BYTES, "aGl=", "is not base64"),
        (BYTES, "é", "is not base64"),
        (BYTES, ["a"], "is not a bytes"),
        (PATH, "", "'' is not a path"),
        (PATH, Quoted(""), "'' is not a path"),
        (PATH, "null", "'null' is not a path"),
        (PATH, "a\0b", "a path cannot hold a NUL character"),
        (DATETIME, "2030-02-31", "is not a datetime such as"),
        (DATETIME, "20300131", "is not a datetime such as"),
        (DATETIME, "2030-W05-1", "is not a datetime such as"),
        (DATETIME, "2030-01-31T25:00", "is not a datetime such as"),
        (DATETIME, "2030-01-31T12:00:00.1234567", "is not a datetime such as"),
        (DATETIME, "12:30", "is not a datetime such as"),
        (DATETIME, ["a"], "is not a datetime"),
        (DURATION, "90", "is not a duration such as 1h30m"),
        (DURATION, "1y", "is not a duration"),
        (DURATION, "h", "is not a duration"),
        (DURATION, "", "is not a duration"),
        (DURATION, "1h 30m", "is not a duration"),
        (DURATION, "1H", "is not a duration"),
        (DURATION, "PT", "is not a duration"),
        (DURATION, "P", "is not a duration"),
        (DURATION, "P1M", "is not a duration"),
        (DURATION, "PT1D", "is not a duration"),
        (DURATION, "0.0000001s", "is not a duration"),
        (DURATION, "9" * 90 + "w", "is too long for a duration"),
        (DURATION, "1" * 200 + "s", "is not a duration"),
        (DURATION, ["1s"], "is not a duration"),
    ],
)
def test_other_text_is_refused_in_words(type: Type, raw: Any, message: str) -> None:
    with pytest.raises(BadValue) as caught:
        type.read(raw)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("type", "value"), [(BYTES, "a"), (PATH, 1), (PATH, ""), (DATETIME, "2030-01-31"), (DURATION, 5)]
)
def test_python_values_of_other_types_are_refused(type: Type, value: object) -> None:
    with pytest.raises(BadValue):
        type.accept(value)


def test_a_path_may_be_given_as_a_str_and_bytes_as_an_array() -> None:
    assert PATH.accept("null") == Path("null")
    assert type(BYTES.accept(bytearray(b"a"))) is bytes


def test_types_are_named_as_the_language_names_them() -> None:
    assert [str(type) for type in (BYTES, PATH, DATETIME, DURATION)] == [
        "bytes",
        "path",
        "datetime",
        "duration",
    ]


@given(st.timedeltas())
def test_any_duration_reads_back(value: timedelta) -> None:
    assert DURATION.read(duration_text(value)) == value


@given(st.datetimes(timezones=st.none() | st.just(EAST)))
def test_any_datetime_reads_back(value: datetime) -> None:
    assert DATETIME.read(value.isoformat()) == value


@given(st.text(max_size=20) | st.text("0123456789.-+:TPZhmsuwd ", max_size=20))
def test_any_text_is_a_value_or_a_bad_value(text: str) -> None:
    for type in (BYTES, PATH, DATETIME, DURATION):
        try:
            value = type.read(text)
        except BadValue:
            continue
        assert type.accept(value) == value
