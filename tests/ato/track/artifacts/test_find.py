"""A version is found by what people call it, and by its content."""

from __future__ import annotations

from pathlib import Path

import pytest

import ato
from ato.track import TrackError, open_store


def test_a_digest_names_a_version(url: str, tmp_path: Path) -> None:
    for project, content in (("one", "a"), ("one", "b"), ("two", "a")):
        (tmp_path / "x").write_text(content)
        with ato.run(store=url, project=project) as run:
            run.log_artifact(tmp_path / "x", name="m")
    with open_store(url) as store:
        first = store.artifact("one/m:v0")
        digest = first.digest
        assert store.artifact(digest) == store.artifact(digest, "one") == first
        assert str(store.artifact(digest, "two")) == str(store.artifact(f"two/{digest}")) == "two/m:v0"
        for name in (f"one/m:{digest}", f"one/m:{digest[:8]}"):
            assert store.artifact(name) == first
        for name in (f"one/m:{digest[:7]}", "one/m:00000000", "0" * 64, f"three/{digest}", digest[:12]):
            with pytest.raises(TrackError, match="there is no such"):
                store.artifact(name)


def test_an_alias_comes_before_a_digest(tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "s", project="p") as run:
        (tmp_path / "x").write_text("a")
        first = run.log_artifact(tmp_path / "x", name="m").wait()
        (tmp_path / "x").write_text("b")
        run.log_artifact(tmp_path / "x", name="m", aliases=[first.digest[:8]])
        assert run.use_artifact(f"m:{first.digest[:8]}").version == "v1"
        assert run.use_artifact(f"m:{first.digest}").version == "v0"


def test_whoever_asks_for_a_version_as_for_a_run_is_told_how(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("a")
    with ato.run(store=tmp_path / "s", project="p") as run:
        run.log_artifact(tmp_path / "x", name="m")
    with open_store(tmp_path / "s") as store, pytest.raises(TrackError, match="with a colon, as m:latest"):
        store.lineage("m")


def test_that_a_version_of_another_store_leaves_no_lineage_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "x").write_text("a")
    with ato.run(store=tmp_path / "one", project="p") as run:
        version = run.log_artifact(tmp_path / "x", name="m").wait()
        assert run.use_artifact(version) == version
    assert caplog.text == ""
    with ato.run(store=tmp_path / "two", project="p") as run:
        assert run.use_artifact(version).path("x").read_text() == "a"
    assert "p/m:v0 is of another store" in caplog.text
