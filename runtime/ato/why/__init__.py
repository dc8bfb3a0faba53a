"""Why two runs differ: what is known of both, side by side, and which of it is the likely cause.

``compare`` reads the store, ``causes`` draws conclusions, renderers print them; nothing is asked twice.

    facts        _facts (values), _compare (all parts), _config, _code, _outputs, _metrics, _surroundings,
                 _artifacts, _weights (of facts of the environment)
    conclusions  _answer (values), _causes (all of them, ranked), _cause_config, _cause_code, _cause_rest,
                 _results, _ruled_out, _phrases, _fit (of texts in columns)
    rendering    _text, _markdown, _data (JSON), _sides (side by side), _page (HTML), _report, _plot, _lineage

Entering the room loads nothing; reading one of its names does.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.why._answer import Answer, Cause
    from ato.why._causes import causes
    from ato.why._compare import compare
    from ato.why._facts import Comparison
    from ato.why._report import report

__all__ = ["Answer", "Cause", "Comparison", "causes", "compare", "report"]

_HOME = {
    "Answer": "_answer",
    "Cause": "_answer",
    "Comparison": "_facts",
    "causes": "_causes",
    "compare": "_compare",
    "report": "_report",
}


def __getattr__(name: str) -> object:
    """What the room offers, each loaded when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module 'ato.why' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"ato.why.{_HOME[name]}"), name)
