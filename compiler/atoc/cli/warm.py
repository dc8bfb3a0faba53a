"""Answers that are known already: what a command printed when everything was as it is now.

Idea. What ``check`` and ``build`` print follows from the words of the command line, ``pyproject.toml``, the
files below the schema folders, the compiler itself and, for ``build``, the generated files. If all of these
have the digests that they had, the answer is what it was, and nothing needs to be loaded to give it again.
Of ``build`` only that answer is kept which changes nothing: everything is up to date.

Cost: the files are read, and no more; a few dozen milliseconds, nearly all of them the interpreter's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from atoc.cache import Store, digest, snapshot, snapshot_of_folder, stamp
from atoc.cli import console
from atoc.cli.formats import Format

KIND = "answers"
_PROJECT = "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Asked:
    """A command with its words, by which its answer is kept; None for one whose answer is not.

    Without a ``store`` nothing is kept, and nothing is known.
    """

    words: tuple[str, ...] | None
    store: Store | None
    project: str = ""

    @property
    def key(self) -> str:
        """What the answer depends on, but for files below the schema folders and generated ones."""
        here = Path.cwd().relative_to(self.store.root).as_posix() if self.store else ""
        parts = (*(self.words or ()), here, str(console.is_coloured()), self.project)
        return digest(*(part.encode("utf-8", "surrogateescape") for part in parts))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command printed, and the digests of the files on which that depends.

    ``schemas`` are relative to the root. ``out`` is the folder of the generated files; it is empty for a
    command that looks at none. ``remark`` was printed after the answer, apart from it where that is for
    machines.
    """

    schemas: list[str]
    inputs: str
    out: str
    outputs: str
    printed: str
    format: Format | None
    remark: str
    status: int


def asked(words: Sequence[str] | None, afresh: int) -> Asked:
    """The command with its words, in the project of the working folder; ``afresh`` asks for no cache."""
    words = None if words is None else tuple(words)
    root = None if afresh else _root()
    known = None if root is None else stamp()
    project = None if root is None else snapshot(str(root), [_PROJECT])
    if root is None or known is None or project is None:
        return Asked(words, None)
    return Asked(words, Store(str(root), known), project)


def answered(command: Asked) -> int | None:
    """Print the known answer; its exit status, or None where there is none."""
    answer = _known(command)
    if answer is None:
        return None
    console.write(answer.printed)
    if answer.remark:
        console.remark(answer.remark, answer.format)
    return answer.status


def inputs(command: Asked, schemas: Sequence[str]) -> str | None:
    """The digest of the documents, to be taken before they are read; None where no answer is kept."""
    return None if command.store is None else snapshot(command.store.root, schemas)


def outputs(folder: str) -> str | None:
    """The digest of the generated files."""
    return snapshot_of_folder(folder)


def keep(command: Asked, answer: Answer) -> None:
    """Keep an answer, if the documents are still what they were when it was begun."""
    store = command.store
    if store is not None and snapshot(store.root, answer.schemas) == answer.inputs:
        store.put(KIND, command.key, asdict(answer))


def _known(command: Asked) -> Answer | None:
    store = command.store
    if store is None or command.words is None:
        return None
    kept = store.get(KIND, command.key)
    if not isinstance(kept, dict):
        return None
    try:
        answer = Answer(**cast("dict[str, Any]", kept))
    except TypeError:
        return None
    if snapshot(store.root, answer.schemas) != answer.inputs:
        return None
    if answer.out and snapshot_of_folder(answer.out) != answer.outputs:
        return None
    return answer


def _root() -> Path | None:
    """The nearest folder upward with a ``pyproject.toml``: the project, if that one has settings of ours."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / _PROJECT).is_file()), None)
