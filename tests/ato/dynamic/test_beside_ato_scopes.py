"""Scopes beside Ato's own: one program, run on both, prints the same where both promise the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import peers

RUNTIME = Path(__file__).parents[3] / "runtime"

SINGLE = """
from ato.adict import ADict
from ato.scope import Scope

scope = Scope(ADict(lr=0.001, epochs=50, model='resnet50', opt=ADict(name='sgd', wd=0.1)))

@scope.observe(default=True)
def defaults(config):
    config.seed = 1

@scope.observe(priority=1)
def high_lr(config):
    config.lr = 0.003

@scope.observe(priority=2, chain_with='high_lr')
def long_run(config):
    config.epochs = 200

@scope.observe(lazy=True)
def late(config):
    config.steps = config.epochs * 10

@scope.observe()
def block(config):
    with Scope.lazy():
        config.scaled = config.lr * 2

scope.observe('keys', config=ADict(opt=ADict(name='adam')))

@scope
def main(config):
    print(sorted(config.to_dict().items()))

main()
"""

COMPILED = """
from ato.scope import Scope

scope = Scope()

@scope.observe()
def v(config):
    config.lr = .1
    config.factor = 1
    with Scope.lazy(HOW):
        if config.lr == .1:
            config.bs = 256 * config.factor
        else:
            config.bs = 1024

@scope.observe(chain_with='v')
def ch(config):
    config.wd = 1 if config.lr == .1 else 0
    config.lr = .2

@scope
def main(config):
    print(sorted(config.to_dict().items()))

main()
"""

SEVERAL = """
from ato.scope import MultiScope, Scope

a, b = Scope(name='a'), Scope(name='b')

@a.observe(default=True)
def base(a):
    a.lr = 1

@b.observe(default=True)
def base(b):
    b.lr = 2

@a.observe()
def big(a):
    a.lr = 9

@MultiScope(a, b)
def main(b, a):
    print(a.lr, b.lr)

main()
"""

RUNS = [
    *((SINGLE, words) for words in (
        "", "high_lr", "long_run", "lr=0.01 high_lr", "lr=0.1 lr=0.2", "late epochs=7", "block lr=0.5",
        "keys", "opt.wd=0.5 keys", "model:=vgg", "model='vgg'", "opt.name=None late long_run block",
        "epochs=1_000 late", "lr=-5 block", "lr=1e-4",
    )),
    *((COMPILED.replace("HOW", how), "ch lr=0.1 factor=2") for how in ("", "with_compile=True")),
    *((SEVERAL, words) for words in ("", "a.big", "b.lr=5 a.lr=3", "a.big a.lr=4")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), RUNS)
def test_a_program_prints_what_it_prints_on_ato(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "train.py"
    path.write_text(text, encoding="utf-8")
    theirs = peers.run("ato", str(path), *words.split(), cwd=tmp_path)
    ours = subprocess.run(
        [sys.executable, str(path), *words.split()],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(RUNTIME), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (theirs.returncode, theirs.stderr) == (0, "")
    assert (ours.stdout, ours.stderr) == (theirs.stdout, "")
