"""Causes beside config and code: how a run went, data, command line, sources, environment, seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ato.config.explained._telling import visible
from ato.why._answer import Cause, Line
from ato.why._facts import SIDES
from ato.why._phrases import counted, ended, fact, listed, versions

if TYPE_CHECKING:
    from ato.why._facts import Comparison, Fact, SourceState

HEAVY = 60
"""From which weight on a fact of the environment is a cause of its own."""
LIGHT = 20
"""Up to which weight it is unlikely to be one."""
ALONE = 5
"""How many facts of the environment are told apart."""
SHOWN = 6
DIGITS = 8
GROUPS = {"packages": "", "variables": "variable ", "flags": "flag ", "libraries": ""}


def ended_causes(comparison: Comparison) -> list[Cause]:
    """A run that ended before its time, where both agree as far as they go."""
    found: list[Cause] = []
    for side, run, other in zip(SIDES, (comparison.a, comparison.b), (comparison.b, comparison.a)):
        if run.status in ("failed", "killed") and other.status != run.status:
            is_first = comparison.first_step is None
            title = f"{side} {ended(run)}"
            standing = "upstream" if is_first else "unlikely"
            why = "as far as both go they are the same" if is_first else "the results had parted before"
            clause = f"{side} {run.status} before its end"
            found.append(Cause("ended", title, clause, (Line("", why),), "", standing, why))
    return found


def data_causes(comparison: Comparison) -> list[Cause]:
    """Artifacts of which the runs used different versions."""
    found: list[Cause] = []
    for each in comparison.artifacts.differences:
        name = visible(each.name)
        pair = versions(each.a), versions(each.b)
        files = (
            f"{counted(each.file_count, 'file')} differ{'s' if each.file_count == 1 else ''}: "
            f"{listed(each.files)}"
        )
        evidence = (Line("files", files),) if each.files else ()
        because = f"A used {name} {pair[0]} and B {pair[1]}"
        found.append(Cause("data", f"artifact {name}: {' → '.join(pair)}", because, evidence))
    return found


def command_causes(comparison: Comparison) -> list[Cause]:
    """Words of the command lines that differ and that the configs did not take."""
    taken = comparison.config.words
    a, b = ([word for word in words if word not in taken] for words in comparison.command)
    if not a and not b:
        return []
    evidence = [
        Line(side, " ".join(visible(word) for word in words) or "nothing instead")
        for side, words in zip(SIDES, (a, b))
    ]
    programs = comparison.a.command[:1], comparison.b.command[:1]
    if a and b and (tuple(a), tuple(b)) == programs:
        title = f"another program: {visible(a[0])} → {visible(b[0])}"
        return [Cause("command", title, f"A ran {visible(a[0])} and B {visible(b[0])}")]
    return [Cause("command", "the command lines differ", "their command lines differ", tuple(evidence))]


def resumed_causes(comparison: Comparison) -> list[Cause]:
    """A run that was resumed, where the other was not in the same way."""
    if comparison.resumed[0] == comparison.resumed[1]:
        return []
    found: list[Cause] = []
    first = comparison.first_step
    for side, steps in zip(SIDES, comparison.resumed):
        if not steps:
            continue
        known = [step for step in steps if step is not None]
        where = f" from step {listed([f'{step:,}' for step in known])}" if known else ""
        is_after = bool(known) and len(known) == len(steps) and first is not None and first < min(known)
        standing = "unlikely" if is_after else "possible"
        why = f"yet they differ from step {first:,} on" if is_after and first is not None else ""
        evidence = (Line("", why),) if why else ()
        title = f"{side} was resumed{where}"
        found.append(Cause("resumed", title, title, evidence, "", standing, why))
    return found


def source_causes(comparison: Comparison) -> list[Cause]:
    """Working trees at other commits, or with other changes."""
    source = comparison.source
    if not source.recorded.both or source.recorded.is_same or source.a is None or source.b is None:
        return []
    evidence = [Line(side, _state(state)) for side, state in zip(SIDES, (source.a, source.b))]
    if source.files:
        evidence.append(Line("files", listed(source.files, SHOWN)))
    if source.a.commit != source.b.commit:
        title = f"commit {_commit(source.a)} → {_commit(source.b)}"
        because = f"they ran commits {_commit(source.a)} and {_commit(source.b)}"
    else:
        files = listed(source.files, 2) or "files"
        title = f"uncommitted changes differ in {files}"
        because = title
    code = comparison.code
    is_same = bool(code.same) and not code.differences
    why = "yet the logic of all traced functions is the same" if is_same else ""
    if why:
        evidence.append(Line("", why))
    return [Cause("source", title, because, tuple(evidence), "", "possible", why)]


def _commit(state: SourceState) -> str:
    return visible(state.commit)[:DIGITS] or "(no commit)"


def _state(state: SourceState) -> str:
    branch = f" on {visible(state.branch)}" if state.branch else ""
    changes = f", {counted(len(state.changed), 'uncommitted file')}" if state.is_dirty else ", clean"
    return f"{_commit(state)}{branch}{changes}"


def environment_causes(comparison: Comparison) -> list[Cause]:
    """Heavy facts of the environment one by one, the others together."""
    facts = comparison.environment.differences
    alone = [each for each in facts if each.weight >= HEAVY][:ALONE]
    rest = [each for each in facts if each not in alone]
    used = {name for names in (comparison.code.libraries or {}).values() for name in names}
    causes = [_of_fact(each, used) for each in alone]
    if len(rest) == 1:
        return [*causes, _of_fact(rest[0], used)]
    if rest:
        title = f"{counted(len(rest), 'other fact' if alone else 'fact')} of the environment differ"
        rows = [Line(_name(each), _values(each)) for each in rest[:SHOWN]]
        if len(rest) > SHOWN:
            rows.append(Line("...", f"and {len(rest) - SHOWN} more, which `ato diff --only env` lists"))
        names = listed([_name(each) for each in rest], 2)
        weight = rest[0].weight
        causes.append(
            Cause("environment", title, f"{names} differ", tuple(rows), "", _standing(weight), "", weight)
        )
    return causes


def _of_fact(each: Fact, used: set[str]) -> Cause:
    name = _name(each)
    evidence = (
        (Line("", "traced functions use it"),) if each.group == "packages" and each.name in used else ()
    )
    because = f"{name} is {fact(each.a)} in A and {fact(each.b)} in B"
    standing = _standing(each.weight)
    return Cause("environment", f"{name}: {_values(each)}", because, evidence, "", standing, "", each.weight)


def _standing(weight: int) -> str:
    return "unlikely" if weight <= LIGHT else "possible"


def _name(each: Fact) -> str:
    group = GROUPS.get(each.group, f"{each.group} ")
    return visible(f"{group}{each.name}".strip())


def _values(each: Fact) -> str:
    return f"{fact(each.a)} → {fact(each.b)}"


def seed_causes(comparison: Comparison) -> list[Cause]:
    """Generators of random numbers that stood elsewhere."""
    if not comparison.seeds:
        return []
    seeds = {each.name: each for each in comparison.seeds}
    names = sorted({name.partition(".")[0] for name in seeds})
    told = seeds.get("torch")
    evidence = (Line("torch", f"seed {fact(told.a)} → {fact(told.b)}"),) if told is not None else ()
    title = f"random numbers began elsewhere ({listed(names)})"
    return [Cause("seeds", title, title, evidence)]
