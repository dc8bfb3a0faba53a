"""From documents to the typed program: names bound, types and values read, expressions checked.

    merge          all documents as one, every name once       declared.py names.py
    inherit        structs with the fields of their bases      extends.py
    bind_structs   types, classes, defaults                    drafts.py recursion.py structs.py narrowing.py
    bind_scope     fields by path, computed defaults, views    scopes.py paths.py views.py chains.py groups.py
                   and asserts                                 asserts.py
    bind_searches  what is searched, and in which space        searches.py dimensions.py methods.py
    check_targets  structs beside what they configure          targets.py

What is broken is found once and then left out in silence; ``findings.py`` words what this room sees.
"""

from atoc.resolve.findings import RULES
from atoc.resolve.resolve import resolve
from atoc.resolve.targets import targets

__all__ = ["RULES", "resolve", "targets"]
