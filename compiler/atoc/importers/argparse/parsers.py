"""Which names of a script hold a parser or a group of one, and which calls add arguments to it.

A parser may be made in a function, returned by it, handed to another function of the script and kept in an
attribute. Calls under a condition or in a loop are told and not read: whether they happen is not known.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from atoc.importers.carried import Left
from atoc.importers.evaluation import Names, evaluate, shown, statements
from atoc.importers.terms import Untold
from atoc.span import SourceFile, Span

MAX_CALLS = 100
"""How deep functions that are handed a parser may call each other."""
MAX_WALKED = 2_000
"""How many calls of functions are followed."""

_GROUPS = ("add_argument_group", "add_mutually_exclusive_group")


@dataclass(slots=True)
class Parser:
    """A parser with its calls of ``add_argument`` and the keywords of ``set_defaults``.

    ``constants`` are the names of the module with known values, of which ``hidden`` are those that a function
    has for its own where it makes a call. ``is_parent`` tells that another parser takes all arguments of it,
    ``is_command`` that it is about commands of their own.
    """

    name: str
    path: str
    constants: Names
    doc: str = ""
    calls: list[ast.Call] = field(default_factory=list[ast.Call])
    hidden: dict[ast.Call, frozenset[str]] = field(default_factory=dict[ast.Call, frozenset[str]])
    is_parent: bool = False
    is_command: bool = False
    defaults: dict[str, ast.expr] = field(default_factory=dict[str, ast.expr])

    def span(self, node: ast.expr) -> Span:
        """Where a piece of the script stands."""
        start, end = node.col_offset + 1, (node.end_col_offset or node.col_offset) + 1
        return Span(self.path, node.lineno, start, node.end_lineno or node.lineno, end)

    def known_at(self, call: ast.Call) -> Names:
        """The constants that can be read where a call stands."""
        hidden = self.hidden.get(call, frozenset())
        own = {name: value for name, value in self.constants.own.items() if name not in hidden}
        return Names(own, self.constants.bases)


def parsers(file: SourceFile, left: list[Left]) -> list[Parser]:
    """The parsers of a script that arguments are added to, in order; raises ``Refused`` for broken syntax."""
    body = statements(file)
    walk = _Walk(file.path, _constants(body), left, _functions(body), makers=_makers(body))
    walk.block(body, {})
    for function in walk.functions.values():
        if function.name not in walk.entered:
            walk.function(function, {})
    walk.tell_unread(ast.Module(body=body, type_ignores=[]))
    return [parser for parser in walk.found if parser.calls and not parser.is_parent]


def _makers(body: Iterable[ast.stmt]) -> frozenset[str]:
    """What makes a parser: the class of argparse by its names here, and classes that extend it."""
    found = {"ArgumentParser"}
    for statement in body:
        match statement:
            case ast.ImportFrom(names=names):
                found |= {each.asname for each in names if each.asname and each.name in found}
            case ast.ClassDef(name=name, bases=bases) if any(_last(base) in found for base in bases):
                found.add(name)
            case _:
                pass
    return frozenset(found)


def _constants(body: Sequence[ast.stmt]) -> Names:
    """The names of the module that are given one value that can be read, and no other anywhere."""
    names = Names({}, {})
    given = Counter(_bound_in(ast.Module(body=list(body), type_ignores=[])))
    for statement in body:
        target = _target(statement)
        if target is not None and given[target] == 1:
            try:
                names.own[target] = evaluate(_assigned(statement), names)
            except Untold:
                continue
    return names


def _target(statement: ast.stmt) -> str | None:
    match statement:
        case (
            ast.Assign(targets=[ast.Name(id=name)])
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr())
        ):
            return name
        case _:
            return None


def _assigned(statement: ast.stmt) -> ast.expr:
    value = statement.value if isinstance(statement, (ast.Assign, ast.AnnAssign)) else None
    return ast.Constant(None) if value is None else value


def _bound_in(node: ast.AST) -> Iterator[str]:
    """The names that are bound in a block, in functions only those that they say are global."""
    for each in ast.iter_child_nodes(node):
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            if not isinstance(each, ast.Lambda):
                yield each.name
            for inner in ast.walk(each):
                yield from inner.names if isinstance(inner, ast.Global) else ()
        else:
            yield from _changed(each)
            yield from _bound_in(each)


def _changed(node: ast.AST) -> Iterator[str]:
    """The name that is bound, or whose value may be changed in place."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
            yield name
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))):
            yield name
        case _:
            return


def _locals(function: ast.FunctionDef) -> frozenset[str]:
    """The names that a function has of its own."""
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    stored = (
        each.id
        for each in ast.walk(function)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    )
    return frozenset((*(each.arg for each in named if each is not None), *stored))


def _functions(body: Iterable[ast.stmt]) -> dict[str, ast.FunctionDef]:
    """The functions of the module and the methods of its classes, by name."""
    found: dict[str, ast.FunctionDef] = {}
    for statement in body:
        if isinstance(statement, ast.FunctionDef):
            found.setdefault(statement.name, statement)
        elif isinstance(statement, ast.ClassDef):
            for name, each in _functions(statement.body).items():
                found.setdefault(name, each)
    return found


Bound = dict[str, Parser]


@dataclass(slots=True)
class _Walk:
    path: str
    constants: Names
    left: list[Left]
    functions: dict[str, ast.FunctionDef]
    found: list[Parser] = field(default_factory=list[Parser])
    attributes: Bound = field(default_factory=dict[str, Parser])
    entered: set[str] = field(default_factory=set[str])
    makers: frozenset[str] = frozenset(("ArgumentParser",))
    seen: set[ast.Call] = field(default_factory=set[ast.Call])
    locals: frozenset[str] = frozenset()
    depth: int = 0
    walked: int = 0

    def block(self, body: Iterable[ast.stmt], bound: Bound) -> Parser | None:
        """Go through statements; the parser that they return, if they do."""
        returned: Parser | None = None
        for statement in body:
            match statement:
                case ast.Assign(targets=[target], value=value):
                    self.bind(target, self.value(value, bound), bound)
                case ast.AnnAssign(target=target, value=ast.expr() as value):
                    self.bind(target, self.value(value, bound), bound)
                case ast.Expr(value=value):
                    self.value(value, bound)
                case ast.Return(value=ast.expr() as value):
                    returned = self.value(value, bound) or returned
                case ast.With(body=inner) | ast.Try(body=inner):
                    returned = self.block(inner, bound) or returned
                case ast.If(body=inner) if _is_main(statement.test):
                    self.block(inner, bound)
                case _:
                    pass
        return returned

    def bind(self, target: ast.expr, parser: Parser | None, bound: Bound) -> None:
        """Remember which parser a name or an attribute holds."""
        if parser is None:
            return
        name = shown(target)
        names = self.attributes if isinstance(target, ast.Attribute) else bound
        names[name] = parser
        if not parser.name:
            parser.name = name.rpartition(".")[2]

    def value(self, node: ast.expr, bound: Bound) -> Parser | None:
        """The parser that an expression gives, if it gives one; calls on the way are taken."""
        if isinstance(node, (ast.Name, ast.Attribute)):
            name = shown(node)
            return bound.get(name) or self.attributes.get(name)
        return self.call(node, bound) if isinstance(node, ast.Call) else None

    def call(self, node: ast.Call, bound: Bound) -> Parser | None:
        called = node.func
        if _last(called) in self.makers:
            return self.made(node, bound)
        if isinstance(called, ast.Attribute):
            owner = self.value(called.value, bound)
            if owner is not None:
                return self.method(node, called.attr, owner)
        function = self.functions.get(_last(called))
        if function is not None and self.depth < MAX_CALLS:
            return self.function(function, _handed(function, node, lambda each: self.value(each, bound)))
        for argument in node.args:
            self.value(argument, bound)
        return None

    def made(self, node: ast.Call, bound: Bound) -> Parser:
        """A new parser, with the arguments of its parents first."""
        parser = Parser("", self.path, self.constants)
        for keyword in node.keywords:
            if keyword.arg == "description":
                parser.doc = _text(keyword.value, self.constants)
            elif keyword.arg == "parents":
                self.take_parents(keyword.value, parser, bound)
            elif keyword.arg in ("argument_default", "fromfile_prefix_chars"):
                why = "has no counterpart; declare here what it brings in"
                self.left.append(Left(parser.span(keyword.value), shown(keyword), why))
        self.found.append(parser)
        return parser

    def take_parents(self, node: ast.expr, parser: Parser, bound: Bound) -> None:
        """Let a parser have the arguments of those that it names as parents."""
        items = node.elts if isinstance(node, (ast.List, ast.Tuple)) else [node]
        for item in items:
            parent = self.value(item, bound)
            if parent is None:
                why = "is known only when it runs; declare here what it brings in"
                self.left.append(Left(parser.span(item), f"parents={shown(node)}", why))
                continue
            parent.is_parent = True
            parser.calls += [call for call in parent.calls if call not in parser.calls]
            parser.hidden |= parent.hidden
            parser.defaults |= parent.defaults

    def method(self, node: ast.Call, name: str, parser: Parser) -> Parser | None:
        """A method of a parser or of a group of it."""
        if parser.is_command:
            return self.of_command(node, name, parser)
        if name == "add_argument":
            self.seen.add(node)
            if node not in parser.calls:
                parser.calls.append(node)
                parser.hidden[node] = self.locals
        elif name == "set_defaults":
            parser.defaults.update({each.arg: each.value for each in node.keywords if each.arg})
        elif name in _GROUPS:
            if name == "add_mutually_exclusive_group":
                why = "that only one of them may be given is not carried over; an assert can say it"
                self.left.append(Left(parser.span(node), shown(node), why))
            return parser
        elif name == "add_subparsers":
            why = "commands of their own are not carried over; a group of views can stand for them"
            self.left.append(Left(parser.span(node), shown(node), why))
            return Parser("", self.path, self.constants, is_command=True)
        return None

    def of_command(self, node: ast.Call, name: str, parser: Parser) -> Parser | None:
        """A method of a command of its own, of which nothing is carried over."""
        if name in ("add_argument", "set_defaults"):
            self.seen.add(node)
            why = "is about a command of its own, and these are not carried over"
            self.left.append(Left(parser.span(node), shown(node), why))
            return None
        return parser

    def function(self, function: ast.FunctionDef, handed: Bound) -> Parser | None:
        """Go through a function of the script as if it were called."""
        self.entered.add(function.name)
        self.walked += 1
        if self.walked > MAX_WALKED:
            return None
        around, self.locals = self.locals, _locals(function)
        self.depth += 1
        returned = self.block(function.body, dict(handed))
        self.depth -= 1
        self.locals = around
        return returned

    def tell_unread(self, module: ast.Module) -> None:
        """Say which arguments are added where it is not known to which parser, or whether at all."""
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and _last(node.func) == "add_argument" and node not in self.seen:
                why = (
                    "stands in a loop, under a condition, or is not known to be about a parser of this script"
                )
                place = Parser("", self.path, self.constants).span(node)
                self.left.append(Left(place, shown(node), why))


def _handed(function: ast.FunctionDef, call: ast.Call, value: Callable[[ast.expr], Parser | None]) -> Bound:
    """The parsers that a call hands to a function, by the names of its parameters."""
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    if isinstance(call.func, ast.Attribute) and names[:1] == ["self"]:
        names = names[1:]
    given = [*zip(names, call.args), *((each.arg, each.value) for each in call.keywords if each.arg)]
    found = ((name, value(argument)) for name, argument in given)
    return {name: parser for name, parser in found if parser is not None}


def _is_main(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__"


def _last(called: ast.expr) -> str:
    """The last name of what is called."""
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def _text(node: ast.expr, constants: Names) -> str:
    """A text that is written out, as one paragraph."""
    try:
        value = evaluate(node, constants)
    except Untold:
        return ""
    return " ".join(str(value).split())
