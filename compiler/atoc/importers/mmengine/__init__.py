"""Configs of mmengine and OpenMMLab: a tree of files that build on each other by ``_base_`` as one scope.

    placeholders.py  what is replaced in the text of a file: `{{fileBasename}}`, `{{_base_.x}}`
    script.py        a Python file, statement by statement; ``evaluation.py`` of the room for expressions
    table.py         a YAML or JSON file
    tree.py          the files with their bases; values.py merges
    schema.py        the fields of all configs
    views.py         each config as a view that chains with its bases

Every config is a selection: naming its view gives what ``Config.fromfile`` gives, and ``null`` for keys that
only other configs have. ``type='ResNet'`` and the like are plain fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import dirname

from ato.config import Problem
from atoc.importers.carried import Carried, Left, Refused
from atoc.importers.mmengine.schema import schema
from atoc.importers.mmengine.tree import configs, wanted
from atoc.importers.mmengine.views import views
from atoc.span import SourceFile

__all__ = ["carry", "wanted"]


def carry(files: Sequence[SourceFile], start: str, scope: str) -> Carried:
    """One document with a view for each file; raises ``Refused`` for a circle of bases and the like."""
    if not files:
        raise Refused([Problem(start, "holds no config: files that end in .py, .yaml, .yml or .json")])
    left: list[Left] = []
    found = configs(files, left)
    known = schema(found.values(), left)
    plan, declared = views(found, known, start if start not in found else dirname(start))
    groups: dict[str, object] = {name: {} for name in dict.fromkeys(plan.groups.values())}
    document: dict[str, object] = {
        "scope": scope,
        "fields": known.fields(),
        **({"groups": groups} if groups else {}),
        "views": declared,
    }
    return Carried({f"{scope}.yaml": document}, tuple(left))
