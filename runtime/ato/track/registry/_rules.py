"""What a stage asks of a version before it takes it."""

from __future__ import annotations

import json
import math
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, cast

from ato.config import suggestion
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
        given: Any = self.metrics
        if not isinstance(given, Mapping):
            help = ('write metrics={"val_acc.max": ">= 0.9"}',)
            raise TrackError(repr(given)[:60], "metrics of a stage are thresholds by name", help)
        for metric, text in self.metrics.items():
            threshold(metric, text)
        for name in ("checks", "approvers", "comes_from"):
            object.__setattr__(self, name, texts(getattr(self, name), f"{name} of a stage"))
        number: Any = self.approvals
        if isinstance(number, bool) or not isinstance(number, int):
            raise TrackError(f"approvals={number!r}"[:60], "is no whole number")
        if self.approvers and not 1 <= self.approvals <= len(set(self.approvers)):
            message = f"cannot be reached by {len(set(self.approvers))} approvers"
            raise TrackError(f"approvals={self.approvals}", message)


@dataclass(frozen=True, slots=True)
class Rules:
    """The stages of a collection with what they ask for, and the aliases that are protected in it."""

    stages: Mapping[str, StageRule] = field(default_factory=lambda: {name: StageRule() for name in STAGES})
    protected: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        given: object = self.stages
        is_mapping = isinstance(cast("Any", given), Mapping)
        rules = list(cast("Mapping[str, object]", given).values()) if is_mapping else [given]
        if not all(isinstance(rule, StageRule) for rule in rules):
            help = ('write stages={"staging": StageRule(), "production": StageRule(checks=("bias",))}',)
            raise TrackError(repr(given)[:60], "stages are rules by name", help)
        for name, rule in self.stages.items():
            unknown = [each for each in rule.comes_from if each and each not in self.stages]
            if unknown:
                message = f"is no stage of the collection, so that nothing comes to {name} from it"
                raise TrackError(unknown[0], message, suggestion(unknown[0], self.stages))

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
    if found is None or not math.isfinite(float(found[2])):
        raise TrackError(f"{metric}: {text!r}", "is no threshold", ('write one as ">= 0.9"',))
    return _COMPARED[found[1]], float(found[2])


def texts(given: object, what: str) -> tuple[str, ...]:
    """A list of texts as a tuple. Raises ``TrackError`` for what is none."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise TrackError(repr(given)[:60], f"{what} is a list of texts")
    found = tuple(cast("Iterable[object]", given))
    for each in found:
        if not isinstance(each, str):
            raise TrackError(repr(each)[:60], f"{what} is a list of texts")
    return cast("tuple[str, ...]", found)


def _rule(told: Mapping[str, Any]) -> StageRule:
    lists = {name: tuple(told[name]) for name in ("checks", "approvers", "comes_from")}
    return StageRule(metrics=told["metrics"], approvals=told["approvals"], **lists)
