"""An expression as Python source, as a careful person would write it.

Only the parentheses that the precedence of Python asks for; the spacing and quotes that formatters leave
alone. Lists are tuples, sets frozensets and dicts ``ato.FrozenDict``, as all values in a config are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import IntEnum

from typing_extensions import assert_never

from atoc.expr.functions import FUNCTIONS
from atoc.expr.power import form_of
from atoc.expr.tree import (
    Binary,
    Call,
    Comparison,
    Conditional,
    Constant,
    DictDisplay,
    Display,
    Index,
    Logic,
    Name,
    Relation,
    Template,
    Tree,
    Unary,
    is_identity,
    is_written_sequence,
    names_of,
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

    It uses the names ``ato`` and those of :func:`imports`. Evaluated, it gives what ``evaluate`` gives.
    """
    return _source(tree, root)[0]


def imports(tree: Tree) -> frozenset[str]:
    """The modules of the standard library that the emitted expression uses by their names."""
    uses = any(
        FUNCTIONS[node.function].python.startswith("math.")
        if isinstance(node, Call)
        else isinstance(node, Binary) and node.operator == "**" and form_of(node) == "float"
        for node, _ in walk(tree)
    )
    return frozenset({"math"} if uses else ())


def _at(tree: Tree, root: str, level: Level) -> str:
    source, own = _source(tree, root)
    return source if own >= level else f"({source})"


def _source(tree: Tree, root: str) -> Source:  # noqa: C901 (a case for each kind of node)
    match tree:
        case Constant():
            return _constant(tree)
        case Name():
            return f"{root}.{tree.path}", Level.ATOM
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
        case Call():
            arguments = ", ".join(emit(argument, root) for argument in tree.arguments)
            return FUNCTIONS[tree.function].python.format(arguments), Level.ATOM
        case Template():
            return _template(tree, root)
        case Display():
            items = [emit(item, root) for item in tree.items]
            return (set_source(items) if tree.kind == "set" else tuple_source(items)), Level.ATOM
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
    name = "ato.bounded_power" if form == "bounded" else "math.pow"
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
            if names_of(left) or not names_of(right):
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


def _template(tree: Template, root: str) -> Source:
    sources = {part: emit(part, root) for part in tree.parts if not isinstance(part, str)}
    inner = "".join(sources.values())
    if '"' in inner and "'" not in inner:
        sources = {part: source.replace('"', "'") for part, source in sources.items()}
        inner = inner.replace('"', "'")
    text = string_source("".join(part for part in tree.parts if isinstance(part, str)))
    if "\\" in inner or "\n" in inner or text[0] in inner:
        return _joined(tree, root)
    body = "".join(
        _literal(part, text[0]) if isinstance(part, str) else "{" + sources[part] + "}" for part in tree.parts
    )
    return f"f{text[0]}{body}{text[0]}", Level.ATOM


def _literal(text: str, quote: str) -> str:
    escaped = repr("\"'" + text)[1:-1].replace("\\'", "'")[2:]
    return escaped.replace(quote, "\\" + quote).replace("{", "{{").replace("}", "}}")


def _joined(tree: Template, root: str) -> Source:
    parts = [
        string_source(part) if isinstance(part, str) else f"str({emit(part, root)})" for part in tree.parts
    ]
    return " + ".join(parts), Level.SUM
