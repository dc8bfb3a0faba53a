"""From documents to the typed program: names bound, types and values read, expressions checked.

    merge          all documents as one, every name once       declared.py names.py
    bind_structs   types, classes, defaults                    drafts.py recursion.py structs.py
    bind_scope     fields by path, computed defaults, views    scopes.py paths.py views.py chains.py groups.py
    bind_searches  what is searched, and in which space        searches.py dimensions.py methods.py

What is broken is found once and then left out in silence; ``findings.py`` words what this room sees.
"""

from atoc.resolve.findings import RULES
from atoc.resolve.resolve import resolve

__all__ = ["RULES", "resolve"]
