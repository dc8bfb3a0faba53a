"""The text of a function or class in its file, written once for each way in which it can be meant."""

from __future__ import annotations

import ast
from collections.abc import Callable
from types import FunctionType
from typing import Any

from ato.fingerprint.canon._canon import Canonical, canonical
from ato.fingerprint.sources._body import body_of
from ato.fingerprint.sources._decorators import counting, free_names
from ato.fingerprint.sources._file import File, Written
from ato.fingerprint.sources._find import constant_of, found_function, refusal


def written_function(
    file: File, function: FunctionType, captured: dict[str, object], owner: type | None
) -> Written | None:
    """What is known of a function by its source; None if the file does not hold it."""
    code, name = function.__code__, function.__qualname__
    key = id(code), frozenset(captured), owner is None  # equal code may stand at several places
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
    text = _guarded(lambda: canonical(node, own, frozenset(around), decorators, receiver=is_method), name)
    by_place = tuple(map(constant_of, node.args.defaults))
    by_name = tuple(
        (parameter.arg, constant_of(each))
        for parameter, each in zip(node.args.kwonlyargs, node.args.kw_defaults)
        if each is not None
    )
    made = file.texts[key] = Written(text, code.co_firstlineno, bool(decorators), by_place, by_name, code)
    return made


def written_class(
    file: File, node: ast.ClassDef, kind: type, names: dict[str, Any], captured: dict[str, object]
) -> Written:
    """What is known of a class by its source."""
    key = node.lineno, kind.__qualname__, frozenset(captured)
    known = file.texts.get(key)
    if known is None:
        decorators = counting(node, {**names, **captured} if captured else names)
        text = _guarded(
            lambda: canonical(node, node.name, frozenset(captured), decorators), kind.__qualname__
        )
        known = file.texts[key] = Written(text, node.lineno, bool(decorators), body=body_of(node))
    return known


def _guarded(made: Callable[[], Canonical], name: str) -> Canonical:
    try:
        return made()
    except RecursionError:
        raise refusal(name, "its code stands too deep in itself to be read") from None
