"""Arguments as fields: the type by ``type``, ``action``, ``nargs`` and ``choices``, the default, the help."""

from __future__ import annotations

import ast
from ast import literal_eval
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from atoc.importers.argparse.argument import Argument, argument
from atoc.importers.argparse.parsers import Parser
from atoc.importers.carried import Expression, Left
from atoc.importers.closed import closed, enumerated, widened
from atoc.importers.evaluation import Names, evaluate, shown
from atoc.importers.inferred import together, type_of, united
from atoc.importers.names import called
from atoc.importers.plain import is_dict, is_items, is_list, is_tuple
from atoc.importers.terms import Untold, quoted
from atoc.span import Span

Field = dict[str, object]

_TYPES = {"int": "int", "float": "float", "str": "str", "bool": "bool", "Path": "path", "PurePath": "path"}
_DATA = ("literal_eval", "loads", "eval", "safe_load")
_SILENT = ("help", "version")


@dataclass(frozen=True, slots=True)
class Told:
    """A field with what could not be said of it."""

    field: Field
    left: tuple[str, ...] = ()


def fields(parser: Parser, left: list[Left]) -> dict[str, object]:
    """The fields of a parser; what cannot be said is added to what was left."""
    found: dict[str, Field] = {}
    places: dict[str, Span] = {}
    for call in parser.calls:
        try:
            given = argument(parser, call)
            if given.action in _SILENT:
                continue
            told = _field(given)
        except Untold as reason:
            left.append(Left(parser.span(call), shown(call), str(reason)))
            continue
        left.extend(Left(parser.span(call), shown(call), why) for why in told.left)
        places.setdefault(given.dest, parser.span(call))
        found[given.dest] = _beside(found.get(given.dest), told.field)
    _set_defaults(parser, found, left)
    names = called(found)
    for dest, name in names.items():
        if dest != name:
            left.append(Left(places.get(dest), dest, f"cannot name a field, and is called '{name}' instead"))
    return {names[dest]: field for dest, field in found.items()}


def _beside(first: Field | None, second: Field) -> Field:
    """The field of two arguments with one name: the default of the first counts."""
    if first is None:
        return second
    if "enum" in first and "enum" in second:
        values = dict.fromkeys([*_listed_in(first), *_listed_in(second)])
        return {**second, **first, "enum": list(values)}
    types = [str(each.get("type", "str")) for each in (first, second)]
    options = dict.fromkeys(option for type in types for option in type.split(" | "))
    both = {key: value for key, value in {**second, **first}.items() if key not in ("type", "enum")}
    return {"type": united(options) if len(set(types)) > 1 else types[0], **both}


def _listed_in(field: Field) -> list[object]:
    values = field["enum"]
    return list(values) if is_list(values) else []


def _set_defaults(parser: Parser, found: dict[str, Field], left: list[Left]) -> None:
    for dest, node in parser.defaults.items():
        try:
            value = evaluate(node, parser.constants)
            if dest in found:
                found[dest] = {**found[dest], "default": value}
            else:
                found[dest] = {"type": type_of(value), "default": value}
        except Untold as reason:
            left.append(Left(parser.span(node), f"{dest}={shown(node)}", str(reason)))


def _field(given: Argument) -> Told:
    match given.action:
        case "store_true" | "store_false":
            default = given.value("default") if given.has("default") else given.action == "store_false"
            return _finished(given, "bool" if isinstance(default, bool) else "any", default)
        case "BooleanOptionalAction":
            default = given.value("default")
            return _finished(given, "bool" if default is not None else "bool | None", default)
        case "count":
            default = given.value("default")
            return _finished(given, united(["int", *(["None"] if default is None else [])]), default)
        case "store_const":
            default = given.value("default")
            return _finished(given, _closed([default, given.value("const")]), default)
        case "append_const":
            default = given.value("default")
            return _finished(given, _optional(f"list[{type_of(given.value('const'))}]", default), default)
        case "store" | "append" | "extend":
            return _stored(given)
        case other:
            raise Untold(f"the action {other} is a class of the program, and what it stores is not known")


def _stored(given: Argument) -> Told:
    """An argument with a value of its own."""
    item, why = _item(given)
    field: Field = {}
    choices, why = _known_choices(given, why)
    if choices is not None and item != "path":
        item = closed(choices) or item
    nargs = given.nargs
    is_list = nargs in ("*", "+") or isinstance(nargs, int)
    type = f"list[{item}]" if is_list else item
    if is_list and nargs != "*" and given.action == "store":
        field["min_length"] = 1 if nargs == "+" else nargs
    if isinstance(nargs, int):
        field["max_length"] = nargs
    if given.action == "append":
        type, field = f"list[{type}]", {}
    if nargs == "?" and given.value("const") is not None:
        item_type = type_of(given.value("const"))
        type = type if item_type == item or item_type in item.split(" | ") else united([item, item_type])
    return _with_default(given, type, field, why)


def _with_default(given: Argument, type: str, limits: Field, why: Sequence[str]) -> Told:
    if given.is_required:
        return Told({**enumerated({"type": type, "input": True}), **limits, **_doc(given, None)}, tuple(why))
    try:
        default = _default(given, type)
    except Untold as reason:
        told = (*why, f"its default is not known, so it is an input: {reason}")
        return Told({"type": type, "input": True, **limits, **_doc(given, None)}, told)
    if is_list(default) and limits and not _fits(default, limits):
        limits = {}
    kind = widened(type, default)
    limits = limits if kind == type else {}
    if kind != type and not given.has("type") and not isinstance(default, str):
        why = (*why, "without a `type`, what is given on the command line stays text there")
    return _finished(given, _optional(kind, default), default, limits, why)


def _fits(default: list[object], limits: Field) -> bool:
    least, most = limits.get("min_length", 0), limits.get("max_length", len(default))
    return isinstance(least, int) and isinstance(most, int) and least <= len(default) <= most


def _finished(
    given: Argument, type: str, default: object, limits: Field | None = None, why: Sequence[str] = ()
) -> Told:
    told = tuple(why)
    if given.word("default") == "SUPPRESS":
        default, told = (
            None,
            (*told, "an argument that is not given is no attribute at all there; here it is null"),
        )
        type = _optional(type, None)
    field = enumerated({"type": type, "default": default})
    if isinstance(default, float) and not isfinite(default):
        field["finite"] = False
    return Told({**field, **(limits or {}), **_doc(given, default)}, told)


def _doc(given: Argument, default: object) -> Field:
    text = given.doc(default)
    return {"doc": text} if text else {}


def _optional(type: str, default: object) -> str:
    """The type with None where the default is that."""
    return type if default is not None or type == "any" or type.endswith("| None") else f"{type} | None"


def _item(given: Argument) -> tuple[str, tuple[str, ...]]:
    """The type of one value, and what is to be said about it."""
    word = given.word("type")
    if not word:
        return "str", ()
    if word == "bool":
        return "bool", ("`type=bool` takes any text for true there; here it is `true` or `false`",)
    if word in _TYPES:
        return _TYPES[word], ()
    if word in _DATA:
        return "any", ()
    kind = _kind_of_default(given)
    return kind, (f"what `{word}` makes of a text is not known; it is read as {kind}",)


def _kind_of_default(given: Argument) -> str:
    try:
        default = given.value("default")
    except Untold:
        return "str"
    if is_items(default):
        return together(default)
    return "str" if default is None else type_of(default)


def _known_choices(given: Argument, why: tuple[str, ...]) -> tuple[list[object] | None, tuple[str, ...]]:
    """The choices, and what is to be said where they are not known."""
    try:
        return _choices(given), why
    except Untold as reason:
        return None, (*why, f"its choices are not known, and anything is taken: {reason}")


def _choices(given: Argument) -> list[object] | None:
    node = given.keywords.get("choices")
    if node is None:
        return None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
        numbers = [evaluate(each, given.known) for each in node.args]
        whole = [each for each in numbers if isinstance(each, int)]
        if whole and len(whole) == len(numbers) <= 3 and len(range(*whole)) <= 1000:
            return list(range(*whole))
    if isinstance(node, ast.Set):
        node = ast.List(elts=node.elts, ctx=ast.Load())
    found = _listed(node, given.known)
    return list(found) if is_items(found) else list(found) if is_dict(found) else None


def _listed(node: ast.expr, constants: Names) -> object:
    """The choices; of a table of the module its keys."""
    is_keys = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "keys"
    if is_keys and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return evaluate(node.func.value, constants)
    return evaluate(node, constants)


def _closed(values: list[object]) -> str:
    """The type of what a flag stores: these texts and no other, or what they have in common."""
    return (closed(values) if all(isinstance(value, str) for value in values) else "") or together(values)


def _default(given: Argument, type: str) -> object:
    """The default; a text is read by the type, as argparse does."""
    node = given.keywords.get("default")
    asked = None if node is None else _environment(node, given.known)
    if asked is not None:
        if type not in ("str", "path", "any"):
            raise Untold("an environment variable is text")
        return asked
    if given.word("default") == "SUPPRESS":
        return None
    if isinstance(node, ast.Call) and given.word("type") in ("Path", "PurePath") and len(node.args) == 1:
        return evaluate(node.args[0], given.known)
    if given.is_positional and given.nargs == "*" and not given.has("default"):
        return []
    value = given.value("default")
    if is_tuple(value):
        return list(value)
    if not isinstance(value, str):
        return value
    if not is_known(given):
        return _made(given.word("type"), value)
    item = type.removeprefix("list[").removesuffix("]")
    if item not in ("int", "float"):
        return value
    try:
        return int(value) if item == "int" else float(value)
    except ValueError:
        raise Untold(f"{value!r} is no {item}") from None


def is_known(given: Argument) -> bool:
    """Whether it is known what the type of an argument makes of a text."""
    return not given.has("type") or given.word("type") in _TYPES


def _made(word: str, text: str) -> object:
    """The default that a function makes of a text, where it only reads data."""
    if word in _DATA:
        try:
            return literal_eval(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            pass
    raise Untold(f"what `{word}` makes of {text!r} is not known")


def _environment(node: ast.expr, constants: Names) -> Expression | None:
    """``os.environ.get(...)``, ``os.getenv(...)`` and ``os.environ[...]`` with texts that are written out."""
    match node:
        case ast.Call(func=ast.Attribute(attr="getenv"), args=args):
            pass
        case ast.Call(func=ast.Attribute(attr="get", value=ast.Attribute(attr="environ")), args=args):
            pass
        case ast.Subscript(value=ast.Attribute(attr="environ"), slice=key):
            args = [key]
        case _:
            return None
    texts = [evaluate(each, constants) for each in args]
    if not all(isinstance(each, str) for each in texts):
        raise Untold("the name of an environment variable and its default must be written out")
    if len(texts) == 1 and isinstance(node, ast.Call):
        raise Untold("it is None where the variable is not set, and `env` gives text or nothing")
    return Expression("${env(" + ", ".join(quoted(str(each)) for each in texts) + ")}")
