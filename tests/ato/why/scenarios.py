"""Pairs of small training programs that differ in one thing, each in a folder of its own.

``python -m tests.ato.why.scenarios`` writes anew what is expected of them, in ``expected/``.
"""

from __future__ import annotations

import importlib.util
import json
import os
import random
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from sqlalchemy import select, update

import ato
import ato.track.store._tables as t
import ato.track.store._tables_kept as kept
from ato import fingerprint
from ato.fingerprint import _code_trace
from ato.track.store import open_store
from ato.why import causes, compare
from ato.why.rendering._text import text_of
from generated.digits import compose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ato.track.store import Store
    from ato.why import Answer

EXPECTED = Path(__file__).parent / "expected"
MODEL = '''
def smooth_l1(x, beta):
    """Quadratic near zero."""
    return 0.5 * x * x / beta if abs(x) < beta else abs(x) - 0.5 * beta


def loss(w, x, y):
    return smooth_l1(w * x - y, 1.0)


def train_step(w, x, y, lr):
    slope = (loss(w + 1e-5, x, y) - loss(w - 1e-5, x, y)) / 2e-5
    return w - lr * slope


def augment(x, noise):
    return x + noise


def rate_of(config):
    return getattr(config, "lr", 0.05)
'''


class Program:
    """A training program: a line is fitted, from a module that the folder of the test has."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, name: str, config: Any = None, *, model: str = MODEL, **options: Any) -> None:
        """Train once, under a run of this name."""
        self._train(name, config, self._module(model), **options)

    def _module(self, text: str) -> Any:
        path = self.folder / "model.py"
        path.write_text(text, encoding="utf-8")
        spec = importlib.util.spec_from_file_location("model", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        with patch.object(sys, "dont_write_bytecode", new=True):
            spec.loader.exec_module(module)
        return module

    def _train(
        self,
        name: str,
        config: Any,
        model: Any,
        *,
        lr: float | None = None,
        seed: int = 0,
        steps: int = 40,
        fails_at: int = -1,
        beta: float = 0.0,
        project: str = "line",
        traced: bool = True,
        logs: bool = True,
        **run: Any,
    ) -> None:
        fresh = _code_trace.Traces()
        with patch.object(_code_trace, "TRACED", fresh), patch.dict(sys.modules, {"model": model}):
            step_of, augment = model.train_step, model.augment
            if traced:
                step_of = fingerprint.output("train_step", atol=1e-3)(fingerprint.code("train_step")(step_of))
                augment = fingerprint.output("augment")(fingerprint.code("augment")(augment))
            seed_all(seed)
            with ato.run(config, project, name=name, store=self.folder / "runs.db", **run) as tracked:
                rate = lr if lr is not None else model.rate_of(config)
                w = 0.0
                for step in range(max(tracked.step + 1, 0), steps):
                    if step == fails_at:
                        raise RuntimeError("out of memory")
                    x = augment(random.uniform(-1, 1), 0.0)  # noqa: S311
                    w = step_of(w, x, 2.0 * x, rate) + beta * (step == 20)
                    if logs:
                        tracked.log({"loss": abs(w - 2.0), "w": w}, step=step)


def seed_all(seed: int) -> None:
    """Seed that of Python with it, and whatever else a run would look at with zero."""
    random.seed(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(0)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(0)


@contextmanager
def words(*given: str) -> Iterator[None]:
    """A command line."""
    with patch.object(sys, "argv", ["train.py", *given]):
        yield


def view(program: Program) -> None:
    with words():
        program.run("base", compose().track_access())
    with words("high_lr"):
        program.run("fast", compose("high_lr").track_access())


def word(program: Program) -> None:
    with words():
        program.run("base", compose().track_access())
    with words("lr=0.02"):
        program.run("fast", compose(overrides=["lr=0.02"]).track_access())


def many_keys(program: Program) -> None:
    """A view that sets several keys, and a key that is computed from one; reads are not followed."""
    with words():
        program.run("base", compose())
    with words("long_run"):
        program.run("long", compose("long_run"))


def helper(program: Program) -> None:
    program.run("before", {"lr": 0.05}, lr=0.05)
    changed = MODEL.replace("abs(x) - 0.5 * beta", "abs(x) - 0.25 * beta").replace("Quadratic", "Flat")
    program.run("after", {"lr": 0.05}, lr=0.05, model=changed.replace("0.5 * x * x", "0.6 * x * x"))


def package(program: Program) -> None:
    program.run("base", {"lr": 0.05})
    program.run("base-again", {"lr": 0.05}, beta=1e-9)

    for run, version in ((1, "2.1.0"), (2, "2.2.0")):
        change_environment(program, run, {"numpy": version, "zipp": f"3.{run}"})


def variable(program: Program) -> None:
    with patch.dict(os.environ, {"CUBLAS_WORKSPACE_CONFIG": ":16:8"}):
        program.run("base", {"lr": 0.05})
    with patch.dict(os.environ, {"CUBLAS_WORKSPACE_CONFIG": ":4096:8"}):
        program.run("again", {"lr": 0.05}, beta=0.5)


def seed(program: Program) -> None:
    program.run("zero", {"lr": 0.05}, seed=0)
    program.run("one", {"lr": 0.05}, seed=1)


def data(program: Program) -> None:
    program.run("base", {"lr": 0.05})
    program.run("new-data", {"lr": 0.05}, beta=0.5)
    with open_store(program.folder / "runs.db") as store:
        use(store, 1, "digits", 0, {"train.csv": "a" * 64, "test.csv": "b" * 64})
        use(store, 2, "digits", 1, {"train.csv": "c" * 64, "test.csv": "b" * 64})


def unread(program: Program) -> None:
    with words():
        program.run("base", compose().track_access())
    with words("model.hidden=64"):
        program.run("wide", compose(overrides=["model.hidden=64"]).track_access())


def nothing(program: Program) -> None:
    program.run("base", {"lr": 0.05})
    program.run("again", {"lr": 0.05})


def not_recorded(program: Program) -> None:
    program.run("base", traced=False, logs=False)
    program.run("again", traced=False, logs=False)
    with open_store(program.folder / "runs.db") as store, store.writing() as connection:
        connection.execute(update(t.runs).values(env_digest=None, context_json="{}"))


def resumed(program: Program) -> None:
    program.run("straight", {"lr": 0.05}, steps=60)
    program.run("in-parts", {"lr": 0.05}, steps=50)
    program.run("in-parts", {"lr": 0.05}, steps=60, resume="line/in-parts", from_step=30)


def other_project(program: Program) -> None:
    program.run("base", {"lr": 0.05, "depth": 1})
    program.run("base", {"lr": 0.1, "width": 2}, project="curve", lr=0.1)


def failed(program: Program) -> None:
    program.run("base", {"lr": 0.05})
    try:
        program.run("cut", {"lr": 0.05}, fails_at=25)
    except RuntimeError:
        return


def unexplained(program: Program) -> None:
    program.run("base", {"lr": 0.05})
    program.run("again", {"lr": 0.05}, beta=1e-6)


def network(program: Program) -> None:
    """A network of torch, trained with another rate."""
    import torch

    for name, rate in (("slow", 0.01), ("fast", 0.1)):
        seed_all(0)
        layer = torch.nn.Linear(2, 1)
        forward = fingerprint.output("forward", rtol=1e-3)(layer.forward)
        optimizer = torch.optim.SGD(layer.parameters(), lr=rate)
        config = {"lr": rate, "optimizer": "sgd"}
        with ato.run(config, "net", name=name, store=program.folder / "runs.db") as run:
            for step in range(10):
                x = torch.randn(16, 2)
                loss = (forward(x) - x.sum(1, keepdim=True)).square().mean()
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call,unused-ignore]
                optimizer.step()
                run.log({"loss": float(loss.detach() * 0 + step * rate)}, step=step)


def change_environment(program: Program, run: int, packages: dict[str, str]) -> None:
    """Have a run of the store with other packages than it had."""
    with open_store(program.folder / "runs.db") as store, store.writing() as connection:
        digest = connection.scalar(select(t.runs.c.env_digest).where(t.runs.c.id == run))
        wanted = select(t.environments.c.facts_json).where(t.environments.c.digest == digest)
        facts = json.loads(connection.scalar(wanted) or "{}")
        facts["packages"] |= packages
        made = f"{run:064x}"
        row = {"digest": made, "python": "", "platform": "", "facts_json": json.dumps(facts)}
        connection.execute(t.environments.insert(), [row])
        connection.execute(update(t.runs).where(t.runs.c.id == run).values(env_digest=made))


def use(store: Store, run: int, name: str, version: int, files: dict[str, str], role: str = "used") -> None:
    """Have a run use, or make, a version of an artifact."""
    with store.writing() as connection:
        artifact = connection.scalar(select(kept.artifacts.c.id).where(kept.artifacts.c.name == name))
        if artifact is None:
            row = {"project_id": 1, "name": name, "type": "data", "created": 0.0}
            artifact = connection.execute(kept.artifacts.insert().values(row)).inserted_primary_key[0]
        row = {
            "artifact_id": artifact, "version": version, "uid": f"{artifact:016x}{version:016x}",
            "digest": f"{version:064x}", "size": 1, "files": len(files), "created": 0.0,
        }  # fmt: skip
        same = select(kept.artifact_versions.c.id).where(kept.artifact_versions.c.uid == row["uid"])
        number = connection.scalar(same)
        if number is None:
            number = connection.execute(kept.artifact_versions.insert().values(row)).inserted_primary_key[0]
            rows = [{"version_id": number, "path": path, "blob": blob} for path, blob in files.items()]
            connection.execute(kept.artifact_files.insert(), rows)
        link = {"run_id": run, "version_id": number, "role": role, "slot": "", "time": 0.0}
        connection.execute(kept.lineage.insert(), [link])


SCENARIOS: dict[str, tuple[Callable[[Program], None], tuple[str, str]]] = {
    "view": (view, ("1", "2")),
    "word": (word, ("1", "2")),
    "many_keys": (many_keys, ("1", "2")),
    "helper": (helper, ("1", "2")),
    "package": (package, ("1", "2")),
    "variable": (variable, ("1", "2")),
    "seed": (seed, ("zero", "one")),
    "data": (data, ("1", "2")),
    "unread": (unread, ("1", "2")),
    "nothing": (nothing, ("1", "2")),
    "not_recorded": (not_recorded, ("1", "2")),
    "resumed": (resumed, ("1", "2")),
    "other_project": (other_project, ("line/base", "curve/base")),
    "failed": (failed, ("1", "2")),
    "unexplained": (unexplained, ("1", "2")),
    "network": (network, ("slow", "fast")),
}
STATUSES = {
    "unread": 0,
    "nothing": 0,
    "not_recorded": 0,
    "unexplained": 2,
}
"""The statuses that are not 1."""


def answered(name: str, folder: Path) -> Answer:
    """Play a scenario in a folder, and ask why its runs differ."""
    play, (a, b) = SCENARIOS[name]
    before = Path.cwd()
    os.chdir(folder)
    try:
        with words():
            play(Program(folder))
        with open_store(folder / "runs.db") as store:
            return causes(compare(store, a, b))
    finally:
        os.chdir(before)


def main() -> None:
    """Write what is expected."""
    for name in SCENARIOS:
        with TemporaryDirectory() as folder:
            text = text_of(answered(name, Path(folder)))
        (EXPECTED / f"{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
