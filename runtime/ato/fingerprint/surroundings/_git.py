"""The state of the sources: commit, branch, what is changed and what is new.

Asked of ``git`` itself, which knows worktrees and submodules; nothing is written, not even its index. Outside
a repository, or without git, there is nothing to say.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

PATIENCE = 20.0
"""Seconds that one question to git may take."""
MAX_DIFF = 4 << 20
"""Bytes of a diff that are kept; its digest is that of the whole."""
MAX_UNTRACKED = 2000
"""How many new files are told of."""
MAX_FILE = 64 << 20
"""Bytes up to which a new file is hashed; a longer one counts by its length."""


@dataclass(frozen=True, slots=True)
class Source:
    """A working tree of git.

    ``diff`` is against the commit, with what is staged; ``untracked`` has a SHA-256 of each new file that is
    not ignored, by its path from the root of the repository.
    """

    commit: str | None
    branch: str | None
    remote: str | None
    is_dirty: bool
    diff: str
    diff_digest: str
    untracked: dict[str, str]


def source(folder: str | Path = ".") -> Source | None:
    """The state of the repository that a folder lies in; None where it lies in none, or git is not there."""
    root = _asked(folder, "rev-parse", "--show-toplevel")
    index = _asked(folder, "rev-parse", "--git-path", "index")
    if root is None or index is None:
        return None
    with TemporaryDirectory(prefix="ato-") as scratch:
        copy = Path(scratch) / "index"
        with suppress(OSError):  # before the first commit there may be none
            copyfile(Path(folder) / _path(index), copy)
        return _source(_path(root), copy)


def _source(top: Path, index: Path) -> Source:
    """The state of a working tree; git may write to this copy of its index."""
    commit = _line(_asked(top, "rev-parse", "--verify", "--quiet", "HEAD"))
    base = ["HEAD"] if commit else ["--cached"]
    whole = ("--no-color", "--no-ext-diff", "--no-textconv", "--full-index", "--binary")
    diff = _asked(top, "diff", *whole, *base, index=index)
    untracked = _untracked(top)
    patch = diff or b""
    return Source(
        commit,
        _line(_asked(top, "symbolic-ref", "--quiet", "--short", "HEAD")),
        _line(_asked(top, "config", "--get", "remote.origin.url")),
        bool(patch or untracked),
        patch[:MAX_DIFF].decode("utf-8", "replace"),
        sha256(patch).hexdigest(),
        untracked,
    )


def _untracked(top: Path) -> dict[str, str]:
    listed = _asked(top, "ls-files", "--others", "--exclude-standard", "-z") or b""
    names = sorted(os.fsdecode(name) for name in listed.split(b"\0") if name)
    return {name: _digest(top / name) for name in names[:MAX_UNTRACKED]}


def _digest(path: Path) -> str:
    try:
        if path.is_symlink():
            return "link to " + os.fspath(path.readlink())
        size = path.stat().st_size
        return sha256(path.read_bytes()).hexdigest() if size <= MAX_FILE else f"{size} bytes"
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def _line(answer: bytes | None) -> str | None:
    text = (answer or b"").decode("utf-8", "replace").strip()
    return text or None


def _path(answer: bytes) -> Path:
    return Path(os.fsdecode(answer).rstrip("\n"))


def _asked(folder: str | Path, *question: str, index: Path | None = None) -> bytes | None:
    """What git answers; None where it has none."""
    own = {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C", **({"GIT_INDEX_FILE": str(index)} if index else {})}
    try:
        ran = subprocess.run(
            ["git", "-c", "core.fsmonitor=false", "-C", str(folder), *question],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            env={**os.environ, **own},
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return ran.stdout if ran.returncode == 0 else None
