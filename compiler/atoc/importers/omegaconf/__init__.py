"""OmegaConf's YAML files: each becomes a scope of its own, its values the defaults of the fields.

    tree.py      a file as values with places: merge keys written out, interpolations in parts
    naming.py    which mappings are structs, and the path of ours for each path of theirs
    meaning.py   what stands at a path, as an expression with its type; what interpolations mean is told by
                 the ``meaning.py`` and ``resolvers.py`` that Hydra's importer uses too
    fields.py    values as fields

    lr: 0.1                       lr: {type: float, default: 0.1}
    run: ${model.name}_${lr}      run: {type: str, default: "${model.name}_${lr}"}
    data_dir: ???                 data_dir: {type: any, input: true}

What is worked out from other values is a computed default, so that it follows overrides as it does in
OmegaConf. A value that cannot be said is left as an input: a run that needs it has to give it, and is not
given something else instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from atoc.importers.carried import Carried, Left
from atoc.importers.mapping import mapping
from atoc.importers.names import identifier
from atoc.importers.omegaconf.fields import fields
from atoc.importers.omegaconf.tree import read
from atoc.importers.remarks import remarks
from atoc.span import SourceFile


def carry(files: Sequence[SourceFile], start: str, scope: str) -> Carried:
    """The documents of these files, one a file; raises ``Refused`` where one holds no mapping.

    A file that is named alone gives the scope of this name; those of a folder give scopes after their own.
    """
    documents: dict[str, object] = {}
    left: list[Left] = []
    for file in files:
        name = scope if file.path == start else identifier(PurePosixPath(file.path).stem, "scope")
        documents[f"{name}.yaml"] = _document(file, name, left)
    return Carried(documents, tuple(left))


def _document(file: SourceFile, scope: str, left: list[Left]) -> dict[str, object]:
    mapping(file)  # what is broken is refused before comments are looked for
    said = remarks(file)
    tree = read(file, said, left)
    first = min((entry.key.line for entry in tree.entries.values()), default=1)
    doc = said.on_top(first)
    return {"scope": scope, **({"doc": doc} if doc else {}), "fields": fields(tree, scope, left)}
