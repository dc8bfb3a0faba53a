"""The logic of a function as a text of our own, which is the same under every version of Python.

Idea. The syntax tree is written out with the names of its nodes and fields, the fields in alphabetical order,
and with nothing that a version adds for itself (``ast.dump`` and bytecode change with every release). Names
that the function binds become numbers. Left out are the name of the function, its decorators, docstrings,
annotations, ``pass`` and values that stand alone: nothing of them is logic.

Example. ``def f(a): return a + b`` and ``def g(x): "Adds."; return x + b`` are both
``(params args:[0])[Return(value:BinOp(left:0 op:Add() right:'b'))]``, in essence.

What stays: constants with their kinds, global names, attributes, keyword names, the order of statements
and of the entries of a dict (it is the order in which they are met). Cost: linear in the tree.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import cast

from ato.fingerprint._names import (
    Comprehension,
    Function,
    Scope,
    keywords_in,
    parameters_of,
    scope_of,
    scope_of_class,
    scope_of_targets,
    sees_names,
)

HEAD = "ato code 1\n"
"""What every text begins with; another number would say that fingerprints are not to be compared."""
LEFT_OUT = frozenset(("ctx", "kind", "type_comment"))


def canonical(function: Function, own_name: str | None) -> str:
    """The logic of a function as text.

    ``own_name`` is the name by which the function can call itself; None if it has none.
    """
    writer = _Writer(function, own_name)
    return HEAD + writer.whole(function)


class _Writer:
    """Writes one function, with the scope that it is in and the numbers given so far."""

    def __init__(self, root: Function, own_name: str | None) -> None:
        self._own_name = own_name
        self._scope: Scope | None = None
        self._numbers: dict[tuple[int, str], int] = {}
        self._alive: list[Scope] = []  # so that the identities above stay theirs
        self._keywords = keywords_in(root)
        self._is_spelled = sees_names(root)
        self._is_recursive = own_name is not None and any(
            getattr(node, "id", getattr(node, "attr", None)) == own_name for node in ast.walk(root)
        )

    def whole(self, function: Function) -> str:
        """The outermost function; its parameters may be renamed unless it calls itself by them."""
        return self._function(function, is_called_here=self._is_recursive)

    def _function(self, function: Function, *, is_called_here: bool) -> str:
        defaults = self._defaults(function.args)
        outer = self._scope
        scope = scope_of(function, outer.around() if outer is not None else None)
        if is_called_here:
            names = frozenset(argument.arg for argument in parameters_of(function.args))
            scope.kept = names if self._keywords is None else names & self._keywords
        self._enter(scope)
        parameters = self._parameters(function.args)
        body = self._node(function.body) if isinstance(function, ast.Lambda) else self._body(function.body)
        self._scope = outer
        kind = "async" if isinstance(function, ast.AsyncFunctionDef) else "lambda"
        if isinstance(function, ast.FunctionDef):
            kind = "def"
        return f"({kind} {parameters}{defaults}{body})"

    def _enter(self, scope: Scope) -> None:
        self._alive.append(scope)
        self._scope = scope

    def _parameters(self, arguments: ast.arguments) -> str:
        groups = {
            "posonlyargs": arguments.posonlyargs,
            "args": arguments.args,
            "vararg": [arguments.vararg] if arguments.vararg else [],
            "kwonlyargs": arguments.kwonlyargs,
            "kwarg": [arguments.kwarg] if arguments.kwarg else [],
        }
        parts = [
            f"{group}:[{' '.join(self._name(each.arg) for each in every)}]"
            for group, every in groups.items()
            if every
        ]
        return f"({' '.join(parts)})"

    def _defaults(self, arguments: ast.arguments) -> str:
        """The defaults, which are worked out in the scope around the function."""
        by_place = self._every(arguments.defaults)
        by_name = " ".join("-" if value is None else self._node(value) for value in arguments.kw_defaults)
        return f"({by_place})({by_name})"

    def _body(self, statements: Sequence[ast.stmt]) -> str:
        return f"[{self._every([each for each in statements if not is_idle(each)])}]"

    def _every(self, nodes: Sequence[ast.AST]) -> str:
        return " ".join(filter(None, (self._node(node) for node in nodes)))

    def _name(self, name: str) -> str:
        """A name by what it means: a number, the function itself, or what is called so around it."""
        owner = None if self._scope is None else self._scope.owner(name)
        if owner is None:
            return "own" if name == self._own_name else ascii(name)
        if self._is_spelled or name in owner.kept:
            return f"local{name!a}"
        return str(self._numbers.setdefault((id(owner), name), len(self._numbers)))

    def _node(self, node: ast.AST) -> str:
        match node:
            case ast.Constant(value=value):
                return _constant(value)
            case ast.Name(id=name):
                return f"{_stored(node)}{self._name(name)}"
            case ast.JoinedStr(values=values):
                return self._joined(values)
            case (
                ast.FunctionDef(name=name, decorator_list=decorators)
                | ast.AsyncFunctionDef(name=name, decorator_list=decorators)
            ):
                inner = self._function(node, is_called_here=True)
                return f"({self._name(name)} {self._every(decorators)} {inner})"
            case ast.Lambda():
                return self._function(node, is_called_here=True)
            case ast.ClassDef():
                return self._class(node)
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                return self._comprehension(node)
            case ast.AnnAssign():
                return self._annotated(node)
            case ast.Nonlocal():
                return ""
            case ast.Import(names=aliases):
                return f"Import[{self._aliases(aliases, is_from=False)}]"
            case ast.ImportFrom(names=aliases, module=module, level=level):
                return f"From({level} {module!a})[{self._aliases(aliases, is_from=True)}]"
            case _:
                return self._plain(node)

    def _plain(self, node: ast.AST) -> str:
        """Any other node: its kind, and its fields in alphabetical order."""
        parts: list[str] = []
        for field in sorted(node._fields):
            value = getattr(node, field, None)
            if field in LEFT_OUT or value is None or value == []:
                continue
            parts.append(f"{field}:{self._field(node, field, value)}")
        return f"{type(node).__name__}({' '.join(parts)})"

    def _field(self, node: ast.AST, field: str, value: object) -> str:
        is_name = (field == "name" and isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar))) or (
            field == "rest" and isinstance(node, ast.MatchMapping)
        )
        if is_name:
            return self._name(str(value))
        if isinstance(value, ast.AST):
            return self._node(value)
        if isinstance(value, list):
            every = cast("list[object]", value)
            parts = [each for each in every if not (isinstance(each, ast.stmt) and is_idle(each))]
            return f"[{' '.join(filter(None, (self._field(node, '', each) for each in parts)))}]"
        return ascii(value) if value is not None else "-"

    def _joined(self, values: Sequence[ast.expr]) -> str:
        """A formatted text, with constants that follow each other as one, however they are parsed."""
        parts: list[str] = []
        text = ""
        for value in values:
            if isinstance(value, ast.Constant):
                text += str(value.value)
                continue
            parts += [ascii(text)] if text else []
            text = ""
            parts.append(
                self._formatted(value) if isinstance(value, ast.FormattedValue) else self._node(value)
            )
        if not parts:
            return _constant(text)
        return f"Joined[{' '.join([*parts, *([ascii(text)] if text else [])])}]"

    def _formatted(self, value: ast.FormattedValue) -> str:
        form = "" if value.format_spec is None else self._node(value.format_spec)
        written = "" if form == _constant("") else form
        return f"({value.conversion} {self._node(value.value)} {written})"

    def _class(self, node: ast.ClassDef) -> str:
        head = f"{self._every(node.decorator_list)} {self._every(node.bases)} {self._every(node.keywords)}"
        outer = self._scope
        self._enter(scope_of_class(node, outer.around() if outer is not None else None))
        body = self._body(node.body)
        self._scope = outer
        return f"(class {self._name(node.name)} {node.name!a} {head} {body})"

    def _comprehension(self, node: Comprehension) -> str:
        first = self._node(node.generators[0].iter)  # worked out around the comprehension
        outer = self._scope
        self._enter(scope_of_targets(node, outer.around() if outer is not None else None))
        parts = [first]
        for index, generator in enumerate(node.generators):
            target = self._node(generator.target)
            source = "" if index == 0 else self._node(generator.iter)
            parts.append(f"({generator.is_async} {target} {source} {self._every(generator.ifs)})")
        made = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        parts.append(self._every(made))
        self._scope = outer
        return f"({type(node).__name__} {' '.join(parts)})"

    def _annotated(self, node: ast.AnnAssign) -> str:
        """As an assignment; in a class an annotation may be logic (of a dataclass), so there it stays."""
        if self._scope is not None and self._scope.is_class:
            return self._plain(node)
        if node.value is None:
            return ""
        return self._plain(ast.Assign(targets=[node.target], value=node.value))

    def _aliases(self, aliases: Sequence[ast.alias], *, is_from: bool) -> str:
        parts: list[str] = []
        for alias in aliases:
            name = alias.asname or (alias.name if is_from else alias.name.partition(".")[0])
            is_inner = "." in alias.name and alias.asname is not None
            parts.append(f"({alias.name!a} {is_inner} {'' if name == '*' else self._name(name)})")
        return " ".join(parts)


def _stored(node: ast.AST) -> str:
    """Assigned, deleted or read follows from where a name stands, except in ``del``."""
    return "del " if isinstance(getattr(node, "ctx", None), ast.Del) else ""


def is_idle(statement: ast.stmt) -> bool:
    """Whether a statement does nothing: ``pass``, a docstring or another value that stands alone."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.Pass)


def _constant(value: object) -> str:
    if isinstance(value, bool) or value is None or value is Ellipsis:
        return f"{value}"
    if isinstance(value, int):
        return f"int {value:x}"
    return f"{type(value).__name__} {value!a}"
