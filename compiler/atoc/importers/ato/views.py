"""Sketches as the views of a document: names of ours, values, and conditions.

A field that not every run has is ``null`` in the others, where a script would fail. So a view that reads such
a field asks first whether it is there; where it has just set it itself, the value stands in its place.

    config.width = 512                 set: {width: 512, ffn: "${512 * 4}"}
    config.ffn = config.width * 4
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from atoc.importers.ato.code import all_of, changed, is_set, parsed, text_of
from atoc.importers.ato.fields import Fields
from atoc.importers.ato.sketches import Sketch
from atoc.importers.ato.values import tree_of, value_of
from atoc.importers.carried import Expression, Remarked
from atoc.source import Mapping as MappingNode
from atoc.source import Node
from atoc.source.dotted import outwards


@dataclass(slots=True)
class Writer:
    """Writes one view. ``needed`` are fields that it found it has to ask for."""

    sketch: Sketch
    fields: Fields
    own: dict[str, Node]
    needed: list[str] = field(default_factory=list[str])

    def spelt(self, path: str, key: str) -> ast.expr | None:
        """What stands for a field where the value of ``key`` reads it."""
        known = self._field(path)
        if known is None:
            return None
        if known in self.fields.optional and known == path:
            if path in self.own and path != key:
                return tree_of(self.own[path], lambda inner: self.spelt(inner, path))
            if not _may_be_none(self.fields.known[path].type) and path not in self.needed:
                self.needed.append(path)
        return parsed(self.fields.names[known] + path[len(known) :])

    def _field(self, path: str) -> str | None:
        """The field, or the struct, that a path leads to or into."""
        return next((each for each in outwards(path) if each in self.fields.names), None)

    def written(self, path: str, node: Node) -> object:
        """A value with names of ours for the keys of structs."""
        if isinstance(node, MappingNode) and path in self.fields.structs():
            return {
                self._last(f"{path}.{entry.key.text}"): self.written(f"{path}.{entry.key.text}", entry.value)
                for entry in node.entries
            }
        return value_of(node, lambda inner: self.spelt(inner, path))

    def _last(self, path: str) -> str:
        return self.fields.names.get(path, path).rpartition(".")[2]

    def condition(self) -> list[ast.expr]:
        """What must hold at once, as far as the script says it."""
        found: list[ast.expr] = []
        for part in self.sketch.when:
            before = list(self.needed)
            found.append(changed(part, lambda path: self.spelt(path, path)))
            if _is_given(part):
                self.needed = before  # a field that is not there has no such value
        return found


def view(sketch: Sketch, fields: Fields, names: Mapping[str, str]) -> object:
    """One view as a document declares it."""
    own = dict(leaf for path, node in sketch.writes.items() for leaf in leaves(path, node, fields))
    writer = Writer(sketch, fields, own)
    conditions = writer.condition()
    given = {fields.names.get(path, path): writer.written(path, node) for path, node in sketch.writes.items()}
    given = {path: value for path, value in given.items() if value != {} or path not in fields.docs}
    asked = [is_set(fields.names[path]) for path in writer.needed]
    when = all_of({ast.dump(each): each for each in (*asked, *conditions)}.values())
    chain = [names.get(name, name) for name in sketch.chain]
    declared: dict[str, object] = {
        **({"doc": sketch.doc} if sketch.doc else {}),
        **({"default": True} if sketch.default else {}),
        **({"lazy": True} if sketch.lazy else {}),
        **({"priority": sketch.priority} if sketch.priority else {}),
        **({"chain_with": chain[0] if len(chain) == 1 else chain} if chain else {}),
        **({"when": text_of(when)} if when is not None else {}),
        "set": given,
    }
    return Remarked(declared, sketch.remark) if sketch.remark else declared


def leaves(path: str, node: Node, fields: Fields) -> Iterator[tuple[str, Node]]:
    """The fields that a value gives something to."""
    if isinstance(node, MappingNode) and path in fields.structs():
        for entry in node.entries:
            yield from leaves(f"{path}.{entry.key.text}", entry.value, fields)
    else:
        yield path, node


def expression(text: str) -> Expression:
    """A value that is an expression."""
    return Expression("${" + text + "}")


def _may_be_none(type: str) -> bool:
    return type == "any" or type.endswith("None")


def _is_given(part: ast.expr) -> bool:
    match part:
        case ast.Compare(
            left=ast.Name() | ast.Attribute(), ops=[ast.Eq()], comparators=[ast.Constant(value=value)]
        ):
            return value is not None
        case _:
            return False
