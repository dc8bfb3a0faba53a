"""One call of ``add_argument``: its name, and what its keywords say, as values where they can be read."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass

from atoc.importers.argparse.parsers import Parser
from atoc.importers.evaluation import Names, evaluate, shown
from atoc.importers.terms import Untold

SUPPRESS = "SUPPRESS"


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument. ``dest`` is the attribute of the namespace; ``keywords`` are the expressions given."""

    parser: Parser
    call: ast.Call
    dest: str
    is_positional: bool
    keywords: Mapping[str, ast.expr]

    def has(self, keyword: str) -> bool:
        """Whether a keyword is given."""
        return keyword in self.keywords

    def value(self, keyword: str) -> object:
        """The value of a keyword, None where none is given; raises :class:`Untold` where it is not known."""
        node = self.keywords.get(keyword)
        return None if node is None else evaluate(node, self.known)

    def word(self, keyword: str) -> str:
        """The last name of a keyword's expression, as ``Path`` of ``pathlib.Path``; else its code."""
        node = self.keywords.get(keyword)
        if isinstance(node, ast.Attribute):
            return node.attr
        if isinstance(node, ast.Name):
            return node.id
        return "" if node is None else shown(node)

    @property
    def known(self) -> Names:
        """The names with known values where the call stands."""
        return self.parser.known_at(self.call)

    @property
    def action(self) -> str:
        """What the argument does; ``store`` where nothing is said."""
        node = self.keywords.get("action")
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        return self.word("action") or "store"

    @property
    def is_required(self) -> bool:
        """Whether a run has to give it."""
        if self.is_positional:
            return self.nargs not in ("?", "*") and not self.has("default")
        return self._may("required") is True

    @property
    def nargs(self) -> object:
        """How many words it takes; all that are left are ``*`` too. None where it is one, or not known."""
        nargs = "*" if self.word("nargs") == "REMAINDER" else self._may("nargs")
        return "*" if nargs == "..." else nargs

    def doc(self, default: object) -> str:
        """The help, without the default, which stands beside it."""
        text = self._may("help")
        if not isinstance(text, str):
            return ""
        text = re.sub(
            r"[\s,;(\[]*\bdefaults?(?: is| to)?\s*[:=]?\s*%\(default\)\w\s*[)\]]?", "", text, flags=re.I
        )
        known = {"default": default, "dest": self.dest, "type": self.word("type"), "prog": "the program"}
        text = re.sub(r"%\((\w+)\)\w", lambda found: str(known.get(found[1], self._may(found[1]))), text)
        return " ".join(text.replace("%%", "%").split())

    def _may(self, keyword: str) -> object:
        """The value of a keyword, None also where it is not known."""
        try:
            return self.value(keyword)
        except Untold:
            return None


def argument(parser: Parser, call: ast.Call) -> Argument:
    """What a call says; raises :class:`Untold` where its names are not written out."""
    known = parser.known_at(call)
    flags = [evaluate(each, known) for each in call.args]
    texts = [flag for flag in flags if isinstance(flag, str)]
    keywords = {each.arg: each.value for each in call.keywords if each.arg is not None}
    if len(texts) < len(flags) or len(keywords) < len(call.keywords):
        raise Untold("its names and keywords are known only when it runs")
    named = keywords.get("dest")
    dest = evaluate(named, known) if named is not None else _dest(texts)
    if not isinstance(dest, str) or not dest:
        raise Untold("it has no name")
    return Argument(parser, call, dest, not texts or not texts[0].startswith("-"), keywords)


def _dest(flags: list[str]) -> str:
    """The name that argparse derives: of the first long flag, or else of the first."""
    long = next((flag for flag in flags if flag.startswith("--")), flags[0] if flags else "")
    return long.lstrip("-").replace("-", "_") if long.startswith("-") else long
