"""Whether the source of a file is that of the code which runs: a file may be edited while a program goes on.

Idea. The text is compiled as its module was, and code is looked for in it that stands at the same line under
the same name and says the same. Columns and the lines inside do not count, so a comment may come and go
there. What a loader of its own makes of a text, as one that checks types does, is asked of that loader; where
it does not tell (pytest's) the source is believed.
"""

from __future__ import annotations

import marshal
import os
import struct
from collections.abc import Iterator
from importlib.util import MAGIC_NUMBER
from types import CodeType
from typing import Any

from ato.fingerprint.canon._writer import constant
from ato.fingerprint.sources._file import QUIET, File

OF_PYTHON = ("_frozen_importlib", "_frozen_importlib_external", "importlib._bootstrap_external", "zipimport")
"""Where the loaders stand that take a text as it is."""
LARGEST = 0xFFFFFFFF
"""What Python keeps of a time in seconds and of a size."""
Codes = dict[tuple[int, str], list[CodeType]]


def is_loaded(code: CodeType, file: File, names: dict[str, Any]) -> bool:
    """Whether code is what a file says at its place; ``names`` are those of its module."""
    codes = _codes(file, names)
    if codes is None:
        return True
    found = codes.get((code.co_firstlineno, code.co_name), ())
    return any(each == code or is_same(each, code) for each in found)


def _codes(file: File, names: dict[str, Any]) -> Codes | None:
    """All code of a file by line and name; None where nothing tells how it was compiled."""
    if file.codes is None:
        module = _compiled(file, names.get("__loader__"), names.get("__spec__"))
        if module is None:
            return None
        codes: Codes = {}
        for code in every(module):
            codes.setdefault((code.co_firstlineno, code.co_name), []).append(code)
        file.codes = codes
    return file.codes


def _compiled(file: File, loader: Any, spec: Any) -> CodeType | None:
    if loader is None or isinstance(loader, type) or str(loader.__class__.__module__) in OF_PYTHON:
        return _kept(file, spec) or compile(file.text(), QUIET, "exec", dont_inherit=True)
    try:
        made: object = loader.source_to_code(file.text(), QUIET)
    except Exception:
        return None
    return made if isinstance(made, CodeType) else None


def _kept(file: File, spec: Any) -> CodeType | None:
    """The code that Python keeps of a file beside it, if that was written after the file's last change."""
    path, stamp = getattr(spec, "cached", None), file.stamp
    if not isinstance(path, str) or stamp is None:
        return None
    try:
        with open(path, "rb") as opened:  # noqa: PTH123  a Path costs more than the look
            written = os.fstat(opened.fileno()).st_mtime_ns
            data = opened.read()
        head = MAGIC_NUMBER + struct.pack("<LLL", 0, stamp.modified // 10**9 & LARGEST, stamp.size & LARGEST)
        is_of_it = data.startswith(head) and max(stamp.modified, stamp.changed) < written
        made = marshal.loads(data[len(head) :]) if is_of_it else None  # noqa: S302  as an import does
    except (EOFError, OSError, TypeError, ValueError):
        return None
    return made if isinstance(made, CodeType) else None


def every(code: CodeType) -> Iterator[CodeType]:
    """Code and all code that stands in it."""
    waiting = [code]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += [each for each in one.co_consts if isinstance(each, CodeType)]


def is_same(left: CodeType, right: CodeType) -> bool:
    """Whether two codes do the same, wherever they stand."""
    if (left.co_code, left.co_names) != (right.co_code, right.co_names):
        return False
    pairs = list(zip(left.co_consts, right.co_consts))
    return len(left.co_consts) == len(right.co_consts) and all(
        is_same(a, b) if isinstance(a, CodeType) and isinstance(b, CodeType) else _is_equal(a, b)
        for a, b in pairs
    )


def _is_equal(left: object, right: object) -> bool:
    if isinstance(left, str) and "<locals>" in left:  # the qualified name of what is inside
        return isinstance(right, str)
    return type(left) is type(right) and constant(left) == constant(right)
