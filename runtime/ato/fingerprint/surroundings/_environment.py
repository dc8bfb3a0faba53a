"""Where and how a program runs: all that may make two runs of one config differ and is not the config.

Facts stand in groups, so that two environments are compared by names. Secrets are covered before anything is
kept. Asking changes nothing: no index of git, no generator, no context on a card.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from json import dumps
from logging import getLogger
from pathlib import Path
from typing import cast

from ato.fingerprint.surroundings._git import Source, look
from ato.fingerprint.surroundings._hardware import accelerated, hardware
from ato.fingerprint.surroundings._masks import Masks, secrets_of
from ato.fingerprint.surroundings._packages import packages
from ato.fingerprint.surroundings._switches import flags, seeds

VARIABLES = (
    "CUBLAS_WORKSPACE_CONFIG", "CUDA_LAUNCH_BLOCKING", "CUDA_VISIBLE_DEVICES", "HF_HUB_OFFLINE", "LANG",
    "LC_ALL", "MKL_NUM_THREADS", "NCCL_ALGO", "NUMEXPR_NUM_THREADS", "NVIDIA_TF32_OVERRIDE",
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "PYTHONHASHSEED", "PYTHONOPTIMIZE", "PYTHONPATH",
    "PYTORCH_CUDA_ALLOC_CONF", "TOKENIZERS_PARALLELISM", "TZ", "WORLD_SIZE", "XLA_FLAGS",
)  # fmt: skip
"""Environment variables that are kept unless others are asked for; any that is not set is left out."""
PLACE = ("LOCAL_RANK", "MASTER_ADDR", "RANK", "SLURM_JOB_ID")
"""Environment variables that say where a run is, not what it does."""
RUNTIME = ("python", "platform", "packages", "variables", "hardware", "libraries", "flags")
"""The groups whose facts make up ``Environment.digest``: what a rerun of the same sources would meet."""


@dataclass(frozen=True, slots=True)
class Environment:
    """Facts by their groups: ``facts["python"]["version"]``, ``facts["packages"]["numpy"]``; plain data.

    ``source`` is the state of git, None outside a repository, and where git refuses to tell it (then
    ``facts["sources"]["problem"]`` says why); ``argv`` is the command line. ``digest`` is
    SHA-256, in hexadecimal, of the groups of ``RUNTIME``; ``source_digest`` that of the sources, or None.
    """

    facts: Mapping[str, Mapping[str, object]]
    argv: tuple[str, ...]
    source: Source | None

    @property
    def digest(self) -> str:
        """Of everything but sources, command line, seeds and the place."""
        return _digest({name: self.facts.get(name) for name in RUNTIME})

    @property
    def source_digest(self) -> str | None:
        """Of commit, changes and new files; the same on every branch that is at one state."""
        if self.source is None:
            return None
        return _digest([self.source.commit, self.source.diff_digest, self.source.untracked])

    def to_dict(self) -> dict[str, object]:
        """All of it as plain data, which ``from_dict`` takes."""
        plain = {name: dict(group) for name, group in self.facts.items()}
        return {
            "facts": plain,
            "argv": list(self.argv),
            "source": asdict(self.source) if self.source else None,
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, object]) -> Environment:
        """What ``to_dict`` has made."""
        facts = cast("Mapping[str, Mapping[str, object]]", plain["facts"])
        kept = cast("dict[str, object] | None", plain["source"])
        argv = tuple(cast("Iterable[str]", plain["argv"]))
        return cls(facts, argv, Source(**kept) if kept else None)  # type: ignore[arg-type]


def environment(
    *,
    folder: str | Path = ".",
    variables: Iterable[str] = VARIABLES,
    secrets: Iterable[str] = (),
) -> Environment:
    """What this process runs on and with, as it is now.

    ``folder`` lies in the repository whose state is told; ``variables`` names the environment variables to
    keep; ``secrets`` are texts to cover wherever they turn up, besides the values of variables, flags and
    words that are called as secrets are.
    """
    found = look(folder)
    remote = found.source.remote if found.source is not None else None
    masks = Masks(secrets).with_values(secrets_of(os.environ))
    masks = masks.with_values(masks.given(sys.argv)).with_values(masks.given([remote or ""]))
    kept = tuple(variables)
    groups: dict[str, Callable[[], Mapping[str, object]]] = {
        "python": _python,
        "platform": _platform,
        "packages": packages,
        "variables": lambda: _variables(kept),
        "hardware": hardware,
        "libraries": accelerated,
        "flags": flags,
        "seeds": seeds,
        "place": lambda: {"host": platform.node(), **_variables(PLACE)},
    }
    facts = {name: _taken(group) for name, group in groups.items()}
    covered = {name: _covered(name, group, masks) for name, group in facts.items()}
    if found.problem:
        covered["sources"] = {"problem": masks.text(found.problem)}
        getLogger("ato.fingerprint").warning("the state of the sources is not known: %s", found.problem)
    return Environment(covered, masks.words(sys.argv), _covered_source(found.source, masks))


def _taken(group: Callable[[], Mapping[str, object]]) -> Mapping[str, object]:
    """The facts of a group; where the machine does not tell them, why: other groups are told all the same."""
    try:
        return group()
    except Exception as error:
        return {"problem": f"not known: {type(error).__name__}: {error}"}


def _covered(name: str, group: Mapping[str, object], masks: Masks) -> Mapping[str, object]:
    """A group without secrets. A package is no secret for being called ``detect-secrets``."""
    if name == "packages":
        return {key: masks.text(str(value)) for key, value in group.items()}
    return cast("Mapping[str, object]", masks.tree(group))


def _variables(names: Iterable[str]) -> dict[str, object]:
    return {name: os.environ[name] for name in sorted(set(names)) if name in os.environ}


def _python() -> dict[str, object]:
    return {
        "version": platform.python_version(),
        "implementation": platform.python_implementation(),
        "compiler": platform.python_compiler(),
    }


def _platform() -> dict[str, object]:
    name, version = platform.libc_ver()
    return {
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "libc": f"{name} {version}".strip(),
    }


def _covered_source(source: Source | None, masks: Masks) -> Source | None:
    if source is None:
        return None
    remote = None if source.remote is None else masks.text(source.remote)
    return Source(
        source.commit,
        None if source.branch is None else masks.text(source.branch),
        remote,
        source.is_dirty,
        masks.patch(source.diff),
        source.diff_digest,
        {masks.text(name): masks.text(told) for name, told in source.untracked.items()},
    )


def _digest(plain: object) -> str:
    return sha256(dumps(plain, sort_keys=True, separators=(",", ":"), default=str).encode()).hexdigest()
