"""The state of a repository, told without touching it."""

from __future__ import annotations

import os
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path
from time import monotonic

import pytest

from ato.fingerprint import environment
from ato.fingerprint.surroundings import _git
from ato.fingerprint.surroundings._git import MAX_DIFF, look, source
from ato.fingerprint.surroundings._tools import Answer


def git(folder: Path, *words: str) -> str:
    settings = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    ran = subprocess.run(["git", *settings, "-C", folder, *words], capture_output=True, text=True, check=True)
    return ran.stdout.strip()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    (tmp_path / "train.py").write_text("lr = 1\n")
    (tmp_path / ".gitignore").write_text("out/\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    return tmp_path


def test_a_clean_tree_is_its_commit(tree: Path) -> None:
    found = source(tree)
    assert found is not None
    assert (found.commit, found.branch, found.is_dirty) == (git(tree, "rev-parse", "HEAD"), "main", False)
    assert (found.diff, found.untracked, found.remote) == ("", {}, None)


def test_changes_staged_or_not_and_new_files_are_told(tree: Path) -> None:
    (tree / "train.py").write_text("lr = 2\n")
    (tree / "staged.py").write_text("x = 1\n")
    git(tree, "add", "staged.py")
    (tree / "sub").mkdir()
    (tree / "sub" / "new é.py").write_bytes(b"y")
    (tree / "out").mkdir()
    (tree / "out" / "ignored.bin").write_bytes(b"z")
    (tree / "link").symlink_to("train.py")
    found = source(tree / "sub")
    assert found is not None
    assert found.is_dirty
    assert "-lr = 1\n+lr = 2\n" in found.diff
    assert "+x = 1\n" in found.diff
    assert found.untracked == {"link": "link to train.py", "sub/new é.py": sha256(b"y").hexdigest()}


def test_asking_writes_nothing(tree: Path) -> None:
    # The same text at a later time: an index that wants refreshing.
    os.utime(tree / "train.py", ns=(0, 10**18))
    before = (tree / ".git" / "index").read_bytes()
    source(tree)
    assert (tree / ".git" / "index").read_bytes() == before


def test_a_worktree_and_a_detached_head_have_their_own_state(tree: Path, tmp_path: Path) -> None:
    other = tmp_path / "out" / "other"
    git(tree, "worktree", "add", "-q", "--detach", str(other))
    (other / "train.py").write_text("lr = 3\n")
    found, main = source(other), source(tree)
    assert found is not None
    assert main is not None
    assert (found.branch, main.branch) == (None, "main")
    assert "+lr = 3" in found.diff
    assert main.diff == ""


def test_before_the_first_commit_there_is_none(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "a.py").write_text("x = 1\n")
    git(tmp_path, "add", ".")
    found = source(tmp_path)
    assert found is not None
    assert found.commit is None
    assert "+x = 1" in found.diff


def test_files_that_are_no_text_differ_by_their_content_and_take_no_room(tree: Path) -> None:
    (tree / "net.bin").write_bytes(b"\0")
    git(tree, "add", ".")
    git(tree, "commit", "-q", "-m", "net")
    digests = set()
    for last in (b"a", b"b"):
        (tree / "net.bin").write_bytes(os.urandom(1 << 20) + last)
        found = source(tree)
        assert found is not None
        assert len(found.diff) < 1000
        assert "Binary files a/net.bin and b/net.bin differ" in found.diff
        digests.add(found.diff_digest)
    assert len(digests) == 2


def test_a_long_diff_is_cut_and_its_digest_is_whole(tree: Path) -> None:
    digests: set[str] = set()
    for last in "ab":
        (tree / "train.py").write_text("x = 1\n" * (MAX_DIFF // 6) + f"{last}\n")
        found = source(tree)
        assert found is not None
        assert len(found.diff) <= MAX_DIFF
        digests.add(found.diff_digest)
    assert len(digests) == 2


def test_how_git_is_set_up_changes_nothing(tree: Path) -> None:
    (tree / "train.py").write_text("lr = 2\n")
    (tree / "é.py").write_text("x = 1\n")
    git(tree, "add", ".")
    plain = source(tree)
    for name, value in [
        ("diff.noprefix", "true"), ("diff.context", "9"), ("diff.renames", "copies"), ("color.ui", "always"),
        ("diff.algorithm", "patience"), ("core.quotePath", "false"), ("diff.mnemonicPrefix", "true"),
        ("diff.external", "false"), ("diff.relative", "true"), ("status.showUntrackedFiles", "no"),
    ]:  # fmt: skip
        git(tree, "config", name, value)
    assert source(tree) == plain


def test_changes_inside_a_submodule_are_told(tree: Path, tmp_path: Path) -> None:
    inner = tmp_path / "out" / "inner"
    inner.mkdir(parents=True)
    git(inner, "init", "-q")
    (inner / "net.py").write_text("a = 1\n")
    git(inner, "add", ".")
    git(inner, "commit", "-q", "-m", "inner")
    git(tree, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "sub")
    git(tree, "commit", "-q", "-m", "with it")
    digests = set()
    for number in (1, 2, 3):
        (tree / "sub" / "net.py").write_text(f"a = {number}\n")
        found = source(tree)
        assert found is not None
        assert found.is_dirty == (number > 1)
        digests.add(found.diff_digest)
    assert len(digests) == 3


def test_changes_that_git_cannot_tell_in_time_are_no_clean_tree(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tree / "train.py").write_text("lr = 22\n")
    slow_git(tmp_path / "out" / "bin", 'case "$*" in *--full-index*) sleep 60;; esac', monkeypatch)
    monkeypatch.setattr("ato.fingerprint.surroundings._git.PATIENCE", 0.5)
    found = source(tree)
    assert found is not None
    assert found.is_dirty
    assert (
        found.diff
        == "# git took more than 0.5 seconds: changed files count by their sizes\n# train.py: 8 bytes\n"
    )
    assert found.commit is not None


def test_a_git_that_hangs_or_refuses_is_told(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("ato.fingerprint.surroundings._git.PATIENCE", 0.3)
    bin = tmp_path / "out" / "bin"
    slow_git(bin, "sleep 60 & sleep 60", monkeypatch)
    start = monotonic()
    assert look(tree) == (None, "git took more than 0.3 seconds")
    assert monotonic() - start < 5
    slow_git(bin, "echo 'fatal: detected dubious ownership in repository' >&2; exit 128", monkeypatch)
    assert look(tree) == (None, "git refuses: fatal: detected dubious ownership in repository")
    found = environment(folder=tree)
    assert found.source is None
    assert "dubious ownership" in str(found.facts["sources"]["problem"])
    assert "the state of the sources is not known: git refuses: fatal: detected dubious" in caplog.text


def slow_git(folder: Path, before: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A git that does something else first."""
    real = shutil.which("git", path=os.defpath) or "git"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "git").write_text(f'#!/bin/sh\n{before}\nexec {real} "$@"\n')
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_new_files_are_told_within_bounds(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ato.fingerprint.surroundings._git.MAX_UNTRACKED", 3)
    monkeypatch.setattr("ato.fingerprint.surroundings._git.MAX_HASHED", 5)
    for name in "abcde":
        (tree / name).write_bytes(b"123")
    git(tree, "init", "-q", "another")
    (tree / "another" / "x.py").write_text("x")
    found = source(tree)
    assert found is not None
    assert found.untracked == {
        "a": sha256(b"123").hexdigest(), "another/": "a repository of its own", "b": "3 bytes",
        "(3 more)": "not looked at",
    }  # fmt: skip


def test_outside_a_repository_or_without_git_there_is_nothing(
    tmp_path: Path, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert source(tmp_path.parent) is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert source(tree) is None


def test_a_program_that_takes_the_status_of_every_child_gets_no_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_git, "asked", lambda *_: Answer(b"", "", 0, ""))  # as where another thread waits
    assert source(tmp_path) is None
