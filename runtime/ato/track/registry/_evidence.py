"""Whether a version has what a stage asks for: everything that is missing, and the evidence for the rest."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from unicodedata import normalize

from sqlalchemy import Connection, select

import ato.track.store._tables_kept as kept
from ato.track.registry._rules import StageRule, threshold
from ato.track.store._read import runs_of, summaries_of, values_of
from ato.track.store._tables import runs

WORDS = ("last", "min", "max", "mean")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is said for a promotion: who asks, what checks came to, who has approved."""

    author: str
    checks: Mapping[str, Any]
    approved_by: Sequence[str]


def judged(
    connection: Connection, version_id: int, stage: str, rule: StageRule, asked: Asked
) -> tuple[list[str], dict[str, Any]]:
    """What is missing, a line each, and the evidence that goes into the audit trail."""
    metrics, missing = _metrics(connection, version_id, rule, asked)
    for name in rule.checks:
        missing += _check(name, asked.checks)
    missing += _approvals(rule, asked)
    if rule.comes_from and stage not in rule.comes_from:
        wanted = " or ".join(each or "no stage" for each in rule.comes_from)
        missing.append(f"it is in {stage or 'no stage'}, and has to come from {wanted}")
    evidence = {"metrics": metrics, "checks": dict(asked.checks), "approved_by": list(asked.approved_by)}
    return missing, evidence


def _metrics(
    connection: Connection, version_id: int, rule: StageRule, asked: Asked
) -> tuple[dict[str, Any], list[str]]:
    found: dict[str, Any] = {}
    missing: list[str] = []
    for metric, text in rule.metrics.items():
        compare, bound = threshold(metric, text)
        value, source = _recorded(connection, version_id, metric)
        if value is None:
            value, source = _claimed(asked.checks, metric), "given"
        if value is None:
            missing.append(f"{metric} {text}: no run that made it has logged that; checks may give it")
        elif not compare(value, bound):
            missing.append(f"{metric} {text}: it is {value:.6g} ({source})")
        shown = value if value is None or math.isfinite(value) else repr(value)
        found[metric] = {"value": shown, "needs": text, "from": source}
    return found, missing


def _recorded(connection: Connection, version_id: int, metric: str) -> tuple[float | None, str]:
    """The metric of the run that made the version, the latest that has it."""
    table = kept.lineage.c
    made = select(table.run_id).where(table.version_id == version_id, table.role == "made")
    wanted = select(runs).where(runs.c.id.in_(made)).order_by(runs.c.started.desc(), runs.c.id.desc())
    for run in runs_of(connection, wanted):
        value = _value_of(connection, run.id, metric)
        if value is not None:
            return value, f"run {run.project}/{run.name}, {run.uid}"
    return None, ""


def _value_of(connection: Connection, run_id: int, metric: str) -> float | None:
    summaries = summaries_of(connection, run_id)
    base, _, word = metric.rpartition(".")
    if metric in summaries:
        return summaries[metric].last
    if base in summaries and word in WORDS:
        return float(getattr(summaries[base], word))
    return _number(values_of(connection, run_id).get(metric))


def _claimed(checks: Mapping[str, Any], metric: str) -> float | None:
    return _number(checks.get(metric))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _check(name: str, checks: Mapping[str, Any]) -> list[str]:
    if name not in checks:
        return [f'check {name}: is not given; checks={{"{name}": True}} says that it has passed']
    given = checks[name]
    passed: object = cast("Mapping[str, Any]", given).get("passed") if isinstance(given, Mapping) else given
    return [] if passed is True else [f"check {name}: has not passed ({str(cast('object', given))[:60]})"]


def _approvals(rule: StageRule, asked: Asked) -> list[str]:
    if not rule.approvers:
        return []
    mine = _one(asked.author)
    given = {name for name in asked.approved_by if name in rule.approvers and _one(name) != mine}
    if len(given) >= rule.approvals:
        return []
    named = ", ".join(rule.approvers)
    own = "; an author does not approve their own" if mine in map(_one, asked.approved_by) else ""
    return [f"approval: {len(given)} of {rule.approvals} by {named}{own}"]


def _one(name: str) -> str:
    """A name of a person, however it is spelled."""
    return normalize("NFKC", name).strip().casefold()
