"""From documents to the typed program: names bound, types and values read, expressions checked.

    merge          all documents as one, every name once    declared.py names.py resolvers.py
    infer          fields that only Python views write      inferred.py asked.py misspelt.py
    inherit        structs with the fields of their bases   extends.py narrowing.py
    bind_structs   types, classes, defaults                 drafts.py recursion.py structs.py parts.py
                                                            enums.py constraints.py told_apart.py variants.py
                                                            wholeness.py unplaced.py
    bind_scope     fields by path, computed defaults,       scopes.py paths.py defaults.py views.py
                   views and asserts                        equations.py chains.py groups.py asserts.py
                                                            beyond.py lists.py: what Python alone works out
                                                            shared.py: values that its keys share
                                                            across.py
    bind_searches  what is searched, and in which space     searches.py dimensions.py methods.py
    check_targets  structs beside what they configure       targets.py

``resolve.py`` has the order of these steps. All of them read values by ``values.py`` and expressions by
``expressions.py`` and ``rebind.py``, and put things after what they need by ``order.py``. What is broken is
found once and then left out in silence; ``findings.py`` words what this room sees.
"""

from atoc.resolve.beyond import otherwise_in_python
from atoc.resolve.findings import RULES
from atoc.resolve.resolve import resolve
from atoc.resolve.targets import targets

__all__ = ["RULES", "otherwise_in_python", "resolve", "targets"]
