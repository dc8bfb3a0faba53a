"""Fingerprints of configs of any library, in the one encoding of ``ato.config``."""

from __future__ import annotations

from typing import Any, NamedTuple

from ato.config._hash import structural_hash, value_hash
from ato.fingerprint._plain import plain_tree


class ConfigFingerprint(NamedTuple):
    """SHA-256, in hexadecimal, of a config's keys and types, and of its keys, types and values."""

    structural: str
    value: str


def structure(config: object) -> ConfigFingerprint:
    """What a config is, whatever library holds it: the same for equal content in any of them.

    Takes configs of OmegaConf (with their interpolations resolved), mmengine, pydantic, dataclasses,
    ``argparse.Namespace``, mappings such as ADict, and generated configs, whose ``structural_hash`` and
    ``value_hash`` these are; a secret of those counts only by being there. Lists and tuples are the same,
    and so is the order of keys. Nothing is converted in place and no access is noted. Raises ``ConfigError``
    with the path of a value that has none of its own, and of an interpolation that leads to nothing.
    """
    tree: Any = plain_tree(config)
    return ConfigFingerprint(structural_hash(tree), value_hash(tree))
