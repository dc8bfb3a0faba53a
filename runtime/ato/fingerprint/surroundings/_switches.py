"""Switches that decide whether two runs of one program can be alike: flags of libraries, seeds, threads.

A library is only asked where the program has loaded it; no state of a generator is changed by asking.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from hashlib import sha256
from typing import Any


def flags() -> dict[str, object]:
    """Flags of Python and torch on which equal results hang, and how many threads compute."""
    found: dict[str, object] = {
        "python.hash_randomization": bool(sys.flags.hash_randomization),
        "python.optimize": sys.flags.optimize,
    }
    torch: Any = sys.modules.get("torch")
    if torch is None:
        return found
    questions: dict[str, Callable[[], object]] = {
        "torch.deterministic_algorithms": torch.are_deterministic_algorithms_enabled,
        "torch.deterministic_warn_only": torch.is_deterministic_algorithms_warn_only_enabled,
        "torch.cudnn.deterministic": lambda: torch.backends.cudnn.deterministic,
        "torch.cudnn.benchmark": lambda: torch.backends.cudnn.benchmark,
        "torch.float32_matmul_precision": torch.get_float32_matmul_precision,
        "torch.default_dtype": lambda: str(torch.get_default_dtype()),
        "torch.threads": torch.get_num_threads,
        "torch.interop_threads": torch.get_num_interop_threads,
    }
    return found | {name: _answer(question) for name, question in questions.items()}


def seeds() -> dict[str, str]:
    """What the generators of random numbers stand at, as digests of their states; torch's seed as it is."""
    found = {"random": _digest(random.getstate())}
    numpy: Any = sys.modules.get("numpy")
    if numpy is not None and hasattr(numpy, "random"):
        name, keys, *rest = numpy.random.get_state()
        found["numpy"] = _digest((name, keys.tolist(), rest))
    torch: Any = sys.modules.get("torch")
    if torch is not None and hasattr(torch, "initial_seed"):
        found["torch"] = str(torch.initial_seed())
        found["torch.state"] = sha256(bytes(torch.get_rng_state().tolist())).hexdigest()
    return found


def _digest(state: object) -> str:
    return sha256(repr(state).encode()).hexdigest()


def _answer(question: Callable[[], object]) -> object:
    try:
        return question()
    except (AttributeError, RuntimeError) as error:
        return f"not known: {type(error).__name__}"
