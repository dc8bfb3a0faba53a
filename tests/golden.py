"""Golden cases: documents, with what is to be found in them said on the line itself.

Below ``tests/cases/<code>-<name>/`` each document is a program of its own, and each folder is one program of
several documents, or a whole project with a console session:

- ``plain.yaml`` ends each line where a finding must start with ``# ATC203`` (``# ATC203 ATC205`` for two);
- ``plain.txt`` beside it is the whole ``full`` rendering, of one plain case a rule;
- ``near_chain.yaml`` carries no marker, and nothing may be found;
- ``broken.json`` cannot carry a comment: ``broken.concise`` beside it lists ``path:line:column CODE``;
- ``edited/`` holds the documents of one program, marked in the same way; ``edited.txt`` is its rendering;
- ``stale/session.console`` has commands and what they print, run in a copy of the folder it stands in.

``build/*/schemas`` are programs whose whole generated tree stands beside them in ``expected``.

``formats/<format>.txt`` holds what the plain case of every rule looks like in that format, one after the
other, each below a line with the name of its case; of ``sarif`` without what all logs say of the rules.

``python -m tests.golden`` (``make golden``) rewrites ``.txt``, ``.concise`` and ``.console`` files, generated
trees and the sessions of the README to what is found now, and removes what belongs to nothing. The diff is
the review. Markers are written by hand.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from json import dumps, loads
from pathlib import Path

from atoc.cli.formats import FORMATS, Format
from atoc.cli.output import rendered
from atoc.compile import build, check
from atoc.findings.render import PLAIN, full
from atoc.settings import Settings
from tests import console, readme

CASES = Path(__file__).parent / "cases"
SUFFIXES = (".yaml", ".yml", ".toml", ".json", ".sdn", ".py")
SESSION = "session.console"
KEPT_FORMATS = tuple(format for format in FORMATS if format != "full")
"""The formats of which renderings are kept in one file each; ``full`` stands beside every case."""

_MARKER = re.compile(r"#((?:\s+ATC\d{3})+)\s*$")

Place = tuple[str, int, str]
"""Where a finding starts: the document below the case folder, the line, the code."""


@dataclass(frozen=True, slots=True)
class Case:
    """One program below a case folder: a document, or a folder of documents."""

    path: Path

    @property
    def name(self) -> str:
        """The path below the folder of all cases, without a suffix."""
        return self._beside("").relative_to(CASES).as_posix()

    @property
    def code(self) -> str:
        """The rule that the case is about."""
        return self.path.parent.name[: len("ATC000")]

    @property
    def is_near(self) -> bool:
        """Whether nothing may be found."""
        return self.path.name.startswith("near_")

    @property
    def is_plain(self) -> bool:
        """Whether this is the case whose rendering is kept."""
        return self._beside("").name == "plain"

    @property
    def rendering(self) -> Path:
        """Where the ``full`` rendering is kept, if it is."""
        return self._beside(".txt")

    @property
    def listing(self) -> Path:
        """Where the places are kept for documents that carry no comments."""
        return self._beside(".concise")

    @property
    def session(self) -> Path:
        """Where the console session stands, if the case is one."""
        return self.path / SESSION

    @property
    def documents(self) -> tuple[Path, ...]:
        """The documents, in order of their paths."""
        if self.path.is_file():
            return (self.path,)
        return tuple(sorted(path for path in self.path.rglob("*") if path.suffix in SUFFIXES))

    @property
    def is_shown(self) -> bool:
        """Whether it stands for its rule in every format."""
        return self.is_plain and not self.is_near

    def _beside(self, suffix: str) -> Path:
        stem = self.path.stem if self.path.is_file() else self.path.name
        return self.path.parent / f"{stem}{suffix}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is found in a case: the places, the same as a listing with columns, and the rendering."""

    places: Counter[Place]
    listing: str
    rendering: str


def cases() -> tuple[Case, ...]:
    """Every case whose findings are marked, in order of their paths."""
    return tuple(case for case in _all() if not case.session.exists())


def sessions() -> tuple[Case, ...]:
    """Every case that is a console session."""
    return tuple(case for case in _all() if case.session.exists())


def _all() -> Iterator[Case]:
    for path in sorted(CASES.glob("ATC*/*")):
        if path.is_dir() and path.name != "__pycache__":
            yield Case(path)
        elif path.suffix in SUFFIXES and (path.suffix != ".py" or "ato.scope" in path.read_text("utf-8")):
            yield Case(path)  # other modules are what a document beside them names


def marked(case: Case) -> Counter[Place]:
    """The places that the markers of the documents name."""
    return Counter(place for document in case.documents for place in _markers(document, case))


def _markers(document: Path, case: Case) -> Iterator[Place]:
    path = document.relative_to(case.path.parent).as_posix()
    text = document.read_bytes().decode("utf-8", errors="replace")
    for number, line in enumerate(text.split("\n"), 1):
        if match := _MARKER.search(line):
            yield from ((path, number, code) for code in match[1].split())


def outcome(case: Case) -> Outcome:
    """What the compiler finds in the case."""
    compiled = check(case.path.parent, (case.path.name,), Settings())
    findings = compiled.findings
    return Outcome(
        Counter((finding.span.path, finding.span.line, finding.code) for finding in findings),
        "".join(f"{finding.span} {finding.code}\n" for finding in findings),
        full(findings, compiled.sources, compiled.summary),
    )


def in_format(format: Format) -> str:
    """The plain case of every rule in a format, one after the other."""
    return "".join(f"===== {case.name}\n{_in_format(case, format)}\n" for case in cases() if case.is_shown)


def format_file(format: Format) -> Path:
    """Where the renderings in a format are kept."""
    return CASES / "formats" / f"{format}.txt"


def _in_format(case: Case, format: Format) -> str:
    compiled = check(case.path.parent, (case.path.name,), Settings())
    text = rendered(compiled.findings, compiled, format, (), PLAIN)
    if format != "sarif":
        return text
    log = loads(text)
    del log["runs"][0]["tool"]["driver"]["rules"]
    return dumps(log, indent=1) + "\n"


def replayed(case: Case) -> tuple[console.Step, ...]:
    """The session of the case, as it goes now, in a copy of its folder."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        shutil.copytree(case.path, project, ignore=shutil.ignore_patterns(SESSION))
        return console.replay(console.parse(case.session.read_text(encoding="utf-8")), project)


def builds() -> tuple[Path, ...]:
    """The programs whose whole generated tree is kept, ``schemas/`` and ``expected/`` in each."""
    return tuple(sorted(path.parent for path in CASES.glob("build/*/schemas")))


def generated(case: Path) -> Mapping[str, str]:
    """What the program of such a folder comes to, by the name of the file."""
    return build(check(case, ("schemas",), Settings()))


def belonging_to_nothing() -> tuple[Path, ...]:
    """Stored expectations whose case is gone."""
    known = {path for case in _all() for path in (case.rendering, case.listing)}
    known |= {format_file(format) for format in KEPT_FORMATS}
    known |= {case / "expected" / name for case in builds() for name in generated(case)}
    patterns = ("ATC*/*.txt", "ATC*/*.concise", "formats/*", "build/*/expected/*.*")
    stored = {path for pattern in patterns for path in CASES.glob(pattern)}
    return tuple(sorted(stored - known))


def rewrite() -> Iterator[Path]:
    """Store what is found now, wherever something is stored; the files that changed."""
    for case in cases():
        seen = outcome(case)
        if (case.is_plain and not case.is_near) or case.rendering.exists():
            yield from _store(case.rendering, seen.rendering)
        if case.listing.exists():
            yield from _store(case.listing, seen.listing)
    for format in KEPT_FORMATS:
        yield from _store(format_file(format), in_format(format))
    for case in sessions():
        yield from _store(case.session, console.render(replayed(case)))
    for folder in builds():
        for name, text in generated(folder).items():
            yield from _store(folder / "expected" / name, text)
    for path in belonging_to_nothing():
        path.unlink()
        yield path
    yield from _store(readme.PATH, readme.refreshed(readme.PATH.read_text(encoding="utf-8")))


def _store(path: Path, text: str) -> Iterator[Path]:
    path.parent.mkdir(exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8", newline="\n")
        yield path


if __name__ == "__main__":
    for changed in rewrite():
        sys.stdout.write(f"{changed.relative_to(CASES.parents[1]).as_posix()}\n")
