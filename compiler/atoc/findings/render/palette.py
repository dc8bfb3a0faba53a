"""The colours of a rendering, and the rendering without any."""

from __future__ import annotations

from dataclasses import dataclass

from atoc.findings.rule import Severity

RESET = "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Palette:
    """The terminal codes that open each kind of text; all empty where colour is not wanted."""

    error: str = ""
    warning: str = ""
    note: str = ""
    gutter: str = ""
    strong: str = ""
    added: str = ""
    removed: str = ""

    def paint(self, code: str, text: str) -> str:
        """The text between the code and its end; the text alone where the code is empty."""
        return f"{code}{text}{RESET}" if code and text else text

    def of(self, severity: str) -> str:
        """The code for a severity."""
        codes = {Severity.ERROR: self.error, Severity.WARNING: self.warning, Severity.NOTE: self.note}
        return codes[Severity(severity)]


PLAIN = Palette()
COLOURED = Palette(
    error="\x1b[1;31m",
    warning="\x1b[1;33m",
    note="\x1b[1;36m",
    gutter="\x1b[1;34m",
    strong="\x1b[1m",
    added="\x1b[32m",
    removed="\x1b[31m",
)
