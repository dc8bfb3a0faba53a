"""Every rule of the compiler, by code: what ``atoc rule``, the settings and the docs read.

A room that sees a defect words its rules itself; this table only joins them.
"""

from __future__ import annotations

from atoc.emit.findings import RULES as ABOUT_OUTPUT
from atoc.expr.findings import RULES as ABOUT_EXPRESSIONS
from atoc.findings import Rule
from atoc.resolve.findings import OUTSIDE as ABOUT_TARGETS
from atoc.resolve.findings import RULES as ABOUT_NAMES
from atoc.rules import RULES as PROVED
from atoc.source.findings import RULES as ABOUT_TEXT
from atoc.suppress.findings import RULES as ABOUT_COMMENTS
from atoc.syntax.findings import RULES as ABOUT_SHAPE
from atoc.types.findings import RULES as ABOUT_TYPES

FORMAL: tuple[Rule, ...] = (*ABOUT_TEXT, *ABOUT_SHAPE)
"""Rules about what a document says at all: while they find something, nothing is called missing."""

ESSENTIAL: tuple[Rule, ...] = (*FORMAL, *ABOUT_TYPES, *ABOUT_EXPRESSIONS, *ABOUT_NAMES)
"""Rules without which a document means nothing: they can be neither ignored nor softened."""

RULES: tuple[Rule, ...] = tuple(
    sorted((*ESSENTIAL, *ABOUT_TARGETS, *PROVED, *ABOUT_OUTPUT, *ABOUT_COMMENTS), key=lambda rule: rule.code)
)
"""All rules, in the order of their codes."""


def find(word: str) -> Rule | None:
    """The rule with this code, in any case, or with this name."""
    return next((rule for rule in RULES if word.upper() == rule.code or word.lower() == rule.name), None)


def matching(word: str) -> tuple[Rule, ...]:
    """The rules that a word of the settings stands for: those whose code begins so, or that of this name."""
    if word.startswith("ATC"):
        return tuple(rule for rule in RULES if rule.code.startswith(word))
    return tuple(rule for rule in RULES if rule.name == word)


def words() -> tuple[str, ...]:
    """Every code and every name."""
    return (*(rule.code for rule in RULES), *(rule.name for rule in RULES))
