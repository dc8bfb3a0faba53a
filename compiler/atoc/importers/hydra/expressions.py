"""Interpolations of Hydra's configs as expressions of ours: ``${..lr}``, ``${oc.env:HOME}``, ``${a}_${b}``.

What a reference means hangs on where it stands, and how a key is called and whether it may be None is known
only once all units are read; so the parts of a text are turned into an expression when it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from atoc.importers.interpolations import Argument, Call, Nested, Part, Reference
from atoc.importers.scalars import plain
from atoc.source import Scalar
from atoc.span import Span

Path = tuple[str, ...]

_NOWHERE = Span.start_of("")


class Unclear(Exception):
    """An interpolation that no expression of ours says; the text tells why."""


@dataclass(frozen=True, slots=True)
class Names:
    """How keys are called, and which values may be None.

    ``spell`` gives the name of the field at a whole path, and raises ``Unclear`` where there is none.
    """

    spell: Callable[[Path], str]
    may_be_none: Callable[[Path], bool]


def _nothing(path: Path) -> str:
    raise Unclear(f"no config has '{'.'.join(path)}'")


NOWHERE = Names(_nothing, lambda _: False)
"""No names at all."""


def absolute(reference: Reference, owner: Path) -> Path:
    """The whole path of a key that is named in the mapping at ``owner``; raises ``Unclear``."""
    if not reference.dots:
        return reference.path
    above = reference.dots - 1
    if above > len(owner):
        raise Unclear("it leads above the top")
    return (*owner[: len(owner) - above], *reference.path)


def is_whole(parts: Sequence[Part]) -> bool:
    """Whether the value is that of one expression, and not joined as text."""
    return len(parts) == 1 and not isinstance(parts[0], str)


def template(parts: Sequence[Part], owner: Path, names: Names) -> str:
    """The parts as the text of a value: ``${a}_${b}``."""
    if is_whole(parts):
        return f"${{{_code(parts[0], owner, names)}}}"
    return "".join(
        part.replace("${", "$${") if isinstance(part, str) else f"${{{_joined(part, owner, names)}}}"
        for part in parts
    )


def code(parts: Sequence[Part], owner: Path, names: Names) -> str:
    """The parts as one expression."""
    if len(parts) == 1:
        return _code(parts[0], owner, names)
    texts = (repr(part) if isinstance(part, str) else f"str({_code(part, owner, names)})" for part in parts)
    return " + ".join(texts) or "''"


def references(parts: Sequence[Part], owner: Path) -> Iterator[Path]:
    """The whole paths of all keys that are read."""
    for part in parts:
        if isinstance(part, Reference):
            yield absolute(part, owner)
        elif isinstance(part, Call):
            for argument in part.arguments:
                yield from references(argument.parts, owner)


def _joined(part: Part, owner: Path, names: Names) -> str:
    text = _code(part, owner, names)
    may_be_none = isinstance(part, Reference) and names.may_be_none(absolute(part, owner))
    return f"str({text})" if may_be_none else text


def _code(part: Part, owner: Path, names: Names) -> str:
    if isinstance(part, str):
        return repr(part)
    if isinstance(part, Nested):
        raise Unclear("the key that it refers to is worked out, and a name of ours is written out")
    if isinstance(part, Reference):
        return names.spell(absolute(part, owner))
    arguments = [code(each.parts, owner, names) for each in part.arguments]
    match part.name, arguments:
        case "oc.env", [_] | [_, _]:
            return _environment(part, arguments)
        case "oc.decode", [text]:
            return _decoded(part.arguments[0], text)
        case "oc.select", [_] | [_, _]:
            return _selected(part, arguments, names)
        case "now", [_, *_]:
            return f"now({','.join(map(_written, part.arguments))!r})"
        case _:
            raise Unclear(_why(part.name))


def _environment(call: Call, arguments: Sequence[str]) -> str:
    if len(arguments) == 2 and not call.arguments[1].is_quoted and _plain(call.arguments[1]) is None:
        raise Unclear("the variable may be absent, and `env` takes a text for that")
    return f"env({', '.join(arguments)})"


def _decoded(argument: Argument, text: str) -> str:
    """``oc.decode`` of a variable with a default: of the type that the default has."""
    inner = argument.parts[0] if len(argument.parts) == 1 else None
    has_default = isinstance(inner, Call) and len(inner.arguments) == 2
    value = _plain(inner.arguments[1]) if isinstance(inner, Call) and has_default else None
    match value:
        case bool():
            return f"{text} in ['true', 'True', 'yes', 'on']"
        case int() | float():
            return f"{type(value).__name__}({text})"
        case _:
            raise Unclear("what it decodes to is only known when it runs; say so in a type and an `int(...)`")


def _plain(argument: Argument) -> object:
    return plain(Scalar(_NOWHERE, _written(argument), "quoted" if argument.is_quoted else "plain"))


def _written(argument: Argument) -> str:
    if any(not isinstance(part, str) for part in argument.parts):
        raise Unclear("an argument of it is worked out")
    return "".join(map(str, argument.parts))


def _selected(call: Call, arguments: Sequence[str], names: Names) -> str:
    """``oc.select`` of a key that is there is that key, and of another one its default."""
    path = tuple(re.findall(r"\w+", _written(call.arguments[0])))
    try:
        return names.spell(path)
    except Unclear:
        default = call.arguments[1] if len(arguments) == 2 else Argument(("null",))
        is_text = default.is_quoted or any(not isinstance(part, str) for part in default.parts)
        return arguments[1] if is_text else repr(_plain(default))


def _why(name: str) -> str:
    if name == "hydra":
        return "only a run of Hydra knows it"
    return f"the resolver '{name}' is a function of the program: declare it under `resolvers`, with its types"
