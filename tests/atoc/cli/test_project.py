from __future__ import annotations

from pathlib import Path

import pytest

from atoc.cli import project
from atoc.settings import SettingsError

SETTINGS = '[tool.atoc]\nschemas = "conf"\nout = "made"\n'


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_the_root_is_the_nearest_folder_upward_with_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "pyproject.toml", SETTINGS)
    write(tmp_path / "inner" / "pyproject.toml", "[project]\nname = 'x'\n")
    (tmp_path / "inner" / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "inner" / "deep")
    found = project.find()
    assert found.root == Path.cwd().parents[1]
    assert found.out == found.root / "made"
    assert found.schemas(()) == ("conf",)


def test_without_settings_the_root_is_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert (project.find().root, project.find().schemas(())) == (Path.cwd(), ("schemas",))


def test_named_paths_are_meant_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "pyproject.toml", SETTINGS)
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    outside = tmp_path.parent / "other"
    assert project.find().schemas(("a", "../b.yaml", str(outside))) == ("inner/a", "b.yaml", str(outside))


def test_paths_are_named_again_only_where_they_are_not_those_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "pyproject.toml", SETTINGS)
    monkeypatch.chdir(tmp_path)
    found = project.find()
    assert (found.unlike(()), found.unlike(("conf/",)), found.unlike(("a/",))) == ((), (), ("a/",))


def test_settings_that_cannot_be_used_are_no_settings_of_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "pyproject.toml", SETTINGS)
    write(tmp_path / "inner" / "pyproject.toml", "[tool.atoc]\nschema = 'x'\n")
    monkeypatch.chdir(tmp_path / "inner")
    with pytest.raises(SettingsError, match="unknown setting 'schema'"):
        project.find()
