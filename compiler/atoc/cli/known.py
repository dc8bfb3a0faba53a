"""The baseline of a command: which findings are known, read from its file or written to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from atoc.cli import console
from atoc.cli.project import Project
from atoc.compile import Compiled
from atoc.emit import write_file
from atoc.findings.summary import counted
from atoc.rule_table import ESSENTIAL
from atoc.source import SourceError, read_text
from atoc.span import SourceFile
from atoc.suppress import Baseline, baseline, compare, written
from atoc.suppress.baseline import Known

LOUD = frozenset(rule.code for rule in ESSENTIAL)
"""Codes that no baseline holds: without them mended nothing is proved."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """What is told once a baseline is applied; ``stale`` are entries of which less is found than they say."""

    compiled: Compiled
    stale: tuple[Known, ...] = ()


def renewed(compiled: Compiled, here: Project, known: Path | None, writes: int) -> Renewed:
    """What is told with the baseline that a command names, if it does; ``writes`` makes all findings known.

    Raises ``SourceError`` where the baseline is not there, and ``BaselineError`` where it is none.
    """
    if known is None:
        return Renewed(compiled)
    path = Path.cwd() / known
    return (write_known if writes else without_known)(compiled, path, here.shown(path))


def without_known(compiled: Compiled, path: Path, shown: str) -> Renewed:
    """Set apart the findings that the baseline at ``path`` knows; ``shown`` is how messages name it.

    Raises ``SourceError`` where it is not there, and ``BaselineError`` where it is no baseline.
    """
    if not path.exists():
        raise SourceError(f"{shown} is not there; --write-baseline makes it")
    return _applied(compiled, baseline(SourceFile(shown, read_text(path))), shown)


def write_known(compiled: Compiled, path: Path, shown: str) -> Renewed:
    """Make all findings known, and write the baseline to ``path``.

    Nothing is written while there are findings that no baseline holds: they keep proofs from being made.
    """
    loud = [finding for finding in compiled.findings if finding.code in LOUD]
    if loud:
        console.say(f"{shown} was not written: first mend {', '.join(sorted({each.code for each in loud}))}")
        return Renewed(compiled)
    text = written(compiled.findings, LOUD)
    write_file(path, text)
    renewed = _applied(compiled, baseline(SourceFile(shown, text)), shown)
    console.say(f"wrote {shown}: {counted(len(compiled.findings), 'known finding')}")
    return renewed


def _applied(compiled: Compiled, known: Baseline, shown: str) -> Renewed:
    compared = compare(compiled.findings, known, LOUD, shown)
    suppressed = (*compiled.suppressed, *compared.suppressed)
    told = replace(compiled, findings=compared.findings, suppressed=suppressed)
    return Renewed(told, compared.stale)
