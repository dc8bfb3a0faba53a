"""The generated tree: every file that a program comes to, as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from atoc.emit.header import origin
from atoc.emit.json_schema import json_schema
from atoc.emit.manifest import manifest_text
from atoc.emit.package import package
from atoc.emit.parts import Parts
from atoc.program import Program
from atoc.prove.facts import Facts
from atoc.span import SourceFile


def emit(
    program: Program, facts: Mapping[str, Facts], files: Sequence[SourceFile], known: Parts | None = None
) -> Mapping[str, str]:
    """The text of every generated file by its path below the output folder, in order.

    ``files`` are the documents that the program was read from, ``facts`` what is proved, by scope. What is
    ``known`` of a scope is not made again.
    """
    made_of = origin([file.path for file in files])
    parts = (known or Parts()).of(program, facts, made_of)
    tree = {f"{name}.py": part.module for name, part in parts.items()}
    tree["__init__.py"] = package(program.scopes, made_of)
    tree["manifest.json"] = manifest_text(
        program, files, {name: part.manifest for name, part in parts.items()}
    )
    named = {name: text for part in parts.values() for name, text in part.schema.items()}
    tree["schema.json"] = json_schema(program, made_of, named)
    return dict(sorted(tree.items()))
