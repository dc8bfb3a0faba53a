"""A Python config, statement by statement: assignments to names and to parts of what they hold."""

from __future__ import annotations

import ast

from ato.config import Problem
from atoc.importers.carried import Left, Refused
from atoc.importers.evaluation import MAX_SIZE, Names, evaluate, inner, is_small, shown, statements
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
            except (ValueError, RecursionError, MemoryError):
                return statement.value
    return []


def doc(body: list[ast.stmt]) -> str:
    """The first paragraph of the text on top of a file."""
    text = ast.get_docstring(ast.Module(body=body, type_ignores=[])) or ""
    return " ".join(text.split("\n\n")[0].split())


def values(file: SourceFile, above: dict[str, object], left: list[Left]) -> dict[str, object]:
    """What the names of a file come to; what it changes in its bases is changed in ``above``.

    What is not understood is added to what was left.
    """
    names = Names({}, above)
    for statement in statements(file):
        try:
            _take(statement, names)
        except Untold as reason:
            left.append(Left(_span(file.path, statement), shown(statement), str(reason)))
    if not is_small([names.own, above]):
        why = f"holds more than {MAX_SIZE:,} values, or values in each other without end"
        raise Refused([Problem(file.path, why)])
    return {name: value for name, value in names.own.items() if not name.startswith("__")}


def _take(statement: ast.stmt, names: Names) -> None:
    match statement:
        case ast.Assign(targets=targets, value=value):
            if not _is_base(targets[0]):
                _assign_all(targets, value, names)
        case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value):
            _assign_all([target], value, names)
        case ast.AugAssign():
            before = _read(statement.target)
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
            holder, key = _holder(target.value, names), evaluate(target.slice, names)
            _put(holder, key, value)
        case ast.Attribute(attr=key):
            _put(_holder(target.value, names), key, value)
        case _:
            raise Untold("only names and parts of them are assigned to")


def _read(target: ast.expr) -> ast.expr:
    """The part of a statement that is changed, as an expression that reads it."""
    return ast.parse(shown(target), mode="eval").body


def _put(holder: object, key: object, value: object) -> None:
    if is_dict(holder):
        holder[key] = value
        return
    if not is_list(holder) or not isinstance(key, int) or not 0 <= key < len(holder):
        raise Untold("it is assigned to what is no dict and no list")
    holder[key] = value


def _holder(node: ast.expr, names: Names) -> object:
    """The very container that an expression names."""
    match node:
        case ast.Name(id=name) if name in names.own:
            return names.own[name]
        case ast.Name(id=name) if name == BASE:
            return names.bases
        case ast.Subscript(value=outer, slice=key):
            return inner(_holder(outer, names), evaluate(key, names))
        case ast.Attribute(value=outer, attr=key):
            return inner(_holder(outer, names), key)
        case _:
            raise Untold(f"`{shown(node)}` is no name with a known value here")


def _delete(target: ast.expr, names: Names) -> None:
    match target:
        case ast.Name(id=name) if name in names.own:
            del names.own[name]
            return
        case ast.Subscript(value=value, slice=given):
            holder, key = _holder(value, names), evaluate(given, names)
        case ast.Attribute(value=value, attr=key):
            holder = _holder(value, names)
        case _:
            raise Untold("there is nothing to delete")
    _remove(holder, key, names)


def _remove(holder: object, key: object, names: Names) -> None:
    if holder is names.bases:
        raise Untold("a key of the bases that is taken away stays here")
    inner(holder, key)
    if is_dict(holder):
        del holder[key]
    if is_list(holder) and isinstance(key, int):
        holder.pop(key)


def _change(call: ast.Call, names: Names) -> None:
    """``model.update(...)``, ``hooks.append(...)``, ``_base_.pipeline.insert(0, ...)``."""
    method = call.func
    if not isinstance(method, ast.Attribute):
        raise Untold("it is a call, and nothing is run")
    held = _holder(method.value, names)
    if is_dict(held) and method.attr == "update":
        more = evaluate(ast.Call(func=ast.Name(id="dict"), args=call.args, keywords=call.keywords), names)
        held.update(more if is_dict(more) else {})
        return
    given = [evaluate(each, names) for each in call.args]
    match method.attr, given:
        case "append", [item] if is_list(held):
            held.append(item)
        case "extend", [items] if is_list(held) and is_items(items):
            held.extend(items)
        case "insert", [int() as place, item] if is_list(held):
            held.insert(place, item)
        case "pop", [key] | [key, _] if is_dict(held) and (key in held or len(given) > 1):
            if key in held:
                _remove(held, key, names)
        case "pop", [] | [int()] if is_list(held) and held:
            _remove(held, given[0] if given else -1, names)
        case _:
            raise Untold("it is a call, and nothing is run")


def _is_base(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and target.id == BASE


def _span(path: str, statement: ast.stmt) -> Span:
    column = statement.col_offset + 1
    return Span(path, statement.lineno, column, statement.lineno, column)
