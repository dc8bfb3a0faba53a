"""Why two runs differ: what is known of both, side by side, and which of it is the likely cause.

``compare`` reads the store, ``causes`` draws conclusions, renderers print them; nothing is asked twice.

    facts         what the store has of both, part by part, digests first
    words         words that all renderings use
    conclusions   the verdict, the causes in order, what came of it, what is ruled out
    rendering     text, JSON, Markdown, side by side
    pages         HTML: one answer, or several runs with plots and lineage

Entering the room loads nothing; reading one of its names does.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.why.conclusions._answer import Answer, Cause
    from ato.why.conclusions._causes import causes
    from ato.why.facts._compare import compare
    from ato.why.facts._values import Comparison
    from ato.why.pages._report import report

__all__ = ["Answer", "Cause", "Comparison", "causes", "compare", "report"]

_HOME = {
    "Answer": "conclusions._answer",
    "Cause": "conclusions._answer",
    "Comparison": "facts._values",
    "causes": "conclusions._causes",
    "compare": "facts._compare",
    "report": "pages._report",
}


def __getattr__(name: str) -> object:
    """What the room offers, each loaded when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module 'ato.why' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"ato.why.{_HOME[name]}"), name)
