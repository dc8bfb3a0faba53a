"""Types as the documents write them: reading their text, how they lie to each other, their form in Python.

The types themselves are those of ``ato.config``, so that the compiler and a run read values alike. This
room knows nothing of views; expressions, in ``atoc.expr``, stand on it.
"""

from atoc.types.annotation import annotation, constructor
from atoc.types.assign import (
    NEVER,
    assignable,
    bases,
    item_of,
    join,
    join_all,
    literals,
    may_be_infinite,
    may_be_none,
    narrows,
    options,
    union_of,
    within,
    without_none,
)
from atoc.types.constraints import NAMES as CONSTRAINTS
from atoc.types.constraints import check_constraints
from atoc.types.findings import BAD_CONSTRAINT, RECURSIVE_TYPE, RULES, UNKNOWN_TYPE
from atoc.types.literal import mapping_source, set_source, source_of, string_source, tuple_source
from atoc.types.parse import CONTAINERS, SCALARS, parse_type
from atoc.types.tokens import Misread, Token, number_of, string_of, tokenize

__all__ = [
    "BAD_CONSTRAINT",
    "CONSTRAINTS",
    "CONTAINERS",
    "NEVER",
    "RECURSIVE_TYPE",
    "RULES",
    "SCALARS",
    "UNKNOWN_TYPE",
    "Misread",
    "Token",
    "annotation",
    "assignable",
    "bases",
    "check_constraints",
    "constructor",
    "item_of",
    "join",
    "join_all",
    "literals",
    "mapping_source",
    "may_be_infinite",
    "may_be_none",
    "narrows",
    "number_of",
    "options",
    "parse_type",
    "set_source",
    "source_of",
    "string_of",
    "string_source",
    "tokenize",
    "tuple_source",
    "union_of",
    "within",
    "without_none",
]
