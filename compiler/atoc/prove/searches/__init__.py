"""Search blocks (ATC801): whether every point of a space can be run.

``spaces.py`` asks; ``points.py`` and ``cuts.py`` say which points stand for all, ``rehearsal.py`` tries them,
``bad_points.py`` words the smallest that fails; ``ranges.py`` tells what a space leaves open.
"""
