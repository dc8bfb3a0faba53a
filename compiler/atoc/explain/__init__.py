"""Answers to "who set this, and why": a manifest in, an answer out, and an answer as text.

``ladders`` tells everyone who can set a key, ``selected`` who set it in one selection, ``changed`` the same
for all that a selection changes, ``overview`` lists all keys. An answer is a frozen value; ``render`` has one
file a format. What only a run can know, ``ato.config`` works out.
"""

from atoc.explain.ladder import Ladder, Reader, Rung, ladders
from atoc.explain.overview import Line, Overview, overview
from atoc.explain.render import Answer, json, markdown, text
from atoc.explain.selection import Selected, changed, selected

__all__ = [
    "Answer",
    "Ladder",
    "Line",
    "Overview",
    "Reader",
    "Rung",
    "Selected",
    "changed",
    "json",
    "ladders",
    "markdown",
    "overview",
    "selected",
    "text",
]
