"""Pages: one template, filled with values and never with markup. Everything in it is escaped by Jinja.

A page loads nothing: its policy (``Content-Security-Policy``) forbids it, whatever a name in it may say.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ato.why.pages._plot import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH
from ato.why.words._fit import cut
from ato.why.words._phrases import shortened

if TYPE_CHECKING:
    from ato.why.conclusions._answer import Answer

TEMPLATE = Path(__file__).parent / "templates" / "report.html.j2"
DIFF_LINES = 400
"""How many lines of a diff are shown."""
SHORT = 40
"""Columns of a name where the whole of it stands elsewhere on the page."""
GEOMETRY = {
    "width": WIDTH,
    "height": HEIGHT,
    "left": LEFT,
    "right": WIDTH - RIGHT,
    "top": TOP,
    "bottom": HEIGHT - BOTTOM,
}


def page_of(answer: Answer) -> str:
    """A page with one answer."""
    a, b = answer.comparison.a, answer.comparison.b
    title = f"Why {a.project}/{a.name} and {b.project}/{b.name} differ"
    return filled(title=title, answers=[answer], runs=[])


def filled(**values: Any) -> str:
    """The template with these values."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    filters = cast("dict[str, object]", environment.filters)
    filters |= {"diff_class": _diff_class, "diff_lines": _diff_lines, "short": _short}
    empty: dict[str, Any] = {
        "plots": [],
        "more_plots": 0,
        "keys": [],
        "more_keys": "",
        "more_metrics": 0,
        "graph": None,
        "data": {},
        "summary": {},
    }
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    text = template.render(**{**empty, **values}, geometry=GEOMETRY)
    return text.encode("utf-8", "replace").decode()


def _diff_lines(diff: str) -> list[str]:
    return shortened(diff, DIFF_LINES).split("\n")


def _short(name: str) -> str:
    return cut(name, SHORT)


def _diff_class(line: str) -> str:
    return {"+": "added", "-": "removed", "@": "place"}.get(line[:1], "")
