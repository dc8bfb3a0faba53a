"""Ways out to other libraries, and fingerprints of their configs, so that nobody is locked in.

No library is imported before a function needs it, and none is needed to fingerprint what another one holds.

    out           _out (OmegaConf, argparse, mmengine)
    fingerprints  those of ``ato.fingerprint``, under the name they have here
"""

from __future__ import annotations

from ato.fingerprint._structure import ConfigFingerprint as Fingerprint
from ato.fingerprint._structure import structure as fingerprint
from ato.interop._out import to_argparse_namespace, to_mmengine, to_omegaconf

__all__ = ["Fingerprint", "fingerprint", "to_argparse_namespace", "to_mmengine", "to_omegaconf"]
