"""Causes in the config: keys that differ, together where one view or one source set them all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ato.config.explained._telling import cells, visible
from ato.why.conclusions._answer import Cause, Line
from ato.why.facts._values import SIDES
from ato.why.words._phrases import counted, listed
from ato.why.words._values import values_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ato.why.facts._values import ConfigFacts, KeyDifference, Setting

SHOWN = 6
"""How many keys of a group are shown."""
BELOW = 1_000_000
"""How much more a cause weighs that the function which differs first has read."""


class Setter(NamedTuple):
    """What a group of keys has in common: how their writers differ, who they are, and in which run."""

    how: str  # added, against, changed, only, unknown
    who: str = ""
    side: str = ""
    other: str = ""
    is_view: bool = False


def config_causes(config: ConfigFacts, parting: str = "") -> list[Cause]:
    """The differing keys that may have been read, by who set them.

    ``parting`` is the traced function that differs first: what was read below it is told before other keys.
    """
    reads = _reads(config)
    live = [each for each in config.differences if reads[each.path] is not False]
    computed = _computed(live)
    roots = [each for each in live if not each.follows]
    known = {each.path for each in (*roots, *_following(roots, computed))}
    groups: dict[Setter, list[KeyDifference]] = {}
    for each in live:
        if not each.follows or each.path not in known:
            groups.setdefault(setter_of(each), []).append(each)
    return [
        _read_by(
            _cause(setter, keys, _following(keys, computed), is_read=any(reads[each.path] for each in keys)),
            [*keys, *_following(keys, computed)],
            parting,
        )
        for setter, keys in groups.items()
    ]


def _read_by(cause: Cause, keys: Sequence[KeyDifference], parting: str) -> Cause:
    """A cause with who read its keys."""
    is_below = bool(parting) and any(parting in each.traces for each in keys)
    readers = listed(list(dict.fromkeys(name for each in keys for name in each.readers)))
    if not readers and not is_below:
        return cause
    below = f"below `{visible(parting)}`, which differs first" if is_below else ""
    line = Line("read", ", ".join(filter(None, (f"by {readers}" if readers else "", below))))
    weight = cause.weight + (BELOW if is_below else 0)
    return replace(cause, evidence=(*cause.evidence, line), weight=weight, why=below or cause.why)


def unread(config: ConfigFacts) -> list[KeyDifference]:
    """The keys that differ and that neither run read, nor any key that was computed from them."""
    reads = _reads(config)
    return [each for each in config.differences if reads[each.path] is False]


def _reads(config: ConfigFacts) -> dict[str, bool | None]:
    """Whether a key was read, by itself or through one that was computed from it."""
    keys = {each.path: each for each in config.differences}
    found: dict[str, bool | None] = dict.fromkeys(keys, False)
    for verdict in (True, None):
        waiting = [path for path, each in keys.items() if each.was_read is verdict]
        while waiting:
            path = waiting.pop()
            if found[path] is False:
                found[path] = verdict
                waiting += [other for other in keys[path].follows if other in found]
    return found


Computed = dict[str, "list[KeyDifference]"]
"""The keys that were computed from each key."""


def _computed(keys: Sequence[KeyDifference]) -> Computed:
    found: Computed = {}
    for each in keys:
        for path in each.follows:
            found.setdefault(path, []).append(each)
    return found


def _following(keys: Sequence[KeyDifference], computed: Computed) -> list[KeyDifference]:
    """The keys whose values were computed from these, or from keys that were."""
    known = {each.path for each in keys}
    found: list[KeyDifference] = []
    waiting = list(keys)
    while waiting:
        new = [each for key in waiting for each in computed.get(key.path, ()) if each.path not in known]
        waiting = list({each.path: each for each in new}.values())
        known |= {each.path for each in waiting}
        found += waiting
    return found


def setter_of(each: KeyDifference) -> Setter:
    """Who made a key differ."""
    a, b = each.a, each.b
    if a is None or b is None:
        return Setter("only", side=SIDES[a is None])
    if not a.who and not b.who:
        return Setter("unknown")
    if a.who == b.who:
        return Setter("changed", a.who, is_view=_is_view(a))
    if b.who not in a.beat and (a.who in b.beat or not a.who):
        return Setter("added", b.root or b.who, "B", is_view=_is_view(b))
    if a.who not in b.beat and (b.who in a.beat or not b.who):
        return Setter("added", a.root or a.who, "A", is_view=_is_view(a))
    return Setter("against", a.who, "A", b.who)


def _is_view(setting: Setting) -> bool:
    return setting.phase in ("view", "lazy")


def _cause(
    setter: Setter, keys: list[KeyDifference], following: list[KeyDifference], *, is_read: bool
) -> Cause:
    standing, why = ("upstream", "the run read it") if is_read else ("possible", "")
    after = _after(following)
    if len(keys) == 1:
        (key,) = keys
        path = visible(key.path)
        values = values_of(key.a, key.b)
        evidence = sides(key)
        title = f"{path}: {' → '.join(values)}"
        because = f"{path} is {values[0]} in A and {values[1]} in B"
        return Cause("config", title, because, (*evidence, *after), "", standing, why, 1)
    title = f"{counted(len(keys), 'key')} differ, {_common(setter, keys)}"
    rows = [Line(visible(each.path), f"{_pair(each)}{_at(setter, each)}") for each in keys[:SHOWN]]
    if len(keys) > SHOWN:
        rows.append(Line("...", f"and {len(keys) - SHOWN} more, which `ato diff` lists"))
    because = _because(setter, keys)
    return Cause("config", title, because, (*rows, *after), "", standing, why, len(keys))


def _after(following: list[KeyDifference]) -> list[Line]:
    shown = [f"{visible(each.path)} ({_pair(each)})" for each in following[:SHOWN]]
    more = [f"{len(following) - SHOWN} more"] if len(following) > SHOWN else []
    return [Line("then", f"{', '.join([*shown, *more])}, computed from it")] if shown else []


def _at(setter: Setter, each: KeyDifference) -> str:
    source = each.a if setter.side == "A" else each.b
    if source is None or setter.how == "against":
        return ""
    chained = f"view {visible(source.who)}" if source.root not in ("", source.who) else ""
    return "".join(f"  {part}" for part in (chained, visible(source.place)) if part)


def sides(key: KeyDifference) -> list[Line]:
    """A key in either run: its value, and who set it."""
    values = values_of(key.a, key.b)
    width = max(map(cells, values))
    lines: list[Line] = []
    for side, each, value in zip(SIDES, (key.a, key.b), values):
        lines.append(Line(side, f"{value}{' ' * (width - cells(value))}  {told(each)}".rstrip()))
    return lines


def _pair(key: KeyDifference) -> str:
    return " → ".join(values_of(key.a, key.b))


def told(setting: Setting | None) -> str:
    """Who set a key, and over whom."""
    if setting is None:
        return ""
    if not setting.who:
        return "who set it is not recorded"
    parts = [_who(setting)]
    if setting.word:
        parts.append(visible(setting.word))
    if setting.expression:
        parts.append(f"is {visible(setting.expression)}")
    if setting.place:
        parts.append(visible(setting.place))
    if setting.beat:
        parts.append(f"over {listed(setting.beat)}")
    return ", ".join(parts)


def _who(setting: Setting) -> str:
    if not _is_view(setting):
        return visible(setting.who)
    asked = _asked(setting.asked_by)
    return f"view {visible(setting.who)}{f' ({asked})' if asked else ''}"


def _asked(asked_by: str) -> str:
    """Why a view was active."""
    if asked_by.startswith("group:"):
        return f"the default of group {visible(asked_by[6:])}"
    words = {"command line": "asked for on the command line", "named": "asked for", "default": "", "": ""}
    return words.get(asked_by, f"chained with {visible(asked_by)}" if asked_by != "chained" else "chained")


def _common(setter: Setter, keys: Sequence[KeyDifference]) -> str:
    who = visible(setter.who)
    sources = [each.a if setter.side == "A" else each.b for each in keys]
    asked = next((_asked(each.asked_by) for each in sources if each and each.who == setter.who), "")
    match setter.how:
        case "added" if setter.is_view:
            if asked.endswith("command line"):
                return f"all from `{who}`, {asked} of {setter.side} only"
            return f"all from `{who}`, {f'{asked}, ' if asked else ''}in {setter.side} only"
        case "added":
            return f"all from {_source(who)} of {setter.side} only"
        case "against":
            return f"set by `{who}` in A and by `{visible(setter.other)}` in B"
        case "changed":
            return f"which {_owner(setter)} sets otherwise in B"
        case "only":
            return f"which only {'B' if setter.side == 'B' else 'A'} has"
        case _:
            return "and who set them is not recorded"


def _source(who: str) -> str:
    return {"command line": "the command line"}.get(who, who)


def _owner(setter: Setter) -> str:
    who = visible(setter.who)
    return f"view `{who}`" if setter.is_view else "the " + who


def _because(setter: Setter, keys: list[KeyDifference]) -> str:
    names = listed([each.path for each in keys], 2)
    match setter.how:
        case "added" if setter.is_view:
            return f"`{visible(setter.who)}`, in {setter.side} only, sets {names}"
        case "added":
            return f"{_source(visible(setter.who))} of {setter.side} sets {names}"
        case _:
            return f"{names} differ"
