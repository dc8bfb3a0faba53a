"""The logic of a function as a text of our own, which is the same under every version of Python.

Idea. The syntax tree is written out as code again, in one spelling, with nothing that a version adds for
itself (``ast.dump``, ``ast.unparse`` and bytecode change with releases). Names that the function binds become
numbers, ``$0``, ``$1``; ``$$`` is the function itself; ``$name`` is one of its own whose spelling is logic.
Left out are the name of the function, its decorators, docstrings, annotations, ``pass`` and values that stand
alone: nothing of them is logic.

Example. ``def f(a): return a + b`` and ``def g(x): "Adds."; return x + b`` are both::

    def $$($0):
        return $0 + b

What stays: constants with their kinds, global names, attributes, keyword names, the order of statements
and of the entries of a dict (it is the order in which they are met). ``$`` stands in no other place: no name
has one, and texts have it escaped. Cost: linear in the tree, which is walked once.
"""

from __future__ import annotations

import ast
from typing import NamedTuple, Union

from ato.fingerprint.canon import _expressions, _scopes
from ato.fingerprint.canon._names import BY_NAME, Function, Scope
from ato.fingerprint.canon._operators import write
from ato.fingerprint.canon._statements import function, written
from ato.fingerprint.canon._writer import ANY, NONE, READ, Writer, is_idle

ALGORITHM = 2
"""Another number says that fingerprints are not to be compared."""

FORMS = {**_expressions.FORMS, **_scopes.FORMS}

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
    *,
    receiver: bool = False,
) -> Canonical:
    """The logic of a function or class.

    ``own_name`` is the name by which it can call itself, None if it has none; ``captured`` are names of the
    functions around it; ``decorators`` are those that count; ``receiver`` says that it is a method.
    """
    around = Scope(None)
    around.names.update(captured)
    w = Writer(around, FORMS)
    for decorator in decorators:
        w.out.append("@")
        write(w, decorator)
        w.out.append("\n")

    def name() -> None:
        w.out.append("$$")

    if isinstance(node, ast.ClassDef):
        written(w, node, name)
    else:
        function(w, node, name, receiver=receiver)
    return _Finish(w, around, own_name).done()


class _Finish:
    """Puts names in their places, now that it is known whose they are."""

    def __init__(self, w: Writer, around: Scope, own_name: str | None) -> None:
        self._w = w
        self._around = around
        self._own = own_name
        self._names: list[str] = []
        met = {each[1] for each in w.met}
        self._is_spelled = not BY_NAME.isdisjoint(met)
        self._keep(met)

    def _keep(self, met: set[str]) -> None:
        """Keep the spelling of parameters that calls may name; the outermost function counts if it recurs."""
        w = self._w
        is_recursive = self._own is not None and (self._own in w.attributes or self._own in met)
        root = w.nested[0] if w.nested and w.nested[0].outer is self._around else None
        for scope in w.nested:
            if scope is not root or is_recursive:
                names = frozenset(scope.parameters)
                scope.kept = names if w.is_open else names & w.keywords

    def done(self) -> Canonical:
        """The text and all that belongs to it."""
        spelled = self._spelled
        text = "".join(
            [
                piece if isinstance(piece, str) else piece[0].known.get(piece[1]) or spelled(*piece)
                for piece in self._w.out
            ]
        )
        references = self._references()
        return Canonical(text, tuple(self._names), references, tuple(dict.fromkeys(self._w.dynamic)))

    def _spelled(self, scope: Scope, name: str) -> str:
        known = scope.known.get(name)
        if known is None:
            known = scope.known[name] = self._meant(scope, name)
        return known

    def _meant(self, scope: Scope, name: str) -> str:
        """A number, the function itself, or what is called so around it."""
        owner = scope.owner(name)
        if owner is None:
            return "$$" if name == self._own else name
        if owner.is_class or name in owner.kept or self._is_spelled:
            return f"${name}"
        number = owner.numbers.get(name)
        if number is None:
            number = owner.numbers[name] = f"${len(self._names)}"
            self._names.append(name)
        return number

    def _references(self) -> tuple[Reference, ...]:
        found: dict[tuple[str, tuple[str, ...]], Reference] = {}
        passed = ANY if self._w.is_open else frozenset(self._w.keywords)
        for scope, name, attributes, use, keywords in dict.fromkeys(self._w.met):
            unnamed = passed if use == READ else NONE
            words = unnamed if keywords is None else keywords
            reference = self._reference(scope, name, attributes, use, words)
            if reference is not None:
                key = reference.root, attributes
                before = found.get(key, reference)
                most = max(before.use, use)
                found[key] = before._replace(use=most, keywords=before.keywords | words)
        return tuple(found.values())

    def _reference(
        self, scope: Scope, name: str, attributes: tuple[str, ...], use: int, keywords: frozenset[str]
    ) -> Reference | None:
        """What a name refers to; None where it is one of the function's own that tells nothing."""
        if name == "super()":
            return Reference(name, name, attributes, "super", use, keywords)
        owner = scope.owner(name)
        origin = ""
        if owner is None:
            kind = "" if name == self._own else "global"
        elif owner is self._around:
            kind = "captured"
        elif name == owner.receiver:
            kind = "self" if attributes else ""
        elif name in owner.imported:
            kind, origin = "import", owner.imported[name]
        else:
            kind = "local" if use and not owner.is_class and name not in owner.made else ""
        if not kind:
            return None
        return Reference(self._spelled(scope, name), name, attributes, kind, use, keywords, origin)
