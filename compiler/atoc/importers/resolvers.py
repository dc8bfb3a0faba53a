"""The resolvers that OmegaConf and Hydra bring, as expressions: one function each, in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from atoc.importers.elements import element
from atoc.importers.interpolations import Argument, Call, Reference
from atoc.importers.interpolations import parts as parts_of
from atoc.importers.terms import Term, Untold, listed, literal, quoted, written

Path = tuple[str, ...]


class Config(Protocol):
    """What interpolations ask of the config in which they stand."""

    def target(self, reference: Reference, owner: Path) -> Path:
        """The whole path of a key that is named in the mapping at a path."""
        ...

    def at(self, path: Path, owner: Path) -> Term:
        """What stands at a path, as a name that is written in the struct around ``owner``."""
        ...

    def holds(self, path: Path) -> bool | None:
        """Whether something stands at a path; None where it does in some runs.

        Raises :class:`Untold` for an input, of which nobody knows whether it is given.
        """
        ...

    def keys(self, path: Path) -> Sequence[str]:
        """The keys of a mapping that has the same ones in every run; raises :class:`Untold` for another."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A resolver with its arguments where it stands; ``term`` makes an expression of one of them."""

    config: Config
    arguments: Sequence[Argument]
    owner: Path
    term: Callable[[Argument], Term]

    def text(self, index: int) -> str | None:
        """The text of an argument that is there and written out."""
        return _written_out(self.arguments[index]) if index < len(self.arguments) else None

    def key(self, index: int, owner: Path) -> Path:
        """The path that an argument names as text: of the whole config, or relative by its dots."""
        text = self.text(index)
        if text is None:
            raise Untold("which key it asks for is known only when it runs")
        found = parts_of("${" + text + "}")
        if len(found) != 1 or not isinstance(found[0], Reference):
            raise Untold(f"'{text}' is no key")
        return self.config.target(found[0], owner)


def _env(asked: Asked) -> Term:
    """``oc.env:NAME,default``; the default becomes text, and so it is here."""
    name, *rest = map(asked.term, asked.arguments)
    if not rest:
        return Term(f"env({name.as_text})", "str")
    default = rest[0]
    if "None" in default.type.split(" | "):
        raise Untold("`oc.env` gives null where the variable is not set, and `env` gives text or nothing")
    text = asked.text(1)
    return Term(f"env({name.as_text}, {default.as_text if text is None else quoted(text)})", "str")


def _decode(asked: Asked) -> Term:
    """``oc.decode`` of what is written out, or of an environment variable: read as what its default is."""
    text = asked.text(0)
    if text is not None:
        return written(element(text))
    only = asked.arguments[0].parts[0] if asked.arguments and len(asked.arguments[0].parts) == 1 else None
    if not isinstance(only, Call) or only.name != "oc.env" or len(only.arguments) != 2:
        raise Untold("`oc.decode` gives what the text looks like, and so a value of unknown type")
    variable, default = asked.term(asked.arguments[0]), _written_out(only.arguments[1])
    match None if default is None else element(default):
        case bool():
            return Term(f"{variable.code}.lower() == 'true'", "bool", simple=False)
        case int() | float() as number:
            kind = type(number).__name__
            return Term(f"{kind}({variable.code})", kind)
        case _:
            raise Untold("`oc.decode` of a variable without a number or a bool as default is of unknown type")


def _select(asked: Asked) -> Term:
    """``oc.select:key,default``: whether the key is there is known beforehand."""
    place = asked.key(0, asked.owner)
    is_there = asked.config.holds(place)
    if is_there:
        return asked.config.at(place, asked.owner)
    default = asked.term(asked.arguments[1]) if len(asked.arguments) > 1 else literal(None)
    if is_there is False:
        return default
    found = asked.config.at(place, asked.owner)
    if default.type == "None":
        return found
    code = f"{found.operand} if {found.operand} != None else {default.operand}"
    return Term(code, default.type if found.type.removesuffix(" | None") == default.type else "any", False)


def _deprecated(asked: Asked) -> Term:
    """``oc.deprecated:new``: the value of the new key."""
    return asked.config.at(asked.key(0, ()), asked.owner)


def _create(asked: Asked) -> Term:
    """``oc.create:${x}``, ``oc.create:[1,2]``: the same value."""
    text = asked.text(0)
    if text is not None and not asked.arguments[0].is_quoted:
        return written(element(text))
    if len(asked.arguments) != 1 or isinstance(asked.arguments[0].parts[0], str):
        raise Untold("`oc.create` of a text that is joined; write it as a value of its own")
    return asked.term(asked.arguments[0])


def _keys(asked: Asked) -> Term:
    """``oc.dict.keys:x``: the names of the fields, which are fixed."""
    return listed(map(literal, asked.config.keys(_mapping(asked))))


def _values(asked: Asked) -> Term:
    """``oc.dict.values:x``: the values of the fields."""
    place = _mapping(asked)
    return listed(asked.config.at((*place, key), asked.owner) for key in asked.config.keys(place))


def _mapping(asked: Asked) -> Path:
    only = asked.arguments[0].parts[0] if asked.arguments and len(asked.arguments[0].parts) == 1 else None
    if isinstance(only, Reference):
        return asked.config.target(only, asked.owner)
    if not isinstance(only, str):
        raise Untold("the mapping of which keys or values are asked is known only when it runs")
    return asked.key(0, asked.owner)


def _now(asked: Asked) -> Term:
    """``now:%Y-%m-%d``, of which commas are a part."""
    texts = [asked.text(index) for index in range(len(asked.arguments))]
    if not texts or None in texts:
        raise Untold("the format of the time is known only when it runs")
    return Term(f"now({quoted(','.join(map(str, texts)))})", "str")


def _written_out(argument: Argument) -> str | None:
    """The text of an argument without interpolations."""
    if not argument.parts:
        return ""
    only = argument.parts[0]
    return only if len(argument.parts) == 1 and isinstance(only, str) else None


RESOLVERS: Mapping[str, Callable[[Asked], Term]] = {
    "now": _now,
    "oc.create": _create,
    "oc.decode": _decode,
    "oc.deprecated": _deprecated,
    "oc.dict.keys": _keys,
    "oc.dict.values": _values,
    "oc.env": _env,
    "oc.select": _select,
}
