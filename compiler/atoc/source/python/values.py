"""What a Python view may give to a field: written out, worked out from the config, or beyond reading.

A literal becomes the node that YAML would have; what reads the config becomes an expression of the language,
which is a subset of Python's, with the name of the config left out; of anything else only its place is known.

    config.lr = 1e-3                    1e-3
    config.wd = config.lr * 2           ${lr * 2}
    config.model = ADict(hidden=64)     {hidden: 64}
    config.seed = draw()                unread
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import libcst as cst

from ato.dynamic import ADict
from atoc.source import node as tree
from atoc.source.python.texts import evaluated_text, is_endless, joined
from atoc.source.python.tree import PythonTree
from atoc.span import Span

MAX_DEPTH = 50
"""How deep what is written out may nest."""

FUNCTIONS = frozenset(
    ("abs", "all", "any", "bool", "float", "int", "len", "max", "min", "round", "sorted", "str", "sum")
)
"""Functions of the language that are Python's own."""

METHODS = frozenset(
    ("lower", "upper", "strip", "replace", "split", "join", "startswith", "endswith", "format")
)

OWN = frozenset(dir(ADict))
"""What an attribute of a config is before it is a key: by ``[]`` alone such a key is read."""

_BINARY: Mapping[type[cst.BaseBinaryOp], str] = {
    cst.Add: "+", cst.Subtract: "-", cst.Multiply: "*", cst.Divide: "/", cst.FloorDivide: "//",
    cst.Modulo: "%", cst.Power: "**",
}  # fmt: skip
_COMPARED: Mapping[type[cst.BaseCompOp], str] = {
    cst.Equal: "==", cst.NotEqual: "!=", cst.LessThan: "<", cst.LessThanEqual: "<=", cst.GreaterThan: ">",
    cst.GreaterThanEqual: ">=", cst.In: "in", cst.NotIn: "not in", cst.Is: "==", cst.IsNot: "!=",
}  # fmt: skip
_AUGMENTED: Mapping[type[cst.BaseAugOp], str] = {
    cst.AddAssign: "+", cst.SubtractAssign: "-", cst.MultiplyAssign: "*", cst.DivideAssign: "/",
    cst.FloorDivideAssign: "//", cst.ModuloAssign: "%", cst.PowerAssign: "**",
}  # fmt: skip


class UnreadError(Exception):
    """Something that is not understood, with its place and what it is."""

    def __init__(self, span: Span, what: str) -> None:
        super().__init__(what)
        self.span = span
        self.what = what


@dataclass(frozen=True, slots=True)
class Names:
    """What names mean in a file: the config, the names of ``ADict``, names of constants, and those of
    Python's own functions that mean just these.
    """

    config: str
    mappings: frozenset[str]
    constants: Mapping[str, cst.BaseExpression]
    functions: frozenset[str] = FUNCTIONS


class Values:
    """The values of one view."""

    def __init__(self, module: PythonTree, names: Names) -> None:
        self.module = module
        self.names = names

    def value(self, node: cst.BaseExpression) -> tree.Node:
        """The value of an expression; raises ``UnreadError`` for what is not understood."""
        node = self._known(node)
        literal = self.literal(node, 0)
        if literal is not None:
            return literal
        text = "${" + self.expression(node) + "}"
        return tree.Scalar(self.module.span(node), text, "quoted", exact=False)

    def augmented(self, target: str, operator: cst.BaseAugOp, node: cst.BaseExpression) -> tree.Node:
        """The value of ``target`` after ``target += node``."""
        sign = _AUGMENTED.get(type(operator))
        if target.rpartition(".")[2] in OWN:
            raise UnreadError(self.module.span(node), f"a part of every config itself, '{target}',")
        if sign is None:
            raise UnreadError(self.module.span(node), "an operator that expressions have not")
        text = f"${{{target} {sign} ({self.expression(self._known(node))})}}"
        return tree.Scalar(self.module.span(node), text, "quoted", exact=False)

    def condition(self, node: cst.BaseExpression) -> str:
        """The text of a condition, in which what Python takes for true or false is made so."""
        match node:
            case cst.BooleanOperation(left=left, operator=operator, right=right):
                word = "and" if isinstance(operator, cst.And) else "or"
                return f"({self.condition(left)} {word} {self.condition(right)})"
            case cst.UnaryOperation(operator=cst.Not(), expression=inner):
                return f"(not {self.condition(inner)})"
            case cst.Comparison():
                return self.expression(node)
            case cst.Name(value="True" | "False"):
                return node.value
            case _:
                return f"bool({self.expression(node)})"

    def path(self, node: cst.BaseExpression) -> tuple[str, ...] | None:
        """The keys that lead from the config to a place in it; None for what is no place of the config."""
        keys: list[str] = []
        while True:
            match node:
                case cst.Name(value=name):
                    return tuple(reversed(keys)) if name == self.names.config else None
                case cst.Attribute(value=inner, attr=cst.Name(value=key)):
                    if keys and key in OWN:
                        return None
                    keys.append(key)
                    node = inner
                case cst.Subscript(value=inner, slice=[cst.SubscriptElement(slice=cst.Index(value=index))]):
                    text = constant_text(self._known(index))
                    if text is None:
                        return None
                    keys.append(text)
                    node = inner
                case _:
                    return None

    def literal(self, node: cst.BaseExpression, depth: int, inside: str = "dict") -> tree.Node | None:
        """What is written out; None where something in it is not.

        The values of a mapping may be expressions, unless it stands ``inside`` a list.
        """
        if depth > MAX_DEPTH:
            raise UnreadError(self.module.span(node), f"values nested more than {MAX_DEPTH} deep")
        scalar = _scalar(node)
        if scalar is not None:
            return self._scalar(node, *scalar)
        match node:
            case cst.List(elements=elements):
                return self._list(node, elements, depth)
            case cst.Dict() | cst.Call():
                entries = self.entries(node)
                return None if entries is None else self._mapping(node, entries, depth, inside)
            case _:
                return None

    def entries(self, node: cst.BaseExpression) -> list[tuple[cst.CSTNode, str, cst.BaseExpression]] | None:
        """The keys and values of a dict, ``ADict(...)`` or ``dict(...)``, each with the place of its key."""
        match node:
            case cst.Dict(elements=elements):
                return self._of_display(elements)
            case cst.Call(func=func, args=args) if dotted(func) in self.names.mappings:
                return self._of_call(args)
            case _:
                return None

    def _of_display(
        self, elements: Sequence[cst.BaseDictElement]
    ) -> list[tuple[cst.CSTNode, str, cst.BaseExpression]] | None:
        found: list[tuple[cst.CSTNode, str, cst.BaseExpression]] = []
        for element in elements:
            key = constant_text(element.key) if isinstance(element, cst.DictElement) else None
            if key is None or not isinstance(element, cst.DictElement):
                return None
            found.append((element.key, key, element.value))
        return found

    def _of_call(self, args: Sequence[cst.Arg]) -> list[tuple[cst.CSTNode, str, cst.BaseExpression]] | None:
        found: list[tuple[cst.CSTNode, str, cst.BaseExpression]] = []
        for argument in args:
            if argument.star or (argument.keyword is not None and argument.keyword.value == "default"):
                return None
            if argument.keyword is not None:
                found.append((argument.keyword, argument.keyword.value, argument.value))
                continue
            inner = self.entries(argument.value)
            if inner is None:
                return None
            found.extend(inner)
        return found

    def _mapping(
        self,
        node: cst.BaseExpression,
        entries: Sequence[tuple[cst.CSTNode, str, cst.BaseExpression]],
        depth: int,
        inside: str,
    ) -> tree.Node | None:
        last = {key: (place, value) for place, key, value in entries}
        found: list[tree.Entry] = []
        for key, (place, value) in last.items():
            given = self.literal(self._known(value), depth + 1, inside)
            if given is None and (inside == "list" or not all(name.isidentifier() for name in last)):
                return None
            given = given or self.value(value)
            found.append(tree.Entry(tree.Scalar(self.module.span(place), key), given))
        return tree.Mapping(self.module.span(node), tuple(found))

    def _list(
        self, node: cst.BaseExpression, elements: Sequence[cst.BaseElement], depth: int
    ) -> tree.Node | None:
        found: list[tree.Node] = []
        for element in elements:
            is_plain = isinstance(element, cst.Element)
            given = self.literal(self._known(element.value), depth + 1, "list") if is_plain else None
            if given is None:
                return None
            found.append(given)
        return tree.Sequence(self.module.span(node), tuple(found))

    def _scalar(
        self, node: cst.BaseExpression, value: str | float | bool | None, style: tree.Style
    ) -> tree.Scalar:
        span = self.module.span(node)
        text = _text(value)
        plain = self.module.text(node)
        exact = span.line == span.end_line and (plain == text if style == "plain" else plain[1:-1] == text)
        return tree.Scalar(span, text, style, exact)

    def _known(self, node: cst.BaseExpression) -> cst.BaseExpression:
        """What a name of the file stands for, where that is written out; else the node itself."""
        if isinstance(node, cst.Name) and node.value != self.names.config:
            return self.names.constants.get(node.value, node)
        return node

    def expression(self, node: cst.BaseExpression) -> str:
        """The text of an expression of the language."""
        node = self._known(node)
        text = joined(node, self.expression) if isinstance(node, cst.FormattedString) else None
        return "".join(self._parts(node)) if text is None else text

    def _parts(self, node: cst.BaseExpression) -> Iterator[str]:
        scalar = _scalar(node)
        path = self.path(node) if scalar is None else None
        match node:
            case _ if scalar is not None:
                yield repr(scalar[0])
            case _ if path:
                yield self._name(node, path)
            case cst.BinaryOperation(left=left, operator=operator, right=right) if type(operator) in _BINARY:
                yield f"({self.expression(left)} {_BINARY[type(operator)]} {self.expression(right)})"
            case cst.UnaryOperation(operator=cst.Minus() | cst.Plus() as sign, expression=inner):
                yield f"({'-' if isinstance(sign, cst.Minus) else '+'}{self.expression(inner)})"
            case cst.UnaryOperation(operator=cst.Not()):
                yield self.condition(node)
            case cst.Comparison(left=left, comparisons=comparisons):
                yield f"({self.expression(left)}"
                for each in comparisons:
                    yield f" {self._relation(each, node)} {self.expression(each.comparator)}"
                yield ")"
            case cst.IfExp(test=test, body=body, orelse=orelse):
                yield f"({self.expression(body)} if {self.condition(test)} else {self.expression(orelse)})"
            case cst.List(elements=elements) | cst.Tuple(elements=elements) | cst.Set(elements=elements):
                yield self._display(node, elements)
            case cst.Call(func=func, args=args):
                yield self._call(node, func, args)
            case cst.Subscript(value=value, slice=[cst.SubscriptElement(slice=cst.Index(value=index))]):
                yield f"{self.expression(value)}[{self.expression(index)}]"
            case _:
                raise UnreadError(self.module.span(node), what_is(node))

    def _name(self, node: cst.BaseExpression, path: tuple[str, ...]) -> str:
        if not all(key.isidentifier() for key in path):
            raise UnreadError(self.module.span(node), "a key that is no name")
        if isinstance(node, cst.Attribute) and path[-1] in OWN:
            raise UnreadError(
                self.module.span(node), f"'{path[-1]}', which is a part of every config itself,"
            )
        return ".".join(path)

    def _relation(self, compared: cst.ComparisonTarget, node: cst.BaseExpression) -> str:
        sign = _COMPARED[type(compared.operator)]
        if isinstance(compared.operator, (cst.Is, cst.IsNot)):
            other = _scalar(compared.comparator)
            if other is None or not (other[0] is None or isinstance(other[0], bool)):
                raise UnreadError(self.module.span(node), "`is` between two values")
        return sign

    def _display(self, node: cst.BaseExpression, elements: Sequence[cst.BaseElement]) -> str:
        if any(isinstance(element, cst.StarredElement) for element in elements):
            raise UnreadError(self.module.span(node), "a starred item")
        items = [self.expression(element.value) for element in elements]
        match node:
            case cst.Tuple():
                return f"({', '.join(items)}{',' if len(items) == 1 else ''})"
            case cst.Set():
                return "{" + ", ".join(items) + "}"
            case _:
                return f"[{', '.join(items)}]"

    def _call(self, node: cst.BaseExpression, func: cst.BaseExpression, args: Sequence[cst.Arg]) -> str:
        if any(argument.keyword is not None or argument.star for argument in args):
            raise UnreadError(self.module.span(node), what_is(node))
        match func:
            case cst.Name(value=name) if name in self.names.functions and not is_endless(name, args):
                called = name
            case cst.Attribute(value=value, attr=cst.Name(value=name)) if name in METHODS:
                if self.path(value) == ():
                    raise UnreadError(self.module.span(node), what_is(node))
                called = f"{self.expression(value)}.{name}"
            case _:
                raise UnreadError(self.module.span(node), what_is(node))
        return f"{called}({', '.join(self.expression(argument.value) for argument in args)})"


def dotted(node: cst.BaseExpression) -> str:
    """A name with its dots; empty for what is none."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    return ".".join((node.value, *reversed(parts))) if isinstance(node, cst.Name) else ""


def constant_text(node: cst.BaseExpression) -> str | None:
    """The text of a string that is written out."""
    found = _scalar(node)
    return found[0] if found is not None and isinstance(found[0], str) else None


def constant_value(node: cst.BaseExpression) -> object:
    """The value of a number, text, bool or None that is written out; ``...`` for anything else."""
    found = _scalar(node)
    return ... if found is None else found[0]


def what_is(node: cst.CSTNode) -> str:
    """What a node is called in a message."""
    if isinstance(node, cst.Call):
        name = dotted(node.func)
        return f"a call of '{name}'" if name else "a call"
    if isinstance(node, cst.Name):
        return f"the name '{node.value}'"
    if isinstance(node, cst.SimpleString) and "b" in node.prefix.lower():
        return "bytes, which no document writes out,"
    return _CALLED.get(type(node), "something that views have not")


_CALLED: Mapping[type[cst.CSTNode], str] = {
    cst.For: "a loop", cst.While: "a loop", cst.Try: "a `try`", cst.TryStar: "a `try`", cst.Del: "a `del`",
    cst.Return: "a `return`", cst.Raise: "a `raise`", cst.With: "a `with`", cst.FunctionDef: "a function",
    cst.ClassDef: "a class", cst.Import: "an `import`", cst.ImportFrom: "an `import`", cst.Match: "a `match`",
    cst.Assert: "an `assert`", cst.Global: "a `global`", cst.Nonlocal: "a `nonlocal`",
    cst.Lambda: "a `lambda`", cst.Await: "an `await`", cst.ListComp: "a comprehension",
    cst.SetComp: "a comprehension", cst.DictComp: "a comprehension", cst.GeneratorExp: "a generator",
    cst.FormattedString: "a formatted text", cst.Attribute: "an attribute", cst.Subscript: "an index",
    cst.NamedExpr: "a `:=`", cst.Yield: "a `yield`", cst.Dict: "a dict of other values",
    cst.BooleanOperation: "an `and` or `or` of values",
}  # fmt: skip


def _scalar(node: cst.BaseExpression) -> tuple[str | int | float | bool | None, tree.Style] | None:
    """A number, text, bool or None with the style of its node."""
    match node:
        case cst.Name(value="True" | "False" | "None"):
            return {"True": True, "False": False, "None": None}[node.value], "plain"
        case cst.Integer(value=text) | cst.Float(value=text):
            return _number(text)
        case cst.UnaryOperation(operator=cst.Minus(), expression=cst.Integer() | cst.Float() as inner):
            found = _scalar(inner)
            return None if found is None or not isinstance(found[0], (int, float)) else (-found[0], "plain")
        case cst.SimpleString() | cst.ConcatenatedString():
            evaluated = evaluated_text(node)
            return None if evaluated is None else (evaluated, "quoted")
        case _:
            return None


def _number(text: str) -> tuple[int | float, tree.Style] | None:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return None  # more digits than are read
    is_number = isinstance(value, (int, float)) and value not in (float("inf"),)
    return (value, "plain") if is_number else None


def _text(value: str | float | bool | None) -> str:
    """A value as documents write it."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return value.replace("${", "$${")
        case _:
            return repr(value)
