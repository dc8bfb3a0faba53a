"""Switches that decide whether two runs of one program can be alike: flags of libraries, seeds, threads.

A library is only asked where the program has loaded it; no state of a generator is changed by asking.
"""

from __future__ import annotations

import random
import sys
from hashlib import sha256
from operator import attrgetter
from typing import Any, cast

TORCH = {
    "torch.deterministic_algorithms": "are_deterministic_algorithms_enabled",
    "torch.deterministic_warn_only": "is_deterministic_algorithms_warn_only_enabled",
    "torch.cudnn.deterministic": "backends.cudnn.deterministic",
    "torch.cudnn.benchmark": "backends.cudnn.benchmark",
    "torch.cudnn.allow_tf32": "backends.cudnn.allow_tf32",
    "torch.float32_matmul_precision": "get_float32_matmul_precision",
    "torch.default_dtype": "get_default_dtype",
    "torch.threads": "get_num_threads",
    "torch.interop_threads": "get_num_interop_threads",
}
"""Flags by the names under which they are kept, and where torch has them."""


def flags() -> dict[str, object]:
    """Flags of Python and torch on which equal results hang, and how many threads compute."""
    found: dict[str, object] = {
        "python.hash_randomization": bool(sys.flags.hash_randomization),
        "python.optimize": sys.flags.optimize,
    }
    torch: Any = sys.modules.get("torch")
    if not hasattr(torch, "get_default_dtype"):  # not there, or being imported
        return found
    return found | {name: _answer(torch, path) for name, path in TORCH.items()}


def seeds() -> dict[str, str]:
    """What the generators of random numbers stand at, as digests of their states; torch's seed as it is."""
    found = {"random": _digest(random.getstate())}
    numpy: Any = getattr(sys.modules.get("numpy"), "random", None)
    if hasattr(numpy, "get_state"):
        found["numpy"] = _digest(_listed(numpy.get_state(legacy=False)))
    torch: Any = sys.modules.get("torch")
    if hasattr(torch, "initial_seed") and hasattr(torch, "get_rng_state"):
        found["torch"] = str(torch.initial_seed())
        found["torch.state"] = sha256(bytes(torch.get_rng_state().tolist())).hexdigest()
    return found


def _listed(state: Any) -> object:
    """The state of a generator of numpy, of whatever kind it is, as data that is written in one way."""
    if isinstance(state, dict):
        items = cast("dict[str, Any]", state).items()
        return sorted((name, _listed(value)) for name, value in items)
    return state.tolist() if hasattr(state, "tolist") else state


def _digest(state: object) -> str:
    return sha256(repr(state).encode()).hexdigest()


def _answer(torch: Any, path: str) -> object:
    try:
        value = attrgetter(path)(torch)
        found = value() if callable(value) else value
    except Exception as error:  # of a library that is being imported, or of another release
        return f"not known: {type(error).__name__}"
    return found if isinstance(found, (bool, int, float, str)) else str(found)
