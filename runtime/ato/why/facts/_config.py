"""Two configs by key, with who set each in either run.

Two reads and a dict are forty times faster here than a full outer join in SQLite.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ato.why.facts._readers import Readers
from ato.why.facts._values import SIDES, ConfigFacts, KeyDifference, Recorded, Setting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ato.track.store import ConfigKey, StoredConfig, StoredRun

PLAIN = {"default": "default", "computed": "computed default"}
NAME = re.compile(r"[^\W\d][\w.]*")
WORD = re.compile(r":?=")


def compare_config(
    runs: tuple[StoredRun, StoredRun], configs: tuple[StoredConfig | None, StoredConfig | None]
) -> ConfigFacts:
    """How two configs differ. Equal digests end the comparison."""
    a, b = configs
    is_same = a is not None and b is not None and a.digest == b.digest
    recorded = Recorded(a is not None, b is not None, is_same)
    if a is None or b is None:
        return ConfigFacts(recorded)
    both = [path for path in a.keys if path in b.keys]
    secrets = tuple(path for path in both if {a.keys[path].kind, b.keys[path].kind} == {"secret"})
    words = _taken(runs[0], a) | _taken(runs[1], b)
    if is_same:
        return ConfigFacts(recorded, same=len(both) - len(secrets), secrets=secrets, words=words)
    silent = tuple(side for side, config in zip(SIDES, (a, b)) if _is_silent(config))
    sides = tuple(settings_of(run, config) for run, config in ((runs[0], a), (runs[1], b)))
    paths = [*a.keys, *(path for path in b.keys if path not in a.keys)]
    differing = [path for path in paths if not _is_equal(a.keys.get(path), b.keys.get(path))]
    places = {path: at for at, path in enumerate(differing)}
    readers = Readers(runs)
    found = [_difference(path, a, b, sides, places, readers) for path in differing]
    same = len(set(both).difference(differing, secrets))
    return ConfigFacts(recorded, tuple(found), same, secrets, words, silent)


def _taken(run: StoredRun, config: StoredConfig) -> frozenset[str]:
    """The words of a command line that the config took: views, and values as they were written.

    The text of a secret is covered in both, so its name tells.
    """
    texts = {write.text for key in config.keys.values() for write in key.writes if write.text}
    views = {view.view for view in config.views}
    secrets = {path for path, key in config.keys.items() if key.kind == "secret"}
    return frozenset(
        word for word in run.command[1:] if word in texts or word in views or WORD.split(word)[0] in secrets
    )


def _is_equal(a: ConfigKey | None, b: ConfigKey | None) -> bool:
    return a is not None and b is not None and a.value_hash == b.value_hash


def _difference(
    path: str,
    a: StoredConfig,
    b: StoredConfig,
    sides: tuple[Mapping[str, Setting], ...],
    differing: Mapping[str, int],
    readers: Readers,
) -> KeyDifference:
    left, right = (side.get(path) for side in sides)
    key = a.keys.get(path) or b.keys[path]
    return KeyDifference(
        path, left, right, key.doc, _followed(path, left, right, differing), *readers.of(path)
    )


def _followed(
    path: str, a: Setting | None, b: Setting | None, differing: Mapping[str, int]
) -> tuple[str, ...]:
    """The keys that differ and are named in the expression that gave the value in both runs."""
    if a is None or b is None or not a.expression or a.expression != b.expression or a.who != b.who:
        return ()
    parts = (word.split(".") for word in NAME.findall(a.expression))
    named = {".".join(word[start:]) for word in parts for start in range(len(word))}
    return tuple(sorted(named & differing.keys() - {path}, key=differing.__getitem__))


def settings_of(run: StoredRun, config: StoredConfig) -> dict[str, Setting]:
    """Each key of a run's config, with who set it.

    Of a run that read no key at all it is not known what it read: it has read another object.
    """
    asked = {(view.scope, view.view): view.asked_by for view in config.views}
    settings = {path: _setting(run, key, asked) for path, key in config.keys.items()}
    if not _is_silent(config):
        return settings
    return {path: replace(each, was_read=None) for path, each in settings.items()}


def _is_silent(config: StoredConfig) -> bool:
    """Whether note was taken of what is read, and nothing was."""
    return bool(config.keys) and all(key.was_read is False for key in config.keys.values())


def _setting(run: StoredRun, key: ConfigKey, asked: Mapping[tuple[str, str], str]) -> Setting:
    made = [write for write in key.writes if write.op == "written"]
    if not made:
        return Setting(key.value, key.kind, key.value_hash, was_read=key.was_read)
    winner = next((write for write in made if not write.lost_to), made[0])
    is_view = winner.phase in ("view", "lazy")
    who = winner.by or PLAIN.get(winner.phase, winner.phase)
    because = asked.get((winner.scope, who), "") if is_view else ""
    root = _root(winner.scope, who, asked) if is_view else ""
    if because in ("named", "chained") and who in run.command:
        because = "command line"
    return Setting(
        key.value,
        key.kind,
        key.value_hash,
        who=who,
        phase=winner.phase,
        scope=winner.scope,
        priority=winner.priority,
        place=winner.place,
        word=winner.text,
        expression=winner.expression,
        asked_by=because,
        root=root,
        beat=tuple(dict.fromkeys(each.by or each.phase for each in made if each is not winner)),
        was_read=key.was_read,
    )


def _root(scope: str, view: str, asked: Mapping[tuple[str, str], str]) -> str:
    """The view at the beginning of the chain that a view is active by."""
    for _ in asked:
        before = asked.get((scope, view), "")
        if (scope, before) not in asked:
            break
        view = before
    return view
