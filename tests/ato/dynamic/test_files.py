"""Configs as files: every format reads and writes, and what is wrong is told with its file and place."""

from __future__ import annotations

import datetime
import pickle
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ato.adict import ADict
from ato.config import ConfigError

FORMATS = ("yaml", "yml", "json", "toml", "sdn", "xyz")
KEYS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=5)
VALUES = st.recursive(
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", FORMATS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=st.dictionaries(KEYS, VALUES, max_size=4))
def test_what_is_written_is_read_again(tmp_path: Path, suffix: str, tree: dict[str, Any]) -> None:
    path = tmp_path / f"config.{suffix}"
    assume(suffix != "sdn" or "inf" not in repr(tree))  # SDN has no such number
    ADict(tree).dump(path)
    assert repr(ADict.from_file(path).to_dict()) == repr(tree) or sorted_tree(path) == sorted_repr(tree)


def sorted_tree(path: Path) -> str:
    return sorted_repr(ADict.from_file(path).to_dict())


def sorted_repr(tree: object) -> str:
    """TOML writes scalars before tables, so the order of keys is its own."""
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{key!r}: {sorted_repr(tree[key])}" for key in sorted(tree)) + "}"
    return "[" + ", ".join(map(sorted_repr, tree)) + "]" if isinstance(tree, list) else repr(tree)


def test_left_behind_yaml_numbers_as_text(tmp_path: Path) -> None:
    text = "lr: 1e-3\nbig: 1E5\nname: no\ntime: 12:30\ndate: 2024-01-01\nhex: 0x10\nnone: ~\n"
    config = ADict.from_file(write(tmp_path / "a.yaml", text))
    assert config == {
        "lr": 0.001,
        "big": 100000.0,
        "name": "no",
        "time": "12:30",
        "date": "2024-01-01",
        "hex": 16,
        "none": None,
    }


def test_sdn_holds_tables_tuples_and_bases(tmp_path: Path) -> None:
    text = "rows |x, y|\n    1, 2.5\n    3, 4.0\npairs: table{str, i64}\n    a, 1\nnone: null\n"
    config = ADict.from_file(write(tmp_path / "a.sdn", text))
    assert config == {"rows": [{"x": 1, "y": 2.5}, {"x": 3, "y": 4.0}], "pairs": [("a", 1)], "none": None}
    assert type(config.rows[0]) is ADict
    top = '_base_: "a.sdn"\nfirst: "{{_base_.pairs}}"\nnone: 1\n'
    assert ADict.from_mm_config(write(tmp_path / "top.sdn", top)) == {
        **config,
        "first": [("a", 1)],
        "none": 1,
    }


def test_all_that_is_wrong_with_sdn_is_told_with_its_places(tmp_path: Path) -> None:
    path = write(tmp_path / "a.sdn", "a: 1\na: 2\nb: [1 2\n")
    with pytest.raises(ValueError, match=r"a\.sdn:2:1: 'a' is given twice") as raised:
        ADict.from_file(path)
    assert isinstance(raised.value, ConfigError)
    assert len(raised.value.problems) > 1
    assert all(problem.subject.startswith(f"{path}:") for problem in raised.value.problems)
    again = pickle.loads(pickle.dumps(raised.value))
    assert (type(again), str(again)) == (type(raised.value), str(raised.value))


def test_what_sdn_cannot_say_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    path = write(tmp_path / "a.sdn", "a: 1\n")
    with pytest.raises(ConfigError, match=r"b\.c: inf is no number.*(?s:.*)d: a value of object|d: a value"):
        ADict(b={"c": float("inf")}, d=object()).dump(path)
    with pytest.raises(ConfigError, match=r"b\.c: inf is no number"):
        ADict(b={"c": float("inf")}).dump(path)
    with pytest.raises(TypeError, match="SDN takes no options, and indent is given"):
        ADict(a=2).dump(path, indent=2)
    assert path.read_text() == "a: 1\n"


def test_yaml_merges_anchors(tmp_path: Path) -> None:
    text = "base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\na:\n  <<: *b\n  y: 9\nc: {<<: [*m, *b]}\n"
    config = ADict.from_file(write(tmp_path / "a.yml", text))
    assert (config.a, config.c) == ({"x": 1, "y": 9}, {"x": 1, "y": 3, "z": 4})


def test_files_of_lists_and_of_nothing(tmp_path: Path) -> None:
    assert ADict.from_file(write(tmp_path / "a.yaml", "- 1\n- {a: 2}\n")) == [1, {"a": 2}]
    assert type(ADict.from_file(tmp_path / "a.yaml")[1]) is ADict
    assert ADict.from_file(write(tmp_path / "a.json", "[1, 2]")) == [1, 2]
    for name in ("b.yaml", "b.json", "b.toml"):
        assert ADict.from_file(write(tmp_path / name, "")) == {}
    assert ADict.from_file(write(tmp_path / "b.jsonl", "")) == []


def test_left_behind_jsonl_as_one_document(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"a": 1}\n\n{"b": {"c": 2}}\n')
    read = ADict.from_file(path)
    assert read == [{"a": 1}, {"b": {"c": 2}}]
    assert read[1].b.c == 2
    ADict(x=1).dump(tmp_path / "b.jsonl")
    assert ADict.from_file(tmp_path / "b.jsonl") == [{"x": 1}]
    with pytest.raises(ValueError, match="line 2 is not JSON"):
        ADict.from_file(write(path, '{"a": 1}\n{"b"\n'))


def test_a_python_file_gives_what_it_sets(tmp_path: Path) -> None:
    write(tmp_path / "base.py", "shared = 1\n")
    path = write(
        tmp_path / "config.py",
        "import os\nfrom math import pi, tau\nfrom base import *\n\n"
        "class Model: pass\n\ndef make(): return 3\n\n"
        "lr = 1e-3\ndefault = make()\nmodel = Model\n_private = 2\n__hidden = 5\ntau = 6\n"
        "nested = {'a': {'default': 1}}\nif lr:\n    import json as codec\n",
    )
    sys.path.insert(0, str(tmp_path))
    try:
        config = ADict.from_file(path)
    finally:
        sys.path.remove(str(tmp_path))
        sys.modules.pop("base", None)
    assert list(config) == ["tau", "shared", "lr", "default", "model", "_private", "nested"]
    assert (config.nested.a.default, config.tau, config["default"]) == (1, 6, 3)
    assert "config" not in sys.modules
    assert ADict.compile_from_file(str(path.with_name("base.py"))) == {"shared": 1}


def test_load_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    config = ADict(old=1)
    config.load(write(tmp_path / "a.toml", "[a]\nb = 1\nday = 2024-01-02\n"))
    assert config == {"a": {"b": 1, "day": datetime.date(2024, 1, 2)}}
    config.a.b = 2
    config.load(write(tmp_path / "a.json", '{"x": 1.5}'), parse_float=str)
    assert config == {"x": "1.5"}
    with pytest.raises(ConfigError, match="holds no mapping"):
        config.load(write(tmp_path / "a.yaml", "- 1"))
    with pytest.raises(TypeError, match="take no options"):
        config.load(write(tmp_path / "b.yaml", "a: 1"), parse_float=str)
    assert config == {"x": "1.5"}


def test_folders_are_made_and_options_reach_the_writer(tmp_path: Path) -> None:
    config = ADict(b=1, a={"c": (1, 2)}, d=None)
    path = tmp_path / "new" / "folder" / "a.json"
    config.dump(path)
    assert (
        path.read_text()
        == '{\n  "b": 1,\n  "a": {\n    "c": [\n      1,\n      2\n    ]\n  },\n  "d": null\n}\n'
    )
    config.dump(path, sort_keys=True)
    assert path.read_text() == '{"a": {"c": [1, 2]}, "b": 1, "d": null}\n'
    config.dump(tmp_path / "a.yaml", sort_keys=True)
    assert (tmp_path / "a.yaml").read_text() == "a:\n  c:\n  - 1\n  - 2\nb: 1\nd: null\n"
    config.dump(tmp_path / "a.toml")
    assert ADict.from_file(tmp_path / "a.toml") == {"b": 1, "a": {"c": [1, 2]}}
    config.dump(tmp_path / "a.xyz", format_dict={"key_prefix": "-"})
    assert ADict.from_file(tmp_path / "a.xyz") == config.to_dict()
    with pytest.raises(TypeError, match="no options"):
        config.dump(tmp_path / "a.toml", indent=2)


def test_dumping_notes_nothing_as_read(tmp_path: Path) -> None:
    inner = ADict(b=1)
    config = ADict(a=inner)
    config.dump(tmp_path / "a.yaml")
    config.to_xyz()
    assert (config.accessed_keys, inner.accessed_keys) == (set(), set())


def test_what_no_file_can_hold_is_refused_with_every_place(tmp_path: Path) -> None:
    config = ADict(a={"model": object()}, b=[1, len], path=Path("x/y"), days=datetime.timedelta(days=1))
    for suffix in ("yaml", "json", "toml"):
        with pytest.raises(ConfigError) as told:
            config.dump(tmp_path / f"a.{suffix}")
        assert [problem.subject for problem in told.value.problems] == ["a.model", "b[1]"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "text", "kind", "words"),
    [
        ("a.ini", "", ValueError, r"\.ini is not a valid file extension"),
        ("a.yamll", "", ValueError, r"did you mean '\.yaml'"),
        ("a", "", ValueError, "no suffix is not a valid file extension"),
        ("a.yaml", "a: [1", ValueError, "is not YAML"),
        ("a.yaml", "a: 1\na: 2", ValueError, "'a' is given twice, at line 2"),
        ("a.yaml", "a: !!python/object:os.system x", ValueError, "has no meaning here"),
        ("a.yaml", "<<: 3", ValueError, "'<<' merges mappings"),
        ("a.json", "{", ValueError, "is not JSON: .* line 1"),
        ("a.json", '{"a": 1, "a": 2}', ValueError, "given twice"),
        ("a.json", "[" * 100000, ValueError, "too deep"),
        ("a.json", "9" * 5000, ValueError, "is not JSON"),
        ("a.toml", "a = ", ValueError, "is not TOML"),
        ("a.xyz", "a: 1\n0) 2", ValueError, "line 2"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_by_name(
    tmp_path: Path, name: str, text: str, kind: type[Exception], words: str
) -> None:
    path = write(tmp_path / name, text)
    with pytest.raises(ConfigError, match=words) as told:
        ADict.from_file(path)
    assert isinstance(told.value, kind)
    assert str(told.value).startswith(str(path))


def test_a_file_that_is_missing_is_told_by_name_and_pickles(tmp_path: Path) -> None:
    for read in (ADict.from_file, ADict().load, ADict.from_mm_config):
        with pytest.raises(FileNotFoundError, match=r"nope\.yaml: does not exist") as told:
            read(tmp_path / "nope.yaml")
        assert isinstance(told.value, ConfigError)
        assert str(pickle.loads(pickle.dumps(told.value))) == str(told.value)
    with pytest.raises(ConfigError, match="not a valid file extension"):
        ADict().dump(tmp_path / "a.ini")


def test_a_key_of_two_smaller_signs_comes_back_from_yaml(tmp_path: Path) -> None:
    tree = {"<<": {"a": 1}, "b": {"<<": [], "c": "<<"}}
    ADict(tree).dump(tmp_path / "c.yaml")
    assert ADict.from_file(tmp_path / "c.yaml").to_dict() == tree
    (tmp_path / "m.yaml").write_text("a: &a {x: 1}\nb: {<<: *a, y: 2}\n'<<': 3\n", encoding="utf-8")
    assert ADict.from_file(tmp_path / "m.yaml").to_dict() == {"a": {"x": 1}, "b": {"x": 1, "y": 2}, "<<": 3}
