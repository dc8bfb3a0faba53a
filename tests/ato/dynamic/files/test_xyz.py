"""XYZ reads back what it wrote, what Ato wrote, and custom formats."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ato import xyz
from ato.adict import ADict
from ato.config import BadValue

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
FORMATS = [
    None,
    {"key_prefix": "- ", "key_postfix": " =", "index_prefix": "#", "index_postfix": "."},
    {"key_prefix": "-"},
    {"index_postfix": "]", "index_prefix": "["},
]


def told(value: object) -> str:
    """Values with their types: 1, 1.0 and True differ."""
    return repr(value)


@pytest.mark.parametrize("form", FORMATS)
@given(TREES)
def test_plain_data_comes_back_the_same(form: dict[str, str] | None, tree: Any) -> None:
    assert told(xyz.loads(xyz.dumps(tree, form))) == told(tree)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": 1, "b": {"c": [1, {"d": 2}]}}, "a: 1\nb:\n  c:\n    0) 1\n    1)\n      d: 2"),
        (
            {"e": [], "m": {}, "n": None, "t": True},
            "e: [Empty Sequence]\nm: [Empty Mapping]\nn: None\nt: True",
        ),
        ({"lr": 1e-05, "s": "resnet50", "w": "two words", "u": "http://x"}, None),
        ([1, [2, 3]], "0) 1\n1)\n  0) 2\n  1) 3"),
    ],
)
def test_what_was_written_before_is_written_so_still(value: Any, text: str | None) -> None:
    expected = text or "lr: 1e-05\ns: resnet50\nw: two words\nu: http://x"
    assert xyz.dumps(value) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: x: y", {"a": "x: y"}),
        ("t: 12:30", {"t": "12:30"}),
        ("n: -3\nm: +2\ne: 1E-3\ni: inf", {"n": -3, "m": 2, "e": 0.001, "i": float("inf")}),
        ("f: f(x)", {"f": "f(x)"}),
        ('q: "quoted"', {"q": '"quoted"'}),
        ("a:", {"a": None}),
        ("a:1", {"a": 1}),
        ("a:\n    b: 1\nc: 2", {"a": {"b": 1}, "c": 2}),
        ("a:\n  5", {"a": 5}),
        ("0) a\n2) c", ["a", None, "c"]),
        ("\n\na: 1\n\nb: 2\n", {"a": 1, "b": 2}),
        ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
        ("key_prefix -> -\n-a: 1", {"a": 1}),
        ("key-prefix -> -\nkey-postfix -> =\n-a= 1", {"a": 1}),
        ("true", True),
        ("", None),
        ("n: 1.2.3", {"n": "1.2.3"}),
    ],
)
def test_what_was_written_by_hand_or_by_ato_is_read(text: str, value: object) -> None:
    assert told(xyz.loads(text)) == told(value)


def test_left_behind_headers_that_are_written_and_never_read() -> None:
    config = ADict(a=1, b={"c": [1, 2]})
    text = config.to_xyz({"key_prefix": "-", "index_prefix": "*"})
    assert text.startswith("key_prefix -> -\nindex_prefix -> *\n-a: 1")
    assert xyz.loads(text) == config.to_dict()
    assert xyz.remove_format_str(text).startswith("-a: 1")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\n0) 2", "keys and indices, at line 2"),
        ("a: 1\n  b: 2", "stands below a value, at line 2"),
        ("a:\n  5\n  6", "stands below a value, at line 3"),
        ('a: [Text] "open', "followed by text in double quotes, at line 1"),
        ("999999999) 1", "the index 999999999 is larger than"),
        ("\n".join(" " * depth + "a:" for depth in range(300)), "deep in each other"),
        ("a: 1\na: 2", "the key 'a' is given twice, at line 2"),
    ],
)
def test_a_text_that_says_nothing_clear_is_refused(text: str, words: str) -> None:
    with pytest.raises(BadValue, match=words):
        xyz.loads(text)


def test_a_format_that_cannot_be_read_back_is_refused() -> None:
    with pytest.raises(BadValue, match="cannot be told apart"):
        xyz.dumps({"a": [1]}, {"index_postfix": " : ", "key_postfix": " : ", "index_prefix": " "})
    with pytest.raises(BadValue, match="and not 'bogus'"):
        xyz.dumps({"a": 1}, {"bogus": "x"})
    deep: Any = []
    for _ in range(200):
        deep = [deep]
    with pytest.raises(BadValue, match="deep in each other"):
        xyz.dumps(deep)


def test_other_values_become_text_or_lists() -> None:
    assert xyz.loads(xyz.dumps({"p": Path("a/b"), "t": (1, 2), "s": {"b", "a"}, "b": b"x"})) == {
        "p": "a/b",
        "t": [1, 2],
        "s": ["a", "b"],
        "b": "b'x'",
    }


def test_files_are_paths_or_open(tmp_path: Path) -> None:
    xyz.dump({"a": "é"}, tmp_path / "a.xyz")
    assert xyz.load(str(tmp_path / "a.xyz")) == {"a": "é"}
    file = io.StringIO()
    xyz.dump({"a": 1}, file)
    assert xyz.load(io.StringIO(file.getvalue())) == {"a": 1}


def test_the_tree_between_data_and_text_can_be_walked() -> None:
    tree = xyz.convert_structure_to_tree({"a": [1]})
    child = tree.children[0]
    assert (tree.node_type, child.value, child.value_type, child.node_type, child.parent) == (
        "dict",
        "a",
        "key",
        "iter",
        tree,
    )
    assert xyz.convert_tree_to_structure(tree) == {"a": [1]}
    assert child.dumps(0) == "a:\n  0) 1"
    assert repr(child) == "GlobalParser('a', 'key', 'iter')"
    header, lines = xyz.parse_lines(["key_prefix -> -", "-a: 1"])
    assert xyz.parse_format(header)["key_prefix"] == "-"
    assert xyz.convert_tree_to_structure(xyz.convert_lines_to_tree(lines, {"key_prefix": "-"})) == {"a": 1}
