"""Files that stand on others by ``_base_``."""

from __future__ import annotations

from pathlib import Path

import pytest

from ato.adict import ADict
from ato.config import ConfigError


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        stem, _, suffix = name.rpartition("_")
        path = folder / f"{stem.replace('__', '/')}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_a_file_comes_on_top_of_its_bases(tmp_path: Path) -> None:
    written(
        tmp_path,
        models__r50_py="model = dict(type='R50', head=dict(classes=10, loss='ce'), layers=[1, 2])",
        runtime_yaml="epochs: 5\nhooks: {log: 10}\n",
        config_py="_base_ = ['models/r50.py', 'runtime.yaml']\n"
        "model = dict(layers=[3], head=dict(classes=20))\nhooks = dict(_delete_=True, save=1)\nlr = 1e-3",
    )
    config = ADict.from_mm_config(tmp_path / "config.py")
    assert config == {
        "model": {"type": "R50", "head": {"classes": 20, "loss": "ce"}, "layers": [3]},
        "epochs": 5,
        "hooks": {"save": 1},
        "lr": 0.001,
    }
    assert config.model.head.loss == "ce"
    other = ADict(old=1, model={"gone": 1})
    other.load_mm_config(str(tmp_path / "config.py"))
    assert other == {"old": 1, **config}


def test_values_of_bases_are_used_by_name(tmp_path: Path) -> None:
    written(
        tmp_path,
        base_py="model = dict(depth=50, widths=[1, 2])\nname = 'net'",
        a_yaml='_base_: base.py\nwidths: {{ _base_.model.widths }}\nfile: "run-{{_base_.name}}/x"\n'
        'quoted: "{{_base_.model.depth}}"\n',
        b_json='{"_base_": "base.py", "depth": {{_base_.model.depth}}}',
        c_py="_base_ = './base.py'\ndepth = _base_.model.depth * 2\nwidths = {{_base_.model.widths}}\n",
    )
    first = ADict.from_mm_config(tmp_path / "a.yaml")
    assert (first.widths, first.file, first.quoted) == ([1, 2], "run-net/x", 50)
    first.widths.append(3)
    assert first.model.widths == [1, 2]
    assert ADict.from_mm_config(tmp_path / "b.json").depth == 50
    third = ADict.from_mm_config(tmp_path / "c.py")
    assert (third.depth, third.widths, "_base_" in third) == (100, [1, 2], False)


def test_words_on_the_file_itself_are_put_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATO_TEST_ROOT", "/data")
    text = (
        "a: '{{ fileDirname }}'\nb: '{{fileBasename}}'\nc: '{{fileBasenameNoExtension}}'\n"
        "d: '{{fileExtname}}'\n"
        "e: '{{$ATO_TEST_ROOT:/tmp}}/x'\nf: {{$ATO_TEST_NONE:7}}\n"
    )
    config = ADict.from_mm_config(written(tmp_path, run_yaml=text) / "run.yaml")
    assert config == {
        "a": tmp_path.as_posix(),
        "b": "run.yaml",
        "c": "run",
        "d": ".yaml",
        "e": "/data/x",
        "f": 7,
    }
    written(tmp_path, bad_yaml="a: '{{fileDirnam}}'")
    with pytest.raises(ConfigError, match="did you mean 'fileDirname'"):
        ADict.from_mm_config(tmp_path / "bad.yaml")


def test_a_base_that_is_worked_out_is_taken_from_the_run(tmp_path: Path) -> None:
    written(tmp_path, base_yaml="a: 1", config_py="_base_ = ['ba' + 'se.yaml']\nb = 2")
    assert ADict.from_mm_config(tmp_path / "config.py") == {"a": 1, "b": 2}


def test_left_behind_a_circle_of_bases_without_end(tmp_path: Path) -> None:
    written(tmp_path, a_yaml="_base_: b.py", b_py="_base_ = ['c.json']", c_json='{"_base_": "./b.py"}')
    with pytest.raises(ConfigError, match=r"c\.json|b\.py") as told:
        ADict.from_mm_config(tmp_path / "a.yaml")
    assert "stands on itself by _base_: b.py → c.json → b.py" in str(told.value)


def test_bases_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    written(
        tmp_path,
        a_yaml="lr: 1\nmodel: {depth: 50, name: r}\n",
        b_yaml="lr: 2\nmodel: {depth: 18, name: r}\nother: 1\n",
        c_yaml="_base_: [a.yaml, b.yaml]\nlr: 3\n",
    )
    with pytest.raises(
        ConfigError, match=r"a\.yaml and b\.yaml give different values to 'lr', 'model\.depth'"
    ):
        ADict.from_mm_config(tmp_path / "c.yaml")


def test_bases_that_agree_and_share_a_base_of_their_own_are_merged(tmp_path: Path) -> None:
    written(
        tmp_path,
        root_yaml="lr: 1\nmodel: {depth: 50}\n",
        a_yaml="_base_: root.yaml\nmodel: {width: 1}\n",
        b_yaml="_base_: root.yaml\nmodel: {head: 2}\n",
        c_yaml="_base_: [a.yaml, b.yaml]\n",
    )
    config = ADict.from_mm_config(tmp_path / "c.yaml")
    assert config == {"lr": 1, "model": {"depth": 50, "width": 1, "head": 2}}


def test_a_lattice_of_bases_is_read_in_linear_time(tmp_path: Path) -> None:
    written(tmp_path, f0_yaml="a: 1")
    for number in range(1, 40):
        (tmp_path / f"f{number}.yaml").write_text(f"_base_: [f{number - 1}.yaml, f{number - 1}.yaml]\n")
    assert ADict.from_mm_config(tmp_path / "f39.yaml") == {"a": 1}


def test_what_grows_without_bound_is_refused(tmp_path: Path) -> None:
    written(tmp_path, f0_yaml=f"a: {list(range(30_000))}")
    for number in range(1, 9):
        text = f"_base_: f{number - 1}.yaml\na: [{{{{_base_.a}}}}, {{{{_base_.a}}}}]\n"
        (tmp_path / f"f{number}.yaml").write_text(text)
    with pytest.raises(ConfigError, match="comes to more than"):
        ADict.from_mm_config(tmp_path / "f8.yaml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("_base_: 3\n", "_base_ names a file or a list of files"),
        ("_base_: [3]\n", "_base_ names a file or a list of files"),
        ("_base_: nope.yaml\n", r"nope\.yaml: does not exist"),
        ("- 1\n", "holds no mapping"),
        ("a: {{_base_.x}}\n", r"\{\{_base_\.x\}\} names no key"),
        ("_base_: base.yaml\na: {{_base_.modle.x}}\n", "did you mean 'model'"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, words: str) -> None:
    written(tmp_path, base_yaml="model: 1\n", a_yaml=text)
    with pytest.raises(ConfigError, match=words):
        ADict.from_mm_config(tmp_path / "a.yaml")


def test_keys_are_merged_as_files_are() -> None:
    config = ADict(a={"x": 1, "y": {"z": 1}}, b={"c": 1}, s=1)
    given = {"a": {"y": {"w": 2}}, "b": {"_delete_": True, "d": 2}, "s": {"_delete_": True, "t": 1}}
    config.mm_like_update(given, n={"_delete_": True, "m": {"_delete_": False, "k": 1}})
    assert config == {
        "a": {"x": 1, "y": {"z": 1, "w": 2}},
        "b": {"d": 2},
        "s": {"t": 1},
        "n": {"m": {"k": 1}},
    }
    assert given["b"] == {"_delete_": True, "d": 2}
    config.mm_like_update(self=1, mapping=2)
    assert (config["self"], config.mapping) == (1, 2)
