"""Hydra: a folder of configs, with groups and defaults lists, becomes a scope with groups and views.

    carry.py        the whole way; entry.py where the configs are, as a script says
    tree.py         the configs of a folder: package, defaults list, content
    structured.py   dataclasses that a script registers, read without running it; annotations.py their types
    expand.py       the defaults lists followed through every option at once; packages.py where content goes
    writes.py       content as leaves with paths; values.py and expressions.py what stands there
    table.py        who sets what at a path, in the order of merging; choices.py in which runs
    settle.py       what of that is the default of a field, and what a view sets
    kinds.py        of which type it is; spelling.py how keys are called in expressions
    structs.py      fields, structs and variants; targets.py what they configure
    views.py        options as members of groups, experiments as views that chain; order.py their priorities
    takein.py       configs that one other names, as a part of its view
    naming.py       what groups and views are called

What Hydra decides for one choice of options is decided here for all of them at once: the walk follows every
option, and what becomes of a leaf hangs on which of those that set it a run can have.
"""

from atoc.importers.hydra.carry import carry

__all__ = ["carry"]
