"""Covering what a config without a schema calls a secret by its name."""

from __future__ import annotations

import re

from ato.config._plain import MASK

_NAMES = re.compile(
    r"(^|_)(password|passwd|secret|secrets|token|api_?key|access_?key|private_?key|credentials?)$",
    flags=re.IGNORECASE,
)


def covered(path: str, value: object) -> object:
    """The value, or a mask for a text under a name such as ``password`` or ``api_key``."""
    if isinstance(value, (str, bytes)) and value and _NAMES.search(path.rpartition(".")[2]):
        return MASK
    return value
