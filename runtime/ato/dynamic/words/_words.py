"""The words of a command line taken apart: views, values, options. Nothing of them is ever executed.

``VIEW``, ``PATH=VALUE``, ``PATH=%text%``, ``PATH:=text``, ``+PATH=VALUE`` for a key that is new, ``manual``,
``print``, ``--print FORMAT``, ``--explain KEY``, ``--help``. Words stay as the shell split them, but a value
whose brackets, quotes or ``%`` are open at the end of a word goes on in the next ones. Where there are
several scopes, ``SCOPE.`` may stand in front of a view or path.
"""

from __future__ import annotations

from ato.config import Problem, suggestion
from ato.config.outside._places import short
from ato.dynamic.words._literal import BadLiteral, read_literal, read_text
from ato.dynamic.words._scan import is_open

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from ato.dynamic.scopes._scope import Scope

TAKES_VALUE = ("--print", "--explain")
OPTIONS = (*TAKES_VALUE, "--help", "-h")
MAX_JOINED = 1000
"""How many words are tried as the parts of one value."""


class Value:
    """A value that a word gives: ``path`` is dotted, ``text`` the word as it was written."""

    __slots__ = ("is_new", "path", "text", "value")

    def __init__(self, path: str, value: object, text: str, *, is_new: bool) -> None:
        self.path = path
        self.value = value
        self.text = text
        self.is_new = is_new


class Asked:
    """A command line, taken apart.

    ``views`` and ``values`` are those of each scope by its name; those of ``anywhere`` had no scope in front
    and more than one that they could mean. ``format`` is what to print the config as, ``explained`` are keys.
    """

    __slots__ = ("anywhere", "explained", "format", "is_help", "is_manual", "problems", "values", "views")

    def __init__(self, scopes: Iterable[str]) -> None:
        names = list(scopes)
        self.views: dict[str, list[str]] = {name: [] for name in names}
        self.values: dict[str, list[Value]] = {name: [] for name in names}
        self.anywhere: list[Value] = []
        self.explained: list[str] = []
        self.format = ""
        self.is_help = False
        self.is_manual = False
        self.problems: list[Problem] = []


def take_apart(scopes: Mapping[str, Scope], words: Sequence[str]) -> Asked:
    """Take a command line apart; what is wrong with it is noted in what it gives."""
    asked = Asked(scopes)
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word.startswith("-") and word.partition("=")[0] in TAKES_VALUE:
            _take_option(asked, word, rest)
        elif word in ("--help", "-h"):
            asked.is_help = True
        elif word.startswith("-"):
            asked.problems.append(_unknown_option(scopes, word))
            if "=" not in word and rest and not _is_ours(scopes, rest[0]):
                rest.pop(0)
        elif "=" in word:
            _take_value(asked, scopes, _joined(word, rest))
        else:
            _take_view(asked, scopes, word)
    return asked


def _is_ours(scopes: Mapping[str, Scope], word: str) -> bool:
    """Whether a word after an unknown option is one of its own, and not the option's value."""
    return "=" in word or word.startswith("-") or any(word in scope.views for scope in scopes.values())


def _joined(word: str, rest: list[str]) -> str:
    """A word with those taken from the rest in which its value goes on; alone if it never ends."""
    sign = ":=" if ":=" in word.partition("=")[0] + "=" else "="
    key, _, value = word.partition(sign)
    if not is_open(value):
        return word
    for count in range(1, min(len(rest), MAX_JOINED) + 1):
        whole = " ".join((value, *rest[:count]))
        if not is_open(whole):
            del rest[:count]
            return f"{key}{sign}{whole}"
    return word


def _take_option(asked: Asked, word: str, rest: list[str]) -> None:
    from ato.config._program import FORMATS

    option, sign, value = word.partition("=")
    if not sign:
        if not rest:
            what = "a format" if option == "--print" else "a key"
            asked.problems.append(Problem(option, f"the option needs {what}"))
            return
        value = rest.pop(0)
    if option == "--explain":
        asked.explained.append(value)
    elif value in FORMATS:
        asked.format = value
    else:
        help = suggestion(value, FORMATS) or (f"choose one of {', '.join(FORMATS)}",)
        asked.problems.append(Problem(short(f"--print {value}"), "there is no such format", help))


def _unknown_option(scopes: Mapping[str, Scope], word: str) -> Problem:
    option = word.partition("=")[0]
    name = option.lstrip("-").replace("-", "_")
    if any(name in scope.views for scope in scopes.values()):
        return Problem(short(option), "views are named without dashes", (f"write {name}",))
    near = suggestion(option, OPTIONS)
    if near or not name:
        return Problem(short(option), "there is no such option", near or (f"there are {', '.join(OPTIONS)}",))
    return Problem(short(option), "keys are set without dashes", (f"write {name}=VALUE",))


def _take_view(asked: Asked, scopes: Mapping[str, Scope], word: str) -> None:
    first, _, rest = word.partition(".")
    if first in scopes and rest in scopes[first].views:
        asked.views[first].append(rest)
        return
    having = [name for name, scope in scopes.items() if word in scope.views]
    for name in having:
        asked.views[name].append(word)
    if not having:
        _take_word(asked, scopes, word)


def _take_word(asked: Asked, scopes: Mapping[str, Scope], word: str) -> None:
    """Take a word that no scope has for a view."""
    if word == "manual":
        asked.is_manual = True
    elif word == "print":
        asked.format = "xyz"
    else:
        asked.problems.append(no_view(scopes, word))


def no_view(scopes: Mapping[str, Scope], word: str) -> Problem:
    """That a word is neither a view nor a value."""
    known = [name for scope in scopes.values() for name in scope.views]
    if len(scopes) > 1:
        known += [f"{scope.name}.{name}" for scope in scopes.values() for name in scope.views]
    first, _, rest = word.partition(".")
    if first in scopes and rest:
        known = [f"{first}.{name}" for name in scopes[first].views]
    views = list(dict.fromkeys(known))
    listed = f"the views are {', '.join(views[:10])}" if views else "there are no views; a value is KEY=VALUE"
    return Problem(short(word) or "''", "there is no such view", suggestion(word, views) or (listed,))


def _take_value(asked: Asked, scopes: Mapping[str, Scope], word: str) -> None:
    value = read_value(word)
    if isinstance(value, Problem):
        asked.problems.append(value)
        return
    first, _, rest = value.path.partition(".")
    if len(scopes) == 1:
        (only,) = scopes
        asked.values[only].append(value)
    elif first in scopes and rest:
        value.path = rest
        asked.values[first].append(value)
    else:
        asked.anywhere.append(value)


def read_value(word: str) -> Value | Problem:
    """A word that gives a value, read; or what is wrong with it."""
    before, _, text = word.partition("=")
    is_text = before.endswith(":")
    is_new = before.startswith("+")
    path = before.removesuffix(":").removeprefix("+")
    problem = _path_problem(word, path)
    if problem is not None:
        return problem
    try:
        value: Any = read_text(text) if is_text else read_literal(text)
    except BadLiteral as error:
        return Problem(short(word), str(error), error.help)
    return Value(path, value, word, is_new=is_new)


def _path_problem(word: str, path: str) -> Problem | None:
    """What is wrong with the path of a word, if anything is."""
    if path and all(step.isidentifier() for step in path.split(".")):
        return None
    if not path.strip() or path != path.strip():
        return Problem(short(word), "a value is given as KEY=VALUE, without spaces around the '='")
    if path[-1:] in "+-*/%|&^<>!" and path[:-1].replace(".", "_").isidentifier():
        name = path[:-1]
        return Problem(short(word), "values are set, and none is worked out", (f"write {name}=VALUE",))
    if "[" in path:
        dotted = path.replace("[", ".").replace("]", "").replace("'", "").replace('"', "")
        return Problem(short(word), "keys are written with dots", (f"write {dotted}=VALUE",))
    meant = ".".join(step for step in path.replace("-", "_").split(".") if step)
    is_key = meant != path and all(step.isidentifier() for step in meant.split("."))
    help = (f"did you mean '{meant}'?",) if is_key else ()
    return Problem(short(word), f"'{short(path)}' is no key: keys are names, with dots between them", help)
