"""A Python config, statement by statement: assignments to names and to parts of what they hold."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from atoc.importers.carried import Left
from atoc.importers.evaluation import Names, evaluate, inner, statements
from atoc.importers.plain import is_dict, is_items, is_list
from atoc.importers.terms import Untold
from atoc.span import SourceFile, Span

BASE = "_base_"


def bases(body: list[ast.stmt]) -> object:
    """What is assigned to ``_base_``; nothing at all is an empty list."""
    for statement in body:
        if isinstance(statement, ast.Assign) and _is_base(statement.targets[0]):
            try:
                return ast.literal_eval(statement.value)
            except ValueError:
                return statement.value
    return []


def doc(body: list[ast.stmt]) -> str:
    """The first paragraph of the text on top of a file."""
    text = ast.get_docstring(ast.Module(body=body, type_ignores=[])) or ""
    return " ".join(text.split("\n\n")[0].split())


def values(file: SourceFile, above: Mapping[str, object], left: list[Left]) -> dict[str, object]:
    """What the names of a file come to; what is not understood is added to what was left."""
    names = Names({}, above)
    for statement in statements(file):
        try:
            _take(statement, names)
        except Untold as reason:
            left.append(Left(_span(file.path, statement), ast.unparse(statement), str(reason)))
    return {name: value for name, value in names.own.items() if not name.startswith("__")}


def _take(statement: ast.stmt, names: Names) -> None:
    match statement:
        case ast.Assign(targets=targets, value=value):
            if not _is_base(targets[0]):
                _assign_all(targets, value, names)
        case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value):
            _assign_all([target], value, names)
        case ast.AugAssign():
            before = ast.parse(ast.unparse(statement.target), mode="eval").body
            changed = ast.BinOp(left=before, op=statement.op, right=statement.value)
            _assign(statement.target, evaluate(changed, names), names)
        case ast.Delete(targets=targets):
            for each in targets:
                _delete(each, names)
        case ast.Expr(value=ast.Call(func=ast.Attribute()) as call):
            _change(call, names)
        case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom() | ast.Pass():
            pass  # docstrings; modules, which are no values
        case ast.FunctionDef():
            pass  # mmengine drops functions too; a call of one is told where it stands
        case ast.With():
            raise Untold(
                "configs that import their bases with `read_base()` are not read; name them in `_base_`"
            )
        case _:
            raise Untold("only assignments are read, and nothing is run")


def _assign_all(targets: list[ast.expr], value: ast.expr, names: Names) -> None:
    """Assign, and forget what the names held before where the value is not understood."""
    try:
        found = evaluate(value, names)
        for target in targets:
            _assign(target, found, names)
    except Untold:
        for target in targets:
            if isinstance(target, ast.Name):
                names.own.pop(target.id, None)
        raise


def _assign(target: ast.expr, value: object, names: Names) -> None:
    match target:
        case ast.Name(id=name):
            names.own[name] = value
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            if not is_items(value) or len(value) != len(targets):
                raise Untold("the values cannot be told apart")
            for each, item in zip(targets, value):
                _assign(each, item, names)
        case ast.Subscript():
            holder, key = _holder(target, names), evaluate(target.slice, names)
            _put(holder, key, value)
        case _:
            raise Untold("only names and parts of them are assigned to")


def _put(holder: object, key: object, value: object) -> None:
    if is_dict(holder):
        holder[key] = value
        return
    if not is_list(holder) or not isinstance(key, int) or not 0 <= key < len(holder):
        raise Untold("it is assigned to what is no dict and no list")
    holder[key] = value


def _holder(target: ast.Subscript, names: Names) -> object:
    """The very container whose part is assigned to."""
    match target.value:
        case ast.Name(id=name) if name in names.own:
            return names.own[name]
        case ast.Subscript() as outer:
            return inner(_holder(outer, names), evaluate(outer.slice, names))
        case _:
            raise Untold(f"`{ast.unparse(target.value)}` is no name with a known value here")


def _delete(target: ast.expr, names: Names) -> None:
    match target:
        case ast.Name(id=name) if name in names.own:
            del names.own[name]
        case ast.Subscript():
            holder, key = _holder(target, names), evaluate(target.slice, names)
            if not is_dict(holder) or key not in holder:
                raise Untold("there is nothing to delete")
            del holder[key]
        case _:
            raise Untold("there is nothing to delete")


def _change(call: ast.Call, names: Names) -> None:
    """``model.update(...)``, ``hooks.append(...)``, ``hooks.extend(...)`` of a name."""
    method = call.func
    holder = method.value if isinstance(method, ast.Attribute) else None
    name = holder.id if isinstance(holder, ast.Name) else ""
    held = names.own.get(name)
    called = method.attr if isinstance(method, ast.Attribute) else ""
    if is_dict(held) and called == "update":
        more = evaluate(ast.Call(func=ast.Name(id="dict"), args=call.args, keywords=call.keywords), names)
        held.update(more if is_dict(more) else {})
    elif is_list(held) and called in ("append", "extend") and len(call.args) == 1:
        item = evaluate(call.args[0], names)
        if called == "extend" and not is_items(item):
            raise Untold("it is extended by what is no list")
        held.extend([item] if called == "append" else list(item) if is_items(item) else [])
    else:
        raise Untold("it is a call, and nothing is run")


def _is_base(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and target.id == BASE


def _span(path: str, statement: ast.stmt) -> Span:
    column = statement.col_offset + 1
    return Span(path, statement.lineno, column, statement.lineno, column)
