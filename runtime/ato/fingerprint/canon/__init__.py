"""Logic as canonical text: the same for the same logic, whatever Python runs it, however it is laid out.

``_canon`` is the entry; ``_statements``, ``_expressions``, ``_operators`` and ``_scopes`` say each node,
``_writer`` gathers what they say, ``_names`` tells which names are a function's own. ``_strip`` gives a tree
without what is no logic, for those who work on trees of their own.
"""
