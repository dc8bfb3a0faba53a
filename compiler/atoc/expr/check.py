"""The static typing of expressions, operand by operand.

Every part of an expression has a type before it is ever evaluated. A part that is ill typed yields one
finding and no type, and what stands above it is let through in silence; its sides are still looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from typing_extensions import assert_never

import ato.config as ato
from atoc.expr.context import TypeOf, Typing, not_a_method, not_callable
from atoc.expr.declared import Resolver, Resolvers, with_plain_read
from atoc.expr.expression import Expression
from atoc.expr.findings import BAD_EXPRESSION, OPERAND_TYPES, UNKNOWN_FIELD
from atoc.expr.formats import Place, UnformattableError, pieces_of, refuse_miscounted, wanted
from atoc.expr.functions import FUNCTIONS, TEXTUAL, Function, Refused, is_of
from atoc.expr.kinds import Existence, always, lacking
from atoc.expr.methods import METHODS, TextMethod
from atoc.expr.narrow import NOTHING, Facts, facts_if
from atoc.expr.operators import (
    Typed,
    binary_type,
    index_type,
    objection,
    relation_type,
    unary_type,
)
from atoc.expr.slices import slice_type
from atoc.expr.tree import (
    Absent,
    Binary,
    Call,
    Comparison,
    Conditional,
    Constant,
    DictDisplay,
    Display,
    Index,
    Logic,
    Method,
    Name,
    Parsed,
    Slice,
    Template,
    Tree,
    Unary,
    names_of,
)
from atoc.findings import Passed
from atoc.types import NEVER, assignable, join, join_all

MAX_TYPE = 120
"""Characters of a type that a message shows."""

NO_RESOLVERS: Mapping[str, Resolver] = {}


def check(
    parsed: Parsed,
    type_of: TypeOf,
    known: Iterable[str],
    resolvers: Resolvers = NO_RESOLVERS,
    given: Facts = NOTHING,
    existence: Callable[[str], Existence] = always,
) -> Passed[Expression | None]:
    """The typed expression. ``type_of`` gives the type of a field by its path, None for what is no field.

    ``known`` lists the paths of all fields, for the nearest name; ``resolvers`` are those that the program
    declares; ``given`` is what is known of fields wherever the expression is worked out, and ``existence``
    where fields of variants exist. None comes with findings: ATC104 for names that are no fields or may not
    be there, ATC401 for unknown functions, ATC402 for types that do not go together.
    """
    tree = with_plain_read(parsed.tree, resolvers)
    typing = Typing(type_of, tuple(known), resolvers, given, existence)
    type = _type(tree, typing)
    if type is None or typing.findings:
        return Passed(None, tuple(typing.findings))
    narrowed = tuple(typing.narrowed)
    return Passed(Expression(parsed.text, tree, type, names_of(tree), parsed.span, narrowed))


def expect(expression: Expression, target: ato.Type) -> str | None:
    """Why a field of type ``target`` does not take the expression; None if it does."""
    if assignable(expression.type, target):
        return None
    return f"the expression is of type {_short(expression.type)}, and {_short(target)} is expected"


def _short(type: ato.Type) -> str:
    text = str(type)
    return text if len(text) <= MAX_TYPE else text[: MAX_TYPE - 1] + "…"


def _type(tree: Tree, typing: Typing) -> ato.Type | None:  # noqa: C901 (a case for each kind of node)
    match tree:
        case Constant():
            return _constant(tree)
        case Name():
            return _name(tree, typing)
        case Unary():
            operand = _type(tree.operand, typing)
            return None if operand is None else typing.settle(unary_type(tree, operand))
        case Binary():
            left, right = _type(tree.left, typing), _type(tree.right, typing)
            if left is None or right is None:
                return None
            return typing.settle(binary_type(tree, left, right))
        case Comparison():
            return _comparison(tree, typing)
        case Logic():
            return _logic(tree, typing)
        case Conditional():
            return _conditional(tree, typing)
        case Index():
            base, index = _type(tree.base, typing), _type(tree.index, typing)
            if base is None or index is None:
                return None
            return typing.settle(index_type((tree.base, base), (tree.index, index)))
        case Slice():
            return _slice(tree, typing)
        case Method():
            return _method(tree, typing)
        case Call():
            return _call(tree, typing)
        case Template():
            return _template(tree, typing)
        case Display():
            return _operand(tree, typing)[0]
        case DictDisplay():
            return _dict(tree, typing)
        case Absent():
            return NEVER
        case _:
            assert_never(tree)


def _all(trees: Iterable[Tree], typing: Typing) -> list[ato.Type] | None:
    types = [_type(tree, typing) for tree in trees]
    found = [type for type in types if type is not None]
    return found if len(found) == len(types) else None


def _constant(tree: Constant) -> ato.Type:
    match tree.value:
        case None:
            return ato.NULL
        case float():
            return ato.FLOAT
        case value:
            return ato.Literal(value)


def _name(tree: Name, typing: Typing) -> ato.Type | None:
    type = typing.type_of(tree.path)
    if type is not None:
        typing.findings.extend(lacking(tree, typing.existence(tree.path), typing.facts, typing.type_of))
        return typing.narrow(tree.path, type)
    inner = [path for path in typing.known if path.startswith(tree.path + ".")]
    if inner:
        message = f"'{tree.path}' is a struct, and an expression reads single fields"
        help: tuple[str, ...] = (f"name one of its fields, such as {inner[0]}",)
    else:
        message = f"'{tree.path}' is not a field of this scope"
        help = tuple(ato.suggestion(tree.path, typing.known))
    typing.findings.append(UNKNOWN_FIELD.at(tree.span, message, key=tree.path, help=help))
    return None


def _comparison(tree: Comparison, typing: Typing) -> ato.Type | None:
    operands = [_operand(operand, typing) for operand in tree.operands]
    sound = True
    for index, (left, relation, right) in enumerate(tree.links()):
        (one, _), (other, items) = operands[index], operands[index + 1]
        if one is None or other is None:
            sound = False
        elif relation in ("in", "not in") and isinstance(right, Display):
            compared = (left, typing.widened(left, one))
            outcomes = [typing.settle(relation_type(compared, "==", item)) for item in items]
            sound = None not in outcomes and sound
        else:
            if relation in ("==", "!=", "in", "not in"):
                one, other = typing.widened(left, one), typing.widened(right, other)
            outcome = relation_type((left, one), relation, (right, other))
            sound = typing.settle(outcome) is not None and sound
    return ato.BOOL if sound else None


def _operand(tree: Tree, typing: Typing) -> tuple[ato.Type | None, tuple[Typed, ...]]:
    """The type of an operand, and its items with their types where they are written out."""
    if not isinstance(tree, Display):
        return _type(tree, typing), ()
    types = _all(tree.items, typing)
    if types is None:
        return None, ()
    return _display(tree, types), tuple(zip(tree.items, types, strict=True))


def _logic(tree: Logic, typing: Typing) -> ato.Type | None:
    sound = True
    for operand in tree.operands:
        sound = _condition(operand, f"'{tree.operator}'", typing) and sound
        typing = typing.knowing(facts_if(operand, outcome=tree.operator == "and"))
    return ato.BOOL if sound else None


def _condition(tree: Tree, taker: str, typing: Typing) -> bool:
    type = _type(tree, typing)
    if type is not None and not is_of(type, ato.BOOL):
        typing.object(objection((tree, type), taker, "a condition"))
        return False
    return type is not None


def _conditional(tree: Conditional, typing: Typing) -> ato.Type | None:
    sound = _condition(tree.condition, "'if'", typing)
    then = _type(tree.then, typing.knowing(facts_if(tree.condition, outcome=True)))
    otherwise = _type(tree.otherwise, typing.knowing(facts_if(tree.condition, outcome=False)))
    if not sound or then is None or otherwise is None:
        return None
    return join(then, otherwise)


def _call(tree: Call, typing: Typing) -> ato.Type | None:
    function = typing.function(tree.function)
    types = _all(tree.arguments, typing)
    if function is None or (tree.is_asked and tree.function in FUNCTIONS):
        typing.findings.append(not_callable(tree, typing))
        return None
    return _applied(tree, tree.function, function, types, typing)


def _applied(
    tree: Call | Method,
    name: str,
    taker: Function | TextMethod,
    types: list[ato.Type] | None,
    typing: Typing,
) -> ato.Type | None:
    if not taker.least <= len(tree.arguments) <= taker.most:
        message = f"'{name}' is given {_count(len(tree.arguments))}"
        typing.findings.append(OPERAND_TYPES.at(tree.span, message, help=(f"write {taker.usage}",)))
        return None
    if types is None:
        return None
    outcome = taker.type(tuple(types))
    if not isinstance(outcome, Refused):
        return outcome
    operand = (tree.arguments[outcome.index], types[outcome.index])
    typing.object(objection(operand, f"'{name}'", outcome.wanted))
    return None


def _slice(tree: Slice, typing: Typing) -> ato.Type | None:
    base, bounds = _type(tree.base, typing), _all(tree.bounds, typing)
    if base is None or bounds is None:
        return None
    return typing.settle(slice_type(tree, base, tuple(zip(tree.bounds, bounds, strict=True))))


def _method(tree: Method, typing: Typing) -> ato.Type | None:
    base, types = _type(tree.base, typing), _all(tree.arguments, typing)
    method = METHODS.get(tree.name)
    if method is None:
        typing.findings.append(not_a_method(tree.name, tree.name_span))
        return None
    if base is not None and not is_of(base, ato.STR):
        typing.object(objection((tree.base, base), f"'.{tree.name}()'", "text"))
        return None
    if tree.name == "format" and base is not None:
        return None if types is None else _format(tree, types, typing)
    result = _applied(tree, tree.name, method, types, typing)
    return None if base is None else result


def _format(tree: Method, types: list[ato.Type], typing: Typing) -> ato.Type | None:
    if not isinstance(tree.base, Constant):
        message = "'format' is asked of a text that is not written out"
        help = ("write '{:.3f}'.format(lr), with the text in quotes",)
        typing.findings.append(BAD_EXPRESSION.at(tree.name_span, message, help=help))
        return None
    try:
        pieces = pieces_of(str(tree.base.value))
        refuse_miscounted(pieces, len(types))
    except UnformattableError as error:
        typing.findings.append(OPERAND_TYPES.at(tree.base.span, error.message, help=(error.help,)))
        return None
    return _filled(tree, types, [piece for piece in pieces if isinstance(piece, Place)], typing)


def _filled(tree: Method, types: list[ato.Type], places: list[Place], typing: Typing) -> ato.Type | None:
    refused = [(place, words) for place in places if (words := wanted(place, types[place.index]))]
    for place, words in refused:
        typing.object(objection((tree.arguments[place.index], types[place.index]), "'format'", words))
    return None if refused else ato.STR


def _count(arguments: int) -> str:
    return f"{arguments or 'no'} argument{'s' if arguments != 1 else ''}"


def _template(tree: Template, typing: Typing) -> ato.Type | None:
    sound = True
    for part in tree.parts:
        if isinstance(part, str):
            continue
        type = _type(part, typing)
        if type is not None and not is_of(type, *TEXTUAL):
            typing.object(objection((part, type), "text around it", "a number, a bool, text or a path"))
            type = None
        sound = type is not None and sound
    return ato.STR if sound else None


def _display(tree: Display, types: Iterable[ato.Type]) -> ato.Type:
    match tree.kind:
        case "list":
            return ato.List(join_all(types))
        case "set":
            return ato.Set(join_all(types))
        case "tuple":
            return ato.Tuple(*types)
        case _:
            assert_never(tree.kind)


def _dict(tree: DictDisplay, typing: Typing) -> ato.Type | None:
    keys = _all((key for key, _ in tree.pairs), typing)
    values = _all((value for _, value in tree.pairs), typing)
    if keys is None or values is None:
        return None
    for (key, _), type in zip(tree.pairs, keys, strict=True):
        if not is_of(type, ato.STR):
            typing.object(objection((key, type), "a dict as a key", "text"))
            return None
    return ato.Dict(join_all(values))
