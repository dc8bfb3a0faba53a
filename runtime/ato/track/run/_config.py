"""A config as a run keeps it: each value by its path, and every write that led to it.

Generated configs and those of a ``Scope`` know who set what; of any other config the values are kept, as
``_tree`` sees them, and that no one knows. Secrets are covered before anything is written.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from ato.config import MISSING, ConfigError
from ato.config._hash import structural_hash
from ato.config.formats._plain import MASK, MASKED, plain
from ato.config.types._values import is_dict, is_list, is_set, is_tuple
from ato.fingerprint._plain import is_generated
from ato.track._texts import storable
from ato.track.run._kinds import Kinds
from ato.track.run._secrets import Cover, secrets_in
from ato.track.run._tree import is_wide, tree_of

if TYPE_CHECKING:
    from ato.config.explained._causality import Attempt, Explanation

REPEATED = 4096
"""Up to how many bytes a value is repeated with each write; longer ones are told by their hash."""

LONGEST_PATH = 1000
"""How many bytes a key has in an index at most; what is longer ends in a digest."""
LONGEST_NAME = 300
"""The same for characters of who has set a key."""

KINDS: dict[type, str] = {
    type(None): "null", bool: "bool", int: "int", float: "float", str: "str", dict: "dict", list: "list",
    tuple: "list", set: "list", frozenset: "list",
}  # fmt: skip

INTEGERS: frozenset[type] = frozenset((int,))

Rows = list[dict[str, Any]]


def captured(config: object, cover: Cover | None = None, kinds: Kinds | None = None) -> dict[str, Any]:
    """The fact that tells of a config: its digest, its entries, and what is known of its keys.

    Never raises for what stands in a config. ``cover`` is that of its secrets, ``kinds`` what is known of its
    lists already.
    """
    known = kinds or Kinds()
    told = Explained(config, cover or Cover(secrets_in(config, known)), known)
    told.explain()
    parts = "\n".join(f"{entry['path']}={entry['value_hash']}" for entry in told.entries)
    return {
        "kind": "config",
        "digest": sha256(parts.encode()).hexdigest(),
        "structure": told.structure,
        "entries": told.entries,
        "keys": told.keys,
        "events": told.events,
        "views": told.views,
    }


class Explained:
    """The values of a config by path, and the rows of what is known of them."""

    def __init__(self, config: Any, cover: Cover, kinds: Kinds) -> None:
        self.config = config
        self.cover = cover
        self.kinds = kinds
        self.structure = ""
        self.entries: Rows = []
        self.keys: Rows = []
        self.events: Rows = []
        self.views: Rows = []

    def explain(self) -> None:
        """Find everything out."""
        if is_generated(self.config):
            self._of_generated()
            return
        scope = _scope_of(self.config)
        if scope is not None:
            self._of_scope(scope)
            return
        tree = tree_of(self.config, self.kinds)
        for path, _ in self._take(_leaves("", tree), tree):
            self._tell(path, path, None, "", was_read=None)

    def _take(self, values: Iterable[tuple[str, object]], tree: object) -> list[tuple[str, str]]:
        """Keep the values; gives their paths, as they are kept and as the config has them."""
        self.structure = _structure(tree, self.kinds)
        seen: Counter[str] = Counter()
        paths: list[tuple[str, str]] = []
        for path, value in values:
            kept = _indexed(path)
            seen[kept] += 1
            if seen[kept] > 1:  # as {"a.b": 1} and {"a": {"b": 2}} have
                kept = f"{kept} ({seen[kept]})"
            shown = self.cover.value(path.rpartition(".")[2], value, self.kinds)
            self.entries.append(_entry(kept, shown, self.kinds))
            paths.append((kept, path))
        return paths

    def _tell(
        self, kept: str, path: str, told: Explanation | None, scope: str, *, was_read: bool | None
    ) -> None:
        names = ("type", "doc", "unit", "place", "note")
        known = {name: self.cover.text(getattr(told, name)) if told is not None else "" for name in names}
        self.keys.append({"path": kept, **known, "was_read": was_read})
        if told is not None:
            for op, attempts in (
                ("written", told.writes),
                ("skipped", told.skipped),
                ("inactive", told.inactive),
            ):
                self.events += [self._event(kept, path, op, attempt, scope) for attempt in attempts]

    def _event(self, kept: str, path: str, op: str, attempt: Attempt, scope: str) -> dict[str, Any]:
        name = path.rpartition(".")[2]
        row: dict[str, Any] = {
            "path": kept, "op": op, "phase": attempt.phase, "by": attempt.who, "scope": scope,
            "priority": attempt.priority, "text": self.cover.value(name, attempt.text, self.kinds),
            "lost_to": attempt.lost_to, "condition": attempt.when, "why": attempt.why,
            "expression": attempt.expression, "place": attempt.place,
        }  # fmt: skip
        row = self.cover.fact(row)
        row |= {"by": row["by"][:LONGEST_NAME], "value_json": None, "value_hash": None}
        if attempt.value is not MISSING:
            shown = self.cover.value(name, tree_of(attempt.value, self.kinds), self.kinds)
            text, _, row["value_hash"] = _told(shown, self.kinds)
            row["value_json"] = text if len(text) <= REPEATED else None
        return row

    def _of_generated(self) -> None:
        from ato.config.explained._causality import explain_each
        from ato.config.explained._tracking import Watching

        config = self.config
        reads: set[str] = set(config._reads.paths) if isinstance(config, Watching) else set()
        bare = config._bare()
        paths = self._take(_leaves("", plain(bare, MASKED)), bare)
        origin = getattr(bare, "_origin", None)
        leaves = list(origin.schema.leaves) if origin is not None else []
        explanations = {each.key: each for each in explain_each(bare, leaves)} if leaves else {}
        scope = str(getattr(origin.schema, "name", "")) if origin is not None else ""
        named = {path: kept for kept, path in paths}
        for path in dict.fromkeys((*explanations, *named)):
            was_read = True if path in reads else None  # of the others it is known at the end
            self._tell(
                named.get(path, _indexed(path)), path, explanations.get(path), scope, was_read=was_read
            )
        if origin is not None:
            self.views = _views_of(origin, scope)

    def _of_scope(self, scope: Any) -> None:
        from ato.dynamic.answers._record import leaves_of

        values = ((path, tree_of(value, self.kinds)) for path, value in leaves_of("", scope.config))
        for kept, path in self._take(values, tree_of(scope.config, self.kinds)):
            try:
                explanation = scope.explain(path) if path else None
            except ConfigError:
                explanation = None
            self._tell(kept, path, explanation, scope.name, was_read=None)
        self.views = _applied(scope)


def _views_of(origin: Any, scope: str) -> Rows:
    """The views that composing applied, in their order, and who asked for each."""
    from ato.config.composing._joint import recall
    from ato.config.composing._selection import whole

    record = recall(origin)[1]
    selection = record.selection
    if selection is None:
        return []
    rows: dict[str, dict[str, Any]] = {}
    for view in (*selection.eager, *selection.lazy):
        name = whole(view.name)
        if view.name in record.skipped or name in rows:
            continue
        asked_by = selection.causes.get(view.name) or ("default" if view.default else "named")
        rows[name] = _view(name, scope, view.priority, asked_by)
    return list(rows.values())


def _view(name: str, scope: str, priority: int, asked_by: str) -> dict[str, Any]:
    given = {"view": name, "scope": scope, "priority": priority, "asked_by": asked_by}
    return {**given, "code_digest": None}


def _scope_of(config: object) -> Any:
    """The applied scope whose config this is; None where there is none."""
    dynamic = sys.modules.get("ato.dynamic.scopes._scope")
    if dynamic is None:
        return None
    scopes = cast("Iterable[Any]", dynamic.Scope.registry.values())
    return next((scope for scope in scopes if scope.config is config), None)


def _applied(scope: Any) -> Rows:
    """The views of a scope that have written, in the order in which they did."""
    rows: dict[str, dict[str, Any]] = {}
    for write in scope._record.writes:
        name = str(write.writer.by).removesuffix(" (lazy block)")
        if write.writer.phase not in ("view", "lazy") or name in rows:
            continue
        view = scope.views.get(name)
        asked_by = "default" if view is not None and view.default else "named" if name in scope._named else ""
        rows[name] = _view(name, scope.name, write.writer.priority, asked_by or "chained")
    return list(rows.values())


def _structure(tree: Any, kinds: Kinds) -> str:
    """The hash of keys and types, by which runs of the same shape are found."""
    try:
        return structural_hash(_thinned(tree, kinds))
    except (ConfigError, TypeError, ValueError):
        return ""


def _thinned(tree: Any, kinds: Kinds) -> Any:
    """A tree of the same shape in which each list has one item of each basic type."""
    if is_dict(tree):
        return {name: _thinned(item, kinds) for name, item in tree.items()}
    if not (is_list(tree) or is_tuple(tree)):
        return tree
    if not kinds.is_basic(tree):
        return [_thinned(item, kinds) for item in tree]
    return tuple(None if kind is type(None) else kind() for kind in kinds.of(tree))


def _leaves(prefix: str, value: Any) -> Iterator[tuple[str, object]]:
    if is_dict(value) and (value or not prefix):
        for name, item in value.items():
            yield from _leaves(f"{prefix}.{name}" if prefix else str(name), item)
    elif is_generated(value):
        yield from _leaves(prefix, plain(value, MASKED))
    else:
        yield prefix, value


def _entry(path: str, value: object, kinds: Kinds) -> dict[str, Any]:
    text, kind, hashed = _told(value, kinds)
    return {"path": path, "kind": kind, "value_json": text, "value_hash": hashed}


def _told(value: object, kinds: Kinds) -> tuple[str, str, str]:
    """A value as JSON, what kind of value it is, and the hash of both."""
    kind = KINDS.get(type(value), "other")
    if value == MASK and isinstance(value, str):
        kind = "secret"
    text = _json(value, kinds)
    return text, kind, sha256(f"{kind}:{text}".encode()).hexdigest()


def _json(value: object, kinds: Kinds) -> str:
    if is_list(value) and kinds.of(value) == INTEGERS:  # repr writes the same, in half the time
        with suppress(ValueError):
            return repr(value)
    try:
        return json.dumps(value, default=_jsonable, sort_keys=True)
    except (TypeError, ValueError, RecursionError):
        return json.dumps(_narrow(value), default=repr)


def _narrow(value: object) -> object:
    """A value without whole numbers that are too wide to be read."""
    if is_list(value) or is_tuple(value):
        return [_narrow(item) for item in value]
    if is_dict(value):
        return {str(key): _narrow(item) for key, item in value.items()}
    return hex(value) if isinstance(value, int) and is_wide(value) else value


def _jsonable(value: object) -> object:
    if is_set(value):
        return sorted(value, key=repr)
    return plain(value, MASKED)


def _indexed(path: str) -> str:
    """A path as it is kept: one that every database holds in an index."""
    path = storable(path)
    whole = path.encode()
    if len(whole) <= LONGEST_PATH:
        return path
    return f"{whole[: LONGEST_PATH - 20].decode(errors='ignore')}...{sha256(whole).hexdigest()[:16]}"
