"""A scope on its way to a document, and what is done about the findings of one that is tried.

    a field that some run lacks (ATC201)       takes null, and is null there
    a value or condition that is no good        is left, with what was found in it as the reason
    an order that Ato decides (ATC202 ...)      is kept and silenced above the view, with the reason
    what fails in some run (ATC404 ...)         likewise, since the script fails there too

Nothing else is touched: what is found after that is what the script truly has wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeGuard

from atoc.findings import Finding
from atoc.importers.ato.fields import Fields, Known, optional
from atoc.importers.ato.sketches import Sketch, names_of
from atoc.importers.ato.trial import Trial, tried
from atoc.importers.ato.values import value_of
from atoc.importers.ato.views import leaves, view
from atoc.importers.carried import Left
from atoc.importers.plain import is_dict
from atoc.source.python.losses import reachable
from atoc.span import SourceFile, Span

MAX_ROUNDS = 40
"""How often a document is tried anew."""

_FAILS = "the script fails there too"
_SILENT = {
    "ATC202": "of equal priorities the later view wins, as in Ato",
    "ATC303": "what it chains with is applied after it, as in Ato",
    "ATC304": "what it chains with is applied after the command line, as in Ato",
    "ATC403": _FAILS,
    "ATC404": _FAILS,
    "ATC405": _FAILS,
}


@dataclass(slots=True)
class Draft:
    """A scope in the making; ``sources`` are the scripts, ``left`` is what could not be carried over."""

    name: str
    doc: str
    fields: Fields
    sketches: list[Sketch]
    sources: Mapping[str, SourceFile]
    left: list[Left] = field(default_factory=list[Left])
    remarks: dict[str, dict[str, None]] = field(default_factory=dict[str, dict[str, None]])

    def document(self) -> dict[str, object]:
        """The document as it stands."""
        names = names_of(self.sketches)
        for each in self.sketches:
            codes = list(self.remarks.get(each.name, ()))
            reasons = "; ".join(_SILENT[code] for code in codes)
            each.remark = f"atoc: ignore[{', '.join(codes)}] {reasons}" if codes else ""
        return {
            "scope": self.name,
            **({"doc": self.doc} if self.doc else {}),
            "fields": _declared(self.fields),
            "views": {names[each.name]: view(each, self.fields, names) for each in self.sketches},
        }

    def always(self) -> frozenset[str]:
        """The views that every run has."""
        chains = {each.name: each.chain for each in self.sketches}
        return reachable(chains, [each.name for each in self.sketches if each.default])

    def told(self, place: Span, why: str) -> None:
        """Something of the script that was left, by the text that stands there."""
        self.left.append(Left(place, _line(self.sources, place), why))


def settled(draft: Draft) -> dict[str, object]:
    """The document of a scope, as far as it can be brought to say what the script says."""
    for _ in range(MAX_ROUNDS):
        trial = tried(draft.document())
        if not _amended(draft, trial):
            _forget(draft, trial)
            break
    return draft.document()


def _forget(draft: Draft, trial: Trial) -> None:
    """Silence nothing that was found on the way only."""
    for name, codes in draft.remarks.items():
        seen = {
            each.code for each, way in trial.proved if (found := _viewed(draft, way)) and found.name == name
        }
        for code in [code for code in codes if code not in seen]:
            del codes[code]
            draft.left = [each for each in draft.left if each.what != _told_as(code, name)]


def _told_as(code: str, view: str) -> str:
    return f"{code} in '{view}'"


def _amended(draft: Draft, trial: Trial) -> bool:
    """Whether something was done about what was found."""
    dropped = [_dropped(draft, finding, way) for finding, way in trial.wrong if finding.severity == "error"]
    if any(dropped):
        return True
    lacking = [path for path in draft.fields.known if draft.fields.names[path] in trial.unset]
    fresh = [path for path in lacking if path not in draft.fields.optional | draft.fields.outside]
    for path in fresh:
        _lacked(draft, path)
    if fresh:
        return True
    silenced = [_silenced(draft, finding, way) for finding, way in trial.proved if finding.code in _SILENT]
    return any(silenced)


def _lacked(draft: Draft, path: str) -> None:
    """A field that some run lacks is null there, or given from outside where every run should have it."""
    writers = [each for each in draft.sketches if path in _written(each, draft.fields)]
    if not writers and path in draft.fields.missed:
        draft.fields.outside.add(path)
    else:
        draft.fields.optional.add(path)


def _written(sketch: Sketch, fields: Fields) -> set[str]:
    return {inner for path, node in sketch.writes.items() for inner, _ in leaves(path, node, fields)}


def _viewed(draft: Draft, way: tuple[str, ...]) -> Sketch | None:
    """The view in which a finding is."""
    names = {name: own for own, name in names_of(draft.sketches).items()}
    if len(way) < 2 or way[0] != "views" or way[1] not in names:
        return None
    return next(each for each in draft.sketches if each.name == names[way[1]])


def _silenced(draft: Draft, finding: Finding, way: tuple[str, ...]) -> bool:
    """Keep what is found in a view, silence it, and tell it."""
    sketch = _viewed(draft, way)
    if sketch is None:
        return False
    codes = draft.remarks.setdefault(sketch.name, {})
    why = f"{finding.message}; {_SILENT[finding.code]}, so this is kept and the finding is silenced"
    told = Left(sketch.place, _told_as(finding.code, sketch.name), why)
    draft.left.extend([told] if told not in draft.left else [])
    is_new = finding.code not in codes
    codes[finding.code] = None
    return is_new


def _dropped(draft: Draft, finding: Finding, way: tuple[str, ...]) -> bool:
    """Take a value or a condition that is no good out of a view."""
    sketch = _viewed(draft, way)
    gone = [] if sketch is None else _named(draft, sketch, way[2:])
    if sketch is None or not gone:
        return False
    for path in gone:
        if sketch.name in draft.always():
            draft.fields.missed |= {inner for inner, _ in leaves(path, sketch.writes[path], draft.fields)}
        draft.told(sketch.places[path], finding.message)
        del sketch.writes[path]
    if not sketch.writes:
        sketch.when = []
        _removed(draft, sketch)
    return True


def _named(draft: Draft, sketch: Sketch, way: tuple[str, ...]) -> list[str]:
    """The paths of a view that a finding is in the way of."""
    match way:
        case ("when", *_):
            return list(sketch.writes)
        case ("set", name, *_):
            return [path for path in sketch.writes if draft.fields.names.get(path, path) == name]
        case _:
            return []


def _removed(draft: Draft, sketch: Sketch) -> None:
    """Take out a part that writes nothing any more; others chain with what it chains with."""
    if not sketch.is_part:
        return
    draft.sketches.remove(sketch)
    for each in draft.sketches:
        if sketch.name in each.chain:
            kept = [name for name in each.chain if name != sketch.name]
            each.chain = [*dict.fromkeys((*sketch.chain, *kept))]


def _declared(fields: Fields) -> dict[str, object]:
    """The fields as a document declares them, structs inside structs."""
    found: dict[str, object] = {}
    for path, known in fields.known.items():
        keys = fields.names[path].split(".")
        here = found
        for depth in range(1, len(keys)):
            here = _inside(here, keys[depth - 1], _struct_doc(fields, path, depth))
        here[keys[-1]] = _field(fields, path, known)
    return found


def _struct_doc(fields: Fields, path: str, depth: int) -> str:
    return fields.docs.get(".".join(path.split(".")[:depth]), "")


def _inside(here: dict[str, object], key: str, doc: str) -> dict[str, object]:
    inner: dict[str, object] = {}
    struct = here.setdefault(key, {**({"doc": doc} if doc else {}), "fields": inner})
    found = struct["fields"] if is_dict(struct) else inner
    return found if _is_table(found) else inner


def _is_table(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)


def _field(fields: Fields, path: str, known: Known) -> dict[str, object]:
    given = dict(fields.given.get(path, {}))
    own: dict[str, object] = {} if "enum" in given else {"type": known.type}
    own.update((key, value) for key, value in given.items() if key != "type")
    if known.default is not None:
        own["default"] = value_of(known.default, lambda _: None)
    if path in fields.optional:
        own.pop("input", None)
        own.setdefault("default", None)
        own["type"] = optional(known.type)
        own.pop("enum", None)
    if path in fields.outside:
        own["input"] = True
    doc = known.doc or str(own.get("doc", ""))
    return {**{key: value for key, value in own.items() if key != "doc"}, **({"doc": doc} if doc else {})}


def _line(sources: Mapping[str, SourceFile], place: Span) -> str:
    """The statement that begins on the line of a place."""
    file = sources.get(place.path)
    lines = [] if file is None else file.text.split("\n")
    return lines[place.line - 1].strip() if place.line <= len(lines) else place.path
