"""Ato's dynamic interface: configs that are written to while a program runs, as dicts with attributes.

``ato.scope``, ``ato.parser``, ``ato.adict``, ``ato.xyz`` and ``ato.utils`` are the paths by which programs
import it. Nothing but the standard library is loaded before a file is read, and nothing of scopes before one
is asked for. The modules behind the face are private:

    trees      _dict _tree _adict _convert _chain _missing _frozen _watch _structure _draft
    files      _read_file _write_file _python_file _base_files _base_words _hierarchy _errors
    text       _xyz _xyz_words _strings
    scopes     _scope _multi _entry _view _phases _apply _static
    words      _scan _literal _words _argparse _given
    lazy       _block _lazy _standing
    answers    _record _kept _changes _explain _manual _table _traces
"""

from __future__ import annotations

from ato.dynamic._adict import ADict
from ato.dynamic._dict import Dict, mutate_attribute
from ato.dynamic._hierarchy import ALLOWED_EXTS
from ato.dynamic._missing import MissingAttribute, MissingKey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.dynamic._entry import parse_args_pythonic
    from ato.dynamic._multi import MultiScope
    from ato.dynamic._scope import Scope

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
        from ato.dynamic._entry import parse_args_pythonic
        from ato.dynamic._multi import MultiScope
        from ato.dynamic._scope import Scope

        return {"MultiScope": MultiScope, "Scope": Scope}.get(name, parse_args_pythonic)
    raise AttributeError(f"module 'ato.dynamic' has no attribute '{name}'")
