"""What is proved about a program, said to a person: one file a rule, and the one table of them.

A rule has its words, its page and its two examples in one file with the function that turns facts into
findings. It asks no questions itself: ``prove/`` does. A new rule is its file, a line in ``CHECKS`` and a
folder of cases.
"""

from __future__ import annotations

from collections.abc import Mapping

from atoc.findings import Finding, Rule, in_order
from atoc.program import Program
from atoc.prove import Facts
from atoc.rules import (
    absent_field,
    bad_space,
    dead_view,
    dead_write,
    eager_chains_lazy,
    group_clash,
    no_op_write,
    order_dependent,
    priority_inversion,
    redundant_chain,
    unset_field,
    writes_final,
    writes_input,
)

CHECKS = (
    absent_field,
    unset_field,
    order_dependent,
    dead_write,
    dead_view,
    no_op_write,
    writes_input,
    writes_final,
    priority_inversion,
    eager_chains_lazy,
    group_clash,
    redundant_chain,
    bad_space,
)
"""The rules in the order of their codes."""

RULES: tuple[Rule, ...] = tuple(check.RULE for check in CHECKS if check is not absent_field)
"""Those that are worded here; an absent field is one more case of a rule on names."""

NOTHING_PROVED = Facts((), ())
"""The facts of a scope that no proof was made of."""

__all__ = ["CHECKS", "NOTHING_PROVED", "RULES", "check"]


def check(program: Program, facts: Mapping[str, Facts]) -> tuple[Finding, ...]:
    """What is wrong with a program, given what was proved of its scopes by name.

    A scope without facts is looked at by those rules alone that need none.
    """
    return in_order(
        finding
        for scope in program.scopes
        for rule in CHECKS
        for finding in rule.check(scope, facts.get(scope.name, NOTHING_PROVED))
    )
