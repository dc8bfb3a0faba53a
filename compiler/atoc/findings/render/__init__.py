"""Findings as text: one file a format, each a function of findings, source text and figures.

A renderer knows no rule and no pass. What it is given as source text is shown as it is, so whatever must
stay secret has been masked before (``atoc.compile``).
"""

from atoc.findings.render.concise import concise
from atoc.findings.render.full import full
from atoc.findings.render.github import github
from atoc.findings.render.gitlab import gitlab
from atoc.findings.render.json import json
from atoc.findings.render.jsonl import jsonl
from atoc.findings.render.junit import junit
from atoc.findings.render.markdown import markdown
from atoc.findings.render.palette import COLOURED, PLAIN, Palette
from atoc.findings.render.sarif import sarif

__all__ = [
    "COLOURED",
    "PLAIN",
    "Palette",
    "concise",
    "full",
    "github",
    "gitlab",
    "json",
    "jsonl",
    "junit",
    "markdown",
    "sarif",
]
