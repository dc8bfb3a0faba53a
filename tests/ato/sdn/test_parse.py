"""Every form of the notation, and every fault with its place."""

from __future__ import annotations

import pytest

from ato.config import ConfigError
from ato.sdn import Bounds, loads

FORMS = [
    ("name: Alice\nage: 30", {"name": "Alice", "age": 30}),
    ("name = Alice", {"name": "Alice"}),
    ("p = {x: 1, y: 2}", {"p": {"x": 1, "y": 2}}),
    ("p:\n  x: 1\n  y: {z: [1, {w: 2}]}", {"p": {"x": 1, "y": {"z": [1, {"w": 2}]}}}),
    ("train:\n    epochs = 10\n    lr = 1e-3", {"train": {"epochs": 10, "lr": 1e-3}}),
    ("a = [1, 2, 3]", {"a": [1, 2, 3]}),
    ("a:\n  1\n  two\n  {x: 1}\n  - 5\n  -5", {"a": [1, "two", {"x": 1}, 5, -5]}),
    ("m: table{i32, i32} = [(1, 2), (3, 4),]", {"m": [(1, 2), (3, 4)]}),
    ("m: table{i32, f32, str, bool}\n  1, 2, x y, true", {"m": [(1, 2.0, "x y", True)]}),
    ("m: table{f64}\n  inf\n  -inf", {"m": [(float("inf"),), (float("-inf"),)]}),
    ("p |x, y| 1, 2", {"p": [{"x": 1, "y": 2}]}),
    ("p |x, y|\n  1, 2\n  3, 4", {"p": [{"x": 1, "y": 2}, {"x": 3, "y": 4}]}),
    (
        'p |city, "a b"|\n  San Francisco, "x, y"\n  , ./a',
        {"p": [{"city": "San Francisco", "a b": "x, y"}, {"city": "", "a b": "./a"}]},
    ),
    ("p |x|", {"p": []}),
    (
        "root = ./data\nout = runs/${project}\napi: /api/{id}",
        {"root": "./data", "out": "runs/${project}", "api": "/api/{id}"},
    ),
    ("t = ${time.now:%Y-%m, now}", {"t": "${time.now:%Y-%m, now}"}),
    ("a: ${ {x: 1}[y] } b", {"a": "${ {x: 1}[y] } b"}),
    ("a: [${b}, c:d]", {"a": ["${b}", "c:d"]}),
    (
        "v: 2.1.0\nip: 10.0.0.1\nt: 2026-01-10T15:30:00Z\nh: 14a73b\nu: https://x/y",
        {"v": "2.1.0", "ip": "10.0.0.1", "t": "2026-01-10T15:30:00Z", "h": "14a73b", "u": "https://x/y"},
    ),
    (
        "mail: alice@example.com\ngpu: NVIDIA A100 40GB # note",
        {"mail": "alice@example.com", "gpu": "NVIDIA A100 40GB"},
    ),
    (r'a: "\"\\\n\t\r\u00e9\ud83d\ude00"', {"a": '"\\\n\t\ré😀'}),
    ("a: 1_000_000\nb: -1.5e+3\nc: 0.5\nd: -0", {"a": 1_000_000, "b": -1500.0, "c": 0.5, "d": 0}),
    ("a: 12345678901234567890123", {"a": 12345678901234567890123}),
    (
        "a: true\nb: false\nc: null\nd: nil\ne:\nf: true story",
        {"a": True, "b": False, "c": None, "d": None, "e": None, "f": "true story"},
    ),
    ('table: 1\nnull: 2\n"a.b": 3', {"table": 1, "null": 2, "a.b": 3}),
    ("# c\r\na: 1\r\n\r\nb:\r\n  x: 2\r\n", {"a": 1, "b": {"x": 2}}),
    ("{a: 1}", {"a": 1}),
    ("{\n  a: 1,\n  b: 2  # c\n  c: [\n    1,\n    2\n  ]\n}\n", {"a": 1, "b": 2, "c": [1, 2]}),
    ("[1,\n 2]", [1, 2]),
    ("[1]\n[2]", [[1], [2]]),
    ("1\n2", [1, 2]),
    ("", {}),
    ("# nothing\n", {}),
    ("inf: inf\nnan: nan", {"inf": "inf", "nan": "nan"}),
]


@pytest.mark.parametrize(("text", "value"), FORMS, ids=[text[:30] for text, _ in FORMS])
def test_each_form_is_read(text: str, value: object) -> None:
    assert loads(text) == value
    assert repr(loads(text)) == repr(value)


FAULTS = [
    ("a: 1\na: 2", ["2:1: 'a' is given twice"]),
    ("a: {b: 1, b: 2}", ["1:11: 'b' is given twice"]),
    ("a:\n\tb: 1", ["2:1: a tab stands in the indentation"]),
    ("a:\n    b: 1\n  c: 2\nd: 'x'", ["3:3: this line is indented like none", "4:4: single quotes"]),
    ("a: 1\n  b: 2", ["2:3: this line is indented too far"]),
    ("a: [1, 2", ["1:4: '[' opens a list that is never closed"]),
    ("a: [1, 2\nb: {c: 1", ["1:4: '[' opens a list that is never closed", "2:4: '{' opens a mapping"]),
    ('a: "x\nb: .5', ['1:4: " opens a text', "2:4: .5 is not how a number is written"]),
    ('a: "\\x"', ["1:5: this backslash"]),
    ('a: "\\ud800"', ["1:5: this is half a character"]),
    ("a: +5\nb: 0xFF\nc: 5.\nd: 1_", ["1:4: +5", "2:4: 0xFF", "3:4: 5.", "4:4: 1_"]),
    ("a: 1e999", ["1:4: 1e999 is more than a float holds"]),
    ("a: x#y", ["1:5: this text ends here, where a '#' touches it"]),
    ("a: b, c", ["1:5: this text ends here, at ','"]),
    ("a: b: c", ["1:5: a ':' with space behind it"]),
    ("a: é", ["1:4: a value must stand here, not 'é'"]),
    ("a: [b c]", ["1:7: a comma or ']' must stand before 'c'"]),
    ("a: 1\nfoo\nb:1", ["2:1: a value without a key", "3:1: a value without a key"]),
    ("a:\n  1\n  b: 2", ["3:3: a key stands in a list"]),
    ("a:\n  - b: 2", ["2:5: a key stands in a list"]),
    ("a-b: 1\nc.d = 2", ["1:1: 'a-b' is no name", "2:1: 'c.d' is no name"]),
    ("a =", ["1:3: a value must follow '='"]),
    ("a |x, y|\n  1\n  1, 2\n  1, 2,", ["2:3: row 1 has 1 cell, and the table 2", "4:3: row 3 has 3 cells"]),
    ("a |x, x| 1, 2", ["1:7: 'x' names two columns"]),
    ("a |x", ["1:3: a comma or '|' must stand before the end"]),
    (
        "a: table{i8, i33}\n  300, 1",
        ["1:14: 'i33' is no type", "2:3: row 1, column 1: i8 goes from -128 to 127"],
    ),
    (
        "a: table{u8} = [(-1), (1, 2), ()]",
        ["1:18: row 1, column 1: u8", "1:23: row 2 has 2", "1:31: this row has no"],
    ),
    (
        "a: table{f32, bool, str}\n  1e39, 1, 2\n",
        ["2:3: row 1, column 1", "2:9: row 1, column 2", "2:12: row 1, column 3"],
    ),
    ("{a: 1} x", ["1:8: 'x' follows after the end"]),
    ("  a: 1\nb: 2", ["1:3: the first line is indented", "2:1: this is indented less"]),
    ("a: 1\x00", ["1:5: U+0000 is a control character"]),
    ("a: ${b", ["1:4: '${' is never closed"]),
]


@pytest.mark.parametrize(("text", "expected"), FAULTS, ids=[text[:30] for text, _ in FAULTS])
def test_every_fault_is_told_with_its_place(text: str, expected: list[str]) -> None:
    with pytest.raises(ConfigError) as caught:
        loads(text)
    told = [f"{problem.subject}: {problem.message}" for problem in caught.value.problems]
    assert [(line, line.startswith(start)) for line, start in zip(told, expected)] == [
        (line, True) for line in told
    ]
    assert len(told) == len(expected)


def test_depth_size_and_digits_are_bounded() -> None:
    for text in ("a: " + "[" * 200, "[" * 100_000, "".join(" " * level + "a:\n" for level in range(200))):
        with pytest.raises(ConfigError, match="more than 100 levels deep"):
            loads(text)
    with pytest.raises(ConfigError, match="more than 10 keys and values"):
        loads("a: [" + "1, " * 20 + "]", bounds=Bounds(values=10))
    with pytest.raises(ConfigError, match="5000 characters"):
        loads("a: " + "1" * 5000)


def test_a_thousand_faults_are_not_all_told() -> None:
    with pytest.raises(ConfigError) as caught:
        loads("a: 'x'\n" * 1000)
    assert len(caught.value.problems) == 100
