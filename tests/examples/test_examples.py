"""The examples do what they say, run as a user would run them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests import console
from tests.house.sources import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def run(folder: Path, script: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run an example from a folder that is not the project's."""
    return subprocess.run(
        [sys.executable, str(ROOT / "examples" / script), *words],
        cwd=folder,
        env=console.environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def accuracy(printed: str) -> float:
    match = re.search(r"test accuracy ([\d.]+)%", printed)
    assert match, printed
    return float(match[1])


def test_the_default_views_read_nearly_all_digits(tmp_path: Path) -> None:
    ran = run(tmp_path, "train_digits.py")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert accuracy(ran.stdout) >= 95


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("high_lr", "lr=0.01", "model.hidden=64"), "1 x 64 relu units, 10 classes\nadam with lr 0.01,"),
        (("optimizer=sgd", "deep"), "3 x 40 relu units, 10 classes\nsgd with lr 0.05,"),
        (
            ("labels=parity", "quick"),
            "1 x 48 relu units, 2 classes\nadam with lr 0.002, batches of 32, up to 3 ",
        ),
        (("long_run", "epochs=2"), "10 classes, tagged long\nadam with lr 0.006, batches of 32, up to 2 "),
    ],
    ids=" ".join,
)
def test_a_selection_changes_what_is_trained(tmp_path: Path, words: tuple[str, ...], shown: str) -> None:
    ran = run(tmp_path, "train_digits.py", *words)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert shown in ran.stdout


def test_the_same_selection_gives_the_same_result_and_writes_it(tmp_path: Path) -> None:
    names = ("one.json", "a new folder/two.json")
    for name in names:
        assert run(tmp_path, "train_digits.py", "quick", f"report={name}").returncode == 0
    one, two = (json.loads((tmp_path / name).read_text(encoding="utf-8")) for name in names)
    assert (one["accuracy"], one["epochs"]) == (two["accuracy"], 3)


def test_a_log_has_plain_lines_and_no_bar(tmp_path: Path) -> None:
    printed = run(tmp_path, "train_digits.py", "quick").stdout
    assert "epoch 3/3, loss " in printed
    assert "\r" not in printed
    assert "█" not in printed


def test_the_scopes_of_a_program_never_meet(tmp_path: Path) -> None:
    ran = run(tmp_path, "two_scopes.py", "model.lr=0.2", "data.small")
    assert ran.stdout == (
        "resnet50 with lr 0.2: 10 outputs, patches of 4 pixels\n"
        "10% of cifar10 at 32 pixels, augmentation with lr 0.001\n"
    )


def test_a_bare_view_is_for_both_scopes(tmp_path: Path) -> None:
    ran = run(tmp_path, "two_scopes.py", "small")
    assert ran.stdout == (
        "resnet18 with lr 0.05: 10 outputs, patches of 4 pixels\n"
        "10% of cifar10 at 32 pixels, augmentation with lr 0.001\n"
    )


def test_a_key_of_one_scope_needs_no_scope_and_one_of_two_is_refused(tmp_path: Path) -> None:
    ran = run(tmp_path, "two_scopes.py", "dataset=imagenet", "model.lr=0.2")
    assert ran.stdout.splitlines() == [
        "resnet50 with lr 0.2: 1000 outputs, patches of 16 pixels",
        "100% of imagenet at 224 pixels, augmentation with lr 0.001",
    ]
    ran = run(tmp_path, "two_scopes.py", "lr=0.2", "modl.small")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "write model.lr=VALUE or data.lr=VALUE" in ran.stderr
    assert "did you mean 'model.small'" in ran.stderr


def test_both_scopes_are_printed_and_taken_back(tmp_path: Path) -> None:
    printed = run(tmp_path, "two_scopes.py", "small", "data.lr=0.01", "--print", "yaml").stdout
    assert printed.startswith("model:\n  backbone: resnet18\n")
    (tmp_path / "both.yaml").write_text(printed, encoding="utf-8")
    again = run(tmp_path, "two_scopes.py", "--config", "both.yaml", "--print", "yaml")
    assert (again.returncode, again.stdout) == (0, printed)


def test_explain_and_manual_tell_of_both_scopes(tmp_path: Path) -> None:
    ran = run(tmp_path, "two_scopes.py", "--explain", "lr", "model.small")
    assert [line for line in ran.stdout.splitlines() if " = " in line] == [
        "model.lr = 0.05",
        "data.lr = 0.001",
    ]
    ran = run(tmp_path, "two_scopes.py", "manual")
    assert "model.lr: Learning rate of the network" in ran.stdout
    assert '[Scope "data"]' in ran.stdout
