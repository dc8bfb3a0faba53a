"""What a generated file says of itself: what it was made from, how to make it again, and its digest.

    # Made by atoc from schemas/train.yaml. Do not edit; change the schema and run: atoc build schemas/
    # Digest: 0f5b6c9d2e7a4183

The digest is that of the file with zeros in the digest's place. So a file that somebody edited is told from
one that is merely out of date, and our files from those of others. A digest that agrees proves nothing
against somebody who means to deceive; it guards against mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from textwrap import wrap

from atoc.emit.layout import WIDTH

NO_DIGEST = "0" * 16
"""What stands in place of the digest until the file is sealed."""

_MAKER = "Made by atoc from"
_DIGEST = re.compile(
    rf"\A(?:# {_MAKER} .*\n(?:# .*\n)*?# Digest: |"
    rf'{{\n  "\$?\w+": "{_MAKER} .*\n  "digest": ")([0-9a-f]{{16}})\b'
)
_FEW = 4


@dataclass(frozen=True, slots=True)
class Origin:
    """Where generated files come from: all documents in order, and the command that makes the files again."""

    documents: tuple[str, ...]
    command: str


def origin(documents: Sequence[str]) -> Origin:
    """The origin of what is made of all these documents."""
    paths = tuple(sorted(documents))
    folder = _common_folder(paths)
    return Origin(paths, f"atoc build {folder}/" if folder else "atoc build")


def made_from(origin: Origin, documents: Sequence[str]) -> str:
    """The sentences of the header for a file that these of the documents go into."""
    paths = sorted(documents)
    if len(paths) > _FEW:
        named = f"{len(paths)} documents below {_common_folder(paths) or 'the project'}"
    else:
        named = " and ".join(filter(None, (", ".join(paths[:-1]), *paths[-1:]))) or "no document"
    what = "schema" if len(paths) == 1 else "schemas"
    return f"{_MAKER} {named}. Do not edit; change the {what} and run: {origin.command}"


def comment(sentences: str) -> str:
    """The header of a Python file, with the place of the digest."""
    lines = wrap(sentences, WIDTH - 2, break_long_words=False, break_on_hyphens=False)
    return "".join(f"# {line}\n" for line in (*lines, f"Digest: {NO_DIGEST}"))


def sealed(text: str) -> str:
    """A file that begins with a header, with its digest filled in."""
    return text.replace(NO_DIGEST, _digest(text), 1)


def is_ours(text: str) -> bool:
    """Whether the file carries our header."""
    return _DIGEST.match(text) is not None


def is_intact(text: str) -> bool:
    """Whether the file is as we wrote it, by its digest."""
    found = _DIGEST.match(text)
    return (
        found is not None and _digest(text[: found.start(1)] + NO_DIGEST + text[found.end(1) :]) == found[1]
    )


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[: len(NO_DIGEST)]


def _common_folder(paths: Sequence[str]) -> str:
    folders = [PurePosixPath(path).parent.parts for path in paths]
    common: list[str] = []
    for level in zip(*folders):
        if len(set(level)) > 1:
            break
        common.append(level[0])
    return "/".join(common)
