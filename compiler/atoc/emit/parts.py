"""What one scope comes to in the generated files, as text, and what of that is known from an earlier run.

Idea. A module is about one scope, and most of the manifest and of ``schema.json`` is a list of scopes. All
that is said of a scope follows from the documents that its group of scopes, which read each other, is made of
and from the command that the headers name. So it is kept under the digest of these (``origins``) and taken
over letter by letter as long as that is the same. Only the frames around the parts are made each time.

Cost: of what is known the reading, and of the rest what making it costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from atoc.cache.facts import Recall, nothing_known
from atoc.cache.snapshot import digest
from atoc.emit.header import Origin
from atoc.emit.json_schema import schema_parts
from atoc.emit.json_text import Written
from atoc.emit.manifest import manifest_part, manifest_parts
from atoc.emit.module import module
from atoc.program import Program, Scope
from atoc.prove.facts import Facts
from atoc.prove.joint import components


@dataclass(frozen=True, slots=True)
class Part:
    """The module of a scope, its entry in the manifest, and its entries in ``schema.json`` by name."""

    module: str
    manifest: Written
    schema: Mapping[str, Written]


class LostError(Exception):
    """A part of the text that was counted on is not known any more."""


@dataclass(slots=True)
class Parts:
    """The parts of scopes: recalled, or else made, and then ``learnt``.

    ``origins`` has for each scope the digest of the documents that it follows from; what has none is neither
    recalled nor kept.
    """

    recall: Recall = nothing_known
    origins: Mapping[str, str] = field(default_factory=dict[str, str])
    learnt: dict[str, object] = field(default_factory=dict[str, object])

    def of(self, program: Program, facts: Mapping[str, Facts], origin: Origin) -> Mapping[str, Part]:
        """The parts of all scopes of a program, by name and in order."""
        found: dict[str, Part] = {}
        for group in components(program):
            found.update(self._group(group, program, facts, origin))
        return {scope.name: found[scope.name] for scope in program.scopes}

    def taken(self, names: Iterable[str], origin: Origin) -> Mapping[str, Part]:
        """The parts of scopes that are known. Raises ``LostError`` if one is not."""
        found: dict[str, Part] = {}
        for name in names:
            key = self._key(name, origin)
            part = _read(None if key is None else self.recall(key))
            if part is None:
                raise LostError(name)
            found[name] = part
        return found

    def _group(
        self, group: Sequence[Scope], program: Program, facts: Mapping[str, Facts], origin: Origin
    ) -> Mapping[str, Part]:
        keys = {name: self._key(name, origin) for name in (scope.name for scope in group)}
        known = {name: _read(None if key is None else self.recall(key)) for name, key in keys.items()}
        whole = {name: part for name, part in known.items() if part is not None}
        if len(whole) == len(group):
            return whole
        made = _made(group, program, facts, origin)
        self.learnt.update({key: _as_data(made[name]) for name, key in keys.items() if key is not None})
        return made

    def _key(self, name: str, origin: Origin) -> str | None:
        known = self.origins.get(name)
        parts = (known or "", name, origin.command)
        return known and digest(*(part.encode("utf-8", "surrogatepass") for part in parts))


def _made(
    group: Sequence[Scope], program: Program, facts: Mapping[str, Facts], origin: Origin
) -> Mapping[str, Part]:
    entries = manifest_parts(group, facts)
    return {
        scope.name: Part(
            module(scope, facts.get(scope.name), origin, program.resolvers, program.read_by(scope)),
            manifest_part(entries[scope.name]),
            schema_parts(scope),
        )
        for scope in group
    }


def _as_data(part: Part) -> object:
    schema = {name: written.text for name, written in part.schema.items()}
    return {"module": part.module, "manifest": part.manifest.text, "schema": schema}


def _read(data: object) -> Part | None:
    """The part that the data tells; None where it tells none."""
    if not isinstance(data, dict):
        return None
    held = cast("dict[str, object]", data)
    module, manifest, schema = map(held.get, ("module", "manifest", "schema"))
    if not (isinstance(module, str) and isinstance(manifest, str) and isinstance(schema, dict)):
        return None
    texts = cast("dict[str, object]", schema)
    named = {name: Written(text) for name, text in texts.items() if isinstance(text, str)}
    return Part(module, Written(manifest), named) if len(named) == len(texts) else None
