"""Causes in the code: functions that were themselves changed, and how they stand to the first difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ato.config.explained._telling import visible
from ato.why.conclusions._answer import Cause, Line
from ato.why.words._phrases import listed

if TYPE_CHECKING:
    from ato.why.facts._values import CodeChange, Comparison, OutputFacts, TraceDifference

ARROW = " → "


def code_causes(comparison: Comparison) -> list[Cause]:
    """One cause for each function that was changed, wherever it is called from."""
    changes: dict[tuple[str, str], list[tuple[TraceDifference, CodeChange]]] = {}
    causes: list[Cause] = []
    for difference in comparison.code.differences:
        if not difference.changes:
            causes.append(_unknown(difference))
        for change in difference.changes:
            changes.setdefault(change.key, []).append((difference, change))
    return [*(_changed(comparison, found) for found in changes.values()), *causes, *_alone(comparison)]


def _alone(comparison: Comparison) -> list[Cause]:
    """Traced functions that only one run has."""
    code, found = comparison.code, list[Cause]()
    for side, other, names in (("A", "B", code.only_a), ("B", "A", code.only_b)):
        if names:
            verb = "is" if len(names) == 1 else "are"
            title = f"{listed([f'`{name}`' for name in names])} {verb} traced in {side} alone"
            told = Line("", f"in {other} there is no such function, or it is not traced")
            found.append(Cause("traced", title, title, (told,)))
    return found


def _unknown(difference: TraceDifference) -> Cause:
    trace = visible(difference.trace)
    evidence = (Line("", difference.note),) if difference.note else ()
    return Cause("code", f"the logic of `{trace}` differs", f"`{trace}` has other logic", evidence)


def _changed(comparison: Comparison, found: list[tuple[TraceDifference, CodeChange]]) -> Cause:
    parting = comparison.parting
    traces = [difference.trace for difference, _ in found]
    change = next((one for trace, one in found if parting and trace.trace == parting.trace), found[0][1])
    path = [visible(name) for name in change.path]
    name = path[-1]
    standing, why = _standing(comparison, traces)
    called = f"traced as {listed(traces)}" if traces != [name] else ""
    evidence = Line("at", ", ".join(filter(None, (change.place, called, why))))
    instead = visible(change.instead)
    title = f"{ARROW.join(path)} {f'was replaced by {instead}' if instead else 'was changed'}"
    because = f"`{name}` {f'was replaced by `{instead}`' if instead else 'was changed'}"
    weight = 100 - len(path)
    diff = _without_head(change.text)
    return Cause(
        "code",
        title,
        because,
        (evidence,) if evidence.text else (),
        diff,
        standing,
        why,
        weight,
    )


def _standing(comparison: Comparison, traces: list[str]) -> tuple[str, str]:
    """How a change stands to the first difference, by what the functions that call it gave back."""
    parting = comparison.parting
    if parting is None:
        return "possible", ""
    if parting.trace in traces:
        return "upstream", f"called by `{visible(parting.trace)}`, which differs first"
    outputs = [each for each in comparison.outputs if each.trace in traces]
    if len(outputs) == len(traces) and all(each.call is None for each in outputs):
        return "unlikely", f"yet {_names(outputs)} gave back the same in each call"
    if len(outputs) == len(traces) and all(_is_later(each, parting) for each in outputs):
        return "unlikely", f"yet {_names(outputs)} gave back the same until later"
    return "possible", ""


def _is_later(each: OutputFacts, parting: OutputFacts) -> bool:
    return each.call is None or (each.step or 0) > (parting.step or 0)


def _names(outputs: list[OutputFacts]) -> str:
    return listed([f"`{each.trace}`" for each in outputs])


def _without_head(text: str) -> str:
    """A unified diff without the lines that name its two sides."""
    lines = text.split("\n")
    return "\n".join(line for line in lines if not line.startswith(("--- ", "+++ ")))


def code_told(comparison: Comparison) -> str:
    """How many traced functions are the same, in words; empty where none is."""
    same = comparison.code.same
    if not same:
        return ""
    verb, calls = ("is", "it calls") if len(same) == 1 else ("are", "they call")
    return f"{listed(same)} {verb} the same, with all that {calls}"
