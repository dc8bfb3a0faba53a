"""Who may import whom, read from the imports. The order of the compiler's rooms is in pyproject.toml."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house.sources import ROOT, imports, imports_at_run_time, imports_at_start, modules

HEAVY = ("typing", "re", "dataclasses", "enum", "json", "argparse", "pathlib", "inspect", "decimal")
FOREIGN = ("sqlalchemy", "torch", "pydantic", "click", "yaml", "numpy", "sklearn", "jinja2", "atoc")
GENERATED = tuple(module.name for module in modules("generated"))


def roots(package: str) -> set[str]:
    return {name.split(".")[0] for module in modules(package) for name in imports(module)}


def test_the_runtime_never_imports_the_compiler() -> None:
    assert "atoc" not in roots("ato")


def test_the_room_of_configs_imports_the_standard_library_alone() -> None:
    room = [module for module in modules("ato") if module.name.startswith("ato.config")]
    foreign = {
        (module.name, name)
        for module in room
        for name in imports_at_run_time(module)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("ato.config")
    }
    # Only `--config FILE` and `--print` read and write other formats, and they import them when asked; so do
    # the ways out.
    assert {name for _, name in foreign} <= {
        "tomli",
        "yaml",
        "ato.sdn",
        "ato.sdn._faults",
        "ato.sdn._write",
        "ato.interop",
    }


def test_no_module_of_the_runtime_needs_itself_to_start() -> None:
    starts = {module.name: set(imports_at_start(module)) for module in modules("ato")}
    waiting = {name: needed & set(starts) for name, needed in starts.items()}
    while ready := {name for name, needed in waiting.items() if not needed & set(waiting)}:
        waiting = {name: needed for name, needed in waiting.items() if name not in ready}
    assert waiting == {}


def test_generated_modules_import_the_config_room_and_the_standard_library_alone() -> None:
    allowed = {"ato.config", "generated"}
    names = {name for module in modules("generated") for name in imports(module)}
    names = {name for name in names if name.split(".")[0] not in sys.stdlib_module_names}
    assert {
        name for name in names if name not in allowed and not name.startswith((".", "generated."))
    } == set()


@pytest.mark.parametrize("name", GENERATED)
def test_importing_a_generated_module_loads_nothing_heavy(name: str) -> None:
    heavy = ",".join(HEAVY + FOREIGN)
    code = f"import sys; import {name}; print(sorted(set('{heavy}'.split(',')) & set(sys.modules)))"
    paths = f"{ROOT / 'runtime'}:{ROOT}"
    ran = subprocess.run(
        # -S: site-packages may load modules of their own through .pth files.
        [sys.executable, "-S", "-c", code],
        env={"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.stdout, ran.stderr) == ("[]\n", "")


def test_importing_ato_loads_none_of_its_rooms() -> None:
    code = "import sys; import ato; print([name for name in sys.modules if name.startswith('ato.')])"
    ran = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={"PYTHONPATH": str(ROOT / "runtime"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout == "[]\n"
