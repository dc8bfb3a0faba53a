"""What a stage asks of a version before it takes it."""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ato.track._errors import TrackError

STAGES = ("staging", "production", "archived")
"""The stages of a collection that names none."""
_THRESHOLD = re.compile(r"\s*(>=|<=|==|>|<)\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*")
_COMPARED: Mapping[str, Callable[[float, float], bool]] = {
    ">=": operator.ge, "<=": operator.le, "==": operator.eq, ">": operator.gt, "<": operator.lt,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StageRule:
    """What a stage asks for.

    ``metrics`` are thresholds by metric of the run that made the version, as ``{"val_acc.max": ">= 0.9"}``
    (``last`` without a word behind the dot); ``checks`` are names of checks that have passed; of
    ``approvers`` as many as ``approvals`` have to agree, the author not among them; ``comes_from`` are the
    stages that a version may come from, ``""`` being none.
    """

    metrics: Mapping[str, str] = field(default_factory=dict[str, str])
    checks: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()
    approvals: int = 1
    comes_from: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for metric, text in self.metrics.items():
            threshold(metric, text)
        for name in ("checks", "approvers", "comes_from"):
            given = getattr(self, name)
            if isinstance(given, str):
                raise TrackError(given, f"{name} of a stage is a list of texts")
        if self.approvers and not 1 <= self.approvals <= len(set(self.approvers)):
            message = f"cannot be reached by {len(set(self.approvers))} approvers"
            raise TrackError(f"approvals={self.approvals}", message)


@dataclass(frozen=True, slots=True)
class Rules:
    """The stages of a collection with what they ask for, and the aliases that are protected in it."""

    stages: Mapping[str, StageRule] = field(default_factory=lambda: {name: StageRule() for name in STAGES})
    protected: tuple[str, ...] = ()

    def to_json(self) -> str:
        """The rules as the store has them."""
        return json.dumps(self.to_dict(), sort_keys=True)

    def to_dict(self) -> dict[str, Any]:
        """The rules as JSON values; the stages in their order."""
        stages = [[name, asdict(rule)] for name, rule in self.stages.items()]
        return {"stages": stages, "protected": list(self.protected)}

    @staticmethod
    def of(text: str) -> Rules:
        """The rules of a collection from the store."""
        told = json.loads(text)
        if not told:
            return Rules()
        return Rules({name: _rule(rule) for name, rule in told["stages"]}, tuple(told["protected"]))


def threshold(metric: str, text: str) -> tuple[Callable[[float, float], bool], float]:
    """What ``">= 0.9"`` compares by, and with what. Raises ``TrackError`` for another text."""
    found = _THRESHOLD.fullmatch(text) if isinstance(text, str) else None  # pyright: ignore[reportUnnecessaryIsInstance]
    if found is None:
        raise TrackError(f"{metric}: {text!r}", "is no threshold", ('write one as ">= 0.9"',))
    return _COMPARED[found[1]], float(found[2])


def _rule(told: Mapping[str, Any]) -> StageRule:
    lists = {name: tuple(told[name]) for name in ("checks", "approvers", "comes_from")}
    return StageRule(metrics=told["metrics"], approvals=told["approvals"], **lists)
