"""The text of a function or class in its file, written once for each way in which it can be meant."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial
from types import FunctionType
from typing import Any
from weakref import ref

from ato.fingerprint.canon._canon import Canonical, canonical
from ato.fingerprint.canon._writer import constant
from ato.fingerprint.sources._attributes import Assigned, attributes_of
from ato.fingerprint.sources._body import CONSTANTS, body_of
from ato.fingerprint.sources._decorators import counting, free_names
from ato.fingerprint.sources._file import Class, File, Written
from ato.fingerprint.sources._find import (
    constant_of,
    files_of_class,
    found_class,
    found_function,
    given_defaults,
    refusal,
)


def written_function(
    file: File, function: FunctionType, captured: dict[str, object], owner: type | None
) -> Written | None:
    """What is known of a function by its source; None if the file does not hold it."""
    code, name = function.__code__, function.__qualname__
    key: tuple[object, ...] = id(code), frozenset(captured), owner is None
    if code.co_name == "<lambda>":  # lambdas of a line that differ in their defaults alone share their code
        key = *key, *(constant(each) for each in given_defaults(function) if type(each) in CONSTANTS)
    known = file.texts.get(key)
    if known is not None:
        return known
    node = found_function(function, file)
    if node is None:
        return None
    above = name.rpartition(".")[0]
    is_method = bool(above) and not above.endswith("<locals>")
    own = None if isinstance(node, ast.Lambda) or is_method else code.co_name
    names = {**function.__globals__, **captured} if captured else function.__globals__
    decorators = () if isinstance(node, ast.Lambda) else counting(node, names)
    around = {*captured, *code.co_freevars}
    defaults = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
    if "<locals>" in name:
        around |= free_names((*decorators, *defaults), function.__globals__)
    around.discard(own or "")
    write = partial(canonical, node, own, frozenset(around), decorators, receiver=is_method)
    text = _guarded(write, name)
    by_place = tuple(map(constant_of, node.args.defaults))
    by_name = tuple(
        (parameter.arg, constant_of(each))
        for parameter, each in zip(node.args.kwonlyargs, node.args.kw_defaults)
        if each is not None
    )
    made = file.texts[key] = Written(text, code.co_firstlineno, bool(decorators), by_place, by_name, code)
    return made


def written_class(kind: type, names: dict[str, Any]) -> tuple[Written, File] | None:
    """What is known of a class by its source, and the file it stands in; None if it has none.

    ``names`` are those of its module.
    """
    for path, file in files_of_class(kind, names):
        known = file.classes.get(id(kind))
        if known is not None and known.of() is kind:
            return known.written, file
        node = found_class(kind, names, path, file)
        if node is not None:
            captured = captured_by_class(kind)
            decorators = counting(node, {**names, **captured} if captured else names)
            own = frozenset(captured)
            text = _guarded(partial(canonical, node, node.name, own, decorators), kind.__qualname__)
            written = Written(text, node.lineno, bool(decorators), body=body_of(node))
            file.classes[id(kind)] = Class(ref(kind), written)
            return written, file
    return None


def attributes_of_class(
    kind: type, names: dict[str, Any]
) -> tuple[dict[str, tuple[Assigned, ...]], dict[str, str]]:
    """What the source of a class says that its objects hold, and where the names in it come from."""
    written = written_class(kind, names)
    if written is None:
        return {}, {}
    file = written[1]
    known = file.classes[id(kind)]
    if known.attributes is None:
        nodes = file.index.classes[kind.__qualname__]
        known.attributes = attributes_of(next(node for node in nodes if node.lineno == known.written.line))
    return known.attributes, file.imports


def captured_by(function: FunctionType) -> dict[str, object]:
    """The values of names of the functions around a function, as far as they have one yet."""
    found: dict[str, object] = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        try:
            value = cell.cell_contents
        except ValueError:
            continue
        if name != "__class__" and value is not function:
            found[name] = value
    return found


def captured_by_class(kind: type) -> dict[str, object]:
    """The values of names of the functions around a class, as its methods see them."""
    functions = (value for value in vars(kind).values() if isinstance(value, FunctionType))
    return {name: value for each in functions for name, value in captured_by(each).items()}


def _guarded(made: Callable[[], Canonical], name: str) -> Canonical:
    try:
        return made()
    except RecursionError:
        raise refusal(name, "its code stands too deep in itself to be read") from None
