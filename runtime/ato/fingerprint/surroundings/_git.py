"""The state of the sources: commit, branch, what is changed and what is new.

Asked of ``git`` itself, which knows worktrees and submodules; nothing is written, not even its index. Outside
a repository, or without git, there is nothing to say. How git is set up changes nothing of the answers.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from time import monotonic
from typing import NamedTuple

from ato.fingerprint.surroundings._tools import Answer, asked

PATIENCE = 20.0
"""Seconds that all questions to git may take together."""
MAX_DIFF = 4 << 20
"""Bytes of a diff that are kept; its digest is that of the whole."""
MAX_UNTRACKED = 2000
"""How many new files are told of."""
MAX_FILE = 64 << 20
"""Bytes up to which a new file is hashed; a longer one counts by its length."""
MAX_HASHED = 256 << 20
"""Bytes of new files that are hashed; those after that count by their lengths."""
SETTINGS = ("core.fsmonitor=false", "core.quotePath=true", "diff.suppressBlankEmpty=false")
DIFF = (
    "diff", "--no-color", "--no-ext-diff", "--no-textconv", "--full-index", "--no-renames",
    "--no-relative", "--unified=3", "--inter-hunk-context=0", "--diff-algorithm=myers",
    "--no-indent-heuristic", "--src-prefix=a/", "--dst-prefix=b/", f"-O{os.devnull}", "--submodule=diff",
    "--ignore-submodules=none",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A working tree of git.

    ``diff`` is against the commit, with what is staged, files that are no text by the digests that git has of
    them; ``untracked`` has a SHA-256 of each new file that is not ignored, by its path from the root of the
    repository.
    """

    commit: str | None
    branch: str | None
    remote: str | None
    is_dirty: bool
    diff: str
    diff_digest: str
    untracked: dict[str, str]


class Found(NamedTuple):
    """The working tree around a folder; None where there is none, or where git has a problem with it."""

    source: Source | None
    problem: str = ""


def source(folder: str | Path = ".") -> Source | None:
    """The state of the repository that a folder lies in; None where it lies in none, or git is not there."""
    return look(folder).source


def look(folder: str | Path = ".") -> Found:
    """The same, with what kept git from telling it."""
    git = _Git(folder)
    answer = git.ask("rev-parse", "--show-toplevel", "--git-path", "index")
    told = answer.content.rstrip(b"\n").rsplit(b"\n", 1)
    if not answer.is_good or len(told) < 2:  # a program that waits for any child takes its status from us
        is_refused = "dubious ownership" in answer.complaint or answer.status is None
        return Found(None, _problem(answer) if is_refused else "")
    root, index = map(os.fsdecode, told)
    with TemporaryDirectory(prefix="ato-") as scratch:
        copy = Path(scratch) / "index"
        with suppress(OSError):  # before the first commit there may be none
            copyfile(Path(folder) / index, copy)
        return _found(_Git(root, git.until, copy))


def _problem(answer: Answer) -> str:
    if answer.status is None:
        return f"git took more than {PATIENCE:g} seconds"
    return f"git refuses: {answer.complaint}"


class _Git:
    """Questions about one folder, which have an end together; git may write to a copy of its index."""

    def __init__(self, folder: str | Path, until: float | None = None, index: Path | None = None) -> None:
        self.folder = folder
        self.until = monotonic() + PATIENCE if until is None else until
        own = {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
        self._env = {**os.environ, **own, **({"GIT_INDEX_FILE": str(index)} if index else {})}

    def ask(self, *question: str, limit: int | None = None, least: float = 1.0) -> Answer:
        """What git answers, in what is left of the time, and in ``least`` seconds in any case."""
        settings = (word for setting in SETTINGS for word in ("-c", setting))
        command = ["git", *settings, "-C", str(self.folder), *question]
        return asked(command, max(least, self.until - monotonic()), self._env, limit)

    def line(self, *question: str) -> str | None:
        """The one line of an answer; None where there is none."""
        answer = self.ask(*question)
        return (answer.text.strip() or None) if answer.is_good else None


def _found(git: _Git) -> Found:
    commit = git.line("rev-parse", "--verify", "--quiet", "HEAD")
    branch = git.line("symbolic-ref", "--quiet", "--short", "HEAD")
    remote = git.line("config", "--get", "remote.origin.url")
    base = "HEAD" if commit else "--cached"
    answer = git.ask(*DIFF, base, limit=MAX_DIFF)
    diff, digest = answer.text, answer.digest
    if not answer.is_good:
        listed = git.ask("diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", base, least=2.0)
        if not listed.is_good:
            return Found(None, _problem(answer))
        diff = _by_size(Path(git.folder), _names(listed.content), _problem(answer))
        digest = sha256(diff.encode("utf-8", "surrogateescape")).hexdigest()
    untracked = _untracked(git)
    return Found(Source(commit, branch, remote, bool(diff or untracked), diff, digest, untracked))


def _names(content: bytes) -> list[str]:
    return sorted(os.fsdecode(name) for name in content.split(b"\0") if name)


def _by_size(top: Path, names: Iterable[str], problem: str) -> str:
    """What stands for a diff that git could not tell."""
    lines = [f"# {problem}: changed files count by their sizes"]
    for name in names:
        try:
            lines.append(f"# {name}: {(top / name).lstat().st_size} bytes")
        except OSError:
            lines.append(f"# {name}: removed")
    return "\n".join(lines) + "\n"


def _untracked(git: _Git) -> dict[str, str]:
    listed = git.ask("ls-files", "--others", "--exclude-standard", "-z", least=2.0)
    if not listed.is_good:
        return {"(new files)": f"not told: {_problem(listed)}"}
    names = _names(listed.content)
    found: dict[str, str] = {}
    left = MAX_HASHED
    for name in names[:MAX_UNTRACKED]:
        found[name], size = _digest(Path(git.folder) / name, min(MAX_FILE, left))
        left -= size
    if len(names) > MAX_UNTRACKED:
        found[f"({len(names) - MAX_UNTRACKED} more)"] = "not looked at"
    return found


def _digest(path: Path, most: int) -> tuple[str, int]:
    """What tells a new file from another, and how many bytes were read for that."""
    try:
        if path.is_symlink():
            return "link to " + os.fspath(path.readlink()), 0
        if path.is_dir():
            return "a repository of its own", 0
        size = path.stat().st_size
        return (sha256(path.read_bytes()).hexdigest(), size) if size <= most else (f"{size} bytes", 0)
    except OSError as error:
        return f"cannot be read: {error.strerror}", 0
