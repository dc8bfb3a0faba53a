"""Two runs side by side: all that differs, without a conclusion."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ato.config.explained._telling import cells, visible
from ato.why.conclusions._config import told
from ato.why.conclusions._results import metric_told, output_told
from ato.why.rendering._json import facts_of, plain
from ato.why.rendering._text import PLAIN
from ato.why.words._fit import cut, wrapped
from ato.why.words._phrases import counted, ended, fact, listed, named, number, numbers, versions
from ato.why.words._values import values_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ato.why.facts._values import Comparison, Fact, MetricFacts
    from ato.why.rendering._text import Look

PARTS = ("config", "code", "metrics", "env", "artifacts")
"""What can be asked for alone."""
FACTS = {
    "config": ("config",),
    "code": ("code",),
    "metrics": ("metrics", "outputs", "resumed"),
    "env": ("environment", "source", "seeds", "command"),
    "artifacts": ("artifacts",),
}
"""What each part is in the data of a comparison."""

Row = tuple[str, str, str]


def sides_of(comparison: Comparison, parts: Sequence[str] = PARTS, look: Look = PLAIN) -> str:
    """The differences of these parts, each key with its value in A and in B."""
    makers = {
        "config": _config,
        "code": _code,
        "metrics": _metrics,
        "env": _environment,
        "artifacts": _artifacts,
    }
    runs = [("", named(comparison.a), named(comparison.b)), ("", ended(comparison.a), ended(comparison.b))]
    lines = _table([("", "A", "B"), *runs], "", look.width)
    for part in PARTS:
        if part in parts:
            title, body = makers[part](comparison, look.width)
            lines += ["", look.paint(look.strong, title), *body]
    return "\n".join(lines) + "\n"


def json_of(comparison: Comparison, parts: Sequence[str] = PARTS) -> str:
    """The differences of these parts as JSON."""
    facts = facts_of(comparison)
    found = {name: facts[name] for part in parts for name in FACTS[part]}
    return json.dumps(plain(found), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def is_same(comparison: Comparison, parts: Sequence[str] = PARTS) -> bool:
    """Whether nothing of these parts differs."""
    source = comparison.source
    same = {
        "config": not comparison.config.differences
        and comparison.config.recorded.a == comparison.config.recorded.b,
        "code": not (comparison.code.differences or comparison.code.only_a or comparison.code.only_b),
        "metrics": all(
            each.step is None and each.lone is None and not each.is_longer and each.a and each.b
            for each in comparison.metrics
        )
        and all(each.call is None and each.count_a == each.count_b for each in comparison.outputs),
        "env": not comparison.environment.differences
        and not _seeds(comparison)
        and not any(comparison.command)
        and (source.recorded.is_same or not source.recorded.both),
        "artifacts": not (comparison.artifacts.differences or comparison.artifacts.made),
    }
    return all(same[part] for part in parts)


def _config(comparison: Comparison, width: int) -> tuple[str, list[str]]:
    config = comparison.config
    if not config.recorded.both:
        return "Config", [f"  not recorded in {config.recorded.missing}"]
    rows: list[Row] = []
    for each in config.differences:
        rows.append((each.path, *values_of(each.a, each.b)))
        rows.append(("" if each.was_read is not False else "never read", told(each.a), told(each.b)))
    title = f"Config: {len(config.differences)} of {config.same + len(config.differences)} keys differ"
    return title, _table(rows, "  ", width)


def _code(comparison: Comparison, width: int) -> tuple[str, list[str]]:
    code = comparison.code
    if not code.recorded.both:
        return "Code", [f"  not recorded in {code.recorded.missing}"]
    lines: list[str] = []
    for each in code.differences:
        lines += _told(each.trace, each.note, width)
        for change in each.changes:
            lines += ["", f"    {' → '.join(map(visible, change.path))}"]
            lines += [f"    {visible(line)}" for line in change.text.split("\n")]
    for side, names in (("A", code.only_a), ("B", code.only_b)):
        lines += [line for name in names for line in _told(name, f"in {side} alone", width)]
    return (
        f"Code: {len(code.differences)} of {len(code.differences) + len(code.same)} traced functions differ",
        lines,
    )


def _told(name: str, text: str, width: int) -> list[str]:
    """A name with what is said of it, in lines that fit."""
    lines = wrapped(f"{visible(name)}{f': {text}' if text else ''}", width - 4)
    return [f"{'    ' if at else '  '}{line}" for at, line in enumerate(lines)]


def _metrics(comparison: Comparison, width: int) -> tuple[str, list[str]]:
    rows = [row for each in comparison.metrics for row in _metric(each)]
    outputs = [line for each in comparison.outputs for line in _told(each.trace, output_told(each), width)]
    return "Metrics and outputs", [*_table(rows, "  ", width), *outputs]


def _metric(each: MetricFacts) -> list[Row]:
    a, b = each.a, each.b
    if a is None or b is None:
        one = a or b
        value = number(one.last) if one is not None else ""
        return [(each.name, value if a else "none", value if b else "none")]
    if each.step is None and each.lone is None and not each.is_longer:
        return [(each.name, number(a.last), "the same")]
    share = numbers(a.last, b.last).partition(" (")[2]
    last = f"{_exact(b.last, a.last)}{f' ({share}' if share else ''}"
    rows = [
        (each.name, f"last {_exact(a.last, b.last)} @ {a.last_step:,}", f"last {last} @ {b.last_step:,}"),
        ("", f"min {number(a.min)} @ {_step(a.min_step)}", f"min {number(b.min)} @ {_step(b.min_step)}"),
        ("", f"max {number(a.max)} @ {_step(a.max_step)}", f"max {number(b.max)} @ {_step(b.max_step)}"),
    ]
    first = metric_told(each).partition(";")[0]
    return rows if each.is_longer else [*rows, ("", first, "")]


def _exact(value: float, other: float) -> str:
    return repr(value) if number(value) == number(other) and repr(value) != repr(other) else number(value)


def _step(step: int | None) -> str:
    return "-" if step is None else f"{step:,}"


def _environment(comparison: Comparison, width: int) -> tuple[str, list[str]]:
    rows: list[Row] = [
        (f"{each.group} {each.name}".strip(), fact(each.a), fact(each.b))
        for each in comparison.environment.differences
    ]
    source = comparison.source
    if source.a is not None and source.b is not None and not source.recorded.is_same:
        rows.append(("commit", source.a.commit[:12], source.b.commit[:12]))
        rows.append(
            (
                "uncommitted",
                listed(list(source.a.changed)) or "none",
                listed(list(source.b.changed)) or "none",
            )
        )
    rows += [(f"seed {each.name}", fact(each.a)[:12], fact(each.b)[:12]) for each in _seeds(comparison)]
    if any(comparison.command):
        a, b = (" ".join(words) for words in comparison.command)
        rows.append(("command", a, b))
    return f"Environment: {counted(len(rows), 'difference')}", _table(rows, "  ", width)


def _seeds(comparison: Comparison) -> list[Fact]:
    return [each for each in comparison.seeds if each.group == "seeds"]


def _artifacts(comparison: Comparison, width: int) -> tuple[str, list[str]]:
    rows: list[Row] = []
    for verb, found in (("used", comparison.artifacts.differences), ("made", comparison.artifacts.made)):
        rows += [(f"{verb} {each.name}", versions(each.a), versions(each.b)) for each in found]
        rows += [("", f"files: {listed(each.files)}", "") for each in found if each.files]
    return f"Artifacts: {len(comparison.artifacts.differences)} used in other versions", _table(
        rows, "  ", width
    )


def _table(rows: Sequence[Row], indent: str, columns: int) -> list[str]:
    """A name and two columns. A cell that is too long goes on below itself, but where it stands alone."""
    names = [cells(visible(name)) for name, _, _ in rows]
    width = min(max(names, default=0), columns * 3 // 10, columns - 30)
    room = (columns - len(indent) - width - 4) // 2
    lines: list[str] = []
    for name, a, b in rows:
        shown = visible(name)
        if cells(shown) > width:
            lines.append(indent + cut(shown, columns - len(indent)))
            shown = ""
        left, right = _cell(a, room if b else 2 * room), _cell(b, room)
        for at in range(max(len(left), len(right), 1)):
            one = left[at] if at < len(left) else ""
            other = right[at] if at < len(right) else ""
            head = shown if at == 0 else ""
            padded = (
                f"{text}{' ' * max(space - cells(text), 0)}" for text, space in ((head, width), (one, room))
            )
            lines.append(f"{indent}{'  '.join((*padded, other))}".rstrip())
    return [line for line in lines if line]


def _cell(text: str, room: int) -> list[str]:
    return wrapped(text, room)
