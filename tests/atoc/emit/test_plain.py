from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import PurePosixPath

import pytest

import ato.config as ato
from atoc.emit.plain import plain


class Part(ato.Config):
    __slots__ = ("size", "token")
    __match_args__ = ("size", "token")
    _fields = (ato.Field("size", ato.INT), ato.Field("token", ato.STR, secret=True))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (1.5, 1.5),
        (float("inf"), ".inf"),
        (float("-inf"), "-.inf"),
        (float("nan"), ".nan"),
        ((1, ("a",)), [1, ["a"]]),
        (frozenset(("b", "a")), ["a", "b"]),
        (ato.FrozenDict({"k": (1.0, float("inf"))}), {"k": [1.0, ".inf"]}),
        (b"\xff", "/w=="),
        (PurePosixPath("a/b"), "a/b"),
        (datetime(2030, 1, 31, tzinfo=timezone.utc), "2030-01-31T00:00:00+00:00"),
        (timedelta(hours=1, minutes=30), "1h30m"),
        (Part._of({"size": 2, "token": "hidden"}), {"size": 2, "token": "***"}),
        (Part._of({"size": 2}), {"size": 2}),
    ],
)
def test_values_in_json(value: object, expected: object) -> None:
    assert plain(value) == expected


def test_every_int_can_be_written() -> None:
    text = json.dumps(plain(1 << 20_000))
    assert text.startswith('"0x1000')
    assert plain(1 << 10_000) == 1 << 10_000
