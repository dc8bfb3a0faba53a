"""Trees of mmengine: every config is a selection that gives what mmengine's own ``Config`` gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.importers import Carried, Refused
from atoc.importers.mmengine import carry, wanted
from atoc.importers.mmengine.values import merged
from atoc.span import SourceFile
from tests import peers
from tests.atoc.importers.composing import (
    CASES,
    composed,
    files,
    module,
    plain,
    whats,
    without_nothing,
    written,
)

FOLDER = CASES / "import-mmengine"
ENDINGS = (".py", ".yaml", ".yml", ".json")
PATHS = sorted(
    path.relative_to(FOLDER).as_posix() for path in (FOLDER / "configs").rglob("*") if path.suffix in ENDINGS
)
ASK = """
from mmengine.config import Config
answer = [Config.fromfile(path, import_custom_modules=False).to_dict() for path in given]
"""


@pytest.fixture(scope="module")
def carried() -> Carried:
    return carry(files(FOLDER, "configs", *ENDINGS), "configs", "classifier")


@pytest.fixture(scope="module")
def theirs() -> dict[str, Any]:
    """What mmengine makes of each config of the case."""
    return dict(zip(PATHS, peers.answers("mmengine", ASK, PATHS, cwd=FOLDER)))


def view_of(carried: Carried, path: str) -> str:
    (tree,) = carried.documents.values()
    assert isinstance(tree, dict)
    said = [name for name, view in tree["views"].items() if path in view["doc"]]
    return said[0] if said else Path(path).stem


def test_every_config_of_the_tree_is_a_selection_with_the_same_values(
    carried: Carried, theirs: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FOLDER)
    made = module(carried)
    for path in PATHS:
        expected = without_nothing(plain(theirs[path]))
        if path.endswith("resnet50_8xb32_coslr_in1k.py"):
            assert expected.pop("load_from") == "checkpoints/resnet50_8xb32_coslr_in1k.pth"
        assert without_nothing(composed(made, view_of(carried, path))) == expected, path


def test_what_was_not_understood_is_told_with_its_place(carried: Carried) -> None:
    (left,) = carried.left
    assert str(left.place) == "configs/resnet/resnet50_8xb32_coslr_in1k.py:9:1"
    assert left.what.startswith("load_from = ")
    assert left.why.endswith("is a call, and nothing is run")


def test_the_document_is_as_it_was(carried: Carried) -> None:
    expected = (FOLDER / "expected" / "classifier.yaml").read_text(encoding="utf-8")
    assert written(carried)["classifier.yaml"].split("\n", 2)[2] == expected


def tree(**texts: str) -> tuple[SourceFile, ...]:
    return tuple(SourceFile(f"c/{name}.py", text) for name, text in texts.items())


def of(sources: tuple[SourceFile, ...]) -> Carried:
    return carry(sources, "c", "toy")


def test_a_circle_of_bases_is_refused_with_its_way() -> None:
    with pytest.raises(Refused, match=r"c/a.py: is a base of itself: c/a.py → c/b.py → c/a.py"):
        of(tree(a="_base_ = './b.py'\n", b="_base_ = ['a.py']\n"))


def test_a_base_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused, match=r"names the base 'c/bsae.py', which is not there"):
        of(tree(a="_base_ = './bsae.py'\n", base="x = 1\n"))


def test_a_file_names_the_bases_that_it_leads_to() -> None:
    assert wanted(tree(a="_base_ = ['../b.py', 'd/e.yaml']\n")) == ("b.py", "c/d/e.yaml")


def test_a_delete_leaves_nothing_of_the_base() -> None:
    found = of(
        tree(
            a="m = dict(x=1, n=dict(y=2, z=3))\n", b="_base_ = 'a.py'\nm = dict(_delete_=True, n=dict(z=4))\n"
        )
    )
    made = module(found)
    assert without_nothing(composed(made, "a")) == {"m": {"x": 1, "n": {"y": 2, "z": 3}}}
    assert without_nothing(composed(made, "b")) == {"m": {"n": {"z": 4}}}


def test_of_two_bases_with_one_key_the_later_wins_and_it_is_told() -> None:
    found = of(
        tree(a="x = 1\n", b="x = 2\n", c="_base_ = ['a.py', 'b.py']\n", d="_base_ = ['b.py']\ny = 1\n")
    )
    made = module(found)
    assert composed(made, "c")["x"] == 2
    assert composed(made, "d")["x"] == 2
    assert whats(found.left) == ["x"]


def test_a_field_that_is_a_mapping_here_and_nothing_there_is_given_as_a_whole() -> None:
    found = of(
        tree(
            a="opt = dict(lr=1)\n",
            b="_base_ = 'a.py'\nopt = dict(m=2)\n",
            c="opt = None\n",
            d="opt = dict({'a b': 1})\n",
        )
    )
    made = module(found)
    assert [composed(made, name)["opt"] for name in "abcd"] == [
        {"lr": 1},
        {"lr": 1, "m": 2},
        None,
        {"a b": 1},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "x = f(1)\n",
        "x = [i for i in range(3)]\n",
        "x = lambda: 1\n",
        "if True:\n    x = 1\n",
        "import os\nx = os.getcwd()\n",
        "x = __import__('os').system('true')\n",
        "x = 10 ** 10 ** 10\n",
        "x = 'a' * 10 ** 9\n",
        "x = y\n",
        "x = 1 / 0\n",
        "with read_base():\n    from .base import x\n",
    ],
)
def test_what_would_have_to_run_is_left_and_never_run(text: str) -> None:
    found = of(tree(a="kept = 1\n" + text))
    assert len(found.left) == 1
    assert found.left[0].place is not None
    assert composed(module(found), "a") == {"kept": 1}


@pytest.mark.parametrize("text", ["x = (\n", "x = '\0'\n", "(" * 500 + "\n"])
def test_what_is_no_python_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=r"c/a\.py"):
        of(tree(a=text))


@pytest.mark.parametrize("depth", [500, 900, 3000])
def test_what_is_nested_too_deep_is_left_or_refused(depth: int) -> None:
    sources = tree(a=f"x = {'1 + ' * depth}1\n")
    try:
        found = of(sources)
    except Refused:
        return
    assert found.left or composed(module(found), "a") == {"x": depth + 1}


def test_yaml_reads_scalars_as_yaml_1_1_does() -> None:
    found = carry((SourceFile("c/a.yaml", "x: 1e-3\ny: 1.0e-3\nz: no\nd: 2020-01-01\n"),), "c", "toy")
    assert composed(module(found), "a") == {"x": "1e-3", "y": 0.001, "z": False, "d": "2020-01-01"}
    assert whats(found.left) == ["1e-3", "2020-01-01"]


def test_configs_that_contradict_each_other_are_kept_apart() -> None:
    found = of(tree(a="x = 1\n", b="_base_ = 'a.py'\nx = 2\n", c="_base_ = 'b.py'\nx = 3\n", d="x = 4\n"))
    made = module(found)
    assert [composed(made, name)["x"] for name in "abcd"] == [1, 2, 3, 4]


KEYS = st.sampled_from("abc")
LEAVES = st.integers(0, 9) | st.none() | st.lists(st.integers(0, 3), max_size=2)
TABLES = st.recursive(
    st.dictionaries(KEYS, LEAVES, max_size=3), lambda inner: st.dictionaries(KEYS, inner | LEAVES, max_size=3)
)


def literal(table: dict[str, Any]) -> str:
    return "".join(f"{key} = {value!r}\n" for key, value in table.items())


@given(TABLES, TABLES, TABLES)
@settings(max_examples=40, deadline=None)
def test_a_chain_of_configs_comes_to_their_merge(one: Any, two: Any, three: Any) -> None:
    found = of(
        tree(v=literal(one), w="_base_ = 'v.py'\n" + literal(two), y="_base_ = 'w.py'\n" + literal(three))
    )
    (tree_of,) = found.documents.values()
    assert isinstance(tree_of, dict)
    if not tree_of["fields"]:
        return
    made = module(found)
    expected = merged(three, merged(two, one))
    assert without_nothing(composed(made, "y")) == without_nothing(plain(expected))


BASE = "a = dict(b=dict(c=1, d=[1, 2]), e=2)\nl = [dict(x=1)]\n"
CHANGES = (
    "_base_.a.b.c = 5",
    "x = _base_.a\nx.b.c = 7",
    "x = _base_.a.b\nx.c = 7\ny = _base_.a.b.c",
    "_base_.a.b.update(c=9)",
    "_base_.l[0].x = 3",
    "_base_.a.b.d.append(3)\n_base_.a.b.d.insert(0, 0)",
    "a = _base_.a\na.e = 9\na.pop('b')",
    "del _base_.a.e",
    "_base_.new = 1",
    "_base_.a.b.c = 5\na = dict(e=4)",
    "_base_.a['b']['c'] = 6\n_base_.a.b.d += [5]",
    "_base_.a.b.c = 5\na = dict(b=dict(_delete_=True, z=1))",
    "l = _base_.l[:1] + [dict(y=len(_base_.l))]",
    "q = [*_base_.a.b.d, 3]\nz = dict(**_base_.a.b)\nw = 'on' if q else 'off'",
)


def test_what_a_file_changes_in_its_bases_is_changed_for_it_alone(tmp_path: Path) -> None:
    names = [f"t{index}" for index in range(len(CHANGES))]
    texts = {"base": BASE, **{name: f"_base_ = './base.py'\n{each}\n" for name, each in zip(names, CHANGES)}}
    for name, text in texts.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    expected = peers.answers("mmengine", ASK, [f"{name}.py" for name in ("base", *names)], cwd=tmp_path)
    found = of(tree(**texts))
    assert found.left == ()
    made = module(found)
    for name, each in zip(("base", *names), expected):
        assert without_nothing(composed(made, name)) == without_nothing(plain(each)), texts[name]
