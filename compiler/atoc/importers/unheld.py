"""Targets that structs cannot be held to, as where a package is not installed: taken out again, and told.

What a ``_target_`` names may be missing where atoc runs, or take other parameters than a config gives it. The
documents are right all the same, so such a target becomes a sentence of the doc.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeGuard

from atoc.findings import Finding
from atoc.importers.carried import Carried, Left

CODE = "ATC107"


def without_targets(carried: Carried, findings: Iterable[Finding]) -> Carried:
    """What was carried over, without the targets that these findings are about."""
    wrong = {finding.span: finding for finding in findings if finding.code == CODE}
    told = {target: finding for finding in wrong.values() if (target := _target(carried, finding))}
    documents = {name: _document(tree, told) for name, tree in carried.documents.items()}
    left = tuple(Left(None, f"target: {target}", finding.message) for target, finding in told.items())
    return replace(carried, documents=documents, left=(*carried.left, *left))


def _target(carried: Carried, finding: Finding) -> str | None:
    """The target that a finding names; the longest, where one is the beginning of another."""
    named = [
        target
        for tree in carried.documents.values()
        for struct in _types(tree).values()
        if (target := _of(struct)) and f"'{target}'" in finding.message
    ]
    return max(named, key=len, default=None)


def _types(tree: object) -> Mapping[str, object]:
    types = tree.get("types") if _is_mapping(tree) else None
    return types if _is_mapping(types) else {}


def _of(struct: object) -> str:
    target = struct.get("target") if _is_mapping(struct) else None
    return target if isinstance(target, str) else ""


def _document(tree: object, told: Mapping[str, Finding]) -> object:
    if not _is_mapping(tree) or not _types(tree):
        return tree
    return {**tree, "types": {name: _struct(each, told) for name, each in _types(tree).items()}}


def _struct(struct: object, told: Mapping[str, Finding]) -> object:
    target = _of(struct)
    if not _is_mapping(struct) or target not in told:
        return struct
    rest = {key: value for key, value in struct.items() if key not in ("target", "doc")}
    doc = " ".join(filter(None, (str(struct.get("doc", "")), f"Configures {target.replace(':', '.')}.")))
    return {"doc": doc, **rest}


def _is_mapping(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, Mapping)
