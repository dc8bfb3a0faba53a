"""ARCHITECTURE.md and the settings say the same as the tree."""

from __future__ import annotations

import re
import sys
from typing import Any

from tests.house.sources import ROOT, imports, modules

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TEXT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
IMPORTED_AS = {
    "pyyaml": "yaml",
    "tree-sitter": "tree_sitter",
    "tree-sitter-toml": "tree_sitter_toml",
    "typing-extensions": "typing_extensions",
    "z3-solver": "z3",
}


def table(heading: str) -> list[str]:
    """The first cells of the first table below a heading."""
    section = TEXT.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^\| ([^|]+?) \|", section, flags=re.MULTILINE)[2:]


def layers() -> list[str]:
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    ordered = next(contract for contract in contracts if contract["type"] == "layers")
    return [layer for layer in ordered["layers"] if layer != "__main__"]


def test_it_can_be_read_in_one_sitting() -> None:
    assert len(TEXT.splitlines()) <= 200


def test_its_rooms_are_those_of_the_contract_in_the_same_order() -> None:
    assert [cell.strip("`") for cell in table("Rooms and arrows")] == layers()


def test_its_rooms_are_those_of_the_tree() -> None:
    names = {module.name.split(".")[1] for module in modules("atoc") if "." in module.name}
    assert names - {"__main__"} == set(layers())


def test_every_file_that_it_names_exists() -> None:
    named = re.findall(r"`((?:[\w.]+/)+[\w.]+\.\w+)`", TEXT)
    bases = (ROOT, ROOT / "compiler" / "atoc", ROOT / "runtime")
    assert [name for name in named if not any((base / name).exists() for base in bases)] == []


def test_every_dependency_is_used_and_has_its_reason() -> None:
    declared = {re.split(r"[\s><=;\[]", line)[0].lower() for line in PROJECT["project"]["dependencies"]}
    used = {
        name.split(".")[0] for package in ("atoc", "ato") for m in modules(package) for name in imports(m)
    }
    assert {name for name in declared if IMPORTED_AS.get(name, name) not in used} == set()
    reasons = {name.strip() for cell in table("Dependencies") for name in cell.lower().split(",")}
    assert declared - reasons == set()


def test_nothing_is_imported_that_is_not_declared() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    needed = (name for extra in ("watch", "track", "postgres", "system") for name in extras[extra])
    lines = [*PROJECT["project"]["dependencies"], *needed]
    declared = {re.split(r"[\s><=;\[]", line)[0].lower() for line in lines}
    known = {IMPORTED_AS.get(name, name) for name in declared} | {"ato", "atoc"}
    used = {
        name.split(".")[0] for package in ("atoc", "ato") for m in modules(package) for name in imports(m)
    }
    assert used - known - set(sys.stdlib_module_names) - {"tomllib"} == set()
