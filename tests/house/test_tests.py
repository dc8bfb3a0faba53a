"""Tests judge something, none hides another, and their folders mirror the rooms."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.house.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = sorted((ROOT / "tests").rglob("test_*.py"))
JUDGES = ("raises", "warns", "assert", "check", "fail", "expect", "verify")


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions_of(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            yield node


def judges(test: ast.FunctionDef) -> bool:
    return any(isinstance(node, ast.Assert) or _is_call_of_judge(node) for node in ast.walk(test))


def _is_call_of_judge(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name.startswith(JUDGES)


@pytest.mark.parametrize("path", FILES, ids=place)
def test_every_test_judges_something(path: Path) -> None:
    assert [test.name for test in functions_of(path) if not judges(test)] == []


@pytest.mark.parametrize("path", FILES, ids=place)
def test_no_test_is_shadowed_by_another_of_its_name(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bodies = [tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef))]
    for body in bodies:
        names = [
            node.name for node in body if isinstance(node, ast.FunctionDef) and node.name.startswith("test")
        ]
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("package", "base"), [("atoc", "compiler/atoc"), ("ato", "runtime/ato")], ids=["atoc", "ato"]
)
def test_folders_of_tests_mirror_the_rooms(package: str, base: str) -> None:
    rooms = {path.name for path in (ROOT / base).iterdir() if path.is_dir()}
    folders = {path.name for path in (ROOT / "tests" / package).iterdir() if path.is_dir()}
    assert folders - {"__pycache__"} <= rooms
