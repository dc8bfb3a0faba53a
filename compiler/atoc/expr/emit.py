"""An expression as Python source, as a careful person would write it.

Only the parentheses that the precedence of Python asks for; the spacing and quotes that formatters leave
alone. Lists are tuples, sets frozensets and dicts ``ato.FrozenDict``, as all values in a config are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import IntEnum

from typing_extensions import assert_never

from atoc.expr.formats import pieces_of
from atoc.expr.methods import METHODS
from atoc.expr.power import form_of
from atoc.expr.resolvers import callable_named, lowered
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
    Relation,
    Slice,
    Template,
    Tree,
    Unary,
    is_identity,
    is_literal,
    is_written_out,
    is_written_sequence,
    literal_int,
    walk,
)
from atoc.types import mapping_source, set_source, source_of, string_source, tuple_source


class Level(IntEnum):
    """How tightly a form of Python binds; what binds less tightly is put in parentheses."""

    CONDITIONAL = 1
    OR = 2
    AND = 3
    NOT = 4
    COMPARISON = 5
    SUM = 6
    PRODUCT = 7
    SIGN = 8
    POWER = 9
    ATOM = 10


Source = tuple[str, Level]


def emit(tree: Tree, root: str = "c") -> str:
    """The Python expression of a tree, which reads fields as attributes of the name ``root``.

    Those of other scopes are attributes of the names of these scopes. It uses the names ``ato`` and those of
    :func:`imports`. Evaluated, it gives what ``evaluate`` gives. A function that is not of the language is
    called by its name, with ``root`` before its arguments.
    """
    return _source(tree, root)[0]


def imports(tree: Tree) -> frozenset[str]:
    """The modules of the standard library that the emitted expression uses by their names."""
    functions = (callable_named(node.function) for node, _ in walk(tree) if isinstance(node, Call))
    uses = any(function is not None and function.python.startswith("math.") for function in functions)
    return frozenset({"math"} if uses else ())


def _at(tree: Tree, root: str, level: Level) -> str:
    source, own = _source(tree, root)
    return source if own >= level else f"({source})"


def _source(tree: Tree, root: str) -> Source:  # noqa: C901 (a case for each kind of node)
    match tree:
        case Constant():
            return _constant(tree)
        case Name():
            return tree.path if tree.is_foreign else f"{root}.{tree.path}", Level.ATOM
        case Unary():
            return _unary(tree, root)
        case Binary():
            return _binary(tree, root)
        case Comparison():
            return _comparison(tree, root)
        case Logic():
            level = Level.OR if tree.operator == "or" else Level.AND
            parts = [_at(part, root, Level(level + 1)) for part in tree.operands]
            return f" {tree.operator} ".join(parts), level
        case Conditional():
            return _conditional(tree, root)
        case Index():
            return f"{_at(tree.base, root, Level.ATOM)}[{emit(tree.index, root)}]", Level.ATOM
        case Slice():
            return f"{_at(tree.base, root, Level.ATOM)}[{_bounds(tree, root)}]", Level.ATOM
        case Method():
            return _method(tree, root), Level.ATOM
        case Call():
            return _call(tree, root)
        case Template():
            return _template(tree, root)
        case Display():
            items = [emit(item, root) for item in tree.items]
            return (set_source(items) if tree.kind == "set" else tuple_source(items)), Level.ATOM
        case Absent():
            return "ato.MISSING", Level.ATOM
        case DictDisplay():
            pairs = ((emit(key, root), emit(value, root)) for key, value in tree.pairs)
            return mapping_source(pairs), Level.ATOM
        case _:
            assert_never(tree)


def _constant(tree: Constant) -> Source:
    source = source_of(tree.value)
    return source, Level.SIGN if source.startswith("-") else Level.ATOM


def _unary(tree: Unary, root: str) -> Source:
    if tree.operator == "not":
        return _negation(tree.operand, root)
    operand, level = _source(tree.operand, root)
    if level < Level.SIGN or level == Level.POWER:
        operand = f"({operand})"  # for a power only because formatters put it there
    return f"{tree.operator}{operand}", Level.SIGN


_OPPOSITE: dict[Relation, Relation] = {"==": "!=", "!=": "==", "in": "not in", "not in": "in"}
_MIRRORED: dict[Relation, Relation] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def _negation(operand: Tree, root: str) -> Source:
    match operand:
        case Unary(operator="not"):
            return _source(operand.operand, root)
        case Comparison(relations=(relation,)) if relation in _OPPOSITE:
            return _comparison(replace(operand, relations=(_OPPOSITE[relation],)), root)
        case _:
            return f"not {_at(operand, root, Level.NOT)}", Level.NOT


def _conditional(tree: Conditional, root: str) -> Source:
    then = _at(tree.then, root, Level.OR)
    condition = _at(tree.condition, root, Level.OR)
    return f"{then} if {condition} else {emit(tree.otherwise, root)}", Level.CONDITIONAL


def _binary(tree: Binary, root: str) -> Source:
    match tree.operator:
        case "**":
            return _power(tree, root)
        case "*" if is_written_sequence(tree.left) or is_written_sequence(tree.right):
            items, count = (
                (tree.left, tree.right) if is_written_sequence(tree.left) else (tree.right, tree.left)
            )
            return f"ato.bounded_repeat({emit(items, root)}, {emit(count, root)})", Level.ATOM
        case "+" if any(isinstance(part, Display) for part in _summands(tree)):
            return _unpacked(tree, root), Level.ATOM
        case "+" | "-":
            level = Level.SUM
        case "*" | "/" | "//" | "%":
            level = Level.PRODUCT
        case _:
            assert_never(tree.operator)
    left = _at(tree.left, root, level)
    return f"{left} {tree.operator} {_at(tree.right, root, Level(level + 1))}", level


def _power(tree: Binary, root: str) -> Source:
    form = form_of(tree)
    if form == "plain":
        base = _at(tree.left, root, Level.ATOM)
        sign = "**" if isinstance(tree.left, (Name, Constant)) else " ** "
        return f"{base}{sign}{_at(tree.right, root, Level.SIGN)}", Level.POWER
    name = "ato.bounded_power" if form == "bounded" else "ato.power"
    return f"{name}({emit(tree.left, root)}, {emit(tree.right, root)})", Level.ATOM


def _summands(tree: Tree) -> Iterator[Tree]:
    if isinstance(tree, Binary) and tree.operator == "+":
        yield from _summands(tree.left)
        yield from _summands(tree.right)
    else:
        yield tree


def _unpacked(tree: Binary, root: str) -> str:
    items: list[str] = []
    for part in _summands(tree):
        if isinstance(part, Display):
            items.extend(emit(item, root) for item in part.items)
        else:
            items.append("*" + _at(part, root, Level.SUM))
    return tuple_source(items)


def _comparison(written: Comparison, root: str) -> Source:
    tree = _constant_last(written)
    text = _at(tree.operands[0], root, Level.SUM)
    for left, relation, right in tree.links():
        text += f" {_relation(relation, left, right)} {_compared(relation, right, root)}"
    return text, Level.COMPARISON


def _constant_last(tree: Comparison) -> Comparison:
    """``x > 3`` for ``3 < x``, as people write it."""
    match tree:
        case Comparison(relations=(relation,), operands=(left, right)) if relation in _MIRRORED:
            if not is_literal(left) or is_written_out(right):
                return tree
            return replace(tree, relations=(_MIRRORED[relation],), operands=(right, left))
        case _:
            return tree


def _relation(relation: Relation, left: Tree, right: Tree) -> str:
    if is_identity(relation, left, right):
        return "is" if relation == "==" else "is not"
    return relation


def _compared(relation: Relation, right: Tree, root: str) -> str:
    if relation in ("in", "not in") and isinstance(right, Display) and right.kind == "set" and right.items:
        return "{" + ", ".join(emit(item, root) for item in right.items) + "}"
    return _at(right, root, Level.SUM)


def _call(tree: Call, root: str) -> Source:
    meant = lowered(tree)
    function = callable_named(tree.function)
    if meant is not tree:
        return _source(meant, root)
    arguments = [emit(argument, root) for argument in tree.arguments]
    if function is None:
        return f"{tree.function}({', '.join((root, *arguments))})", Level.ATOM
    return function.python.format(
        ", ".join([root, *arguments] if function.is_impure else arguments)
    ), Level.ATOM


def _bounds(tree: Slice, root: str) -> str:
    """What stands between the brackets, with the spaces of a formatter around colons of what is long."""
    start, stop, step = (
        None if bound is None else emit(bound, root) for bound in (tree.start, tree.stop, tree.step)
    )
    is_short = all(literal_int(bound) is not None for bound in tree.bounds)
    space = "" if is_short else " "
    parts = [f"{start}{space}" if start else "", ":", f"{space}{stop}" if stop else ""]
    if step is not None:
        parts.extend((space if stop else "", ":", f"{space}{step}"))
    return "".join(parts)


def _method(tree: Method, root: str) -> str:
    filled = _interpolated(_pieces(tree, root)) if tree.name == "format" else None
    if filled is not None:
        return filled
    is_short = tree.name == "strip" and all(isinstance(argument, Constant) for argument in tree.arguments)
    python = "{0}.strip({1})" if is_short else METHODS[tree.name].python
    base = emit(tree.base, root) if "({0}, " in python else _at(tree.base, root, Level.ATOM)
    return python.format(base, ", ".join(emit(argument, root) for argument in tree.arguments))


def _template(tree: Template, root: str) -> Source:
    source = _interpolated([piece for part in tree.parts for piece in _pieces(part, root)])
    return _joined(tree, root) if source is None else (source, Level.ATOM)


def _pieces(part: str | Tree, root: str) -> Sequence[str | tuple[str, str]]:
    """Text, and expressions with how they are written; a format text is taken apart."""
    match part:
        case str():
            return (part,)
        case Method(name="format", base=Constant(value=str() as text)):
            sources = [emit(argument, root) for argument in part.arguments]
            return [
                piece if isinstance(piece, str) else (sources[piece.index], piece.spec)
                for piece in pieces_of(text)
            ]
        case _:
            return ((emit(part, root), ""),)


def _interpolated(pieces: Sequence[str | tuple[str, str]]) -> str | None:
    """Text and expressions, each with how it is written, as one f-string; None where quotes or escapes
    stand in the way.
    """
    inner = "".join(source for source, _ in (piece for piece in pieces if not isinstance(piece, str)))
    old, new = ('"', "'") if '"' in inner and "'" not in inner else ("", "")
    inner = inner.replace(old, new) if old else inner
    inner += "".join(piece[1] for piece in pieces if not isinstance(piece, str))
    quote = string_source("".join(piece for piece in pieces if isinstance(piece, str)))[0]
    if "\\" in inner or quote in inner or not inner.isprintable():
        return None
    body = ""
    for piece in pieces:
        if isinstance(piece, str):
            body += _literal(piece, quote)
        else:
            source = piece[0].replace(old, new) if old else piece[0]
            body += "{" + source + (f":{piece[1]}" if piece[1] else "") + "}"
    return f"f{quote}{body}{quote}"


def _literal(text: str, quote: str) -> str:
    escaped = repr("\"'" + text)[1:-1].replace("\\'", "'")[2:]
    return escaped.replace(quote, "\\" + quote).replace("{", "{{").replace("}", "}}")


def _joined(tree: Template, root: str) -> Source:
    parts = [
        string_source(part) if isinstance(part, str) else f"str({emit(part, root)})" for part in tree.parts
    ]
    return " + ".join(parts), Level.SUM
