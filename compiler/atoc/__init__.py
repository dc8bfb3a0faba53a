"""The compiler: documents in; findings, modules and a causality manifest out.

``check`` reads and proves a program, ``build`` turns what it found into the generated files. The rest is
reached through the command, ``atoc``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ato import __version__

if TYPE_CHECKING:
    from atoc.compile import Compiled, build, check
    from atoc.findings import Finding

__all__ = ["Compiled", "Finding", "__version__", "build", "check"]


def __getattr__(name: str) -> object:
    """Load the passes when they are first asked for, so that ``atoc --version`` needs none."""
    if name not in __all__:
        raise AttributeError(f"module 'atoc' has no attribute '{name}'")
    from atoc import compile as passes

    found: object = getattr(passes, name)
    return found
