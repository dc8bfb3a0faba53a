"""Pages say what is true: generated ones are current, written ones name files and words that exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from atoc.compile import check, compile
from atoc.findings import Passed
from atoc.rule_table import RULES
from atoc.settings import Settings
from atoc.span import SourceFile
from tests import console
from tests.house.sources import ROOT

PAGES = sorted((*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))
LANGUAGE = ROOT / "docs" / "language.md"
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(#[^)\s]*)?\)")


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def headings(text: str) -> set[str]:
    titles = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_generated_pages_are_current() -> None:
    ran = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"],
        cwd=ROOT,
        env=console.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target, anchor in LINK.findall(text):
        aim = (page.parent / target).resolve() if target else page
        assert aim.exists(), target
        if anchor:
            assert anchor[1:] in headings(aim.read_text(encoding="utf-8")), anchor


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_every_rule_that_a_page_names_exists(page: Path) -> None:
    named = set(re.findall(r"\bATC\d{3}\b", page.read_text(encoding="utf-8"))) - {"ATC000"}
    assert named <= {rule.code for rule in RULES}


def test_decisions_are_numbered_and_have_three_paragraphs() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [page.name[:3] for page in pages] == [f"{number:03}" for number in range(1, len(pages) + 1)]
    for page in pages:
        heading, *paragraphs = page.read_text(encoding="utf-8").strip().split("\n\n")
        assert heading.startswith(f"# {page.name[:3]}: ")
        assert len(paragraphs) == 3


def test_every_decision_is_linked_from_the_architecture() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    pages = (ROOT / "docs" / "decisions").glob("*.md")
    assert [page.name for page in pages if f"docs/decisions/{page.name}" not in text] == []


def blocks(page: Path, language: str) -> list[str]:
    pattern = rf"^```{language}\n(.*?)^```$"
    return re.findall(pattern, page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def documents(page: Path) -> list[str]:
    return [block for block in blocks(page, "yaml") if block.startswith("scope:")]


def test_the_document_of_the_language_page_is_sound() -> None:
    (document,) = documents(LANGUAGE)
    compiled = compile(Passed((SourceFile("schemas/train.yaml", document),)))
    assert [f"{finding.span} {finding.message}" for finding in compiled.findings] == []
    assert (compiled.summary.scopes, compiled.summary.unproved) == (1, 0)


def test_the_findings_of_the_page_that_are_wanted_are_silenced() -> None:
    text = LANGUAGE.read_text(encoding="utf-8")
    document = text.split("### Findings that are wanted", 1)[1].split("```yaml\n", 1)[1].split("```", 1)[0]
    compiled = compile(Passed((SourceFile("schemas/train.yaml", document),)))
    assert [f"{finding.span} {finding.message}" for finding in compiled.findings] == []
    assert [each.finding.code for each in compiled.suppressed] == ["ATC204", "ATC306", "ATC205"]


FRAGMENTS = [block for block in blocks(LANGUAGE, "yaml") if not block.startswith(("scope:", "#"))]
"""What the page shows of a document, without the line that names the scope."""


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=lambda fragment: fragment.split(":")[0])
def test_every_fragment_of_the_language_page_is_sound(fragment: str, tmp_path: Path) -> None:
    (tmp_path / "mypkg").mkdir()
    (tmp_path / "mypkg" / "__init__.py").touch()
    (tmp_path / "mypkg" / "nets.py").write_text(
        "class Small:\n    def __init__(self, width: int, rate: float | None, name: str) -> None: ...\n",
        encoding="utf-8",
    )
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "train.yaml").write_text(f"scope: train\n{fragment}", encoding="utf-8")
    compiled = check(tmp_path, ("schemas",), Settings())
    left_to_a_run = "ATC602"
    found = [finding for finding in compiled.findings if finding.code != left_to_a_run]
    assert [f"{finding.span} {finding.message}" for finding in found] == []


def test_the_python_of_the_language_page_runs() -> None:
    _, code = blocks(LANGUAGE, "python")  # the first is a document: views in Python
    names: dict[str, object] = {}
    exec(code, names)  # noqa: S102  the page's own
    assert callable(names["train"])


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_every_target_of_make_that_a_page_names_exists(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    named = re.findall(r"(?:`|^)make ((?:[a-z-]+ ?)+)", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert {target for words in named for target in words.split()} <= targets
