"""Causes around a program: its working tree, its environment, its generators of random numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ato.config.explained._telling import visible
from ato.why.conclusions._answer import Cause, Line
from ato.why.facts._values import SIDES
from ato.why.words._phrases import counted, fact, listed

if TYPE_CHECKING:
    from ato.why.facts._values import Comparison, Fact, SourceState

HEAVY = 60
"""From which weight on a fact of the environment is a cause of its own."""
LIGHT = 20
"""Up to which weight it is unlikely to be one."""
ALONE = 5
"""How many facts of the environment are told apart."""
SHOWN = 6
DIGITS = 8
GROUPS = {"packages": "", "variables": "variable ", "flags": "flag ", "libraries": ""}


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
    began = [each for each in comparison.seeds if each.group == "seeds"]
    if began:
        names = sorted({each.name.partition(".")[0] for each in began})
        told = next((each for each in began if each.name == "torch"), None)
        evidence = (Line("torch", f"seed {fact(told.a)} → {fact(told.b)}"),) if told is not None else ()
        title = f"random numbers began elsewhere ({listed(names)})"
        return [Cause("seeds", title, title, evidence)]
    names = sorted({each.name.partition(".")[0] for each in drawn_elsewhere(comparison)})
    if not names:
        return []
    title = f"random numbers were drawn or seeded otherwise before the first log ({listed(names)})"
    return [Cause("seeds", title, title, (Line("", "they began at the same states"),))]


def drawn_elsewhere(comparison: Comparison) -> list[Fact]:
    """The generators that began alike and stood elsewhere at the first log, where nothing else explains it.

    What else a program does draws other numbers: where its config, code or data differ, that follows.
    """
    is_alike = not (
        comparison.config.differences
        or comparison.code.differences
        or comparison.artifacts.differences
        or any(comparison.command)
    )
    return [each for each in comparison.seeds if each.group == "drawn"] if is_alike else []
