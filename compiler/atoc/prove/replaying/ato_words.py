"""Words of a command line as scripts of Ato take them: values are Python's there.

    amp=true  note=null  tags=[a]      what a generated program takes
    amp=True  note=None  tags=['a']    what a script takes

Where all fields of a scope are those that Python views write, it is a script that runs them.
"""

from __future__ import annotations

from typing import cast

import ato.config as ato
from ato.config.formats._plain import plain
from ato.config.outside._overrides import raw_text
from ato.dynamic.words._words import Value, read_value
from atoc.program import Field, Scope
from atoc.prove.replaying.spelling import word_of
from atoc.prove.values.identity import identity


def is_script(scope: Scope) -> bool:
    """Whether the fields of a scope are those of a Python file."""
    return bool(scope.fields) and all(field.span.path.endswith(".py") for field in scope.fields.values())


def to_ato(scope: Scope, word: str) -> str:
    """A word of a witness as a script takes it; the word itself where there is no other."""
    path, sign, text = word.partition("=")
    field = scope.fields.get(path)
    value = ... if not sign or field is None else _read(field, text)
    if value is ...:
        return word
    told = plain(value)
    texts = (told, f"%{told}%") if isinstance(told, str) else (repr(told),)
    return next((f"{path}={each}" for each in texts if _is_read_as(f"{path}={each}", value)), word)


def from_ato(scope: Scope, word: str) -> str:
    """A word of a script as a generated program takes it; the word itself where that reads it otherwise."""
    path, sign, _ = word.partition("=")
    field = scope.fields.get(path)
    read = read_value(word) if sign else None
    if field is None or not isinstance(read, Value):
        return word
    value = _fixed(read.value)
    said = word_of(field, value)
    known = _read(field, said.partition("=")[2])
    return said if known is not ... and identity(known) == identity(value) else word


def _is_read_as(word: str, value: object) -> bool:
    read = read_value(word)
    return isinstance(read, Value) and identity(_fixed(read.value)) == identity(value)


def _read(field: Field, text: str) -> object:
    """The value that a generated program reads; ``...`` where it refuses the text."""
    try:
        return field.member.runtime.read(raw_text(text, in_flow=field.type.in_flow))
    except ato.BadValue:
        return ...


def _fixed(value: object) -> object:
    """A value with the containers of configs."""
    match value:
        case list() | tuple():
            return tuple(map(_fixed, cast("list[object]", value)))
        case dict():
            return {str(key): _fixed(item) for key, item in cast("dict[object, object]", value).items()}
        case set():
            return frozenset(cast("set[object]", value))
        case _:
            return value
