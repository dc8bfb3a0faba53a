"""One document, by the format that its name promises."""

from __future__ import annotations

from dataclasses import replace

from atoc.findings import Finding, Passed
from atoc.source.bounds import DEFAULT, Bounds
from atoc.source.findings import UNREADABLE
from atoc.source.formats import json, sdn, toml, yaml
from atoc.source.node import Node
from atoc.span import SourceFile

READERS = {
    ".yaml": yaml.parse,
    ".yml": yaml.parse,
    ".toml": toml.parse,
    ".json": json.parse,
    ".sdn": sdn.parse,
}
"""The reader of each format, by the end of the file's name."""

PYTHON = ".py"
"""The end of the name of a Python file, of which the scopes and views are read."""

ENDINGS = (*READERS, PYTHON)
"""How the names of documents end."""


def is_python(file: SourceFile) -> bool:
    """Whether the file is read for its scopes and views."""
    return file.path.lower().endswith(PYTHON)


def parse(file: SourceFile, bounds: Bounds = DEFAULT) -> Passed[Node | None]:
    """The tree of one document.

    ``None`` without a finding where the file has no content, and with findings where any part of it is
    unreadable: what is left out of a tree would be missed by every later pass. A key that is given
    twice leaves a tree with the first of its entries.
    """
    passed = READERS["." + file.path.rpartition(".")[2].lower()](file, bounds)
    is_unreadable = any(finding.code == UNREADABLE.code for finding in passed.findings)
    return Passed(None if is_unreadable else passed.value, _first(passed.findings, bounds.findings))


def _first(findings: tuple[Finding, ...], count: int) -> tuple[Finding, ...]:
    """The first findings, where the last of them says how many are left out."""
    if len(findings) <= count:
        return findings
    left_out = len(findings) - count
    last = findings[count - 1]
    return (
        *findings[: count - 1],
        replace(last, message=f"{last.message} ({left_out:,} more like it follow)"),
    )
