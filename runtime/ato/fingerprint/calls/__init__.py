"""What a function reaches by calling, followed by name to the border of the project.

``_graph`` walks; ``_resolve`` takes a name that a body uses to what it leads to (``_outcome``): ``_along``
goes through modules and classes, ``_attributes`` knows what ``self`` holds, ``_target`` says what a value
stands for, ``_values`` which values count, ``_project`` where the project ends. ``_digest`` gives one digest
to functions that call each other in circles. ``_value`` is the finding: a ``CodeFingerprint`` and its calls.
"""
