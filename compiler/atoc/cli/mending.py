"""What ``atoc check --fix`` and ``--diff`` do: documents mended, shown or written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from atoc.cli.known import renewed
from atoc.cli.project import Project
from atoc.compile import Compiled, judged
from atoc.emit import WriteError, unified, write_bytes
from atoc.findings import Passed
from atoc.findings.summary import counted
from atoc.mend import Mended, mend
from atoc.source import decode, is_python, read, read_bytes
from atoc.span import SourceFile


def tried(here: Project, paths: Sequence[str], known: Path | None) -> tuple[Compiled, Mended]:
    """The program as it is, and as it would be once mended; findings that a baseline knows are left alone."""
    documents = read(here.root, here.schemas(paths))

    def judge(files: tuple[SourceFile, ...]) -> Compiled:
        compiled = judged(Passed(files, documents.findings), here.settings, root=here.root)
        return renewed(compiled, here, known, 0).compiled

    before = judge(documents.value)
    return before, mend(before, judge)


def shown(before: Compiled, mended: Mended) -> str:
    """The documents that change, as a unified diff, with secrets covered."""
    after = mended.compiled.sources
    return "".join(
        unified(path, before.sources[path].text, after[path].text) for path in _changed(before, mended)
    )


def write(root: Path, before: Compiled, mended: Mended) -> None:
    """Write the documents that change, each in one step, and all of them or none.

    Raises ``WriteError`` for one that cannot be written, or that is not any more as it was read.
    """
    texts = {file.path: file.text for file in before.files}
    contents: dict[Path, tuple[bytes, bytes]] = {}
    for path in _changed(before, mended):
        place = root / path
        content = read_bytes(place) if place.is_file() else b""
        read = decode(path, content).value
        if read is None or read.text != texts[path]:
            raise WriteError(f"{path}: has changed since it was read, or lies outside the project")
        contents[place] = content, mended.content(path, content)
    begun: list[Path] = []
    try:
        for place, (_, content) in contents.items():
            begun.append(place)
            write_bytes(place, content)
    except BaseException:
        for place in begun:
            if read_bytes(place) != contents[place][0]:
                write_bytes(place, contents[place][0])
        raise


def remarks(before: Compiled, mended: Mended) -> Iterator[str]:
    """What was mended, one line for each finding that is no more."""
    documents = counted(len(_changed(before, mended)), "document")
    for finding in mended.mended:
        yield f"mended {finding.span} {finding.code} {finding.name}: {finding.message}"
    if mended.mended:
        yield f"Mended {counted(len(mended.mended), 'finding')} in {documents}."
    yield from _for_people(mended)
    if not mended.is_whole:
        yield "More may be mended when this is run again."


def _for_people(mended: Mended) -> Iterator[str]:
    """That what could be mended in a document is left to people in a Python file."""
    python = {file.path for file in mended.compiled.files if is_python(file)}
    fixes = (finding.fix for finding in mended.compiled.findings)
    left = sum(fix is not None and fix.span.path in python for fix in fixes)
    if left:
        are = "is" if left == 1 else "are"
        yield f"{counted(left, 'finding')} in Python files {are} yours to mend: code is never changed."


def _changed(before: Compiled, mended: Mended) -> tuple[str, ...]:
    after = {file.path: file.text for file in mended.compiled.files}
    return tuple(file.path for file in before.files if after[file.path] != file.text)
