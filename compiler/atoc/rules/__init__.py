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
    assert_fails,
    bad_space,
    constant_condition,
    dead_view,
    dead_write,
    division_by_zero,
    eager_chains_lazy,
    group_clash,
    index_out_of_range,
    lazy_overrides,
    missing_case,
    no_op_write,
    order_dependent,
    out_of_range,
    priority_inversion,
    read_before_set,
    redundant_chain,
    stale_read,
    unproved,
    unset_field,
    writes_final,
    writes_input,
)
from atoc.rules.spoken import spoken

CHECKS = (
    unset_field,
    order_dependent,
    dead_write,
    dead_view,
    no_op_write,
    writes_input,
    writes_final,
    lazy_overrides,
    priority_inversion,
    eager_chains_lazy,
    group_clash,
    redundant_chain,
    read_before_set,
    division_by_zero,
    index_out_of_range,
    constant_condition,
    missing_case,
    stale_read,
    assert_fails,
    unproved,
    bad_space,
)
"""The rules in the order of their codes."""

FURTHER = (absent_field, out_of_range)
"""What is proved of rules that another room has the words of, since it sees the most of them."""

RULES: tuple[Rule, ...] = tuple(check.RULE for check in CHECKS)

NOTHING_PROVED = Facts((), ())
"""The facts of a scope that no proof was made of."""

__all__ = ["CHECKS", "FURTHER", "NOTHING_PROVED", "RULES", "check"]


def check(program: Program, facts: Mapping[str, Facts]) -> tuple[Finding, ...]:
    """What is wrong with a program, given what was proved of its scopes by name.

    A scope without facts is looked at by those rules alone that need none.
    """
    found = (
        finding
        for scope in program.scopes
        for rule in (*FURTHER, *CHECKS)
        for finding in rule.check(scope, facts.get(scope.name, NOTHING_PROVED))
    )
    return in_order(spoken(found, program))
