"""Documents that mean to exhaust the compiler: each ends within its bounds, with a finding or a proof.

What is counted is what a run makes and not how long it takes: how many findings there are, how large they
are, and that the process with the whole compiler ends at all, with its memory bounded.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from json import loads
from pathlib import Path
from typing import Any

import pytest

from tests.atoc.cli.conftest import environ

PATIENCE = 240
"""Seconds after which a run counts as hanging, on a machine that is busy with something else."""

MOST_OUTPUT = 8_000_000
"""Characters of findings beyond which a run has lost its measure."""

FIELDS = """\
scope: toy
fields:
  n: {type: int, default: 1}
  b: {type: bool, default: true}
  f: {type: float, default: 1}
"""


def deep_chain(length: int) -> str:
    links = (f"  v{i}: {{priority: {i}, chain_with: v{i - 1}, set: {{n: {i}}}}}\n" for i in range(1, length))
    return FIELDS + "views:\n  v0: {set: {n: 0}}\n" + "".join(links)


def chain_cycle(length: int) -> str:
    return (
        FIELDS
        + "views:\n"
        + "".join(f"  v{i}: {{chain_with: v{(i + 1) % length}, set: {{n: {i}}}}}\n" for i in range(length))
    )


def dense_ties(views: int) -> str:
    return FIELDS + "views:\n" + "".join(f"  v{i}: {{set: {{n: {i}}}}}\n" for i in range(views))


def full_chains(views: int) -> str:
    """Every view chains with all before it."""
    lines = (
        f"  v{i}: {{priority: {i}, chain_with: [{', '.join(f'v{j}' for j in range(i))}], set: {{n: {i}}}}}\n"
        for i in range(1, views)
    )
    return FIELDS + "views:\n  v0: {set: {n: 0}}\n" + "".join(lines)


def conditions(views: int) -> str:
    """Conditions over each other's fields, so that no two can be told apart cheaply."""
    fields = "".join(f"  x{i}: {{enum: [a, b, c], default: a}}\n" for i in range(views))
    lines = (
        f"  v{i}: {{lazy: true, default: true, priority: {i}, "
        f"when: \"x{i} == 'b' or x{(i + 1) % views} == 'c'\", set: {{x{(i + 7) % views}: b}}}}\n"
        for i in range(views)
    )
    return "scope: toy\nfields:\n" + fields + "views:\n" + "".join(lines)


def expression(text: str) -> str:
    return FIELDS + f"views:\n  v: {{set: {{n: '${{{text}}}'}}}}\n"


def condition(text: str) -> str:
    return FIELDS + f"views:\n  v: {{when: '{text}', set: {{n: 2}}}}\n"


def tower(height: int) -> str:
    return FIELDS + f"views:\n  v: {{set: {{f: '${{{' ** '.join(['9'] * height)}}}'}}}}\n"


def aliases(depth: int) -> str:
    rows = "".join(f"  a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, depth))
    return "scope: toy\nfields:\n  a0: &a0 [1, 2]\n" + rows


def groups(count: int, members: int) -> str:
    """Groups without a default, of which one member each may be named: the selections are their product."""
    declared = "".join(f"  g{g}: {{}}\n" for g in range(count))
    views = "".join(
        f"  g{g}m{m}: {{group: g{g}, priority: {g}, set: {{n: {m}}}}}\n"
        for g in range(count)
        for m in range(members)
    )
    return FIELDS + "groups:\n" + declared + "views:\n" + views


@dataclass(frozen=True)
class Attack:
    """A document, and the codes of which at least one must be found; none for one that is only large."""

    text: str
    codes: frozenset[str] = frozenset()
    most: int = 2_000


ATTACKS = {
    "a deep chain": Attack(deep_chain(1_500)),
    "a chain that closes": Attack(chain_cycle(1_500), frozenset({"ATC302"})),
    "a dense graph of ties": Attack(dense_ties(150), frozenset({"ATC202"}), 150 * 149 // 2),
    "chains with everything before": Attack(full_chains(150), frozenset({"ATC306"}), 150 * 150),
    "conditions on each other": Attack(conditions(14)),
    "a product of groups": Attack(groups(30, 6)),
    "a tower of powers": Attack(tower(60), frozenset({"ATC401"})),
    "a tower that reads": Attack(expression("(((n ** 9) ** 9) ** 9) ** 9")),
    "a range of a thousand millions": Attack(expression("sum(range(10 ** 9))"), frozenset({"ATC401"})),
    "a text repeated": Attack(expression("len(\"x\" * 10 ** 12)"), frozenset({"ATC401"})),
    "nested conditions": Attack(condition("(" * 60 + "b" + " and n > 0)" * 60)),
    "brackets without end": Attack(condition("(" * 5_000 + "b"), frozenset({"ATC401"})),
    "nested choices": Attack(expression("1 if b else (" * 40 + "2" + ")" * 40)),
    "a long sum": Attack(expression(" + ".join(["n"] * 20_000)), frozenset({"ATC401"})),
    "a laughing million of aliases": Attack(aliases(12), frozenset({"ATC001"})),
    "a mapping a thousand deep": Attack(
        "scope: toy\nfields: " + "{a: " * 1_000 + "1" + "}" * 1_000, frozenset({"ATC001"})
    ),
    "a key of a megabyte": Attack(FIELDS + f"views:\n  {'v' * 1_000_000}: {{set: {{n: 1}}}}\n"),
    "ten thousand names that are wrong": Attack(
        FIELDS + "views:\n  v:\n    set:\n" + "".join(f"      m{i}: 1\n" for i in range(10_000)),
        frozenset({"ATC104"}),
        10_000,
    ),
    "a pattern that backtracks": Attack(
        'scope: toy\nfields:\n  s: {type: str, pattern: "(a+)+b", default: ' + "a" * 5_000 + "}\n",
        frozenset({"ATC103"}),
    ),
}  # fmt: skip


def run(project: Path) -> dict[str, Any]:
    """The findings of the whole compiler, in a process that may take a bounded time and memory."""
    limited = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))\n"
        "from atoc.cli import main\nmain(['check', '--no-cache', '--format', 'json'])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", limited],
        cwd=project,
        env=environ(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ran.returncode in (0, 1), ran.stderr[-2_000:]
    assert len(ran.stdout) < MOST_OUTPUT
    return dict(loads(ran.stdout))


@pytest.mark.parametrize("name", ATTACKS)
def test_it_ends_within_its_bounds(name: str, tmp_path: Path) -> None:
    attack = ATTACKS[name]
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "train.yaml").write_text(attack.text, encoding="utf-8")
    found = run(tmp_path)
    codes = {finding["code"] for finding in found["findings"]}
    assert len(found["findings"]) <= attack.most
    assert not attack.codes or codes & attack.codes, codes
