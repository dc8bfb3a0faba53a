"""How long proofs over all selections take, and how that grows: from a program in memory to its facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log
from pathlib import Path
from random import Random
from time import perf_counter

from atoc.program import Scope
from atoc.prove import prove
from atoc.resolve import resolve
from atoc.source import parse
from atoc.span import SourceFile
from atoc.syntax import parse as parse_document
from benchmarks.building import WRITERS, large_schema
from benchmarks.measure import shown, table

PLAIN = (125, 250, 500, 1_000)
CONDITIONAL = (25, 50, 100, 200)
ENUMS = 30
CHOICES = ("red", "green", "blue", "grey")


def proving(folder: Path) -> str:
    """Wall clock of ``prove`` alone: views without conditions, and lazy views with conditions over enums."""
    del folder
    plain = _rows(PLAIN, lambda views: large_schema(views, 5 * views))
    conditional = _rows(CONDITIONAL, conditional_schema)
    numbers = _rows(CONDITIONAL, lambda views: conditional_schema(views, numbers=True))
    header = ("views", "wall clock", "exponent", "proved", "refuted", "unproved")
    return "\n".join((
        table(f"prove, 5 fields a view, {WRITERS} writers a field, no conditions", plain, header),
        table(f"prove, lazy views with conditions over {ENUMS} enums", conditional, header),
        table(f"prove, lazy views with conditions over {ENUMS} enums and ints", numbers, header),
    ))  # fmt: skip


def conditional_schema(views: int, *, numbers: bool = False) -> str:
    """Lazy views of different priorities that read two of the fields and write two others."""
    random = Random(11)
    kinds = [f"{{enum: [{', '.join(CHOICES)}], default: red}}", "{type: int, ge: 0, default: 1}"]
    is_number = [numbers and number % 3 == 0 for number in range(ENUMS)]
    lines = ["scope: many", "fields:"]
    lines += [f"  f{number}: {kinds[is_number[number]]}" for number in range(ENUMS)]
    lines.append("views:")
    for view in range(views):
        read, other, *written = random.sample(range(ENUMS), 4)
        conditions = [
            f"f{number} {random.choice(['<', '>='])} {random.randrange(100)}"
            if is_number[number]
            else f"f{number} {random.choice(['==', '!='])} '{random.choice(CHOICES)}'"
            for number in (read, other)
        ]
        values = [str(random.randrange(100)) if is_number[n] else random.choice(CHOICES) for n in written]
        lines += [f"  view{view}:", "    lazy: true", f"    priority: {view}"]
        lines.append(f"    when: {random.choice([' and ', ' or ']).join(conditions)}")
        lines.append(f"    set: {{f{written[0]}: {values[0]}, f{written[1]}: {values[1]}}}")
    return "\n".join(lines) + "\n"


def _rows(sizes: Sequence[int], schema: Callable[[int], str]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    before: tuple[int, float] | None = None
    for size in sizes:
        scope = scope_of(schema(size))
        start = perf_counter()
        facts = prove(scope)
        seconds = perf_counter() - start
        outcomes = [verdict.outcome for verdict in facts.verdicts]
        grown = "" if before is None else f"{log(seconds / before[1]) / log(size / before[0]):.2f}"
        counts = (f"{outcomes.count(outcome):,}" for outcome in ("proved", "refuted", "unproved"))
        rows.append((f"{size:,}", shown(seconds), grown, *counts))
        before = size, seconds
    return rows


def scope_of(text: str) -> Scope:
    """The scope of a document."""
    tree = parse(SourceFile("schemas/bench.yaml", text)).value
    if tree is None:
        raise ValueError("the program of a benchmark cannot be read")
    return resolve([parse_document(tree, "schemas/bench.yaml").value]).value.scopes[0]
