"""How generated files differ from what the schemas say: findings, and a unified diff without secrets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff

from atoc.emit.covered import covered
from atoc.emit.findings import HAND_EDITED, ORPHAN, OUT_OF_DATE
from atoc.emit.header import is_intact
from atoc.findings import Finding
from atoc.span import Span

MOST_LINES = 2_000
"""Lines between the first and the last difference of a file up to which the differences are worked out."""

_CONTEXT = 3
_HUNK = re.compile(r"^@@ -(\d+)(,\d+)? \+(\d+)(,\d+)? @@")
_AGAIN = "build again, and commit what is written together with the schemas"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs: a finding for each file, and the diff of all of them, empty if nothing does."""

    findings: tuple[Finding, ...] = ()
    diff: str = ""


def difference(present: Mapping[str, str | None], tree: Mapping[str, str], folder: str) -> Comparison:
    """Compare files by name (None for one that is not ours) with the tree. ``folder`` is where they stand."""
    base = folder.rstrip("/")
    names = sorted({*tree, *(name for name, text in present.items() if text is not None)})
    differing = [name for name in names if present.get(name) != tree.get(name)]
    found = (
        _finding(f"{base}/{name}", name in present, present.get(name), name in tree) for name in differing
    )
    diffs = (
        unified(f"{base}/{name}", covered(present.get(name) or ""), covered(tree.get(name, "")))
        for name in differing
    )
    return Comparison(tuple(found), "".join(diffs))


def _finding(path: str, is_there: bool, text: str | None, is_made: bool) -> Finding:
    span = Span.start_of(path)
    if not is_made:
        edited = (
            ()
            if is_intact(text or "")
            else ("it was edited by hand, so that a build leaves it: remove it yourself",)
        )
        return ORPHAN.at(
            span, f"{path} is made from no schema", help=edited or ("build again: that removes it",)
        )
    if not is_there:
        return OUT_OF_DATE.at(span, f"{path} is missing", help=(_AGAIN,))
    if text is None:
        help = ("a build would not overwrite it: move it away, or set another `out` under [tool.atoc]",)
        return HAND_EDITED.at(span, f"{path} does not carry the header of a generated file", help=help)
    if not is_intact(text):
        help = ("make the change in the schema instead: the next build overwrites this file",)
        return HAND_EDITED.at(span, f"{path} was edited by hand", help=help)
    return OUT_OF_DATE.at(span, f"{path} is out of date", help=(_AGAIN,))


def unified(path: str, old: str, new: str) -> str:
    """The unified diff of a file, without dates; of one with very distant changes only how far they reach.

    What both texts begin and end with is set aside first, since comparing takes more than linear time.
    """
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    head = _in_common(before, after)
    tail = _in_common(before[: head - 1 if head else None : -1], after[: head - 1 if head else None : -1])
    changed = max(len(before), len(after)) - head - tail
    if changed > MOST_LINES:
        return f"--- {path}\n+++ {path}\n@@ {changed:,} lines differ, from line {head + 1:,} on @@\n"
    start, rest = max(head - _CONTEXT, 0), max(tail - _CONTEXT, 0)
    lines = unified_diff(
        before[start : len(before) - rest], after[start : len(after) - rest], path, path, n=_CONTEXT
    )
    return "".join(_ended(_HUNK.sub(lambda found: _moved(found, start), line)) for line in lines)


def _in_common(before: Sequence[str], after: Sequence[str]) -> int:
    """How many lines both begin with."""
    pairs = enumerate(zip(before, after))
    return next((i for i, (old, new) in pairs if old != new), min(len(before), len(after)))


def _moved(hunk: re.Match[str], lines: int) -> str:
    """The head of a hunk so many lines further down; a side without lines names the one before it."""
    old, old_count, new, new_count = hunk.groups(default="")
    return f"@@ -{int(old) + lines}{old_count} +{int(new) + lines}{new_count} @@"


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
