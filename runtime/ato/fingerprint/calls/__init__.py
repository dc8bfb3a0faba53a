"""What a function reaches by calling, followed by name to the border of the project.

``_graph`` walks; ``_target`` says what a name stands for, ``_resolve`` which names a body calls by,
``_values`` which values it takes in, ``_project`` where the project ends, ``_digest`` gives one digest to
functions that call each other in circles. ``_value`` is the finding: a ``CodeFingerprint`` and its calls.
"""
