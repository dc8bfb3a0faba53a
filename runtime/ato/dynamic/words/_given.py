"""Which arguments of an ``argparse`` were said on the command line, also where they repeat their default.

An action that sets an argument was said, but for two: a positional argument that may be left out sets its
default, and a subcommand sets all that its own parser has found, which is listened to instead.
"""

from __future__ import annotations

from argparse import Action, ArgumentParser, Namespace, _SubParsersAction
from sys import _getframe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType
    from typing import Any


class Parsed:
    """What a parser found: ``values`` of all arguments, those that were ``given`` with the parser that knows
    each, and the words that are ``unknown``.
    """

    __slots__ = ("given", "unknown", "values")

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.given: dict[str, ArgumentParser] = {}
        self.unknown: list[str] = []


def parsed(parser: ArgumentParser) -> Parsed:
    """Read the command line of the program. Leaves it as ``parser`` does where something is wrong."""
    found = Parsed()
    below = [each for each in parsers_of(parser) if each is not parser]
    for each in below:
        vars(each)["parse_known_args"] = _listening(each, found)
    try:
        known, found.unknown = parser.parse_known_args(None, _noting(parser, found))
    finally:
        for each in below:
            del vars(each)["parse_known_args"]
    found.values = dict(vars(known))
    found.given = {name: owner for name, owner in found.given.items() if name in found.values}
    return found


def parsers_of(parser: ArgumentParser) -> Iterator[ArgumentParser]:
    """A parser and those of its subcommands, to any depth, each once."""
    seen: set[int] = set()
    pending = [parser]
    while pending:
        each = pending.pop(0)
        if id(each) not in seen:
            seen.add(id(each))
            yield each
            for action in each._actions:
                choices: Any = action.choices if _is_command(action) else {}
                pending += dict(choices).values()


def _is_command(action: Action) -> bool:
    return isinstance(action, _SubParsersAction)


def _listening(parser: ArgumentParser, found: Parsed) -> Any:
    original = parser.parse_known_args

    def parse_known_args(args: Any = None, namespace: Any = None) -> Any:
        return original(args, _noting(parser, found) if namespace is None else namespace)

    return parse_known_args


def _noting(parser: ArgumentParser, found: Parsed) -> Namespace:
    """A namespace that knows what was said."""

    class Noting(Namespace):
        def __setattr__(self, name: str, value: Any) -> None:
            if _is_said(_getframe(1), name):
                found.given[name] = parser
            super().__setattr__(name, value)

    return Noting()


def _is_said(frame: FrameType | None, name: str) -> bool:
    """Whether what sets an argument is an action that the command line asks for."""
    if frame is None or frame.f_code.co_name != "__call__":
        return False
    action: Any = frame.f_locals.get("self")
    while frame is not None and frame.f_code.co_name == "__call__":
        frame = frame.f_back
    if _is_command(action):
        return bool(name == action.dest)
    is_left_out = frame is not None and frame.f_locals.get("argument_strings") == []
    return not is_left_out or bool(getattr(action, "option_strings", ()))
