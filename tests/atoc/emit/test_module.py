"""Generated modules as they are read by people, by formatters, by type checkers and by Python."""

from __future__ import annotations

import copy
import json
import os
import pickle
import shutil
import subprocess
import sys
from datetime import timedelta
from math import inf
from pathlib import Path
from typing import get_args

import pytest

import ato.config as ato
from tests import golden
from tests.atoc.emit.building import imported, tree

ROOT = golden.CASES.parents[1]
BUILDS = golden.builds()
TOOLS = Path(sys.executable).parent


def run(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "MYPYPATH": str(ROOT / "runtime")}
    return subprocess.run([*command], cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("case", BUILDS, ids=lambda case: case.name)
def test_a_program_makes_the_tree_that_is_stored(case: Path) -> None:
    stored = {path.name: path.read_text(encoding="utf-8") for path in (case / "expected").glob("*.*")}
    assert dict(golden.generated(case)) == stored, "if this is what it should be: make golden"


def test_a_formatter_leaves_generated_modules_alone() -> None:
    ran = run(TOOLS / "ruff", "format", "--check", "--no-cache", *(case / "expected" for case in BUILDS))
    assert ran.returncode == 0, ran.stdout


def test_strict_type_checkers_accept_generated_modules(tmp_path: Path) -> None:
    for case in BUILDS:
        shutil.copytree(case / "expected", tmp_path / case.name)
    settings = {
        "include": [case.name for case in BUILDS],
        "extraPaths": [str(ROOT / "runtime")],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.10",
    }
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    ran = run(TOOLS / "pyright", "-p", tmp_path)
    assert ran.returncode == 0, ran.stdout
    assert "No source files" not in ran.stdout
    names = [case.name for case in BUILDS]
    ran = run(
        TOOLS / "mypy", "--strict", "--python-version", "3.10", "--cache-dir", "cache", *names, cwd=tmp_path
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_module_composes_what_its_schema_says(tmp_path: Path) -> None:
    files = golden.generated(golden.CASES / "build" / "train")
    with imported(tmp_path / "out", files, "train") as train:
        config = train.compose("long_run", overrides=["data_dir=images", "dataset=cifar10"])
        assert config.to_dict() == {
            "lr": 0.003,
            "epochs": 200,
            "batch_size": 32,
            "dataset": "cifar10",
            "num_classes": 10,
            "image_size": 32,
            "schedule": "cosine",
            "warmup": 20,
            "model": {"backbone": "resnet50", "hidden": 128},
            "tags": ["long"],
            "token": None,
            "data_dir": Path("images"),
        }
        assert get_args(train.View) == (
            "defaults",
            "high_lr",
            "long_run",
            "adam",
            "imagenet_shapes",
            "cifar_shapes",
        )
        assert get_args(train.Schedule) == ("cosine", "linear", "constant")
        assert pickle.loads(pickle.dumps(config)) == config  # noqa: S301
        assert copy.deepcopy(config) == config
        with pytest.raises(AttributeError, match="no attribute 'Unknown'"):
            train.Unknown  # noqa: B018


def test_odd_names_and_values_survive_the_way_through_python(tmp_path: Path) -> None:
    files = golden.generated(golden.CASES / "build" / "odd")
    with imported(tmp_path / "out", files, "odd") as odd:
        config = odd.compose(overrides=["needed=here"])
        assert config.a_float == inf
        assert config.how_long == timedelta(hours=1, minutes=30)
        assert config.some_bytes == b"\xff"
        assert config.schedule == 'say "hi"'
        assert config.model.Literal == "b"
        assert config.model.Path == Path("/data/x y")
        assert config.others == (odd.Other(x=1, next=odd.Other(x=2)),)
        assert config.other == odd.Other(x=7)
        assert config.unique == {"y", "z"}
        assert config.mapping == {"q": (9,)}
        assert config.text == 'run-100000000000000000000000000000-say "hi"'
        assert odd.OddConfig.__doc__.startswith('A scope with "quotes", back\\slashes')


def test_a_scope_without_anything_makes_a_module_too(tmp_path: Path) -> None:
    with imported(tmp_path / "out", tree("scope: empty\n"), "empty") as empty:
        assert empty.compose().to_dict() == {}
        assert empty.compose() == empty.EmptyConfig()


def test_a_constructor_asks_for_what_has_no_default(tmp_path: Path) -> None:
    files = golden.generated(golden.CASES / "build" / "train")
    with imported(tmp_path / "out", files, "train") as train:
        assert train.Model(backbone="vit_s").hidden == 128
        with pytest.raises(TypeError, match="backbone"):
            train.Model()
        with pytest.raises(ato.ConfigError, match="'no' is not one of"):
            train.Model(backbone="no")


def test_required_are_the_fields_that_a_selection_may_leave_unset() -> None:
    text = tree(
        "scope: a\nfields: {x: int, y: {type: int, input: true}}\nviews: {v: {default: true, set: {x: 1}}}\n"
    )
    assert 'required=("y",)' in text["a.py"]


def test_a_module_imports_only_what_it_uses() -> None:
    text = tree("scope: a\nfields: {x: {type: float, default: 1.0}}\n")["a.py"]
    assert [line for line in text.splitlines() if "import" in line and not line.startswith("#")] == [
        "from __future__ import annotations",
        "import ato.config as ato",
        "    from collections.abc import Callable, Iterable, Mapping",
        "    from os import PathLike",
        "    from typing import Any, NoReturn, TypeAlias, TypeVar",
    ]


def test_a_part_takes_defaults_from_the_struct_around_it(tmp_path: Path) -> None:
    text = (
        "scope: a\ntypes: {Part: {fields: {x: int, y: {type: int, default: 2}}}}\n"
        "fields: {part: {type: Part, default: {x: 5}}, other: {type: Part, default: {y: 7}}}\n"
        "views: {v: {default: true, set: {other.x: 1}}}\n"
    )
    files = tree(text)
    with imported(tmp_path / "out", files, "a") as module:
        assert module.compose().to_dict() == {"part": {"x": 5, "y": 2}, "other": {"x": 1, "y": 7}}
    assert "ato.partial(Part, y=7)" in files["a.py"]
    assert "_A_CONFIG_PART: Part = Part(x=5, y=2)" in files["a.py"]
    assert "*, part: Part = _A_CONFIG_PART, other: Part)" in files["a.py"]


def test_importing_a_module_loads_nothing_heavy(tmp_path: Path) -> None:
    files = tree("scope: a\ntypes: {E: {enum: [x]}}\nfields: {e: {type: E, default: x}}\nviews: {v: {}}\n")
    with imported(tmp_path / "out", files, "a"):
        code = "import sys, out.a as a; a.compose('v'); print('typing' in sys.modules, 're' in sys.modules)"
        path = f"{tmp_path}:{ROOT / 'runtime'}"
        ran = subprocess.run(
            [sys.executable, "-S", "-c", code],
            env={"PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (ran.stdout, ran.stderr) == ("False False\n", "")


def test_a_long_default_stands_once_under_a_name() -> None:
    words = ", ".join(f"word{number}" for number in range(40))
    source = tree(f'scope: x\nfields:\n  words: {{type: "list[str]", default: [{words}]}}\n')["x.py"]
    assert source.count('"word39"') == 1
    assert "words: tuple[str, ...] = _X_CONFIG_WORDS)" in source


def test_a_field_called_union_hides_no_type_that_has_to_be_opened() -> None:
    kinds = " | ".join(
        f"dict[str, tuple[int, str, list[dict[str, {kind}]]]]" for kind in ("int", "str", "bool")
    )
    fields = f'  Union: {{type: int, default: 1}}\n  wide: {{type: "{kinds} | None", default: null}}\n'
    source = tree(f"scope: x\nfields:\n{fields}")["x.py"]
    assert "from typing import Union as _Union" in source
    assert "wide: _Union[\n" in source


def test_a_field_called_type_var_hides_only_the_one_that_is_imported() -> None:
    source = tree("scope: x\nfields: {TypeVar: {type: int, default: 1}}\n")["x.py"]
    assert "import TypeVar as _TypeVar" in source
    assert 'R = _TypeVar("R")' in source


def test_a_field_called_math_imports_nothing() -> None:
    assert "import math" not in tree("scope: x\nfields: {math: {type: int, default: 1}}\n")["x.py"]


def test_a_function_of_many_scopes_is_broken_into_lines() -> None:
    names = [f"scope_with_a_long_name_{number}" for number in range(4)]
    texts = [f"scope: {name}\nfields: {{x: {{type: int, default: 1}}}}\n" for name in names]
    total = " + ".join(f"{name}.x" for name in names)
    source = tree(*texts, f'scope: sum\nfields: {{x: {{type: int, default: "${{{total}}}"}}}}\n')["sum.py"]
    assert "\n    scope_with_a_long_name_0: ScopeWithALongName0Config,\n" in source
    assert "\n) -> int:\n" in source
