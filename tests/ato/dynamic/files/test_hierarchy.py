"""A folder of configs as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from ato.adict import ALLOWED_EXTS, ADict
from ato.config import ConfigError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text("lr: 0.1\nmodel: {k: 1, name: none}\n")
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "r50.json").write_text('{"model": {"name": "r50"}}')
    (tmp_path / "aug").mkdir()
    (tmp_path / "aug" / "flip.toml").write_text("flip = true\n")
    (tmp_path / "aug" / "crop.xyz").write_text("crop: 224")
    return tmp_path


def test_options_come_on_top_of_the_base_and_overrides_on_top_of_all(root: Path) -> None:
    config = ADict.compose_hierarchy(
        root,
        select={"model": "r50", "aug": ["flip", "crop"]},
        overrides={"lr": 0.2, "train.steps.warm": 5, "opt": {"name": "sgd"}, "flip.deep": 1},
        required=["model.name", "train.steps.warm"],
    )
    assert config == {
        "lr": 0.2,
        "model": {"k": 1, "name": "r50"},
        "flip": {"deep": 1},
        "crop": 224,
        "train": {"steps": {"warm": 5}},
        "opt": {"name": "sgd"},
    }
    assert config.opt.name == "sgd"
    assert ".yaml" in ALLOWED_EXTS


def test_files_of_a_hierarchy_may_be_sdn(root: Path) -> None:
    (root / "config.sdn").write_text("lr: 0.5\n")
    (root / "opt").mkdir(exist_ok=True)
    (root / "opt" / "lion.sdn").write_text("opt:\n    name: lion\n")
    config = ADict.compose_hierarchy(root, select={"opt": "lion"})
    assert (config.lr, config.opt.name) == (0.5, "lion")
    assert ".sdn" in ALLOWED_EXTS


def test_left_behind_an_error_where_the_base_is_there(root: Path) -> None:
    assert ADict.compose_hierarchy(root).lr == 0.1
    with pytest.raises(FileNotFoundError, match=r"nope\.\[yaml\|yml\|json\|toml\|xyz.*not found in"):
        ADict.compose_hierarchy(root, "nope")
    with pytest.raises(FileNotFoundError, match="aug/blur"):
        ADict.compose_hierarchy(root, select={"aug": "blur"})


def test_what_is_missing_is_warned_of_or_passed_over(root: Path) -> None:
    with pytest.warns(UserWarning, match="missing: aug/blur"):
        config = ADict.compose_hierarchy(root, select={"aug": "blur"}, on_missing="warn")
    assert config.lr == 0.1
    assert ADict.compose_hierarchy(root / "nowhere", on_missing="ignore") == {}


def test_all_keys_that_must_be_set_and_are_not_are_named(root: Path) -> None:
    with pytest.raises(KeyError) as told:
        ADict.compose_hierarchy(root, required=["lr", "model.depth", "seed", "lr.x"])
    assert isinstance(told.value, ConfigError)
    assert str(told.value).startswith("model.depth, seed, lr.x: must be set")


def test_a_file_of_a_list_is_refused(root: Path) -> None:
    (root / "aug" / "list.yaml").write_text("- 1\n")
    with pytest.raises(ConfigError, match="holds no mapping"):
        ADict.compose_hierarchy(root, select={"aug": "list"})
