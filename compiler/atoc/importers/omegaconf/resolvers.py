"""The resolvers that OmegaConf brings, as expressions: one function each, in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from atoc.importers.interpolations import Argument, Call, Part, Reference
from atoc.importers.interpolations import parts as parts_of
from atoc.importers.omegaconf.tree import Branch, Missing, Value
from atoc.importers.terms import Term, Untold, listed, literal, quoted

if TYPE_CHECKING:
    from atoc.importers.omegaconf.naming import Names, Path


class Config(Protocol):
    """What a resolver asks of the config in which it stands."""

    @property
    def names(self) -> Names:
        """How its keys are called."""
        ...

    def argument(self, argument: Argument, path: Path) -> Term:
        """An argument of a resolver that stands at a path."""
        ...

    def at(self, path: Path) -> Term:
        """What stands at a path, as a name."""
        ...

    def located(self, path: Path) -> Path:
        """The path with references followed."""
        ...

    def target(self, reference: Reference, path: Path) -> Path:
        """The path that a reference means."""
        ...

    def value(self, path: Path) -> Value:
        """What stands at a path."""
        ...


Resolver = Callable[[Config, Sequence[Argument], "Path"], Term]


def _env(config: Config, arguments: Sequence[Argument], path: Path) -> Term:
    """``oc.env:NAME,default``; the default becomes text, and so it is here."""
    name, *rest = [config.argument(argument, path) for argument in arguments]
    if not rest:
        return Term(f"env({name.as_text})", "str")
    default = rest[0]
    if default.type == "None" or "None" in default.type.split(" | "):
        raise Untold("`oc.env` gives null where the variable is not set, and `env` gives text or nothing")
    text = _plain_text(arguments[1])
    return Term(f"env({name.as_text}, {default.as_text if text is None else quoted(text)})", "str")


def _decode(config: Config, arguments: Sequence[Argument], path: Path) -> Term:
    """``oc.decode`` of an environment variable that has a default: read as what the default is."""
    only = arguments[0].parts[0] if arguments and len(arguments[0].parts) == 1 else None
    text = _plain_text(arguments[0]) if arguments else None
    if text is not None:
        return config.argument(Argument((text,)), path)
    if not isinstance(only, Call) or only.name != "oc.env" or len(only.arguments) != 2:
        raise Untold("`oc.decode` gives what the text looks like, and so a value of unknown type")
    asked, default = _env(config, only.arguments, path), _plain_text(only.arguments[1])
    kind = None if default is None else config.argument(Argument((default,)), path).type
    match kind:
        case "int" | "float":
            return Term(f"{kind}({asked.code})", kind)
        case "bool":
            return Term(f"{asked.code}.lower() == 'true'", "bool", simple=False)
        case _:
            raise Untold("`oc.decode` of a variable without a number or a bool as default is of unknown type")


def _select(config: Config, arguments: Sequence[Argument], path: Path) -> Term:
    """``oc.select:key,default``: whether the key is there is known beforehand."""
    key = _plain_text(arguments[0]) if arguments else None
    if key is None:
        raise Untold("`oc.select` of a key that is made of others is known only when it runs")
    place = _path(config, key, path)
    try:
        found = config.value(config.located(place))
    except Untold:
        return config.argument(arguments[1], path) if len(arguments) > 1 else literal(None)
    if isinstance(found, Missing):
        raise Untold(f"'{key}' is an input, and an input always has a value")
    return config.at(place)


def _deprecated(config: Config, arguments: Sequence[Argument], path: Path) -> Term:  # noqa: ARG001  as all
    """``oc.deprecated:new``: the value of the new key."""
    key = _plain_text(arguments[0]) if arguments else None
    if key is None:
        raise Untold("`oc.deprecated` of a key that is made of others is known only when it runs")
    return config.at(_path(config, key, ()))


def _create(config: Config, arguments: Sequence[Argument], path: Path) -> Term:
    """``oc.create:${x}``: the same value."""
    only = arguments[0].parts if len(arguments) == 1 else ()
    if len(only) != 1 or isinstance(only[0], str):
        raise Untold("`oc.create` of a value in braces or brackets; write it as a value of its own")
    return config.argument(arguments[0], path)


def _keys(config: Config, arguments: Sequence[Argument], path: Path) -> Term:
    """``oc.dict.keys:x``: the names of the fields, which are fixed."""
    return listed(literal(key) for key in _branch(config, arguments, path)[1].entries)


def _values(config: Config, arguments: Sequence[Argument], path: Path) -> Term:
    """``oc.dict.values:x``: the values of the fields."""
    place, branch = _branch(config, arguments, path)
    return listed(config.at((*place, key)) for key in branch.entries)


def _branch(config: Config, arguments: Sequence[Argument], path: Path) -> tuple[Path, Branch]:
    part: Part | None = arguments[0].parts[0] if arguments and len(arguments[0].parts) == 1 else None
    if isinstance(part, Reference):
        place = config.located(config.target(part, path))
    elif isinstance(part, str):
        place = config.located(_path(config, part, path))
    else:
        raise Untold("the mapping of which keys or values are asked is known only when it runs")
    found = config.value(place)
    if not isinstance(found, Branch) or place not in config.names.structs:
        raise Untold(f"'{'.'.join(place)}' is no mapping with fixed keys")
    return place, found


def _path(config: Config, key: str, path: Path) -> Path:
    """The path that a key given as text means: of the whole config, or relative by its dots."""
    found = parts_of("${" + key + "}")
    if len(found) != 1 or not isinstance(found[0], Reference):
        raise Untold(f"'{key}' is no key")
    return config.target(found[0], path)


def _plain_text(argument: Argument) -> str | None:
    """The text of an argument that is written out."""
    if not argument.parts:
        return ""
    only = argument.parts[0]
    return only if len(argument.parts) == 1 and isinstance(only, str) else None


RESOLVERS: Mapping[str, Resolver] = {
    "oc.create": _create,
    "oc.decode": _decode,
    "oc.deprecated": _deprecated,
    "oc.dict.keys": _keys,
    "oc.dict.values": _values,
    "oc.env": _env,
    "oc.select": _select,
}
