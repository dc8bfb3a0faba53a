"""The expression language: text to a tree, types, values, and Python.

``parse_bare`` and ``parse_template`` read, ``check`` types, ``evaluate`` gives values, ``emit`` the Python.
The room knows types and nothing of views; what fields there are, it is told. ``functions.py``, ``methods.py``
and ``resolvers.py`` are the tables of what can be called.
"""

from atoc.expr.check import check, expect
from atoc.expr.declared import Resolver, asked_in, renamed
from atoc.expr.emit import emit, imports
from atoc.expr.evaluate import EvaluationError, FailureKind, evaluate
from atoc.expr.expression import Expression
from atoc.expr.findings import BAD_EXPRESSION, OPERAND_TYPES, RULES, UNKNOWN_FIELD
from atoc.expr.functions import FUNCTIONS
from atoc.expr.narrow import NOTHING, Facts, facts_if
from atoc.expr.parse import is_template, parse_bare, parse_template
from atoc.expr.resolvers import RESOLVERS, UnforeseenError
from atoc.expr.tree import Parsed, Tree, foreign_names, names_of, walk

__all__ = [
    "BAD_EXPRESSION",
    "FUNCTIONS",
    "NOTHING",
    "OPERAND_TYPES",
    "RESOLVERS",
    "RULES",
    "UNKNOWN_FIELD",
    "EvaluationError",
    "Expression",
    "Facts",
    "FailureKind",
    "Parsed",
    "Resolver",
    "Tree",
    "UnforeseenError",
    "asked_in",
    "check",
    "emit",
    "evaluate",
    "expect",
    "facts_if",
    "foreign_names",
    "imports",
    "is_template",
    "names_of",
    "parse_bare",
    "parse_template",
    "renamed",
    "walk",
]
