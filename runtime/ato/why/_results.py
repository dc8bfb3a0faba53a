"""What came of it: where the outputs and metrics of two runs part, the earliest first."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from ato.config.explained._telling import visible
from ato.why._answer import Line
from ato.why._phrases import counted, number, numbers, pair

if TYPE_CHECKING:
    from ato.why._facts import Comparison, MetricFacts, OutputFacts

SHOWN = 6
"""How many metrics are told of."""


def is_different(comparison: Comparison) -> bool:
    """Whether any result differs that both runs have, or how far they came."""
    a, b = comparison.a, comparison.b
    return (
        any(each.call is not None or each.count_a != each.count_b for each in comparison.outputs)
        or any(each.step is not None or each.is_longer for each in judged(comparison))
        or (a.status != b.status and "running" not in (a.status, b.status))
    )


def has_results(comparison: Comparison) -> bool:
    """Whether there is anything to tell by whether results differ."""
    return bool(comparison.outputs) or any(
        each.a is not None and each.b is not None for each in judged(comparison)
    )


def judged(comparison: Comparison) -> list[MetricFacts]:
    """The metrics that are results, and none that tells of the machine."""
    return [each for each in comparison.metrics if not each.is_ignored]


def results_of(comparison: Comparison) -> list[Line]:
    """A line for each output and metric that differs, in the order in which they part."""
    outputs = [each for each in comparison.outputs if each.call is not None]
    metrics = [each for each in judged(comparison) if each.step is not None]
    metrics.sort(key=lambda each: (each.step or 0, each.name))
    outputs.sort(key=lambda each: (each.step or 0, each.time, each.trace))
    lines = [Line(visible(each.trace), output_told(each)) for each in outputs[:SHOWN]]
    lines += [Line(visible(each.name), metric_told(each)) for each in metrics[:SHOWN]]
    left = max(len(outputs) - SHOWN, 0) + max(len(metrics) - SHOWN, 0)
    if left:
        lines.append(Line("...", f"and {left} more, which `ato diff` lists"))
    return [*lines, *_lengths(comparison)]


def output_told(each: OutputFacts) -> str:
    """Where what a function gave back differs."""
    if each.call is None:
        return "gave back the same"
    at = f"call {each.call:,}" if each.step_a is None else f"step {each.step_a:,}"
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


def _lengths(comparison: Comparison) -> list[Line]:
    """Results that are the same as far as both runs go, where one goes further."""
    longer = [each for each in judged(comparison) if each.is_longer]
    calls = [each for each in comparison.outputs if each.call is None and each.count_a != each.count_b]
    lines: list[Line] = []
    for output in calls[:SHOWN]:
        counts = f"{output.count_a:,} calls in A, {output.count_b:,} in B"
        lines.append(Line(visible(output.trace), f"the same as far as both go: {counts}"))
    for each in longer[:SHOWN]:
        if each.a is not None and each.b is not None:
            ends = f"up to step {each.a.last_step:,} in A, {each.b.last_step:,} in B"
            lines.append(Line(visible(each.name), f"the same as far as both go: {ends}"))
    alone = [each for each in judged(comparison) if each.a is None or each.b is None]
    return lines + [Line(visible(each.name), metric_told(each)) for each in alone[:SHOWN]]


def same_results(comparison: Comparison) -> str:
    """What was compared and is the same, as in ``2 metrics and 1 traced function``."""
    metrics = [each for each in judged(comparison) if each.a is not None and each.b is not None]
    parts = [counted(len(metrics), "metric")] if metrics else []
    parts += [counted(len(comparison.outputs), "traced function")] if comparison.outputs else []
    steps = [each.a.last_step for each in metrics if each.a is not None]
    until = f", up to step {max(steps):,}" if steps and max(steps) < inf else ""
    return f"{' and '.join(parts)}{until}"
