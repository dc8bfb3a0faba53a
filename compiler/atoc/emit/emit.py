"""The generated tree: every file that a program comes to, as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from atoc.cache.settled import Settled
from atoc.emit.header import origin
from atoc.emit.json_schema import json_schema
from atoc.emit.manifest import manifest_text
from atoc.emit.package import Outline, package
from atoc.emit.parts import Parts
from atoc.program import Program
from atoc.prove.facts import Facts
from atoc.span import SourceFile


def emit(
    program: Program,
    facts: Mapping[str, Facts],
    files: Sequence[SourceFile],
    known: Parts | None = None,
    settled: Sequence[Settled] = (),
) -> Mapping[str, str]:
    """The text of every generated file by its path below the output folder, in order.

    ``files`` are the documents that the program was read from, ``facts`` what is proved, by scope. What is
    ``known`` of a scope is not made again; the ``settled`` scopes stand in it, and not in the program.
    Raises ``LostError`` if they do not.
    """
    made_of = origin([file.path for file in files])
    source = known or Parts()
    names = [name for group in settled for name in group.scopes]
    parts = dict(sorted({**source.of(program, facts, made_of), **source.taken(names, made_of)}.items()))
    tree = {f"{name}.py": part.module for name, part in parts.items()}
    tree["__init__.py"] = package(_outlines(program, settled), made_of)
    tree["manifest.json"] = manifest_text(
        program, files, {name: part.manifest for name, part in parts.items()}
    )
    named = {name: text for part in parts.values() for name, text in part.schema.items()}
    types = [name for group in settled for name in (*group.structs, *group.enums)]
    tree["schema.json"] = json_schema(parts, (*program.structs, *program.enums, *types), made_of, named)
    return dict(sorted(tree.items()))


def _outlines(program: Program, settled: Sequence[Settled]) -> Sequence[Outline]:
    """All scopes by name."""
    found = {scope.name: Outline.of(scope) for scope in program.scopes}
    for group in settled:
        found.update((name, Outline(name, group.roots[name], group.scopes[name])) for name in group.scopes)
    return [found[name] for name in sorted(found)]
