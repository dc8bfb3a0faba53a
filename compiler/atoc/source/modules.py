"""Python modules as they stand on disk: what ``read`` gives of one, without importing anything."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModuleSource:
    """The source of a module, or of its stub. ``package`` is what its relative imports begin from."""

    name: str
    package: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ModuleOpaque:
    """A module that is there, or may be, and cannot be read as source: compiled, built in, in an archive."""


@dataclass(frozen=True, slots=True)
class ModuleMissing:
    """There is no such module. ``known`` are the names beside which it was looked for."""

    known: tuple[str, ...] = ()


ModuleText = ModuleSource | ModuleOpaque | ModuleMissing
