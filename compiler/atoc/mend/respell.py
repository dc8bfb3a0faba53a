"""A misspelt name, written right: the characters of the name change, what stands around them does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from atoc.findings import Respelling
from atoc.mend.edit import Edit
from atoc.source import node as tree
from atoc.span import SourceFile, Span

_NAME = re.compile(r"\w+(?:\.\w+)*")


def respelt(file: SourceFile, fix: Respelling) -> Edit | None:
    """The edit that writes a name right; None where the text does not hold it as it was read.

    Of a path that is written as nested keys, only the part at the place of the fix is written anew.
    """
    span = fix.span
    if span.line != span.end_line or not _NAME.fullmatch(fix.name):
        return None
    text = file.text.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        span, text = span.within(1, len(text) - 1), text[1:-1]
    outer = fix.written.removesuffix(text)
    is_part = fix.written.endswith(text) and (not outer or outer.endswith("."))
    if not text or not is_part or not fix.name.startswith(outer):
        return None
    return Edit(span, fix.name.removeprefix(outer))


def respelt_texts(node: tree.Node, edits: Sequence[Edit]) -> Mapping[Span, str] | None:
    """The scalars that such edits change, as they read afterwards; None where one changes anything else."""
    by_line: dict[int, list[Edit]] = {}
    for edit in edits:
        by_line.setdefault(edit.span.line, []).append(edit)
    texts: dict[Span, str] = {}
    changed = 0
    for scalar in _scalars(node):
        inside = [edit for edit in by_line.get(scalar.span.line, ()) if _holds(scalar, edit)]
        if inside and scalar.span not in texts:
            changed += len(inside)
            texts[scalar.span] = _with(scalar, inside)
    return texts if changed == len(edits) else None


def _scalars(node: tree.Node) -> Iterator[tree.Scalar]:
    match node:
        case tree.Scalar():
            yield node
        case tree.Mapping():
            for entry in node.entries:
                yield entry.key
                yield from _scalars(entry.value)
        case tree.Sequence():
            for item in node.items:
                yield from _scalars(item)


def _holds(scalar: tree.Scalar, edit: Edit) -> bool:
    span = scalar.span
    return scalar.exact and span.column <= edit.span.column and edit.span.end_column <= span.end_column


def _with(scalar: tree.Scalar, edits: Sequence[Edit]) -> str:
    start = scalar.span.column + (scalar.style == "quoted")
    text = scalar.text
    for edit in reversed(edits):
        text = text[: edit.span.column - start] + edit.text + text[edit.span.end_column - start :]
    return text
