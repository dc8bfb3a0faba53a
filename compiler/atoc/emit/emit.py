"""The generated tree: every file that a program comes to, as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from atoc.emit.header import origin
from atoc.emit.json_schema import json_schema
from atoc.emit.manifest import manifest, manifest_text
from atoc.emit.module import module
from atoc.emit.package import package
from atoc.program import Program
from atoc.prove.facts import Facts
from atoc.span import SourceFile


def emit(program: Program, facts: Mapping[str, Facts], files: Sequence[SourceFile]) -> Mapping[str, str]:
    """The text of every generated file by its path below the output folder, in order.

    ``files`` are the documents that the program was read from, ``facts`` what is proved, by scope.
    """
    made_of = origin([file.path for file in files])
    tree = {
        f"{scope.name}.py": module(
            scope, facts.get(scope.name), made_of, program.resolvers, program.read_by(scope)
        )
        for scope in program.scopes
    }
    tree["__init__.py"] = package(program.scopes, made_of)
    tree["manifest.json"] = manifest_text(manifest(program, facts, files))
    tree["schema.json"] = json_schema(program, made_of)
    return dict(sorted(tree.items()))
