"""Covering what is called a secret, in a config without a schema and on the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from ato.config._plain import MASK
from ato.fingerprint._masks import Masks, is_secret_name, secrets_of


def covered(path: str, value: object) -> object:
    """The value, or a mask for a text under a name such as ``password`` or ``api_key``."""
    if isinstance(value, (str, bytes)) and value and is_secret_name(path.rpartition(".")[2]):
        return MASK
    return value


def command(words: Iterable[str] = ()) -> list[str]:
    """The command line of the program, or other words of one, as it may be kept."""
    return list(Masks(secrets_of(os.environ)).words(words or sys.argv))
