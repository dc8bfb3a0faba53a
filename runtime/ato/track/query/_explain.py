"""Why a key of a run's config has its value, told from the store alone, as a config tells it."""

from __future__ import annotations

from ato.config import MISSING, suggestion
from ato.config.explained._causality import Attempt, Explanation
from ato.track._errors import TrackError
from ato.track.store import ConfigKey, ConfigWrite, StoredConfig


def explained(config: StoredConfig, key: str) -> Explanation:
    """The explanation of a key; of what has keys below it, of each of them.

    Raises ``TrackError`` for a key that the config does not have.
    """
    if key in config.keys:
        return _of_key(config.keys[key])
    below = [each for path, each in config.keys.items() if path.startswith(f"{key}.")]
    if not below:
        raise TrackError(key, "the config of the run has no such key", suggestion(key, config.keys))
    told = Explanation(key, "struct", MISSING)
    told.parts = tuple(map(_of_key, below))
    return told


def _of_key(key: ConfigKey) -> Explanation:
    told = Explanation(key.path, key.type or key.kind, key.value)
    told.doc, told.unit, told.place, told.note = key.doc, key.unit, key.place, key.note
    told.writes = _attempts(key, "written")
    told.skipped = _attempts(key, "skipped")
    told.inactive = _attempts(key, "inactive")
    return told


def _attempts(key: ConfigKey, op: str) -> tuple[Attempt, ...]:
    return tuple(_attempt(key, write) for write in key.writes if write.op == op)


def _attempt(key: ConfigKey, write: ConfigWrite) -> Attempt:
    attempt = Attempt(write.phase, write.by, _value(key, write), write.text)
    attempt.lost_to = write.lost_to
    attempt.priority = write.priority
    attempt.when = write.condition
    attempt.why = write.why
    attempt.expression = write.expression
    attempt.place = write.place
    return attempt


def _value(key: ConfigKey, write: ConfigWrite) -> object:
    """The value that was written; a long one is not repeated with each write, and told by its hash."""
    if write.value_hash is None:
        return MISSING
    return key.value if write.value_hash == key.value_hash else write.value
