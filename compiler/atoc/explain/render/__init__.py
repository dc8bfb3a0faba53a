"""Answers as text for a terminal, as JSON and as Markdown: one file a format."""

from atoc.explain.render.answer import Answer
from atoc.explain.render.json import json
from atoc.explain.render.markdown import markdown
from atoc.explain.render.text import text

__all__ = ["Answer", "json", "markdown", "text"]
