"""What is known where a part of an expression stands, and what has been found on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import ato.config as ato
from atoc.expr.declared import Resolvers, as_function
from atoc.expr.findings import BAD_EXPRESSION, OPERAND_TYPES
from atoc.expr.functions import FUNCTIONS, Function
from atoc.expr.kinds import Existence, always
from atoc.expr.methods import METHODS
from atoc.expr.narrow import Facts
from atoc.expr.operators import Objection, subject
from atoc.expr.resolvers import RESOLVERS, callable_named
from atoc.expr.tree import Call, Name, Tree
from atoc.findings import Finding
from atoc.span import Span
from atoc.syntax.guesses import respelling
from atoc.types import without_none

TypeOf = Callable[[str], "ato.Type | None"]


@dataclass(frozen=True, slots=True)
class Typing:
    """The fields, the resolvers that the program declares, and the facts that hold here; and the findings.

    ``existence`` tells where the fields of variants exist.
    ``evident`` are the fields that a type checker of Python sees not to be ``None``, and ``narrowed``
    collects those whose type is narrower than it may see.
    """

    type_of: TypeOf
    known: tuple[str, ...]
    resolvers: Resolvers
    facts: Facts
    existence: Callable[[str], Existence] = always
    evident: frozenset[str] = frozenset()
    findings: list[Finding] = field(default_factory=list[Finding])
    narrowed: dict[str, None] = field(default_factory=dict[str, None])

    def knowing(self, facts: Facts) -> Typing:
        """The same where a test of the expression itself has told these facts.

        Where they contradict what was known, nothing is ever read; the nearest test then decides alone.
        """
        evident = self.evident | (facts.present - facts.choices.keys())
        known = self.facts.both(facts)
        odd = [path for path in facts.paths if known.rule_out(path, self.type_of(path) or ato.ANY)]
        if odd:
            known = self.facts.without(odd).both(facts)
        return replace(self, facts=known, evident=evident)

    def function(self, name: str) -> Function | None:
        """What can be called by this name."""
        declared = self.resolvers.get(name)
        return callable_named(name) if declared is None else as_function(declared)

    def narrow(self, path: str, type: ato.Type) -> ato.Type:
        """The type that a field has here."""
        left = self.facts.narrowed(path, type)
        if left != type and (path not in self.evident or left != without_none(type)):
            self.narrowed[path] = None
        return left

    def widened(self, tree: Tree, type: ato.Type) -> ato.Type:
        """The type of an operand that is compared: of a field, whatever values of it have been ruled out."""
        declared = self.type_of(tree.path) if isinstance(tree, Name) else None
        if not isinstance(tree, Name) or declared is None:
            return type
        return without_none(declared) if tree.path in self.facts.present else declared

    def object(self, objection: Objection) -> None:
        """Find that an operand is not taken."""
        message = f"{subject(objection.tree)} {objection.message}"
        self.findings.append(OPERAND_TYPES.at(objection.tree.span, message, help=objection.help))

    def settle(self, outcome: ato.Type | Objection) -> ato.Type | None:
        """The type; None with a finding for an operand that is not taken."""
        if isinstance(outcome, Objection):
            self.object(outcome)
            return None
        return outcome


def not_callable(call: Call, typing: Typing) -> Finding:
    """That a function or resolver is called that there is not, and what to write."""
    name, span, declared = call.function, call.name_span, typing.resolvers
    owner, _, last = name.rpartition(".")
    if not call.is_asked:
        if owner and last not in FUNCTIONS and typing.type_of(owner) is not None:
            return not_a_method(last, span, f"{owner}.")
        return _no_function(name, span, (*FUNCTIONS, *RESOLVERS, *declared))
    help: tuple[str, ...]
    if typing.type_of(name) is not None:
        help = (f"write ${{{name}}}, or '{{:.3f}}'.format({name})",)
        return BAD_EXPRESSION.at(span, f"'{name}' is a field, not a resolver", help=help)
    if name in FUNCTIONS:
        help = (f"write {FUNCTIONS[name].usage}",)
        return BAD_EXPRESSION.at(span, f"'{name}' is a function, not a resolver", help=help)
    resolvers = (*RESOLVERS, *declared)
    help = ato.suggestion(name, resolvers) or ("the resolvers are " + " ".join(resolvers),)
    fix = respelling(name, span, ato.nearest(name, resolvers))
    return BAD_EXPRESSION.at(span, f"'{name}:' is not a resolver", help=help, fix=fix)


def not_a_method(name: str, span: Span, owner: str = "") -> Finding:
    """The same where a method of text is called that there is not; ``span`` covers ``owner`` too."""
    message = f"'{name}' is not a method of the expression language"
    help = tuple(ato.suggestion(name, METHODS)) or ("the methods of text are " + " ".join(METHODS),)
    near = [owner + method for method in ato.nearest(name, METHODS)]
    return BAD_EXPRESSION.at(span, message, help=help, fix=respelling(owner + name, span, near))


def _no_function(name: str, span: Span, known: Sequence[str]) -> Finding:
    message = f"'{name}' is not a function of the expression language"
    owner, _, last = name.rpartition(".")
    if owner and last in FUNCTIONS:
        return BAD_EXPRESSION.at(span, message, help=(f"write {last}",))
    near = ato.nearest(name, known)
    if owner and not near:
        fix = respelling(name, span, [f"{owner}.{method}" for method in ato.nearest(last, METHODS)])
        help = ato.suggestion(last, METHODS)
    else:
        help, fix = ato.suggestion(name, known), respelling(name, span, near)
    return BAD_EXPRESSION.at(
        span, message, help=help or ("the functions are " + " ".join(FUNCTIONS),), fix=fix
    )
