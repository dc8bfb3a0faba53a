"""Who set a value: the writes that composing made, told with their reasons.

Nothing is recorded while a config is composed. A config knows what it was asked for; asked why a value is
what it is, it is composed once more, by the same code, and this time every write is kept. Places, docs and
reasons come from the manifest, where there is one.
"""

from __future__ import annotations

from ato.config._errors import ConfigError, Problem
from ato.config._field import MISSING
from ato.config._nearest import suggestion
from ato.config._schema import Schema
from ato.config.composing._absent import kinds_text
from ato.config.composing._joint import recall
from ato.config.composing._record import Step
from ato.config.composing._selection import whole
from ato.config.explained._manifest import Manifest, load
from ato.config.formats._plain import MASK, MASKED, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ato.config._base import Config
    from ato.config._schema import Leaf
    from ato.config.composing._compose import Request
    from ato.config.composing._record import Record

BY_HAND = "no record of how this object came to be: explain keys of a config that `compose` gave"
"""What is said of an object that was made by hand, or of a part that was taken out of its config."""


class Attempt:
    """A write to a field: one that was made, or one that could have been.

    ``phase`` is that of :class:`Step`, ``by`` names the view or the outside source, ``text`` is an outside
    value as it was written. ``lost_to`` says who overwrote it, and is empty for the write that gave the
    value. Of a write that was not made, ``value`` is MISSING. ``when``, ``why``, ``expression`` and ``place``
    are empty where they are not known.
    """

    __slots__ = ("by", "expression", "lost_to", "phase", "place", "priority", "text", "value", "when", "why")

    def __init__(self, phase: str, by: str, value: object, text: str = "") -> None:
        self.phase = phase
        self.by = by
        self.value = value
        self.text = text
        self.lost_to = ""
        self.priority = 0
        self.when = ""
        self.why = ""
        self.expression = ""
        self.place = ""

    @property
    def who(self) -> str:
        """Who wrote, in a word or two: the view, the source, or what kind of default."""
        return whole(self.by) or {"default": "default", "computed": "computed default"}.get(
            self.phase, self.phase
        )

    def to_dict(self) -> dict[str, object]:
        """Plain data for JSON; what is not known is left out."""
        given: dict[str, object] = {"phase": self.phase, "by": self.who}
        if self.value is not MISSING:
            given["value"] = self.value
        if self.phase in ("view", "lazy"):
            given["priority"] = self.priority
        for name in ("text", "expression", "when", "why", "place", "lost_to"):
            if getattr(self, name):
                given[name] = getattr(self, name)
        return given

    def __repr__(self) -> str:
        return f"Attempt({self.who!r}, {self.value!r})"


class Explanation:
    """Why a value is what it is. ``str()`` tells it, ``to_dict()`` gives it as plain data.

    ``value`` is in plain form, masked for a secret, and MISSING where there is none. ``writes`` are all that
    were made, the one that gave the value first; ``skipped`` are active views that would have written but
    whose condition did not hold, ``inactive`` those that were not asked for. For a struct, ``parts`` explain
    its fields and the rest is empty. ``note`` says what else has to be known.
    """

    __slots__ = (
        "doc", "inactive", "key", "note", "parts", "place", "skipped", "type", "unit", "value", "writes",
    )  # fmt: skip

    def __init__(self, key: str, type: str, value: object) -> None:
        self.key = key
        self.type = type
        self.value = value
        self.doc = ""
        self.unit = ""
        self.place = ""
        self.note = ""
        self.writes: tuple[Attempt, ...] = ()
        self.skipped: tuple[Attempt, ...] = ()
        self.inactive: tuple[Attempt, ...] = ()
        self.parts: tuple[Explanation, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Plain data for JSON; what is not known is left out."""
        given: dict[str, object] = {"key": self.key, "type": self.type}
        if self.value is not MISSING:
            given["value"] = self.value
        for name in ("doc", "unit", "place", "note"):
            if getattr(self, name):
                given[name] = getattr(self, name)
        for name in ("writes", "skipped", "inactive", "parts"):
            if getattr(self, name):
                given[name] = [each.to_dict() for each in getattr(self, name)]
        return given

    def __str__(self) -> str:
        from ato.config.explained._telling import told

        return told(self)

    def __repr__(self) -> str:
        return f"Explanation({self.key!r}, {self.value!r})"


def trace(config: Config) -> tuple[Step, ...]:
    """Every write that composing made, in order; values of secrets are masked. Empty for a config made by
    hand.
    """
    request = getattr(config, "_origin", None)
    if request is None:
        return ()
    leaves = request.schema.leaves
    return tuple(
        Step(step.path, MASK, step.phase, step.by, step.text) if leaves[step.path].is_secret else step
        for step in recall(request)[1].steps
    )


def explain(config: Config, key: str, manifest: Manifest | None = None) -> Explanation:
    """Why the value at ``key``, a dotted path, is what it is; of a struct, all of its fields.

    The key may have the scope in front. ``manifest`` is the one to ask instead of that beside the module.
    Raises ``ConfigError`` for an unknown key.
    """
    return explain_each(config, (key,), manifest)[0]


def explain_each(
    config: Config, keys: Sequence[str], manifest: Manifest | None = None
) -> tuple[Explanation, ...]:
    """The explanations of several keys, for which the config is composed once."""
    request = getattr(config, "_origin", None)
    if request is None:
        return tuple(_by_hand(config, key) for key in keys)
    schema = request.schema
    paths = [_path_of(schema, key) for key in keys]
    composed, record = recall(request)
    telling = _Telling(request, composed, record, manifest or load(schema) or Manifest({}))
    return tuple(map(telling.of, paths))


def _path_of(schema: Schema, key: str) -> str:
    from ato.config.outside._places import fields_called, unknown_key

    for _, path in fields_called((schema,), key):
        return path
    raise ConfigError([Problem(key, *unknown_key((schema,), key))])


class _Telling:
    """A composed config with its record, ready to explain any of its keys."""

    __slots__ = ("config", "manifest", "record", "request", "schema", "steps")

    def __init__(self, request: Request, config: Config, record: Record, manifest: Manifest) -> None:
        self.request = request
        self.schema: Schema = request.schema
        self.config = config
        self.record = record
        self.manifest = manifest
        self.steps: dict[str, list[Step]] = {}
        for step in record.steps:
            self.steps.setdefault(step.path, []).append(step)

    def of(self, key: str) -> Explanation:
        leaf = self.schema.leaves.get(key)
        if leaf is not None:
            return self.of_leaf(leaf)
        told = Explanation(key, self.schema.structs[key].__name__, MISSING)
        told.parts = tuple(
            self.of_leaf(each) for path, each in self.schema.leaves.items() if path.startswith(f"{key}.")
        )
        return told

    def of_leaf(self, leaf: Leaf) -> Explanation:
        entry = self.manifest.entry(self.schema.name, "field", leaf.path)
        kind = str(entry.get("type") or leaf.field.type)
        told = Explanation(leaf.path, kind, _shown(leaf, _value(self.config, leaf.path)))
        told.doc, told.unit, told.place = (str(entry.get(name, "")) for name in ("doc", "unit", "place"))
        told.writes = self.writes(leaf)
        told.skipped, told.inactive = self.absent(leaf)
        key = self.schema.spelled(leaf.path)
        if told.value is MISSING and leaf.guards:
            told.note = (
                f"a field that is there with {' and '.join(kinds_text(*each) for each in leaf.guards)}"
            )
        elif told.value is MISSING and leaf.field.input:
            told.note = f"an input, which no view sets: {key}=VALUE gives it one"
        return told

    def writes(self, leaf: Leaf) -> tuple[Attempt, ...]:
        """The writes that were made, the last one first."""
        made: list[Attempt] = []
        for step in reversed(self.steps.get(leaf.path, [])):
            attempt = Attempt(step.phase, step.by, _shown(leaf, step.value), step.text)
            attempt.lost_to = made[-1].who if made else ""
            self.enrich(attempt, leaf)
            made.append(attempt)
        return tuple(made)

    def absent(self, leaf: Leaf) -> tuple[tuple[Attempt, ...], tuple[Attempt, ...]]:
        """The views that could write and did not: their condition does not hold, or they are not active."""
        skipped: list[Attempt] = []
        inactive: list[Attempt] = []
        written = {step.by for step in self.steps.get(leaf.path, [])}
        for view in reversed(self.schema.views):
            if view.name in written or (leaf.path not in view.writes and leaf.path not in view.computed):
                continue
            attempt = Attempt("lazy" if view.lazy else "view", view.name, MISSING)
            self.enrich(attempt, leaf)
            (skipped if view.name in self.record.skipped else inactive).append(attempt)
        return tuple(skipped), tuple(inactive)

    def enrich(self, attempt: Attempt, leaf: Leaf) -> None:
        """Add what the schema and the manifest know of a write."""
        view = self.schema.view_map.get(whole(attempt.by)) if attempt.phase in ("view", "lazy") else None
        attempt.priority = 0 if view is None else view.priority
        if attempt.phase in ("outside", "replaced"):
            return
        known = self.manifest.write(self.schema.name, leaf.path, attempt.phase, attempt.by)
        for name in ("when", "why", "expression", "place"):
            setattr(attempt, name, str(known.get(name, "")))


def _by_hand(config: Config, key: str) -> Explanation:
    """What can be said of a config that no selection has composed."""
    schema = Schema("", type(config)._sealed)
    leaf = schema.leaves.get(key)
    if leaf is None and key not in schema.structs:
        known = (*schema.leaves, *schema.structs)
        message = f"{type(config)._sealed.__name__} has no field '{key}'"
        raise ConfigError([Problem(key, message, suggestion(key, known))])
    value = _value(config, key)
    if leaf is None:
        told = Explanation(key, schema.structs[key].__name__, plain(value, MASKED))
    else:
        told = Explanation(key, str(leaf.field.type), _shown(leaf, value))
    told.note = BY_HAND
    return told


def _value(config: object, path: str) -> object:
    for name in path.split("."):
        config = getattr(config, name, MISSING)
    return config


def _shown(leaf: Leaf, value: object) -> object:
    """A value in plain form, masked for a secret."""
    if value is MISSING:
        return MISSING
    return MASK if leaf.is_secret and value is not None else plain(value, MASKED)
