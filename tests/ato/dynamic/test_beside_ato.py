"""Ours beside the original package: the same code, run on both, comes to the same."""

from __future__ import annotations

import base64
import pickle
from hashlib import sha1
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ato import xyz
from ato.adict import ADict
from tests.peers import answers

FEW = settings(max_examples=3, phases=[Phase.generate])  # each starts a process
KEYS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=4) | st.sampled_from(
    ["a", "a.b", "b", ""]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=3)
)
TREES = st.recursive(
    SCALARS | st.lists(SCALARS, max_size=3),
    lambda inner: st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=10,
)

STRUCTURE = """
from ato.adict import ADict
answer = []
for tree in given:
    config = ADict(tree)
    answer.append([
        config.get_structural_hash(),
        [list(pair) for pair in config.get_structural_mapping('', config)],
        [list(pair) for pair in config.get_structural_mapping('top', tree)],
        dict(config.get_structural_repr()),
    ])
"""

OPERATIONS = """
from ato.adict import ADict
answer = []
for tree, steps in given:
    config = ADict(tree)
    for what, key, value in steps:
        if what == 'set': config[key] = value
        elif what == 'get': config.get(key)
        elif what == 'read' and key in config: config[key]
        elif what == 'pop': config.pop(key, value)
        elif what == 'setdefault': config.setdefault(key, value)
        elif what == 'popitem' and config: config.popitem()
        elif what == 'update': config.update({key: value}, n=1)
        elif what == 'merge' and isinstance(config.get(key), ADict):
            config.update({key: {'m': value}}, recurrent=True)
        elif what == 'absent' and isinstance(config.get(key), ADict): config.update_if_absent({key: value})
        elif what == 'replace' and key in config: config.replace_keys([key], ['new'])
        elif what == 'several' and key in config: config[key, 'x'] = [value, 2]; config[key, 'x']
        elif what == 'or': config = config | {key: value}
    is_left = config.accessed_keys <= set(config)   # a deleted key breaks the original
    minimal = config.get_minimal_config().to_dict() if is_left else {}
    answer.append([sorted(config.accessed_keys), sorted(minimal), list(config), config.json()])
"""
NAMES = st.sampled_from("abcd")
SMALL = (
    st.integers(0, 5)
    | st.dictionaries(NAMES, st.integers(0, 5), max_size=2)
    | st.lists(st.integers(0, 3), max_size=2)
)
WORDS = [
    "set",
    "get",
    "read",
    "pop",
    "setdefault",
    "popitem",
    "update",
    "merge",
    "absent",
    "replace",
    "several",
]
STEPS = st.lists(st.tuples(st.sampled_from(WORDS), NAMES, SMALL), max_size=8)


def ours(code: str, given: object) -> Any:
    names: dict[str, Any] = {"given": given}
    exec(code, names)
    return names["answer"]


@FEW
@given(st.lists(st.dictionaries(KEYS, TREES, max_size=4), min_size=20, max_size=40))
def test_structural_hashes_are_the_same_to_the_bit(trees: list[Any]) -> None:
    assert ours(STRUCTURE, trees) == answers("ato", STRUCTURE, trees)


@FEW
@given(st.lists(st.tuples(st.dictionaries(NAMES, SMALL, max_size=4), STEPS), min_size=20, max_size=40))
def test_operations_and_what_they_note_as_read_are_the_same(cases: list[Any]) -> None:
    assert ours(OPERATIONS, cases) == answers("ato", OPERATIONS, cases)


def test_the_hash_of_every_type_is_the_same() -> None:
    code = """
from ato.adict import ADict
import pathlib, datetime, collections
Pair = collections.namedtuple('Pair', 'a b')
config = ADict(a=(1, 2), b=[{'c': 1}], d=b'x', e={1, 2}, f=pathlib.PurePosixPath('x'),
               g=datetime.date(2024, 1, 1), h=len, i=int, j={'k': {'l': ()}, 'empty': {}},
               m=frozenset(), n={'default': 1})
answer = config.get_structural_hash()
"""
    assert ours(code, None) == answers("ato", code, None)


def test_the_known_example_has_its_hash() -> None:
    config = ADict(lr=0.1, m=ADict(l=[1, 2]), n=None)
    known = sha1(b"[lr:float][m.l:list][n:NoneType]", usedforsecurity=False).hexdigest()
    assert config.get_structural_hash() == known


@FEW
@given(
    st.lists(
        st.dictionaries(
            st.from_regex(r"[a-z][a-z_]{0,5}", fullmatch=True),
            st.recursive(
                st.integers(0) | st.from_regex(r"[a-z]{1,6}", fullmatch=True) | st.booleans() | st.none(),
                lambda inner: (
                    st.lists(inner, min_size=1, max_size=3)
                    | st.dictionaries(
                        st.from_regex(r"[a-z]{1,4}", fullmatch=True), inner, min_size=1, max_size=3
                    )
                ),
                max_leaves=6,
            ),
            min_size=1,
            max_size=4,
        ),
        min_size=20,
        max_size=40,
    )
)
def test_plain_xyz_is_written_and_read_alike(trees: list[Any]) -> None:
    code = "from ato import xyz\nanswer = [[xyz.dumps(tree), xyz.loads(xyz.dumps(tree))] for tree in given]"
    theirs = answers("ato", code, trees)
    assert [xyz.loads(text) for text, _ in theirs] == trees
    assert ours(code, trees) == theirs


@pytest.mark.parametrize("suffix", ["yaml", "json", "toml", "xyz"])
def test_files_of_each_are_read_by_the_other(tmp_path: Path, suffix: str) -> None:
    tree = {"lr": 1e-05, "steps": [1, 2], "model": {"name": "r50", "deep": {"on": True}}, "text": "two words"}
    read = "from ato.adict import ADict\nanswer = ADict.from_file(given[0]).to_dict()"
    write = "from ato.adict import ADict\nADict(given[1]).dump(given[0])\nanswer = 0"
    mine, theirs = str(tmp_path / f"mine.{suffix}"), str(tmp_path / f"theirs.{suffix}")
    ours(write, [mine, tree])
    answers("ato", write, [theirs, tree])
    assert answers("ato", read, [mine]) == tree
    assert ours(read, [theirs]) == tree


def test_pickles_of_the_original_are_read() -> None:
    code = """
import base64, pickle
from ato.adict import ADict
config = ADict(a=ADict(b=1), c=[1], default=list)
config.a.b
answer = base64.b64encode(pickle.dumps(config)).decode()
"""
    config = pickle.loads(base64.b64decode(answers("ato", code, None)))
    assert config == {"a": {"b": 1}, "c": [1]}
    assert config.new == []
    assert config.accessed_keys == {"a", "new"}


def test_configs_with_bases_come_to_the_same(tmp_path: Path) -> None:
    (tmp_path / "base.py").write_text("model = dict(type='r', head=dict(n=10), keep=1)\nepochs = 5\n")
    (tmp_path / "data.yaml").write_text("data: {root: x}\n")
    (tmp_path / "config.py").write_text(
        "_base_ = ['base.py', 'data.yaml']\nmodel = dict(head=dict(_delete_=True, m=2), layers=[1])\nlr = 1\n"
    )
    code = "from ato.adict import ADict\nanswer = ADict.from_mm_config(given).to_dict()"
    path = str(tmp_path / "config.py")
    assert ours(code, path) == answers("ato", code, path)


def test_hierarchies_of_separate_groups_come_to_the_same(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("lr: 0.1\nseed: 1\n")
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "r50.json").write_text('{"model": {"name": "r50"}}')
    code = """
from ato.adict import ADict
answer = ADict.compose_hierarchy(
    given, select={'model': 'r50'}, overrides={'model.depth': 50, 'x': {'y': 1}}, on_missing='ignore'
).to_dict()
"""
    assert ours(code, str(tmp_path)) == answers("ato", code, str(tmp_path))
