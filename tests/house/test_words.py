"""The same thing has the same name everywhere: what people read uses the words of docs/glossary.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from atoc.rule_table import RULES
from tests.house.sources import ROOT, Module, modules

# Words that mean something of ours by another name. Words with another honest use are not among them.
SYNONYMS = {
    "preset": "view",
    "overlay": "view",
    "precedence": "priority",
    "namespace": "scope",
    "counterexample": "witness",
    "diagnostic": "finding",
    "violation": "finding",
    "hyperparameter": "field",
}
PATTERN = re.compile(r"\b(" + "|".join(SYNONYMS) + r")s?\b", flags=re.IGNORECASE)
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")

# The schema of documents explains `scope` by a word that editors' users know.
EXPLAINED = {"The namespace that this document adds to."}


def spoken(module: Module) -> Iterator[str]:
    """The string literals of a module that are no docstrings."""
    quiet = {
        id(node.value)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in quiet:
            yield node.value


@pytest.mark.parametrize("module", [*modules("atoc"), *modules("ato")], ids=lambda module: module.name)
def test_messages_use_the_words_of_the_glossary(module: Module) -> None:
    said = [text for text in spoken(module) if PATTERN.search(text) and text not in EXPLAINED]
    assert said == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_pages_use_the_words_of_the_glossary(rule) -> None:  # type: ignore[no-untyped-def]
    assert PATTERN.findall(rule.page) == []


def test_every_synonym_is_explained_in_the_glossary() -> None:
    words = {cell.strip() for cell in re.findall(r"^\| ([^|]+?) \|", GLOSSARY, flags=re.MULTILINE)}
    assert set(SYNONYMS.values()) <= words
