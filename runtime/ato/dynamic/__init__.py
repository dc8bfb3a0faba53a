"""Ato's dynamic interface: configs that are written to while a program runs, as dicts with attributes.

``ato.scope``, ``ato.parser``, ``ato.adict``, ``ato.xyz`` and ``ato.utils`` are the paths by which programs
import it. Nothing but the standard library is loaded before a file is read, and nothing of scopes before one
is asked for. The rooms behind the face:

    trees      ADict: dicts with attributes
    files      configs as files, and the files they are based on
    scopes     functions as views, and how they are applied
    words      command lines
    answers    who wrote what, manuals, traces
"""

from __future__ import annotations

from ato.dynamic.files._hierarchy import ALLOWED_EXTS
from ato.dynamic.trees._adict import ADict
from ato.dynamic.trees._dict import Dict, mutate_attribute
from ato.dynamic.trees._missing import MissingAttribute, MissingKey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.dynamic.scopes._entry import parse_args_pythonic
    from ato.dynamic.scopes._multi import MultiScope
    from ato.dynamic.scopes._scope import Scope

__all__ = [
    "ALLOWED_EXTS",
    "ADict",
    "Dict",
    "MissingAttribute",
    "MissingKey",
    "MultiScope",
    "Scope",
    "mutate_attribute",
    "parse_args_pythonic",
]


def __getattr__(name: str) -> object:
    """Scopes, for the programs that have them."""
    if name in ("MultiScope", "Scope", "parse_args_pythonic"):
        from ato.dynamic.scopes._entry import parse_args_pythonic
        from ato.dynamic.scopes._multi import MultiScope
        from ato.dynamic.scopes._scope import Scope

        return {"MultiScope": MultiScope, "Scope": Scope}.get(name, parse_args_pythonic)
    raise AttributeError(f"module 'ato.dynamic' has no attribute '{name}'")
