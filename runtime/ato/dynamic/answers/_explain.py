"""Why a value of a dynamic config is what it is, told as of generated configs."""

from __future__ import annotations

from ato.config import MISSING, ConfigError, Problem, suggestion
from ato.config.explained._causality import Attempt, Explanation
from ato.dynamic.answers._record import alike, leaves_of, plain, spelled
from ato.dynamic.scopes._apply import value_at
from ato.dynamic.scopes._static import is_written, may_write
from ato.dynamic.trees._dict import Dict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.dynamic.answers._record import Written
    from ato.dynamic.scopes._scope import Scope
    from ato.dynamic.scopes._view import Observed

CHANGED = "the program has changed it since the scope was applied"
TAKEN = "it was taken away by the last of these"


def explain(scope: Scope, key: str) -> Explanation:
    """Who wrote a key, from which line, and what it replaced. Raises ``ConfigError`` for an unknown key."""
    path = key.removeprefix(f"{scope.name}.") if _is_unknown(scope, key) else key
    value = value_at(scope.config, path)
    is_there = path == "" or _holds(value)
    if not is_there and not scope._record.touching(path):
        raise ConfigError([_no_key(scope, key)])
    if is_there and isinstance(value, Dict) and value._data:
        told = Explanation(path, type(value).__name__, MISSING)
        told.parts = tuple(_of_leaf(scope, leaf) for leaf, _ in leaves_of(path, value))
        return told
    return _of_leaf(scope, path)


def _is_unknown(scope: Scope, key: str) -> bool:
    return not _holds(value_at(scope.config, key)) and not scope._record.touching(key)


def _holds(value: object) -> bool:
    return type(value).__name__ != "_Absent"


def _of_leaf(scope: Scope, path: str) -> Explanation:
    value = value_at(scope.config, path)
    shown = plain(value) if _holds(value) else MISSING
    told = Explanation(path, type(value).__name__ if shown is not MISSING else "", shown)
    docs = dict(leaves_of("", scope.manuals))
    told.doc = str(docs.get(path, ""))
    writes = scope._record.touching(path)
    told.writes = _attempts(path, writes)
    last = writes[-1].value_at(path) if writes else MISSING
    if shown is MISSING and last is MISSING:
        told.note = TAKEN
    elif not alike(last, shown) and not (isinstance(value, Dict) and not writes):
        told.note = CHANGED
    names = {write.writer.by.removesuffix(" (lazy block)") for write in writes}
    silent = [
        view
        for view in reversed(scope.views.values())
        if view.name not in names and is_written(path, _exact(may_write([view])))
    ]
    told.skipped = tuple(_silent(view) for view in silent if view.name in scope._record.active)
    told.inactive = tuple(_silent(view) for view in silent if view.name not in scope._record.active)
    return told


def _exact(keys: frozenset[str]) -> frozenset[str]:
    return frozenset(key for key in keys if "*" not in key)


def _silent(view: Observed) -> Attempt:
    """A view that may write a key, and did not."""
    attempt = Attempt("lazy" if view.lazy else "view", view.name, MISSING)
    attempt.priority = view.priority
    return attempt


def _attempts(path: str, writes: list[Written]) -> tuple[Attempt, ...]:
    made: list[Attempt] = []
    for write in reversed(writes):
        writer = write.writer
        attempt = Attempt(writer.phase, writer.by, write.value_at(path), writer.text)
        attempt.lost_to = made[-1].who if made else ""
        attempt.priority = writer.priority
        attempt.place = spelled(write.place)
        attempt.why = write.how
        made.append(attempt)
    return tuple(made)


def _no_key(scope: Scope, key: str) -> Problem:
    known = [path for path, _ in leaves_of("", scope.config)]
    listed = f"the keys are {', '.join(known[:10])}" if known else "the config has no keys"
    return Problem(key, "the config has no such key", suggestion(key, known) or (listed,))
