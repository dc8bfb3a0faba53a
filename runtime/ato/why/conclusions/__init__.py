"""Why two runs differ, concluded from facts alone: a verdict, causes in order, and what is no cause.

``_causes`` is the entry and says how causes are ranked, ``_answer`` what an answer holds. A cause comes from
``_config``, ``_code``, ``_course`` or ``_surroundings``; ``_results`` tells what came of it, ``_ruled_out``
what is no cause and what nothing is known of.
"""
