"""Where the content of a config goes: the rule of Hydra's packages.

A config goes below what named it, under the path of its group; ``@pkg`` in the defaults list says where
instead, and the header of the config goes before the group, but after ``@pkg``. A package that begins with
``_global_`` counts from the top.
"""

from __future__ import annotations

TOP = "_global_"
HERE = "_here_"
GROUP = "_group_"

Package = tuple[str, ...]


def outer_package(parent: Package, given: str | None, group: str) -> Package:
    """The package of a line of a defaults list, whatever the header of the config says."""
    return _below(parent, group if given is None else given, group)


def inner_package(parent: Package, given: str | None, group: str, header: str | None) -> Package:
    """The package of a config: of its line, or else of its header, or else of its group."""
    if given is not None or header is None or header == GROUP:
        return outer_package(parent, given, group)
    return _below((), header, group)


def key_of(group: str, package: Package) -> str:
    """What a group is called on Hydra's command line: ``db``, or ``db@source`` under another package."""
    usual = group.replace("/", ".")
    whole = ".".join(package)
    return group if whole == usual else f"{group}@{whole or TOP}"


def _below(parent: Package, written: str, group: str) -> Package:
    """A package as it is written, below that of the config that names it."""
    dotted = "" if written == HERE else written.strip("/").replace("/", ".")
    dotted = dotted.replace(GROUP, group.strip("/").replace("/", "."))
    steps = tuple(step for step in dotted.split(".") if step)
    whole = (*parent, *steps)
    if TOP not in whole:
        return whole
    last = len(whole) - 1 - whole[::-1].index(TOP)
    return whole[last + 1 :]
