"""Fingerprints: of what a function does, of what its calls gave back, of a config, of where a program runs.

``code_hash`` is about logic, so it stays when names, comments and layout change; ``output_hash`` is about a
value, so it stays when nothing but identity, memory layout or the order of a dict changes. Both are SHA-256
in hexadecimal, over texts of our own that are the same under every version of Python and every hash seed.

    canon          logic as canonical text
    sources        where the logic of a function or class is found, with or without its source
    calls          what a function reaches, to the border of the project
    results        what calls gave back, up to a tolerance, step by step
    surroundings   where a program runs, with secrets covered

The room itself takes a function (``_code``), keeps traces under ids (``_code_trace``, ``_ids``), shows
how two fingerprints differ (``_diff``), and takes any config (``_structure``, as ``_plain`` sees it, and
``_foreign`` the single values in it).

Entering the room loads nothing; reading one of its names does.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.fingerprint._code import code_hash, code_of
    from ato.fingerprint._code_trace import Traces, code, traced
    from ato.fingerprint._diff import Change, CodeDiff, diff
    from ato.fingerprint._structure import ConfigFingerprint, structure
    from ato.fingerprint.calls._value import Call, CodeFingerprint, Value
    from ato.fingerprint.canon._strip import Canon
    from ato.fingerprint.results._output import output_hash
    from ato.fingerprint.results._runtime import Output, listen, output, output_series
    from ato.fingerprint.results._series import Entry, Series, first_difference
    from ato.fingerprint.surroundings._environment import Environment, environment
    from ato.fingerprint.surroundings._masks import Masks

__all__ = [
    "Call",
    "Canon",
    "Change",
    "CodeDiff",
    "CodeFingerprint",
    "ConfigFingerprint",
    "Entry",
    "Environment",
    "Masks",
    "Output",
    "Series",
    "Traces",
    "Value",
    "code",
    "code_hash",
    "code_of",
    "diff",
    "environment",
    "first_difference",
    "listen",
    "output",
    "output_hash",
    "output_series",
    "structure",
    "traced",
]

_HOME = {
    "Call": "calls._value",
    "Canon": "canon._strip",
    "Change": "_diff",
    "CodeDiff": "_diff",
    "CodeFingerprint": "calls._value",
    "ConfigFingerprint": "_structure",
    "Entry": "results._series",
    "Environment": "surroundings._environment",
    "Masks": "surroundings._masks",
    "Output": "results._runtime",
    "Series": "results._series",
    "Traces": "_code_trace",
    "Value": "calls._value",
    "code": "_code_trace",
    "code_hash": "_code",
    "code_of": "_code",
    "diff": "_diff",
    "environment": "surroundings._environment",
    "first_difference": "results._series",
    "listen": "results._runtime",
    "output": "results._runtime",
    "output_hash": "results._output",
    "output_series": "results._runtime",
    "structure": "_structure",
    "traced": "_code_trace",
}


def __getattr__(name: str) -> object:
    """What the room offers, each loaded when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module 'ato.fingerprint' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"ato.fingerprint.{_HOME[name]}"), name)
