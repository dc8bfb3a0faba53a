"""Fingerprints: of what a function does, of what its calls gave back, of a config, of where a program runs.

``code_hash`` is about logic, so it stays when names, comments and layout change; ``output_hash`` is about a
value, so it stays when nothing but identity, memory layout or the order of a dict changes. Both are SHA-256
in hexadecimal, over texts of our own that are the same under every version of Python and every hash seed.

    code         _code (finds the function), _canon (its logic as text), _names (which names are its own),
                 _strip (a tree without what is no logic)
    output       _output, _arrays and _tensors (of numpy and torch, which are never imported here), _grid (up
                 to a tolerance), _runtime (the decorator, and who listens), _series (where two runs part)
    structure    _structure, of any config as _plain sees it
    environment  _environment, _packages, _git, _hardware, _switches (flags and seeds), _masks (of secrets)

Entering the room loads nothing; reading one of its names does.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.fingerprint._code import code_hash
    from ato.fingerprint._environment import Environment, environment
    from ato.fingerprint._masks import Masks
    from ato.fingerprint._output import output_hash
    from ato.fingerprint._runtime import Output, listen, output, output_series
    from ato.fingerprint._series import Entry, Series, first_difference
    from ato.fingerprint._strip import Canon
    from ato.fingerprint._structure import ConfigFingerprint, structure

__all__ = [
    "Canon",
    "ConfigFingerprint",
    "Entry",
    "Environment",
    "Masks",
    "Output",
    "Series",
    "code_hash",
    "environment",
    "first_difference",
    "listen",
    "output",
    "output_hash",
    "output_series",
    "structure",
]

_HOME = {
    "Canon": "_strip",
    "ConfigFingerprint": "_structure",
    "Entry": "_series",
    "Environment": "_environment",
    "Masks": "_masks",
    "Output": "_runtime",
    "Series": "_series",
    "code_hash": "_code",
    "environment": "_environment",
    "first_difference": "_series",
    "listen": "_runtime",
    "output": "_runtime",
    "output_hash": "_output",
    "output_series": "_runtime",
    "structure": "_structure",
}


def __getattr__(name: str) -> object:
    """What the room offers, each loaded when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module 'ato.fingerprint' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"ato.fingerprint.{_HOME[name]}"), name)
