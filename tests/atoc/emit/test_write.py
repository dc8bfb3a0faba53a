"""Writing the generated tree: real files, and real failures at every step."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from atoc.emit import WriteError, Written, write, write_file
from atoc.emit.header import comment, made_from, origin, sealed

MADE = origin(["schemas/a.yaml"])


def file(body: str) -> str:
    """A file of ours."""
    return sealed(comment(made_from(MADE, MADE.documents)) + body)


OLD = {"a.py": file("x = 1\n"), "b.py": file("y = 1\n"), "manifest.json": file("old\n")}
NEW = {"a.py": file("x = 2\n"), "c.py": file("z = 1\n"), "manifest.json": file("new\n")}


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def test_a_tree_is_written_to_a_new_folder(tmp_path: Path) -> None:
    assert write(tmp_path / "deep" / "out", OLD) == Written(("a.py", "b.py", "manifest.json"))
    assert contents(tmp_path / "deep" / "out") == OLD


def test_only_what_changes_is_written_and_what_is_unused_is_removed(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    assert write(tmp_path, NEW) == Written(("a.py", "c.py", "manifest.json"), ("b.py",))
    assert contents(tmp_path) == NEW


def test_files_that_are_as_they_should_be_keep_their_time(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    os.utime(tmp_path / "a.py", (1, 1))
    assert write(tmp_path, {**OLD, "b.py": NEW["a.py"]}) == Written(("b.py",))
    assert (tmp_path / "a.py").stat().st_mtime == 1
    assert write(tmp_path, {**OLD, "b.py": NEW["a.py"]}) == Written()


def test_files_of_others_are_left_in_peace(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "own.py").write_bytes(b"\xff not text")
    (tmp_path / ".hidden").write_text(OLD["a.py"], encoding="utf-8")
    assert write(tmp_path, {}) == Written()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".hidden", "notes.txt", "own.py"]


def test_an_unused_file_that_was_edited_is_left_and_named(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "b.py").write_text(OLD["b.py"] + "mine = 1\n", encoding="utf-8")
    assert write(tmp_path, NEW).left == ("b.py",)
    assert (tmp_path / "b.py").exists()


def test_an_edited_file_is_overwritten(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "a.py").write_text(OLD["a.py"] + "mine = 1\n", encoding="utf-8")
    assert write(tmp_path, OLD) == Written(("a.py",))


def test_a_file_of_somebody_else_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "c.py").write_text("mine = 1\n", encoding="utf-8")
    with pytest.raises(WriteError, match=r"c\.py: is not made by atoc"):
        write(tmp_path, NEW)
    assert contents(tmp_path) == {"c.py": "mine = 1\n"}


def test_an_empty_file_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "c.py").touch()
    write(tmp_path, NEW)
    assert contents(tmp_path) == NEW


def test_permissions_of_a_file_are_kept(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "a.py").chmod(0o640)
    write(tmp_path, NEW)
    assert (tmp_path / "a.py").stat().st_mode & 0o777 == 0o640


def test_a_link_to_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    write(tmp_path / "out", OLD)
    assert (tmp_path / "out").is_symlink()
    assert contents(tmp_path / "real") == OLD


def test_a_link_in_the_folder_is_replaced_and_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.py").write_text(OLD["a.py"], encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.py").symlink_to(tmp_path / "elsewhere.py")
    write(tmp_path / "out", NEW)
    assert contents(tmp_path / "out") == NEW
    assert (tmp_path / "elsewhere.py").read_text(encoding="utf-8") == OLD["a.py"]


def test_a_file_in_place_of_the_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(WriteError, match="out: is a file, and a folder is needed"):
        write(tmp_path / "out", OLD)


def test_a_folder_in_place_of_a_file_is_an_error_that_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "c.py").mkdir()
    with pytest.raises(WriteError, match=r"c\.py"):
        write(tmp_path, NEW)
    (tmp_path / "c.py").rmdir()
    assert contents(tmp_path) == OLD


def test_what_a_killed_build_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / ".atoc-123-new-a.py").write_text("half", encoding="utf-8")
    write(tmp_path, OLD)
    assert contents(tmp_path) == OLD


# Failures


class Failing:
    """A function that fails at its n-th call, and works before and after."""

    def __init__(self, real: Callable[..., object], at: int) -> None:
        self.real = real
        self.left = at

    def __call__(self, *arguments: object, **named: object) -> object:
        self.left -= 1
        if self.left == 0:
            raise OSError(28, "No space left on device")
        return self.real(*arguments, **named)


STEPS = {
    "open": (os, "open", 6),
    "fsync": (os, "fsync", 4),
    "link": (os, "link", 3),
    "replace": (Path, "replace", 3),
    "unlink": (Path, "unlink", 1),
    "stat": (Path, "chmod", 2),
}


@pytest.mark.parametrize(
    ("step", "at"), [(step, at) for step, (_, _, most) in STEPS.items() for at in range(1, most + 1)]
)
def test_a_failure_at_any_step_leaves_the_old_files_or_a_whole_new_tree(
    step: str, at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, OLD)
    owner, name, _ = STEPS[step]
    with monkeypatch.context() as patched:
        failing = Failing(getattr(owner, name), at)
        patched.setattr(owner, name, lambda *a, **k: failing(*a, **k))
        try:
            write(tmp_path, NEW)
        except WriteError:
            expected: Mapping[str, str] = OLD
        else:
            expected = NEW
    assert contents(tmp_path) == expected


def test_an_interrupted_build_leaves_the_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, OLD)
    calls = []
    real = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            write(tmp_path, NEW)
    assert contents(tmp_path) == OLD


def test_a_failure_leaves_no_new_folder_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", Failing(os.fsync, 1))
        with pytest.raises(WriteError, match="No space left on device"):
            write(tmp_path / "deep" / "out", OLD)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_old_files(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    write(tmp_path, OLD)
    code = (
        "import resource, signal, sys; from pathlib import Path; from atoc.emit import WriteError, write\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "from tests.atoc.emit.test_write import NEW, file\n"
        "try: write(Path(sys.argv[1]), {**NEW, 'd.py': file('long = 1\\n' * 1000)})\n"
        "except WriteError as error: print(error)\n"
    )
    root = Path(__file__).parents[3]
    paths = os.pathsep.join(str(root / folder) for folder in ("", "compiler", "runtime"))
    ran = subprocess.run(
        [sys.executable, "-c", code, tmp_path],
        env={"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "File too large" in ran.stdout, ran.stderr
    assert contents(tmp_path) == OLD


def test_builds_at_the_same_time_leave_one_of_the_trees(tmp_path: Path) -> None:
    trees = [OLD, NEW] * 4
    threads = [threading.Thread(target=write, args=(tmp_path, tree)) for tree in trees]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert contents(tmp_path) in (OLD, NEW)


def test_a_single_file_is_written_in_one_step_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    place = tmp_path / "new" / "report.json"
    write_file(place, "one")
    place.chmod(0o640)
    write_file(place, "two é")
    assert contents(place.parent) == {"report.json": "two é"}
    assert place.stat().st_mode & 0o777 == 0o640


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_file(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text(encoding="utf-8") == "new"


def test_a_file_that_nobody_is_to_write_is_not_replaced(tmp_path: Path) -> None:
    place = tmp_path / "report.json"
    write_file(place, "old")
    place.chmod(0o444)
    with pytest.raises(WriteError, match="Permission denied"):
        write_file(place, "new")
    assert contents(tmp_path) == {"report.json": "old"}


def test_what_is_no_file_is_written_to(tmp_path: Path) -> None:
    write_file(Path(os.devnull), "gone")
    assert not Path(os.devnull).is_file()
    with pytest.raises(WriteError, match="Is a directory"):
        write_file(tmp_path, "x")


def test_a_file_that_cannot_be_replaced_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "report.json"
    write_file(place, "old")

    def refuse(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(WriteError, match="No space left"):
        write_file(place, "new")
    assert contents(tmp_path) == {"report.json": "old"}
