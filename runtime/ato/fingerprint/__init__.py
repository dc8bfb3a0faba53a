"""Fingerprints: of what a function does, of what its calls gave back, of a config, of where a program runs.

``code_hash`` is about logic, so it stays when names, comments and layout change; ``output_hash`` is about a
value, so it stays when nothing but identity, memory layout or the order of a dict changes. Both are SHA-256
in hexadecimal, over texts of our own that are the same under every version of Python and every hash seed.

    code         _code (takes a function), _code_find and _code_file (its source), _code_decorators (which
                 count), _code_bytecode (where there is no source), _code_value, _code_trace (under ids)
    text         _canon, _canon_writer, _canon_operators, _canon_expressions, _canon_scopes,
                 _canon_statements, _code_text (logic as text), _names (which names are its own), _strip
    calls        _calls_graph (what a function reaches), _calls_target, _calls_resolve, _calls_values (by
                 which names), _calls_project (where it ends), _calls_digest (circles), _diff (how two differ)
    output       _output, _arrays and _tensors (of numpy and torch, which are never imported here), _grid (up
                 to a tolerance), _runtime (the decorator, and who listens), _series (where two runs part)
    structure    _structure, of any config as _plain sees it
    environment  _environment, _packages, _git, _hardware, _switches (flags and seeds), _masks (of secrets)

Entering the room loads nothing; reading one of its names does.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.fingerprint._code import code_hash, code_of
    from ato.fingerprint._code_trace import Traces, code, traced
    from ato.fingerprint._code_value import Call, CodeFingerprint, Value
    from ato.fingerprint._diff import Change, CodeDiff, diff
    from ato.fingerprint._environment import Environment, environment
    from ato.fingerprint._masks import Masks
    from ato.fingerprint._output import output_hash
    from ato.fingerprint._runtime import Output, listen, output, output_series
    from ato.fingerprint._series import Entry, Series, first_difference
    from ato.fingerprint._strip import Canon
    from ato.fingerprint._structure import ConfigFingerprint, structure

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
    "Call": "_code_value",
    "Canon": "_strip",
    "Change": "_diff",
    "CodeDiff": "_diff",
    "CodeFingerprint": "_code_value",
    "ConfigFingerprint": "_structure",
    "Entry": "_series",
    "Environment": "_environment",
    "Masks": "_masks",
    "Output": "_runtime",
    "Series": "_series",
    "Traces": "_code_trace",
    "Value": "_code_value",
    "code": "_code_trace",
    "code_hash": "_code",
    "code_of": "_code",
    "diff": "_diff",
    "environment": "_environment",
    "first_difference": "_series",
    "listen": "_runtime",
    "output": "_runtime",
    "output_hash": "_output",
    "output_series": "_runtime",
    "structure": "_structure",
    "traced": "_code_trace",
}


def __getattr__(name: str) -> object:
    """What the room offers, each loaded when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module 'ato.fingerprint' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"ato.fingerprint.{_HOME[name]}"), name)
