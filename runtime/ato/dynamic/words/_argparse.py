"""A program's own ``argparse`` beside a scope: its defaults are a view, its flags are values from outside.

``Scope(use_external_parser=True)`` waits for the program's ``parser.parse_args()``. While it waits, that
method of ``ArgumentParser`` is ours; it does what it always does but for one call: the first without
arguments of its own from the program itself (``__main__``, or the module that made the scope). That call
gives the plain ``Namespace`` it is expected to give, and what argparse does not know is left for the scope.
With that call, or when the scope is applied, Python's method is back. ``parse_known_args`` is never touched.
"""

from __future__ import annotations

from sys import _getframe

from ato.config import ConfigError, Problem, suggestion
from ato.dynamic.answers._record import Writer, calling_line
from ato.dynamic.scopes._view import Observed
from ato.dynamic.words._literal import BadLiteral, read_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from ato.dynamic.answers._record import Record
    from ato.dynamic.scopes._scope import Scope
    from ato.dynamic.trees._adict import ADict

MODES = ("ignore", "error", "merge")
"""What becomes of options that neither argparse nor the scope knows."""
DEFAULTS = "_argparse"
"""The view of argparse's defaults."""
BY = "argparse"


class Flags:
    """What an argparse has read: ``values`` of all flags, and of those ``given`` how they were written.

    ``untouched`` are the defaults, ``place`` the line that parsed; ``words`` are left for the scopes.
    """

    __slots__ = ("given", "place", "untouched", "values", "words")

    def __init__(
        self,
        values: Mapping[str, Any],
        given: Mapping[str, str],
        words: Sequence[str],
        untouched: Mapping[str, Any],
        place: tuple[str, int] = ("argparse", 0),
    ) -> None:
        self.place = place
        self.values = values
        self.given = given
        self.words = tuple(words)
        self.untouched = untouched

    def defaults(self, scope: Scope) -> dict[str, Observed]:
        """The view of the defaults, which the scope applies as it does its own."""
        return {
            DEFAULTS: Observed(
                DEFAULTS,
                keys=self.untouched,
                priority=scope.external_priority,
                is_default=True,
                place=self.place,
            )
        }

    def write(self, config: ADict, record: Record) -> None:
        """Write the flags that were given, over all that was said on the command line."""
        for name, text in self.given.items():
            record.turn_to(Writer("outside", BY, text=text))
            config[name] = self.values[name]


class _Door:
    """The method of ``ArgumentParser`` while a scope waits, and who waits."""

    def __init__(self) -> None:
        self.original: Any = None
        self.modules: set[str] = set()
        self.mode: Callable[[], str] = lambda: MODES[0]
        self.take: Callable[[Flags], object] = id

    def is_ours(self, caller: str) -> bool:
        """Whether a call from a module is the one that is waited for."""
        return self.original is not None and caller in self.modules


_DOOR = _Door()


def wait(module: str, mode: Callable[[], str], take: Callable[[Flags], None]) -> None:
    """Wait for the next ``parse_args()`` of a module or of the program; ``take`` is given what it reads."""
    from argparse import ArgumentParser

    _DOOR.modules |= {"__main__", module}
    _DOOR.mode, _DOOR.take = mode, take
    if _DOOR.original is None:
        _DOOR.original = ArgumentParser.parse_args
        ArgumentParser.parse_args = _parse_args  # type: ignore[method-assign]


def stop_waiting() -> None:
    """Give argparse its method back, if anything waits."""
    from sys import modules

    if _DOOR.original is None:
        return
    parser = modules["argparse"].ArgumentParser
    if parser.parse_args is _parse_args:
        parser.parse_args = _DOOR.original
    _DOOR.original = None
    _DOOR.modules = set()


def _parse_args(self: ArgumentParser, args: Any = None, namespace: Any = None) -> Any:
    """Python's ``parse_args``, but that it leaves alone what the scope is to read."""
    original = _DOOR.original
    if args is not None or not _DOOR.is_ours(_getframe(1).f_globals.get("__name__", "")):
        from argparse import ArgumentParser

        plain: Any = original or ArgumentParser.parse_args
        return plain(self, args, namespace)
    mode, take = _DOOR.mode(), _DOOR.take
    stop_waiting()
    _tell_of_both(self)
    try:
        flags = read_flags(self, mode)
    except ConfigError as error:
        from ato.config._program import _fail

        _fail(error.problems)
    flags.place = calling_line(_getframe(1))
    take(flags)
    return _filled(namespace, flags.values)


def _tell_of_both(parser: ArgumentParser) -> None:
    """Where help is asked for, print that of the parser and the manual of the scopes, and leave."""
    from sys import argv, stdout

    if not {"manual", "--help", "-h"} & set(argv[1:]):
        return
    from ato.config._program import say
    from ato.dynamic.scopes._scope import Scope

    say(stdout, f"[External Parser]\n{parser.format_help()}")
    Scope.logging_manual()


def _filled(namespace: Any, values: Mapping[str, Any]) -> Namespace:
    from argparse import Namespace

    filled: Any = Namespace() if namespace is None else namespace
    for name, value in values.items():
        setattr(filled, name, value)
    return filled  # type: ignore[no-any-return]


def read_flags(parser: ArgumentParser, mode: str) -> Flags:
    """What a parser makes of the command line. Raises ``ConfigError`` for an unknown mode or flag."""
    from ato.dynamic.words._given import parsed, parsers_of

    if mode not in MODES:
        problem = Problem(
            f"unknown_external_literals={mode!r}",
            "there is no such mode",
            suggestion(mode, MODES) or (f"choose one of {', '.join(MODES)}",),
        )
        raise ConfigError([problem])
    found = parsed(parser)
    words, more = _left(parser, found.unknown, mode)
    options = {action.dest: action.option_strings for each in parsers_of(parser) for action in each._actions}
    written = {name: _written((options.get(name) or [name])[-1], found.values[name]) for name in found.given}
    untouched = {
        name: found.given[name].get_default(name) if name in found.given else value
        for name, value in found.values.items()
    }
    written.update({name: _written(f"--{name}", value) for name, value in more.items()})
    return Flags({**found.values, **more}, written, words, untouched)


def _written(option: str, value: object) -> str:
    return option if value is True else f"{option} {value}"


def _left(parser: ArgumentParser, unknown: Sequence[str], mode: str) -> tuple[list[str], dict[str, Any]]:
    """What argparse left over: words for the scopes, and flags of which only the mode says what to do."""
    from ato.dynamic.words._words import OPTIONS

    words: list[str] = []
    more: dict[str, Any] = {}
    problems: list[Problem] = []
    rest = list(unknown)
    while rest:
        word = rest.pop(0)
        if word == "--":  # what comes behind it are no options
            words += rest
            break
        option, sign, text = word.partition("=")
        if not word.startswith("--") or option in OPTIONS:
            words.append(word)
            if option in OPTIONS and not sign and rest:
                words.append(rest.pop(0))
            continue
        if not sign and rest and not rest[0].startswith("--") and "=" not in rest[0]:
            text = rest.pop(0)
        if mode == "error":
            known = [name for action in parser._actions for name in action.option_strings]
            help = suggestion(option, known) or (f"the options are {', '.join(known)}",)
            problems.append(Problem(option, "there is no such option", help))
        elif mode == "merge":
            more[option[2:].replace("-", "_")] = _read(text) if sign or text else True
    if problems:
        raise ConfigError(problems)
    return words, more


def _read(text: str) -> Any:
    try:
        return read_literal(text)
    except BadLiteral:
        return text


def as_source(name: str, values: Mapping[str, Any]) -> str:
    """The source of a view that sets what an argparse has for defaults."""
    lines = [f"    {name}.{key} = {value!r}" for key, value in values.items()]
    return "\n".join([f"def argparse({name}):", *(lines or ["    pass"])])
