"""``with Scope.lazy():`` inside a view: a block that runs after the command line was read.

A view that holds such a block is written anew, once, as a generator that gives each block as a function where
it stands, and does the rest as before::

    def view(config):                       def view(config):
        config.depth = 50                       config.depth = 50
        with Scope.lazy():              →       def block():
            config.width = depth_of(config)         config.width = depth_of(config)
                                                yield block, False, 1

So no line of a view runs twice. File, line numbers, globals, closure and defaults stay those of the view.
A block finds the names of its view as they were where it stands (``_standing``). Whether a ``with`` is such a
block is told from its source, and from what its names mean there.
"""

from __future__ import annotations

import ast
from types import CodeType, FunctionType, MethodType

from ato.config import ConfigError, Problem
from ato.dynamic.scopes._standing import SHARED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CellType
    from typing import Any

    Test = Callable[[object], bool]

BLOCK = "__ato_block"
FLAGS = 0x1FF0000
"""The bits of a code's flags that come from ``from __future__ import ...``."""
INLINED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
"""What has names of its own."""
AWAY = (ast.Return, ast.Yield, ast.YieldFrom, ast.Await)


def in_blocks(function: Callable[..., object], is_lazy: Test) -> Callable[..., object] | None:
    """The view as a generator of its blocks, or None if none can be found in it; a method stays one.

    ``is_lazy`` tells whether what a call names is the one that begins a block. Raises ``ConfigError`` for a
    block that cannot run later.
    """
    view: Any = getattr(function, "__func__", function)
    definition = definition_of(view)
    if definition is None:
        return None
    rewriting = _Rewriting(view, is_lazy)
    definition.body = rewriting.body(definition.body)
    if not rewriting.count:
        return None
    kept = [_binding(name, definition.body[0]) for name in sorted(rewriting.assigned)]
    definition.body = [*kept, *definition.body]
    definition.decorator_list = []
    made: Any = _compiled(view, definition)
    vars(made)[SHARED] = frozenset(rewriting.assigned)
    owner = getattr(function, "__self__", None)
    bound: Any = made if owner is None else MethodType(made, owner)
    return bound  # type: ignore[no-any-return]


def definition_of(function: Callable[..., object]) -> ast.FunctionDef | None:
    """The source of a view, with the lines that it has in its file; None where it cannot be read."""
    from inspect import getsourcelines
    from textwrap import dedent

    view = getattr(function, "__func__", function)
    if not isinstance(view, FunctionType):
        return None
    try:
        lines, first = getsourcelines(view)
        tree = ast.parse(dedent("".join(lines)))
    except (OSError, TypeError, SyntaxError, IndentationError):
        return None
    ast.increment_lineno(tree, max(first, 1) - 1)
    found = tree.body[0] if tree.body else None
    return found if isinstance(found, ast.FunctionDef) and found.name == view.__code__.co_name else None


def _compiled(view: FunctionType, definition: ast.FunctionDef) -> FunctionType:
    """The function of a definition, with all else as the view has it."""
    cells: dict[str, CellType] = dict(zip(view.__code__.co_freevars, view.__closure__ or ()))
    *_, owner, _ = ("", *view.__qualname__.split("."))
    is_method = owner not in ("", "<locals>")  # in a class, names that begin with two underscores are others
    outer = _function(BLOCK, list(cells), [_class(owner, definition) if is_method else definition])
    module = ast.fix_missing_locations(ast.Module(body=[outer], type_ignores=[]))
    flags = view.__code__.co_flags & FLAGS
    whole = compile(module, view.__code__.co_filename, "exec", flags=flags, dont_inherit=True)
    code = _inside(whole, BLOCK)
    code = _inside(_inside(code, owner) if is_method else code, definition.name)
    closure = tuple(cells[name] for name in code.co_freevars)
    made = FunctionType(code, view.__globals__, view.__name__, view.__defaults__, closure)
    made.__kwdefaults__ = view.__kwdefaults__
    return made


def _function(name: str, parameters: list[str], body: list[ast.stmt]) -> ast.FunctionDef:
    arguments = ast.arguments(
        posonlyargs=[],
        args=[ast.arg(each) for each in parameters],
        kwonlyargs=[],
        kw_defaults=[],
        defaults=[],
    )
    made: Any = ast.FunctionDef(name=name, args=arguments, body=body, decorator_list=[])
    made.type_params = []  # needed from Python 3.12 on
    return made  # type: ignore[no-any-return]


def _class(name: str, definition: ast.FunctionDef) -> ast.ClassDef:
    made: Any = ast.ClassDef(name=name, bases=[], keywords=[], body=[definition], decorator_list=[])
    made.type_params = []  # needed from Python 3.12 on
    return made  # type: ignore[no-any-return]


def _inside(code: CodeType, name: str) -> CodeType:
    return next(each for each in code.co_consts if isinstance(each, CodeType) and each.co_name == name)


class _Rewriting:
    """The blocks of one view: how many there are, and which names of the view they assign."""

    def __init__(self, view: FunctionType, is_lazy: Test) -> None:
        self.view = view
        self.is_lazy = is_lazy
        self.count = 0
        self.assigned: set[str] = set()
        self.globals: set[str] = set()

    def body(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        """Statements with their blocks replaced."""
        done: list[ast.stmt] = []
        for statement in statements:
            if isinstance(statement, ast.Global):
                self.globals.update(statement.names)
            call = self._call(statement) if isinstance(statement, ast.With) else None
            if call is not None and isinstance(statement, ast.With):
                done += self._block(statement, call)
            else:
                done.append(self._inner(statement))
        return done

    def _inner(self, statement: ast.stmt) -> ast.stmt:
        """A statement with the blocks inside it replaced."""
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return statement
        for name in ("body", "orelse", "finalbody"):
            inner = getattr(statement, name, None)
            if inner:
                setattr(statement, name, self.body(inner))
        for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
            part.body = self.body(part.body)
        return statement

    def _call(self, statement: ast.With) -> ast.Call | None:
        """The call that makes a ``with`` one of our blocks."""
        calls = [item.context_expr for item in statement.items]
        ours = [call for call in calls if isinstance(call, ast.Call) and self.is_lazy(self._meant(call.func))]
        if ours and len(calls) > 1:
            raise self._refused(statement, "stands in one line with others", "give it a `with` of its own")
        return ours[0] if ours else None

    def _meant(self, node: ast.expr) -> object:
        """What a dotted name means where the view was defined."""
        if isinstance(node, ast.Attribute):
            return getattr(self._meant(node.value), node.attr, None)
        if not isinstance(node, ast.Name):
            return None
        if node.id in self.view.__code__.co_freevars:
            cells = dict(zip(self.view.__code__.co_freevars, self.view.__closure__ or ()))
            try:
                return cells[node.id].cell_contents
            except ValueError:  # not assigned yet
                return None
        return self.view.__globals__.get(node.id)

    def _block(self, statement: ast.With, call: ast.Call) -> list[ast.stmt]:
        """A function of the block, and the ``yield`` that gives it away; blocks in it wait for nothing."""
        statement = _Plain(self._call).visit(statement)
        for node in _own(statement.body):
            if isinstance(node, AWAY) or _leaves_a_loop(node, statement.body):
                what = type(node).__name__.lower()
                raise self._refused(statement, f"holds '{what}'", "what comes after it has run before it")
        name = f"{BLOCK}_{self.count}"
        self.count += 1
        assigned = _assigned(statement.body)
        shared = sorted(assigned - self.globals)
        self.assigned.update(set(shared) - set(self.view.__code__.co_freevars))
        first: list[ast.stmt] = [ast.Nonlocal(names=shared)] if shared else []
        if assigned & self.globals:
            first.append(ast.Global(names=sorted(assigned & self.globals)))
        block = _function(name, [], [*first, *statement.body])
        names = [item.optional_vars for item in statement.items if item.optional_vars is not None]
        bound = [ast.Assign(targets=[each], value=ast.Constant(None)) for each in names]
        given = ast.Expr(ast.Yield(ast.Tuple([ast.Name(name, ast.Load()), call], ast.Load())))
        return [_placed(each, statement) for each in (*bound, block, given)]

    def _refused(self, statement: ast.stmt, what: str, help: str) -> ConfigError:
        place = f"{self.view.__code__.co_filename}:{statement.lineno}"
        problem = Problem(self.view.__name__, f"the lazy block at {place} {what}, and cannot wait", (help,))
        return ConfigError([problem])


class _Plain(ast.NodeTransformer):
    """What stands in a block, as it can stand in a function that shares the names of another."""

    def __init__(self, call_of: Callable[[ast.With], ast.Call | None]) -> None:
        self.call_of = call_of
        self.depth = 0

    def visit_With(self, node: ast.With) -> ast.stmt:
        """A block in the block has nothing to wait for."""
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1
        if not self.depth or self.call_of(node) is None:
            return node
        return _placed(ast.If(test=ast.Constant(True), body=node.body, orelse=[]), node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        """A name of several functions cannot be annotated."""
        if not isinstance(node.target, ast.Name):
            return node
        if node.value is None:
            return _placed(ast.Pass(), node)
        return _placed(ast.Assign(targets=[node.target], value=node.value), node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt:
        """What has names of its own stays as it is."""
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.stmt:
        """The same for a class."""
        return node


def _placed(node: ast.stmt, at: ast.stmt) -> ast.stmt:
    """A new statement with the place of an old one; what it holds of the source keeps its own."""
    return ast.fix_missing_locations(ast.copy_location(node, at))


def _binding(name: str, at: ast.stmt) -> ast.stmt:
    """A statement that never runs, and makes a name one of the function."""
    assign = ast.Assign(targets=[ast.Name(name, ast.Store())], value=ast.Constant(None))
    return _placed(ast.If(test=ast.Constant(False), body=[assign], orelse=[]), at)


def _own(statements: list[ast.stmt]) -> Iterator[ast.AST]:
    """All nodes of statements but what stands in functions and classes inside them."""
    stack: list[ast.AST] = list(statements)
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, INLINED):
            stack.extend(ast.iter_child_nodes(node))


def _leaves_a_loop(node: ast.AST, body: list[ast.stmt]) -> bool:
    """Whether a ``break`` or ``continue`` is one of a loop around the block."""
    if not isinstance(node, (ast.Break, ast.Continue)):
        return False
    loops = [each for each in _own(body) if isinstance(each, (ast.For, ast.While, ast.AsyncFor))]
    return not any(node in set(_own(loop.body)) for loop in loops)


def _assigned(statements: list[ast.stmt]) -> set[str]:
    """The names that statements bind in the function that they stand in."""
    names: set[str] = set()
    for node in _own(statements):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            names.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update((each.asname or each.name).partition(".")[0] for each in node.names)
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            names.add(node.name)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            names.add(node.rest)
    return names - _of_comprehensions(statements)


def _of_comprehensions(statements: list[ast.stmt]) -> set[str]:
    """The names that only comprehensions bind, which keep them to themselves."""
    inside: set[int] = set()
    names: set[str] = set()
    for node in _own(statements):
        if isinstance(node, ast.comprehension):
            for each in ast.walk(node.target):
                if isinstance(each, ast.Name):
                    inside.add(id(each))
                    names.add(each.id)
    outside = {
        node.id
        for node in _own(statements)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load) and id(node) not in inside
    }
    return names - outside


def may_hold_blocks(function: Callable[..., object], is_lazy: Test) -> bool:
    """Whether a look at the names of a view leaves it open that it holds a block; this reads no source."""
    view: Any = getattr(function, "__func__", function)
    code = getattr(view, "__code__", None)
    if code is None:
        return False
    names = code.co_names
    return (
        "lazy" in names
        or bool(code.co_freevars)
        or any(is_lazy(view.__globals__.get(name)) for name in names)
    )
