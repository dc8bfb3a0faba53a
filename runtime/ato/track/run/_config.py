"""A config as a run keeps it: each value by its path, and every write that led to it.

Generated configs and those of a ``Scope`` know who set what; of any other mapping, dataclass or config of
another library the values are kept, and that no one knows. Secrets are covered before anything is written.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from ato.config import MISSING, ConfigError
from ato.config._hash import structural_hash
from ato.config.formats._plain import MASK, MASKED, plain
from ato.config.types._values import is_dict
from ato.fingerprint._plain import is_generated
from ato.track.run._secrets import covered

if TYPE_CHECKING:
    from ato.config.explained._causality import Attempt, Explanation

REPEATED = 4096
"""Up to how many bytes a value is repeated with each write; longer ones are told by their hash."""

BASIC = frozenset((type(None), bool, int, float, str))

KINDS: dict[type, str] = {
    type(None): "null", bool: "bool", int: "int", float: "float", str: "str", dict: "dict", list: "list",
    tuple: "list", set: "list", frozenset: "list",
}  # fmt: skip

Rows = list[dict[str, Any]]


def captured(config: object) -> dict[str, Any]:
    """The fact that tells of a config: its digest, its entries, and what is known of its keys.

    Never raises for what stands in a config: a value that is no data is kept by the name of its type.
    """
    explained = _explained(config)
    entries = [_entry(path, value) for path, value in explained.values]
    parts = "\n".join(f"{entry['path']}={entry['value_hash']}" for entry in entries)
    return {
        "kind": "config",
        "digest": sha256(parts.encode("utf-8", "surrogatepass")).hexdigest(),
        "structure": explained.structure,
        "entries": entries,
        "keys": explained.keys,
        "events": explained.events,
        "views": explained.views,
    }


class _Explained:
    """The values of a config by path, and the rows of what is known of them."""

    def __init__(self, values: Iterable[tuple[str, object]], tree: object) -> None:
        self.structure = _structure(tree)
        self.values = [(path, covered(path, value)) for path, value in values]
        self.keys: Rows = []
        self.events: Rows = []
        self.views: Rows = []

    def tell(self, path: str, told: Explanation | None, scope: str, *, was_read: bool | None) -> None:
        names = ("type", "doc", "unit", "place", "note")
        known = {name: getattr(told, name) if told is not None else "" for name in names}
        self.keys.append({"path": path, **known, "was_read": was_read})
        if told is not None:
            for op, attempts in (
                ("written", told.writes),
                ("skipped", told.skipped),
                ("inactive", told.inactive),
            ):
                self.events += [_event(path, op, attempt, scope) for attempt in attempts]


def _explained(config: Any) -> _Explained:
    if is_generated(config):
        return _of_generated(config)
    scope = _scope_of(config)
    if scope is not None:
        return _of_scope(scope)
    tree = _tree(config)
    told = _Explained(_leaves("", tree), tree)
    for path, _ in told.values:
        told.tell(path, None, "", was_read=None)
    return told


def _of_generated(config: Any) -> _Explained:
    from ato.config.explained._causality import explain_each
    from ato.config.explained._tracking import Watching

    reads: set[str] | None = set(config._reads.paths) if isinstance(config, Watching) else None
    bare = config._bare()
    told = _Explained(_leaves("", plain(bare, MASKED)), bare)
    origin = getattr(bare, "_origin", None)
    paths = list(origin.schema.leaves) if origin is not None else []
    explanations = {each.key: each for each in explain_each(bare, paths)} if paths else {}
    scope = str(getattr(origin.schema, "name", "")) if origin is not None else ""
    for path, explanation in explanations.items():
        told.tell(path, explanation, scope, was_read=None if reads is None else path in reads)
    for path, _ in told.values:
        if path not in explanations:
            told.tell(path, None, scope, was_read=None if reads is None else path in reads)
    if origin is not None:
        told.views = _views_of(origin, scope)
    return told


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


def _of_scope(scope: Any) -> _Explained:
    from ato.dynamic.answers._record import leaves_of

    told = _Explained(leaves_of("", scope.config), _tree(scope.config))
    for path, _ in told.values:
        try:
            explanation = scope.explain(path) if path else None
        except ConfigError:
            explanation = None
        told.tell(path, explanation, scope.name, was_read=None)
    told.views = _applied(scope)
    return told


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


def _tree(value: Any, above: tuple[int, ...] = ()) -> Any:
    """Any other config as nested plain data. What has no value of its own is told by its type.

    ``above`` are the identities of the containers around it: one that holds itself ends there.
    """
    from ato.fingerprint._plain import MAX_DEPTH, _items, plain_tree

    if _is_basic(value):
        return value  # long lists are not gone through
    if id(value) in above or len(above) > MAX_DEPTH:
        return "..."
    items = _items(value)
    if items is not None:
        inside = (*above, id(value))
        return {str(key): _tree(item, inside) for key, item in items}
    try:
        return plain_tree(value)
    except ConfigError:
        from ato.dynamic.answers._record import plain as told

        return told(value)


def _is_basic(value: Any) -> bool:
    """Whether it is a list or tuple of numbers, texts and the like alone."""
    return isinstance(value, (list, tuple)) and BASIC.issuperset(map(type, cast("Iterable[object]", value)))


def _structure(tree: Any) -> str:
    """The hash of keys and types, by which runs of the same shape are found."""
    try:
        return structural_hash(_thinned(tree))
    except (ConfigError, TypeError, ValueError):
        return ""


def _thinned(tree: Any) -> Any:
    """A tree of the same shape in which each list has one item of each basic type."""
    if is_dict(tree):
        return {name: _thinned(item) for name, item in tree.items()}
    if not _is_basic(tree):
        return tree
    return tuple({type(item): item for item in cast("Iterable[object]", tree)}.values())


def _leaves(prefix: str, value: Any) -> Iterator[tuple[str, object]]:
    if is_dict(value) and (value or not prefix):
        for name, item in value.items():
            yield from _leaves(f"{prefix}.{name}" if prefix else str(name), item)
    elif is_generated(value):
        yield from _leaves(prefix, plain(value, MASKED))
    else:
        yield prefix, value


def _entry(path: str, value: object) -> dict[str, Any]:
    text, kind = _json(value)
    hashed = sha256(f"{kind}:{text}".encode("utf-8", "surrogatepass")).hexdigest()
    return {"path": _storable(path), "kind": kind, "value_json": text, "value_hash": hashed}


def _event(path: str, op: str, attempt: Attempt, scope: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "path": _storable(path), "op": op, "phase": attempt.phase, "by": attempt.who, "scope": scope,
        "priority": attempt.priority, "text": covered(path, attempt.text), "value_json": None,
        "value_hash": None, "lost_to": attempt.lost_to, "condition": attempt.when, "why": attempt.why,
        "expression": attempt.expression, "place": attempt.place,
    }  # fmt: skip
    if attempt.value is not MISSING:
        text, kind = _json(covered(path, attempt.value))
        row["value_hash"] = sha256(f"{kind}:{text}".encode("utf-8", "surrogatepass")).hexdigest()
        row["value_json"] = text if len(text) <= REPEATED else None
    return row


def _json(value: object) -> tuple[str, str]:
    """A value as JSON, and what kind of value it is."""
    kind = KINDS.get(type(value), "other")
    if value == MASK and isinstance(value, str):
        kind = "secret"
    try:
        return json.dumps(value, default=_told, sort_keys=True), kind
    except (TypeError, ValueError, RecursionError):
        return json.dumps(repr(value)[:REPEATED]), "other"


def _told(value: object) -> object:
    if isinstance(value, (set, frozenset, tuple)):
        items = cast("Iterable[object]", value)
        return sorted(items, key=repr) if not isinstance(value, tuple) else list(items)
    if is_generated(value):
        return plain(value, MASKED)
    return str(plain(value, MASKED))


def _storable(text: str) -> str:
    return text.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode()
