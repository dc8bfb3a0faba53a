"""The state of a repository, told without touching it."""

from __future__ import annotations

import os
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from ato.fingerprint.surroundings._git import MAX_DIFF, source


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


def test_a_long_diff_is_cut_and_its_digest_is_whole(tree: Path) -> None:
    digests: set[str] = set()
    for last in "ab":
        (tree / "train.py").write_text("x = 1\n" * (MAX_DIFF // 6) + f"{last}\n")
        found = source(tree)
        assert found is not None
        assert len(found.diff) <= MAX_DIFF
        digests.add(found.diff_digest)
    assert len(digests) == 2


def test_outside_a_repository_or_without_git_there_is_nothing(
    tmp_path: Path, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert source(tmp_path.parent) is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert source(tree) is None
