"""What a Python callable takes, as its source says. Nothing is imported or run.

:func:`signature_of` answers from the modules that it is given, and says which it needs; the caller reads
them. What the source does not tell for sure is *opaque*, and nothing is claimed about it. The room knows
types and source text, and nothing of documents.
"""

from atoc.signature.answer import (
    OPAQUE,
    Absent,
    Answer,
    Needs,
    Opaque,
    Parameter,
    Signature,
    Target,
    parse_target,
)
from atoc.signature.find import signature_of
from atoc.signature.module import Module, parse_module
from atoc.signature.parameters import shown

__all__ = [
    "OPAQUE",
    "Absent",
    "Answer",
    "Module",
    "Needs",
    "Opaque",
    "Parameter",
    "Signature",
    "Target",
    "parse_module",
    "parse_target",
    "shown",
    "signature_of",
]
