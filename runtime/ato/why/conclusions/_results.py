"""What came of it: where the outputs and metrics of two runs part, the earliest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ato.config.explained._telling import visible
from ato.why.conclusions._answer import Line
from ato.why.words._phrases import counted, listed, number, numbers, pair

if TYPE_CHECKING:
    from ato.why.facts._values import Comparison, MetricFacts, OutputFacts

SHOWN = 6
"""How many metrics are told of."""
ALONE = 3
"""How many results that only one run has are named in the verdict."""


def is_different(comparison: Comparison) -> bool:
    """Whether any result differs that both runs have, or how far they came."""
    a, b = comparison.a, comparison.b
    return (
        any(each.call is not None or each.is_longer for each in comparison.outputs)
        or any(
            each.step is not None or each.lone is not None or each.is_longer for each in judged(comparison)
        )
        or (a.status != b.status and "running" not in (a.status, b.status))
        or bool(one_sided(comparison) and not has_results(comparison))
    )


def how_different(comparison: Comparison) -> str:
    """In what the results differ, as a sentence begins."""
    step = comparison.first_step
    if step is not None:
        return f"They differ from step {step:,} on"
    if any(each.lone is not None for each in judged(comparison)):
        is_known = _shared_outputs(comparison) or any(each.has_common for each in _shared_metrics(comparison))
        return "They differ only in the steps that they logged" if is_known else "They have no step in common"
    if any(each.is_longer for each in comparison.outputs) or any(
        each.is_longer for each in judged(comparison)
    ):
        return "They differ only in how far they go"
    if comparison.a.status != comparison.b.status:
        return "They differ only in how they ended"
    return f"They have no results in common ({one_sided(comparison)})"


def has_results(comparison: Comparison) -> bool:
    """Whether there is anything to tell by whether results differ."""
    return bool(_shared_outputs(comparison) or _shared_metrics(comparison))


def _shared_outputs(comparison: Comparison) -> list[OutputFacts]:
    return [each for each in comparison.outputs if each.is_shared]


def _shared_metrics(comparison: Comparison) -> list[MetricFacts]:
    return [each for each in judged(comparison) if each.a is not None and each.b is not None]


def one_sided(comparison: Comparison) -> str:
    """The results that only one run has, in words; empty where there is none."""
    names: dict[str, list[str]] = {"A": [], "B": []}
    for output in comparison.outputs:
        if not output.is_shared:
            names["A" if output.count_a else "B"].append(visible(output.trace))
    for metric in judged(comparison):
        if metric.a is None or metric.b is None:
            names["B" if metric.a is None else "A"].append(visible(metric.name))
    told = [f"only {side} has {listed(found, ALONE)}" for side, found in names.items() if found]
    return " and ".join(told)


def judged(comparison: Comparison) -> list[MetricFacts]:
    """The metrics that are results, and none that tells of the machine."""
    return [each for each in comparison.metrics if not each.is_ignored]


def results_of(comparison: Comparison) -> list[Line]:
    """A line for each result that differs, in the order in which they part; then what only one run has."""
    outputs = [each for each in comparison.outputs if each.call is not None]
    metrics = [each for each in judged(comparison) if each.step is not None]
    metrics.sort(key=lambda each: (each.step or 0, each.name))
    outputs.sort(key=lambda each: (each.step or 0, each.time, each.trace))
    kinds = [
        [Line(visible(each.trace), output_told(each)) for each in outputs],
        [Line(visible(each.name), metric_told(each)) for each in metrics],
        *_lengths(comparison),
    ]
    left = sum(max(len(lines) - SHOWN, 0) for lines in kinds)
    more = [Line("...", f"and {left:,} more, which `ato diff` lists")] if left else []
    return [*(line for lines in kinds for line in lines[:SHOWN]), *more]


def output_told(each: OutputFacts) -> str:
    """Where what a function gave back differs."""
    if not each.is_shared:
        side, count = ("A", each.count_a) if each.count_a else ("B", each.count_b)
        return f"only in {side}, {counted(count, 'call')}"
    if each.call is None:
        return "gave back the same"
    at = f"call {each.call:,}" if each.step_a is None else f"step {each.step_a:,}"
    if each.step_a is not None and each.call != each.step_a:
        at += f" (call {each.call:,})"
    if each.step_a is not None and each.step_b is not None and each.step_a != each.step_b:
        at = f"call {each.call:,} (step {each.step_a:,} in A, {each.step_b:,} in B)"
    if not each.has_tolerance:
        return f"its output differs from {at} on"
    if each.material is None:
        return f"its output differs in the last digits from {at} on, never beyond its tolerance"
    if each.material == each.step:
        return f"its output differs from {at} on, beyond its tolerance"
    return f"its output differs in the last digits from {at} on, materially from step {each.material:,}"


def metric_told(each: MetricFacts) -> str:
    """Where a metric differs, and by how much."""
    if each.a is None or each.b is None:
        return f"only in {'A' if each.b is None else 'B'}"
    if each.lone is not None:
        common = "the same where both have it" if each.has_common else "at no step in both"
        return f"{common}: step {each.lone:,} only in {each.lone_in}"
    if each.step is None:
        return f"the same, {counted(each.a.count, 'value')}"
    text = f"from step {each.step:,}: {pair(each.value_a, each.value_b)}"
    if each.material is None:
        text += ", never by 0.1%"
    elif each.material != each.step:
        text += f", by 0.1% from step {each.material:,}"
    if repr(each.a.last) == repr(each.b.last):
        return f"{text}; last the same, {number(each.a.last)}"
    return f"{text}; last {numbers(each.a.last, each.b.last)}"


def _lengths(comparison: Comparison) -> list[list[Line]]:
    """Results that are the same as far as both runs have them, by kind."""
    metrics = judged(comparison)
    longer: list[Line] = []
    for each in metrics:
        if each.is_longer and each.a is not None and each.b is not None:
            ends = f"up to step {each.a.last_step:,} in A, {each.b.last_step:,} in B"
            longer.append(Line(visible(each.name), f"the same as far as both go: {ends}"))
    calls = [
        Line(
            visible(each.trace),
            f"the same as far as both go: {each.count_a:,} calls in A, {each.count_b:,} in B",
        )
        for each in comparison.outputs
        if each.is_longer
    ]
    spaced = [Line(visible(each.name), metric_told(each)) for each in metrics if each.lone is not None]
    alone = [
        Line(visible(each.trace), output_told(each)) for each in comparison.outputs if not each.is_shared
    ]
    sided = [
        Line(visible(each.name), metric_told(each)) for each in metrics if each.a is None or each.b is None
    ]
    return [spaced, calls, longer, alone, sided]


def same_results(comparison: Comparison) -> str:
    """What was compared and is the same, as in ``2 metrics and 1 traced function``."""
    metrics, outputs = _shared_metrics(comparison), _shared_outputs(comparison)
    parts = [counted(len(metrics), "metric")] if metrics else []
    parts += [counted(len(outputs), "traced function")] if outputs else []
    steps = [each.a.last_step for each in metrics if each.a is not None]
    until = f", up to step {max(steps):,}" if steps else ""
    return f"{' and '.join(parts)}{until}"
