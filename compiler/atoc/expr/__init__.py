"""The expression language: text to a tree, types, values, and Python.

    read       parse.py braces.py arguments.py grammar.py foreign.py translate.py, to a tree (tree.py)
    type       check.py operators.py slices.py context.py narrow.py kinds.py; constant.py: what has none
    work out   evaluate.py power.py
    write      emit.py
    tables     functions.py methods.py formats.py resolvers.py declared.py: what can be called
    give       expression.py, a checked expression; findings.py words what this room sees

The room knows types and nothing of views; what fields there are, it is told.
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
