"""The command ``ato artifacts``, as it is called."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import ato
from ato.cli import main
from ato.track.artifacts import Artifact
from ato.track.blobs import Blobs


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Two versions of a model, the second made from the first."""
    with ato.run(store=tmp_path / "runs.db", project="cifar", name="first") as run:
        (tmp_path / "weights.pt").write_text("a" * 1500)
        artifact = Artifact("model", "model", "what we serve", {"layers": 3})
        artifact.add_file(tmp_path / "weights.pt")
        artifact.add_reference("s3://data/train.npz", size=5)
        run.log_artifact(artifact, aliases=["best"])
    with ato.run(store=tmp_path / "runs.db", project="cifar", name="second") as run:
        run.use_artifact("model:v0")
        (tmp_path / "weights.pt").write_text("b")
        run.log_artifact(tmp_path / "weights.pt", name="model")
    return tmp_path


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str]) -> pytest.CaptureFixture[str]:
    return capsys


def ran(verb: str, store: Path, *words: object) -> int:
    return main(["artifacts", verb, "--store", str(store), *map(str, words)])


def without_times(text: str) -> str:
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "TIME", text)


def test_list_shows_artifacts_and_the_versions_of_one(store: Path, shown: pytest.CaptureFixture[str]) -> None:
    assert ran("list", store) == 0
    assert without_times(shown.readouterr().out) == (
        "ARTIFACT     TYPE   VERSIONS  LATEST  MADE\ncifar/model  model  2         v1      TIME\n"
    )
    assert ran("list", store, "cifar/model") == 0
    assert without_times(shown.readouterr().out) == (
        "VERSION         ALIASES  FILES  SIZE    MADE\n"
        "cifar/model:v1  latest   1      1 B     TIME\n"
        "cifar/model:v0  best     2      1.5 kB  TIME\n"
    )
    assert ran("list", store, "--project", "other") == 0
    assert shown.readouterr().out == "there are no artifacts\n"


def test_show_tells_of_a_version(store: Path, shown: pytest.CaptureFixture[str]) -> None:
    assert ran("show", store, "model:best") == 0
    text = shown.readouterr().out
    for line in ("aliases          best", "made by          cifar/first", "used by          cifar/second"):
        assert line in text
    assert "metadata.layers  3" in text
    assert "train.npz   5 B     s3://data/train.npz" in text


def test_verify_exits_with_1_where_something_is_damaged(
    store: Path, shown: pytest.CaptureFixture[str]
) -> None:
    assert ran("verify", store) == 0
    assert shown.readouterr().out == "2 contents, 1.5 kB: no faults\n"
    blobs = Blobs(store / "blobs")
    small = next(digest for digest in blobs if blobs.size(digest) == 1)
    blobs.get(small).unlink()
    assert ran("verify", store) == 1
    told = (
        f"missing: {small}\n  in cifar/model:v1 weights.pt\n  run cifar/second\n2 contents, 1.5 kB: 1 fault\n"
    )
    assert shown.readouterr().out == told
    assert ran("verify", store, "model:v0") == 0


def test_gc_takes_what_was_deleted_when_it_is_old(store: Path, shown: pytest.CaptureFixture[str]) -> None:
    assert ran("delete", store, "model:v1", "--author", "ann", "--reason", "worse") == 0
    assert shown.readouterr().out == "deleted cifar/model:v1\n"
    assert ran("gc", store) == 0
    assert shown.readouterr().out == (
        "removed 0 contents, 0 B\nkept 1 that nothing refers to, as they are younger than the grace\n"
    )
    blobs = Blobs(store / "blobs")
    for digest in blobs:
        os.utime(blobs.get(digest), (0, 0))
    assert ran("gc", store, "--grace", "7d", "--dry-run") == 0
    assert shown.readouterr().out == "would remove 1 content, 1 B\n"
    assert ran("gc", store, "--grace", "90s") == 0
    assert len(list(blobs)) == 1


def test_download_puts_the_files_into_a_folder(store: Path, shown: pytest.CaptureFixture[str]) -> None:
    assert ran("download", store, "model", "-o", store / "out", "--copy") == 0
    assert shown.readouterr().out == f"{store / 'out'}\n"
    assert (store / "out" / "weights.pt").read_text() == "b"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("show", "modle"), "did you mean 'model'"),
        (("show", "model:bets"), "did you mean 'best'"),
        (("verify", "model:v7"), "no such version"),
        (("list", "a/b/c"), "no such artifact"),
        (("download", "model", "-o", "weights.pt"), "cannot be written"),
    ],
)
def test_what_is_wrong_is_told_with_status_2(
    store: Path,
    shown: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    told: str,
) -> None:
    monkeypatch.chdir(store)
    assert ran(words[0], store, *words[1:]) == 2
    assert told in shown.readouterr().err


def test_looking_for_a_store_makes_none(tmp_path: Path, shown: pytest.CaptureFixture[str]) -> None:
    assert ran("list", tmp_path / "none") == 2
    assert "there is no store here" in shown.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("age", ["x", "-1", "1w", ""])
def test_what_is_no_age_is_told(store: Path, shown: pytest.CaptureFixture[str], age: str) -> None:
    with pytest.raises(SystemExit):
        ran("gc", store, f"--grace={age}")
    assert "is no age" in shown.readouterr().err
