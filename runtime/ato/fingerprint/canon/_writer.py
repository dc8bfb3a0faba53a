"""The text of a function while it is written: pieces, the scope that it is at, and what it refers to.

A piece is a text or a name with the scope it stands in. Which name is whose is only known at the end, so
names are put in place then: a tree is walked once.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any, Union

from ato.fingerprint.canon._names import Scope

READ, CALLED, CHANGED = 0, 1, 2
"""What is done to what a name stands for: it is read, called, or written to."""

Piece = Union[str, "tuple[Scope, str]"]


ANY = frozenset(("**",))
"""The names by which arguments are passed where ``**`` passes any."""
NONE: frozenset[str] = frozenset()


Met = tuple[Scope, str, "tuple[str, ...]", int, "frozenset[str] | None"]
"""A scope, a name met in it, the attributes asked of it, what is done to it, and the names by which a call of
it passes arguments; None where it is not called. A plain tuple, since there are many."""


Forms = Mapping["type[ast.AST]", "Callable[[Writer, Any, int], None]"]
"""How each kind of expression is written; the number says how tightly its place holds."""


class Writer:
    """Collects the pieces of one function or class; ``forms`` say how each kind of expression is written.

    ``keywords`` are the names by which arguments are passed anywhere in it, ``is_open`` says that ``**``
    passes any.
    """

    __slots__ = (
        "attributes",
        "dynamic",
        "forms",
        "indent",
        "is_open",
        "keywords",
        "met",
        "nested",
        "out",
        "scope",
    )

    def __init__(self, scope: Scope, forms: Forms) -> None:
        self.scope = scope
        self.forms = forms
        self.out: list[Piece] = []
        self.indent = "\n"
        self.met: list[Met] = []
        self.dynamic: list[str] = []
        self.keywords: set[str] = set()
        self.attributes: set[str] = set()
        self.nested: list[Scope] = []
        self.is_open = False

    def enter(self, *, is_class: bool = False, is_comprehension: bool = False) -> Scope:
        """Go into a new scope; gives the one to come back to."""
        before = self.scope
        scope = Scope(before.around())
        scope.is_class = is_class
        scope.is_comprehension = is_comprehension
        self.scope = scope
        return before

    def name(self, name: str) -> None:
        """Write a name by what it means."""
        self.out.append((self.scope, name))

    def bound(self, name: str) -> None:
        """Write a name that is bound here."""
        scope = self.scope
        scope.bind(name)
        self.out.append((scope, name))
        if name in scope.elsewhere:
            self.met.append((scope, name, (), CHANGED, None))

    def read(self, name: str, attributes: tuple[str, ...] = (), use: int = READ) -> None:
        """Note that a name is used, with the attributes that are asked of it."""
        self.met.append((self.scope, name, attributes, use, None))

    def line(self, text: str = "") -> None:
        """Begin a line."""
        self.out.append(self.indent + text)

    def deeper(self) -> str:
        """Indent what follows; gives the indentation to come back to."""
        before = self.indent
        self.indent = before + "    "
        return before


MOST = 1 << 256
"""Integers beyond it are written in hexadecimal, since Python refuses long ones in decimal."""


def is_idle(statement: ast.stmt) -> bool:
    """Whether a statement does nothing: ``pass``, a docstring or another value that stands alone."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.Pass)


def escaped(text: str) -> str:
    """A text between double quotes, in ASCII, the same under every version of Python."""
    written = text.encode("unicode_escape", "surrogatepass").decode("ascii")
    return written.replace('"', '\\"').replace("$", "\\x24")


def constant(value: object) -> str:
    """A constant of the source, with its kind; ``$`` stands in none, since it marks names."""
    if type(value) is str:
        return f'"{escaped(value)}"'
    if type(value) is int and -MOST < value < MOST:
        return str(value)
    if isinstance(value, bool) or value is None:
        return str(value)
    if value is Ellipsis:
        return "..."
    if isinstance(value, int):
        return hex(value)
    if isinstance(value, complex):
        return f"{_real(value.imag)}j"
    if isinstance(value, float):
        return _real(value)
    return ascii(value).replace("$", "\\x24")


def _real(value: float) -> str:
    return "1e309" if value == float("inf") else repr(value)
