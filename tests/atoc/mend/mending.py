"""Documents mended in memory."""

from __future__ import annotations

from atoc.compile import Compiled, judged
from atoc.findings import Passed
from atoc.mend import Mended, mend
from atoc.settings import Settings
from atoc.span import SourceFile

FIELDS = """\
scope: toy
fields:
  lr: {type: float, default: 0.01}
  epochs: {type: int, default: 10}
"""


def judge(files: tuple[SourceFile, ...]) -> Compiled:
    """What the documents come to."""
    return judged(Passed(files), Settings())


def mended(*texts: str, ending: str = "yaml") -> Mended:
    """The documents mended, each in a file of its own."""
    files = tuple(SourceFile(f"schemas/{index}.{ending}", text) for index, text in enumerate(texts))
    return mend(judge(files), judge)


def after(text: str, ending: str = "yaml") -> str:
    """A document mended."""
    (file,) = mended(text, ending=ending).compiled.files
    return file.text


def codes(found: Mended) -> list[str]:
    """The codes of what was mended."""
    return [finding.code for finding in found.mended]
