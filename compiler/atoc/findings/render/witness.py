"""The witness of a finding as a command that can be pasted into a shell."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import join

from atoc.findings.finding import Finding
from atoc.findings.summary import Summary


def command(finding: Finding, words: Sequence[str], summary: Summary, schemas: Sequence[str] = ()) -> str:
    """The question to ``atoc explain`` whose answer shows the finding.

    The same words after the name of a program on this scope show it in a run. The scope is named
    where the program has several, the folders of the schemas where they are not those of the settings.
    """
    asked = ["atoc", "explain", *([finding.key] if finding.key else []), *words]
    if finding.scope and summary.scopes > 1:
        asked += ["--scope", finding.scope]
    for folder in schemas:
        asked += ["--schemas", folder]
    return join(asked)
