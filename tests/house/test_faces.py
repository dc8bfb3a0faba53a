"""A room shows a short face: ``__init__`` says what it is for, and names everything that it shows."""

from __future__ import annotations

import ast
import importlib
import re

import pytest

from tests.house.sources import Module, functions, modules

FACES = [module for module in (*modules("atoc"), *modules("ato")) if module.is_face]
OURS = [*modules("atoc"), *modules("ato")]


# Of `rules/`, the folder itself is the map: a file a rule.
LARGE = [face for face in FACES if len([*face.path.parent.glob("*.py")]) > 20 and face.name != "atoc.rules"]


def name(module: Module) -> str:
    return module.name


@pytest.mark.parametrize("module", FACES, ids=name)
def test_a_room_says_what_it_is_for(module: Module) -> None:
    assert ast.get_docstring(module.tree)


@pytest.mark.parametrize("module", OURS, ids=name)
def test_a_module_says_what_it_holds(module: Module) -> None:
    assert ast.get_docstring(module.tree)


@pytest.mark.parametrize("module", LARGE, ids=name)
def test_a_large_room_has_a_map_of_its_modules(module: Module) -> None:
    text = ast.get_docstring(module.tree) or ""
    words = set(re.findall(r"\b_?[a-z][a-z_]*\b", text.replace(".py", "")))
    assert {path.stem for path in module.path.parent.glob("*.py")} - {"__init__", "__main__"} - words == set()


@pytest.mark.parametrize("module", FACES, ids=name)
def test_everything_that_a_face_shows_is_there(module: Module) -> None:
    face = importlib.import_module(module.name)
    shown = getattr(face, "__all__", [])
    assert [each for each in shown if not hasattr(face, each)] == []
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("module", OURS, ids=name)
def test_public_functions_take_no_positional_flags(module: Module) -> None:
    flags = [
        f"{function.name}({argument.arg})"
        for function in functions(module)
        if not function.name.startswith("_")
        for argument in function.args.args
        if isinstance(argument.annotation, ast.Name) and argument.annotation.id == "bool"
    ]
    assert flags == []


@pytest.mark.parametrize("module", OURS, ids=name)
def test_no_module_is_a_dumping_ground(module: Module) -> None:
    if module.name in ("ato.utils", "ato.db_routers.sql.manager"):  # Ato's paths, by which programs import
        return
    assert module.path.stem.strip("_") not in {"utils", "helpers", "common", "misc", "manager"}
