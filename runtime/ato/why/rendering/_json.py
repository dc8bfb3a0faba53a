"""An answer as plain data for JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ato.track.store import StoredRun
    from ato.why.conclusions._answer import Answer, Cause, Line
    from ato.why.facts._values import Comparison

VERSION = 1
"""Of the shape of this data, which ``docs/why.schema.json`` says; it rises where a name goes away."""
RUN = ("id", "uid", "project", "name", "status", "reason", "started", "ended", "last_step", "tags")


def data_of(answer: Answer) -> dict[str, Any]:
    """All of an answer; of the comparison what differs."""
    comparison = answer.comparison
    return {
        "version": VERSION,
        "verdict": answer.verdict,
        "status": answer.status,
        "runs": {"A": _run(comparison.a), "B": _run(comparison.b)},
        "first_step": comparison.first_step,
        "causes": [_cause(cause) for cause in answer.causes],
        "results": _lines(answer.results),
        "ruled_out": _lines(answer.ruled_out),
        "not_recorded": _lines(answer.unrecorded),
        "facts": facts_of(comparison),
    }


def json_of(answer: Answer) -> str:
    """An answer as JSON, the same for the same two runs."""
    return json.dumps(plain(data_of(answer)), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def facts_of(comparison: Comparison) -> dict[str, Any]:
    """What differs, part by part."""
    return {
        "config": [asdict(each) for each in comparison.config.differences],
        "code": [asdict(each) for each in comparison.code.differences],
        "outputs": [asdict(each) for each in comparison.outputs],
        "metrics": [asdict(each) for each in comparison.metrics],
        "environment": [asdict(each) for each in comparison.environment.differences],
        "source": asdict(comparison.source),
        "seeds": [asdict(each) for each in comparison.seeds],
        "artifacts": asdict(comparison.artifacts),
        "command": [list(words) for words in comparison.command],
        "resumed": [list(steps) for steps in comparison.resumed],
    }


def plain(value: Any) -> Any:
    """Data that JSON can say: ``nan`` and ``inf`` as texts, texts without halves of characters."""
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        pairs = cast("Mapping[object, object]", value).items()
        return {plain(str(name)): plain(item) for name, item in pairs}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in cast("Sequence[object]", value)]
    return value


def _run(run: StoredRun) -> dict[str, Any]:
    return {name: getattr(run, name) for name in RUN}


def _cause(cause: Cause) -> dict[str, Any]:
    return {
        "kind": cause.kind,
        "standing": cause.standing,
        "title": cause.title,
        "because": cause.because,
        "why": cause.why,
        "evidence": _lines(cause.evidence),
        "diff": cause.diff,
    }


def _lines(lines: Iterable[Line]) -> list[dict[str, str]]:
    return [line._asdict() for line in lines]
