"""The logic of a function as a text of our own, which is the same under every version of Python.

Idea. The syntax tree is written out as code again, in one spelling, with nothing that a version adds for
itself (``ast.dump``, ``ast.unparse`` and bytecode change with releases). Names that the function binds become
numbers, ``$0``, ``$1``; ``$$`` is the function itself; ``$name`` is a name of its own whose spelling is logic.
Left out are the name of the function, its decorators, docstrings, annotations, ``pass`` and values that stand
alone: nothing of them is logic.

Example. ``def f(a): return a + b`` and ``def g(x): "Adds."; return x + b`` are both::

    def $$($0):
        return $0 + b

What stays: constants with their kinds, global names, attributes, keyword names, the order of statements
and of the entries of a dict (it is the order in which they are met). ``$`` stands in no other place, as it does
in no name and is escaped in texts. Cost: linear in the tree, which is walked once.
"""

from __future__ import annotations

import ast
from typing import NamedTuple, Union

from ato.fingerprint._canon_expressions import write
from ato.fingerprint._canon_statements import function, written
from ato.fingerprint._canon_writer import ANY, READ, Met, Writer, is_idle
from ato.fingerprint._names import Function, Scope

ALGORITHM = 2
"""Another number says that fingerprints are not to be compared."""

__all__ = ["ALGORITHM", "Canonical", "Reference", "canonical", "is_idle"]


class Reference(NamedTuple):
    """What code refers to, and how: a name that it does not bind by itself, with attributes asked of it.

    ``root`` is the name as it stands in the text, ``name`` as it is spelled. ``kind`` is ``global``,
    ``captured`` (of a function around), ``self`` (the first parameter of a method), ``super``, ``import``
    (inside the function; ``origin`` says of what), or ``local``, of what is called and cannot be followed.
    ``keywords`` are the names by which arguments may be passed to it, ``**`` among them if any may.
    """

    root: str
    name: str
    attributes: tuple[str, ...]
    kind: str
    use: int
    keywords: frozenset[str]
    origin: str = ""

    @property
    def text(self) -> str:
        """As it stands in the text."""
        return ".".join((self.root, *self.attributes))

    @property
    def spelled(self) -> str:
        """As it stands in the source."""
        return ".".join((self.name, *self.attributes))


class Canonical(NamedTuple):
    """The logic of one function or class: its text, how its own names are spelled, what it refers to.

    ``dynamic`` are calls that reach something by a text.
    """

    text: str
    names: tuple[str, ...]
    references: tuple[Reference, ...]
    dynamic: tuple[str, ...]


def canonical(
    node: Union[Function, ast.ClassDef],
    own_name: str | None,
    captured: frozenset[str] = frozenset(),
    decorators: tuple[ast.expr, ...] = (),
    receiver: bool = False,  # noqa: FBT001, FBT002
) -> Canonical:
    """The logic of a function or class.

    ``own_name`` is the name by which it can call itself, None if it has none; ``captured`` are names of the
    functions around it; ``decorators`` are those that count; ``receiver`` says that it is a method.
    """
    around = Scope(None)
    around.names.update(captured)
    w = Writer(around)
    for decorator in decorators:
        w.out.append("@")
        write(w, decorator)
        w.out.append("\n")

    def name() -> None:
        w.out.append("$$")

    if isinstance(node, ast.ClassDef):
        written(w, node, name)
    else:
        function(w, node, name, receiver)
    return _Finish(w, around, own_name).done()


class _Finish:
    """Puts names in their places, now that it is known whose they are."""

    def __init__(self, w: Writer, around: Scope, own_name: str | None) -> None:
        self._w = w
        self._around = around
        self._own = own_name
        self._names: list[str] = []
        self._keep()

    def _keep(self) -> None:
        """Keep the spelling of parameters that calls may name; the outermost function counts if it recurs."""
        w = self._w
        is_recursive = self._own is not None and (
            self._own in w.attributes or any(met.name == self._own for met in w.met)
        )
        root = w.nested[0] if w.nested and w.nested[0].outer is self._around else None
        for scope in w.nested:
            if scope is not root or is_recursive:
                names = frozenset(scope.parameters)
                scope.kept = names if w.is_open else names & w.keywords

    def done(self) -> Canonical:
        """The text and all that belongs to it."""
        parts: list[str] = []
        for piece in self._w.out:
            parts.append(piece if isinstance(piece, str) else self._spelled(*piece))
        references = self._references()
        text = "".join(parts)
        return Canonical(text, tuple(self._names), references, tuple(dict.fromkeys(self._w.dynamic)))

    def _spelled(self, scope: Scope | None, name: str) -> str:
        scope = scope or self._around
        known = scope.known.get(name)
        if known is None:
            known = scope.known[name] = self._meant(scope, name)
        return known

    def _meant(self, scope: Scope, name: str) -> str:
        """A number, the function itself, or what is called so around it."""
        owner = scope.owner(name)
        if owner is None:
            return "$$" if name == self._own else name
        if owner.is_class or name in owner.kept or self._w.sees_names:
            return f"${name}"
        number = owner.numbers.get(name)
        if number is None:
            number = owner.numbers[name] = f"${len(self._names)}"
            self._names.append(name)
        return number

    def _references(self) -> tuple[Reference, ...]:
        found: dict[tuple[str, tuple[str, ...]], Reference] = {}
        passed = ANY if self._w.is_open else frozenset(self._w.keywords)
        for met in self._w.met:
            reference = self._reference(met, passed)
            if reference is not None:
                key = reference.root, reference.attributes
                before = found.get(key, reference)
                use, keywords = max(before.use, reference.use), before.keywords | reference.keywords
                found[key] = before._replace(use=use, keywords=keywords)
        return tuple(found.values())

    def _reference(self, met: Met, passed: frozenset[str]) -> Reference | None:
        scope, name, attributes, use, keywords = met
        if keywords is None:
            keywords = passed if use == READ else frozenset()

        def made(root: str, kind: str, origin: str = "") -> Reference:
            return Reference(root, name, attributes, kind, use, keywords, origin)

        scope = scope or self._around
        if name == "super()":
            return made(name, "super")
        owner = scope.owner(name)
        root = self._spelled(scope, name)
        if owner is None:
            return None if root == "$$" else made(root, "global")
        if owner is self._around:
            return made(root, "captured")
        if name == owner.receiver:
            return made(root, "self") if attributes else None
        if name in owner.imported:
            return made(root, "import", owner.imported[name])
        if use and not owner.is_class and name not in owner.made:
            return made(root, "local")
        return None
