"""Fingerprints: of what a function does, and of what a call gave back.

``code_hash`` is about logic, so it stays when names, comments and layout change; ``output_hash`` is about a
value, so it stays when nothing but identity, memory layout or the order of a dict changes. Both are SHA-256
in hexadecimal, over texts of our own that are the same under every version of Python and every hash seed.

    code     _code (finds the function), _canon (its logic as text), _names (which names are its own),
             _strip (a tree without what is no logic)
    output   _output, _arrays (of numpy and torch, which are never imported here)

Entering the room loads nothing; reading one of its names does.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.fingerprint._code import code_hash
    from ato.fingerprint._output import output_hash
    from ato.fingerprint._strip import Canon

__all__ = ["Canon", "code_hash", "output_hash"]


def __getattr__(name: str) -> object:
    """What the room offers, each loaded when it is first asked for."""
    if name == "code_hash":
        from ato.fingerprint._code import code_hash

        return code_hash
    if name == "output_hash":
        from ato.fingerprint._output import output_hash

        return output_hash
    if name == "Canon":
        from ato.fingerprint._strip import Canon

        return Canon
    raise AttributeError(f"module 'ato.fingerprint' has no attribute '{name}'")
