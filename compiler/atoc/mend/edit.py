"""Edits of a text, put into the bytes of its file so that every other byte stays.

Places are those of the text as it was read: without a mark at its start, lines ended by line feeds. The file
may have both, a mark and Windows' line ends; lines and columns are the same there, but for the mark and for
the carriage return that ends a line.

    edit 1:5-1:7 "c"   of   b"\\xef\\xbb\\xbfa: bb\\r\\n"   gives   b"\\xef\\xbb\\xbfa: c\\r\\n"

Cost: linear in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from atoc.span import SourceFile, Span

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands at ``span`` becomes ``text``, which holds no line end."""

    span: Span
    text: str = ""


def apart(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits in order of their places, without those that overlap an earlier one and are not equal to it.

    Of edits that begin at the same place the longest stays.
    """
    kept: list[Edit] = []
    for edit in sorted(dict.fromkeys(edits), key=_order):
        if not kept or _end(kept[-1]) <= (edit.span.line, edit.span.column):
            kept.append(edit)
    return tuple(kept)


def edited(content: bytes, edits: Sequence[Edit]) -> bytes:
    """The bytes of a file with the edits carried out, which must be apart and in order."""
    text = content.decode("utf-8")
    starts = _line_starts(text)
    return "".join(_pieces(text, edits, starts)).encode("utf-8")


def edited_text(file: SourceFile, edits: Sequence[Edit]) -> SourceFile:
    """The document with the edits carried out."""
    return SourceFile(file.path, "".join(_pieces(file.text, edits, _line_starts(file.text))))


def _order(edit: Edit) -> tuple[int, int, int, int, str]:
    span = edit.span
    return span.line, span.column, -span.end_line, -span.end_column, edit.text


def _end(edit: Edit) -> tuple[int, int]:
    return edit.span.end_line, edit.span.end_column


def _pieces(text: str, edits: Sequence[Edit], starts: Sequence[int]) -> Iterator[str]:
    position = 0
    for edit in edits:
        span = edit.span
        yield text[position : _offset(starts, span.line, span.column, text)]
        yield edit.text
        position = _offset(starts, span.end_line, span.end_column, text)
    yield text[position:]


def _line_starts(text: str) -> list[int]:
    """Where each line begins, the first after a mark."""
    lines = text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))
    starts[0] = len(_MARK) if text.startswith(_MARK) else 0
    return starts


def _offset(starts: Sequence[int], line: int, column: int, text: str) -> int:
    """The offset of a place; that of the end of the text for the line after the last one."""
    return min(starts[line - 1] + column - 1, len(text)) if line <= len(starts) else len(text)
