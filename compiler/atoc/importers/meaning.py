"""What interpolations mean: as expressions of the language, each with its type.

Example. In ``model: {lr: 0.1, name: "m_${.lr}"}`` the reference is read from the mapping that holds the text,
so that it means ``model.lr``, a float, and the text is ``m_${model.lr}``. What a key is called and of which
type it is, the config is asked in which the text stands; ``owner`` is always the path of the mapping or list
that holds the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from atoc.importers.carried import Expression
from atoc.importers.elements import element
from atoc.importers.interpolations import Argument, Call, Nested, Part, Reference
from atoc.importers.resolvers import RESOLVERS, Asked, Config, Path
from atoc.importers.terms import Term, Untold, concatenated, joined, whole, written


def absolute(reference: Reference, owner: Path) -> Path:
    """The whole path of a key that is named in a mapping; raises :class:`Untold`."""
    if not reference.dots:
        return reference.path
    above = reference.dots - 1
    if above > len(owner):
        shown = "." * reference.dots + ".".join(reference.path)
        raise Untold(f"`${{{shown}}}` leads out of the config")
    return (*owner[: len(owner) - above], *reference.path)


def text(parts: Sequence[Part], owner: Path, config: Config) -> Term:
    """Parts that stand beside each other, as one term; raises :class:`Untold`."""
    return concatenated([each if isinstance(each, str) else part(each, owner, config) for each in parts])


def template(parts: Sequence[Part], owner: Path, config: Config) -> Expression:
    """The parts as a value: ``${a}_${b}``; raises :class:`Untold`."""
    if len(parts) == 1:
        return whole(text(parts, owner, config))
    return joined([each if isinstance(each, str) else part(each, owner, config) for each in parts])


def part(one: Reference | Call | Nested, owner: Path, config: Config) -> Term:
    """One interpolation; raises :class:`Untold`."""
    match one:
        case Reference():
            return config.at(config.target(one, owner), owner)
        case Nested():
            raise Untold(f"what `{one.text}` refers to is known only when it runs")
        case Call():
            resolver = RESOLVERS.get(one.name)
            if resolver is None:
                raise Untold(_unknown(one.name))
            return resolver(Asked(config, one.arguments, owner, lambda each: _argument(each, owner, config)))


def references(parts: Sequence[Part], owner: Path) -> Iterator[Path]:
    """The whole paths of all keys that are named; raises :class:`Untold`."""
    for each in parts:
        if isinstance(each, Reference):
            yield absolute(each, owner)
        elif isinstance(each, Call):
            for argument in each.arguments:
                yield from references(argument.parts, owner)


def _argument(argument: Argument, owner: Path, config: Config) -> Term:
    """What an argument of a resolver is."""
    if len(argument.parts) == 1 and isinstance(argument.parts[0], str) and not argument.is_quoted:
        return written(element(argument.parts[0]))
    return text(argument.parts, owner, config)


def _unknown(name: str) -> str:
    if name == "hydra":
        return "only a run of Hydra knows it"
    help = f"declare a function for it under `resolvers:` and write {name}(...)"
    return f"the resolver '{name}' is a function of the program; {help}"
