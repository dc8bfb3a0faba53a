"""What was recorded and cannot be the cause, and what nothing can be said of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ato.config.explained._telling import visible
from ato.why.conclusions._answer import Line
from ato.why.conclusions._code import code_told
from ato.why.conclusions._config import unread
from ato.why.conclusions._surroundings import drawn_elsewhere
from ato.why.words._phrases import counted, listed

if TYPE_CHECKING:
    from ato.why.facts._values import Comparison, Recorded

NAMED = 8
"""How many keys are named that differ and were never read."""


def ruled_out(comparison: Comparison) -> list[Line]:
    """Parts that are the same, and what differs without counting."""
    return [
        *_config(comparison),
        *_code(comparison),
        *_data(comparison),
        *_surroundings(comparison),
    ]


def _config(comparison: Comparison) -> list[Line]:
    config = comparison.config
    lines: list[Line] = []
    never = unread(config)
    if never:
        verb = "differs, but was" if len(never) == 1 else "differ, but were"
        is_rest_same = len(never) == len(config.differences) and config.same
        rest = f"; the other {counted(config.same, 'key')} are the same" if is_rest_same else ""
        named = listed([each.path for each in never], NAMED)
        lines.append(Line("config", f"{named} {verb} never read{rest}"))
    if config.recorded.both and not config.differences:
        lines.append(Line("config", f"the same, {counted(config.same, 'key')}"))
    return lines


def _code(comparison: Comparison) -> list[Line]:
    told = code_told(comparison)
    lines = [Line("code", told)] if told else []
    same = [each.trace for each in comparison.outputs if each.call is None and each.count_a == each.count_b]
    if same and comparison.first_step is not None:
        lines.append(Line("outputs", f"{listed(same)} gave back the same in each call"))
    return lines


def _data(comparison: Comparison) -> list[Line]:
    artifacts = comparison.artifacts
    return [Line("data", f"{listed(artifacts.same)}, in both")] if artifacts.same else []


def _surroundings(comparison: Comparison) -> list[Line]:
    lines: list[Line] = []
    source = comparison.source
    if source.recorded.is_same and source.a is not None:
        changes = "with the same changes" if source.a.is_dirty else "without changes"
        lines.append(Line("source", f"the same commit, {visible(source.a.commit)[:8] or 'none'}, {changes}"))
    if comparison.environment.recorded.is_same:
        lines.append(Line("environment", "the same: Python, packages, variables, hardware, flags"))
    moved = [each for each in comparison.seeds if each.group == "seeds"] or drawn_elsewhere(comparison)
    if comparison.seeds_recorded.both and not moved:
        alike = (
            "began at the same states"
            if comparison.seeds_recorded.is_same
            else "were seeded alike or never used"
        )
        lines.append(Line("seeds", f"the generators of random numbers {alike}"))
    if comparison.command == ((), ()) and comparison.a.command:
        lines.append(Line("command", "the same command line"))
    return lines


def unrecorded(comparison: Comparison) -> list[Line]:
    """What would have to be recorded to say more, with what records it."""
    found: list[Line] = []
    config = comparison.config
    _missing(found, "config", config.recorded, "give it to ato.run(config)")
    if config.silent:
        text = f"{' and '.join(config.silent)} read nothing of the config that ato.run was given"
        found.append(Line("reads", f"{text}: give it the object that the program reads"))
    elif any(each.was_read is None for each in config.differences):
        found.append(Line("reads", "which keys the program read: config.track_access()"))
    if config.secrets:
        verb = "is" if len(config.secrets) == 1 else "are"
        found.append(Line("secrets", f"{listed(config.secrets)} {verb} covered, and so not compared"))
    _missing(found, "code", comparison.code.recorded, "@fingerprint.code on a function")
    if not any(each.is_shared for each in comparison.outputs):
        found.append(Line("outputs", "what functions gave back: @fingerprint.output"))
    if not any(each.a is not None and each.b is not None for each in comparison.metrics):
        found.append(Line("metrics", "no metric that both runs have: run.log({...})"))
    _missing(found, "data", comparison.artifacts.used, "run.use_artifact(...)")
    _missing(found, "source", comparison.source.recorded, "run inside of a git repository")
    _missing(found, "environment", comparison.environment.recorded, "it is taken as a run begins")
    _missing(found, "seeds", comparison.seeds_recorded, "they are taken as a run begins")
    return found


def _missing(found: list[Line], label: str, recorded: Recorded, advice: str) -> None:
    if recorded.both:
        return
    side = f"in {recorded.missing}" if recorded.missing != "A and B" else "in neither run"
    found.append(Line(label, f"{side}: {advice}"))
