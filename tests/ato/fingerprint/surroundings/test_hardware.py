"""What a program runs on, told by tools that may say anything or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from ato.fingerprint.surroundings import _container, _hardware
from ato.fingerprint.surroundings._hardware import hardware


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(_hardware, "DRIVER", tmp_path / "version")
    monkeypatch.setattr(_hardware, "PATIENCE", 0.5)
    monkeypatch.setattr(_container, "OWN", tmp_path / "none")
    hardware.cache_clear()
    yield
    hardware.cache_clear()


def tool(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "nvidia-smi").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "nvidia-smi").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_cards_are_told_with_their_driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool(tmp_path, "echo 'NVIDIA A, B, 40960, 550.1'; echo 'Other, [N/A], 550.1'", monkeypatch)
    found = hardware()
    assert found["cards"] == ["NVIDIA A, B, 40960 MiB", "Other, [N/A] MiB"]
    assert found["driver"] == "550.1"


@pytest.mark.parametrize(
    "script",
    ["sleep 60", "sleep 60 & exit 0", "exit 9", "printf '\\377\\376'", "echo 'No devices were found'"],
)
def test_a_tool_that_hangs_fails_or_babbles_leaves_the_driver(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    tool(tmp_path, script, monkeypatch)
    text = "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5\nGCC version: 12.2.0\n"
    (tmp_path / "version").write_text(text)
    start = monotonic()
    found = hardware()
    assert monotonic() - start < 3
    assert found["driver"] == "550.54.15"
    assert "cards" not in found


def test_what_a_process_may_have_is_told_where_it_is_less(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {1, 2, 3}, raising=False)
    (tmp_path / "cgroup").write_text("0::/box/inner\n")
    (tmp_path / "fs" / "box" / "inner").mkdir(parents=True)
    (tmp_path / "fs" / "box" / "memory.max").write_text("1000000\n")
    (tmp_path / "fs" / "box" / "memory.current").write_text("700000\n")
    (tmp_path / "fs" / "box" / "memory.stat").write_text("anon 1\ninactive_file 200000\n")
    (tmp_path / "fs" / "box" / "inner" / "memory.max").write_text("max\n")
    monkeypatch.setattr(_container, "OWN", tmp_path / "cgroup")
    monkeypatch.setattr(_container, "ROOT", tmp_path / "fs")
    found = hardware()
    assert (found["processors.usable"], found["memory.limit"]) == (3, 1000000)
    assert _container.memory_share() == 50.0


def test_the_first_version_of_cgroups_is_read_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cgroup").write_text("9:cpu:/x\n4:memory:/gone/away\n0::/\n")
    (tmp_path / "fs" / "memory").mkdir(parents=True)
    (tmp_path / "fs" / "memory" / "memory.limit_in_bytes").write_text("2000\n")
    (tmp_path / "fs" / "memory" / "memory.usage_in_bytes").write_text("500\n")
    monkeypatch.setattr(_container, "OWN", tmp_path / "cgroup")
    monkeypatch.setattr(_container, "ROOT", tmp_path / "fs")
    assert (_container.memory_limit(), _container.memory_share()) == (2000, 25.0)
    (tmp_path / "fs" / "memory" / "memory.limit_in_bytes").write_text(str(2**63 - 4096))
    assert (_container.memory_limit(), _container.memory_share()) == (None, None)
