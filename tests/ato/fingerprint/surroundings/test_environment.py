"""Where a program runs: facts that can be compared, with no secret among them."""

from __future__ import annotations

import json
import platform
import random
import subprocess
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ato.fingerprint import Environment, environment
from ato.fingerprint.surroundings._hardware import accelerated, hardware
from ato.fingerprint.surroundings._packages import packages
from ato.fingerprint.surroundings._switches import flags, seeds


def test_the_facts_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    monkeypatch.setattr(sys, "argv", ["train.py", "high_lr", "lr=0.01"])
    found = environment()
    assert found.facts["python"]["version"] == platform.python_version()
    assert found.facts["packages"]["pyyaml"] == version("PyYAML")
    assert found.facts["variables"]["CUDA_VISIBLE_DEVICES"] == "0"
    assert found.argv == ("train.py", "high_lr", "lr=0.01")


def test_it_is_plain_data_and_comes_back_whole() -> None:
    found = environment()
    again = Environment.from_dict(json.loads(json.dumps(found.to_dict())))
    assert (again.digest, again.source_digest) == (found.digest, found.source_digest)
    assert (again.argv, again.source) == (found.argv, found.source)


def test_no_secret_is_kept_wherever_it_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    address = "https://me:hunter2@example.org/x"
    subprocess.run(["git", "-C", tmp_path, "remote", "add", "origin", address], check=True)
    (tmp_path / "a.py").write_text("key = 'very-secret-1'\nother = 'of-the-config'\n")
    subprocess.run(["git", "-C", tmp_path, "add", "."], check=True)
    monkeypatch.setenv("MY_API_KEY", "very-secret-1")
    monkeypatch.setattr(sys, "argv", ["train.py", "x=very-secret-1", "--password", "hunter3"])
    found = environment(folder=tmp_path, variables=["MY_API_KEY", "TZ"], secrets=["of-the-config"])
    text = json.dumps(found.to_dict())
    for secret in ("very-secret-1", "of-the-config", "hunter2", "hunter3"):
        assert secret not in text
    assert found.facts["variables"]["MY_API_KEY"] == "***"
    assert found.source is not None
    assert found.source.remote == "https://me:***@example.org/x"


def test_the_digest_is_of_what_a_rerun_would_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    before = environment().digest
    random.getrandbits(8)
    monkeypatch.setattr(sys, "argv", ["another.py"])
    monkeypatch.setenv("RANK", "3")
    assert environment().digest == before
    monkeypatch.setenv("OMP_NUM_THREADS", "17")
    assert environment().digest != before


def test_outside_a_repository_there_is_no_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    found = environment(folder=tmp_path)
    assert (found.source, found.source_digest) == (None, None)


def test_packages_are_read_again_when_one_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "made-up" not in packages()
    made = tmp_path / "Made_Up-1.5.dist-info"
    made.mkdir()
    (made / "METADATA").write_text("Metadata-Version: 2.1\nName: Made_Up\nVersion: 1.5\n")
    assert packages()["made-up"] == "1.5"


def test_asking_for_seeds_moves_no_generator() -> None:
    torch: Any = import_module("torch")
    states = random.getstate(), np.random.get_state()[1].tolist(), torch.get_rng_state().tolist()  # type: ignore[index]
    first = seeds()
    assert seeds() == first
    assert states == (random.getstate(), np.random.get_state()[1].tolist(), torch.get_rng_state().tolist())  # type: ignore[index]
    torch.manual_seed(int(first["torch"]) + 1)
    assert seeds()["torch"] != first["torch"]


def test_flags_of_torch_are_told_where_it_is_loaded() -> None:
    torch: Any = import_module("torch")
    assert flags()["torch.deterministic_algorithms"] is torch.are_deterministic_algorithms_enabled()
    assert flags()["torch.threads"] == torch.get_num_threads()
    assert set(accelerated()) == {"cuda", "hip", "cudnn"}
    assert int(str(hardware()["processors"])) > 0


def test_packages_whose_metadata_is_damaged_are_told_by_their_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, content in [
        ("latin-1.0.dist-info", "Name: latin\nAuthor: é\n".encode("latin-1")), ("empty-2.0.dist-info", b""),
        ("a__b-3.0.dist-info", b"Name: a__b\nVersion: 3.0\n"), ("detect_secrets-4.0.dist-info", None),
    ]:  # fmt: skip
        (tmp_path / name).mkdir()
        if content is not None:
            (tmp_path / name / "METADATA").write_bytes(content)
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path), None])
    found = environment().facts["packages"]
    assert [found[name] for name in ("latin", "empty", "a-b", "detect-secrets")] == [
        "1.0",
        "2.0",
        "3.0",
        "4.0",
    ]


def test_a_library_that_is_being_imported_or_is_of_another_kind_is_in_nobody_s_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for torch in (
        ModuleType("torch"),
        SimpleNamespace(get_default_dtype=lambda: "f4", version=SimpleNamespace(cuda=None)),
    ):
        monkeypatch.setitem(sys.modules, "torch", torch)
        found = environment()
        assert "problem" not in found.facts["flags"]
        assert found.facts["libraries"] == {}
        assert "torch" not in found.facts["seeds"]


def test_generators_of_numpy_of_any_kind_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    before = np.random.get_bit_generator()
    try:
        np.random.set_bit_generator(np.random.PCG64(1))
        first = seeds()["numpy"]
        np.random.random()
        assert seeds()["numpy"] != first
    finally:
        np.random.set_bit_generator(before)


def test_a_group_that_cannot_be_told_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing() -> dict[str, object]:
        raise PermissionError("no")

    monkeypatch.setattr("ato.fingerprint.surroundings._environment.hardware", failing)
    found = environment()
    assert found.facts["hardware"] == {"problem": "not known: PermissionError: no"}
    assert found.facts["python"]["version"] == platform.python_version()


def test_secrets_of_the_command_line_are_covered_in_diffs_and_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / "a.py").write_text("x = 'hunter2-given'\nAPI_KEY = 'in the source'\n")
    (tmp_path / "hunter2-given.txt").write_text("y")
    subprocess.run(["git", "-C", tmp_path, "add", "a.py"], check=True)
    monkeypatch.setattr(sys, "argv", ["train.py", "--token", "hunter2-given"])
    text = json.dumps(environment(folder=tmp_path).to_dict())
    assert "hunter2" not in text
    assert "in the source" not in text
    assert "***.txt" in text


def test_neither_numpy_nor_torch_is_imported() -> None:
    code = (
        "import sys; from ato.fingerprint import environment; environment();"
        "print({'numpy', 'torch'} & set(sys.modules))"
    )
    paths = {"PYTHONPATH": str(Path.cwd() / "runtime")}
    ran = subprocess.run([sys.executable, "-c", code], env=paths, capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"
