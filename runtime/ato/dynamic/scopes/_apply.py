"""Scopes applied to one command line: which values go where, and what is wrong with them.

Every value must belong to a key that somebody knows: one that the config has, that a view wrote or may write,
or that a manual tells of; ``+key=value`` makes a new one. Views run in between, so the keys that exist are
known only then; all that is wrong is still told at once.
"""

from __future__ import annotations

from ato.config import ConfigError, Problem, nearest, suggestion
from ato.config.outside._places import short
from ato.dynamic.answers._record import Writer, leaves_of
from ato.dynamic.scopes._phases import Phases
from ato.dynamic.scopes._static import is_written, may_write
from ato.dynamic.scopes._view import active
from ato.dynamic.trees._dict import Dict
from ato.dynamic.words._literal import fit
from ato.dynamic.words._words import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from ato.dynamic.scopes._scope import Scope
    from ato.dynamic.words._argparse import Flags

COMMAND_LINE = "command line"


class Wanted:
    """What one scope is asked for: its named views, the values for it, and the flags of an argparse."""

    __slots__ = ("flags", "values", "views")

    def __init__(
        self, views: Sequence[str], values: Sequence[Value | Mapping[str, Any]], flags: Flags | None = None
    ) -> None:
        self.views = views
        self.values = values
        self.flags = flags


class _Running:
    """One scope while it is applied."""

    def __init__(self, scope: Scope, wanted: Wanted) -> None:
        self.scope = scope
        self.config = scope.config
        self.record = scope._record
        self.values = list(wanted.values)
        self.flags = wanted.flags
        self.doubtful: list[Value] = []
        views = dict(scope.views)
        if wanted.flags is not None:
            views.update(wanted.flags.defaults(scope))
        self.record.begin(self.config)
        self.phases = Phases(self.config, self.record, active(views, wanted.views), scope._blocks_of)
        self.may_write = may_write(views.values())

    def take(self, value: Value | Mapping[str, Any], prefix: str) -> Problem | None:
        """Write a value of the command line, or one assigned by the program; tell what is wrong with it."""
        if not isinstance(value, Value):
            self.record.turn_to(Writer("outside", "assign"))
            self.config.update(value)
            return None
        given = value
        own = given.path.removeprefix(f"{self.scope.name}.")
        if own != given.path and not knows(self.scope, given.path):
            given.path = own  # the only scope of a program may stand in front of its keys
        self.record.turn_to(Writer("outside", COMMAND_LINE, text=given.text))
        before = value_at(self.config, given.path)
        if isinstance(before, _Absent) and before.blocked:
            help = f"'{before.blocked}' holds no keys"
            return Problem(short(given.text), f"there is no key '{given.path}'", (help,))
        if isinstance(before, _Absent) and not given.is_new and not knows(self.scope, given.path):
            self.doubtful.append(given)
        replaced = None if isinstance(before, _Absent) else before
        new, problem = fit(given.value, replaced, short(given.text), prefix + given.path)
        if problem is None:
            write(self.config, given.path, new)
        return problem

    def unknown(self, prefix: str) -> list[Problem]:
        """The values whose keys nobody knows, now that every view has run."""
        written = {
            key for write in self.record.writes if write.writer.phase != "outside" for key in write.leaves
        }
        return [
            self._unknown(value, prefix, written)
            for value in self.doubtful
            if not any(key == value.path or key.startswith(f"{value.path}.") for key in written)
        ]

    def _unknown(self, value: Value, prefix: str, written: set[str]) -> Problem:
        manuals = {key for key, _ in leaves_of("", self.scope.manuals)}
        known = {*written, *manuals, *(key for key in self.may_write if "*" not in key)}
        key = f"{prefix}{value.path}"
        near = suggestion(key, sorted(prefix + each for each in known))
        new = f"write +{value.text.removeprefix('+')} if it is a new key"
        return Problem(short(value.text), f"there is no key '{short(key)}'", (*near, short(new)))


def knows(scope: Scope, path: str) -> bool:
    """Whether a key is one that the config of a scope has, or may have in another run."""
    if not isinstance(value_at(scope.config, path), _Absent):
        return True
    manuals = {key for key, _ in leaves_of("", scope.manuals)}
    return path in manuals or is_written(path, may_write(scope.views.values()))


class _Absent:
    """That there is no value at a path; ``blocked`` is the part of it that holds something else than keys."""

    def __init__(self, blocked: str = "") -> None:
        self.blocked = blocked


def value_at(config: Dict, path: str) -> object:
    """The value at a dotted path, without noting a read; an ``_Absent`` where there is none."""
    value: object = config
    steps = path.split(".")
    for index, step in enumerate(steps):
        if not isinstance(value, Dict):
            return _Absent(".".join(steps[:index]))
        if step not in value._data:
            return _Absent()
        value = value._data[step]
    return value


def write(config: Any, path: str, value: object) -> None:
    """Write a value at a dotted path, with the configs on the way to it."""
    *above, last = path.split(".")
    for step in above:
        if step not in config._data:
            config[step] = {}
        config = config._data[step]
    config[last] = value


def apply_all(
    wanted: Mapping[Scope, Wanted],
    anywhere: Sequence[Value],
    problems: Sequence[Problem],
    others: Sequence[Scope] = (),
) -> None:
    """Apply scopes. ``anywhere`` are values with no scope in front, ``problems`` what is known to be wrong.

    ``others`` are scopes that the values may be for as well, and that are not applied here.

    Raises ``ConfigError`` with everything that is wrong; what else a view raises goes on as it is.
    """
    found = list(problems)
    running: list[_Running] = []
    for scope, asked in wanted.items():
        try:
            running.append(_Running(scope, asked))
        except ConfigError as error:
            found.extend(error.problems)
    if len(running) < len(wanted):
        raise ConfigError(found)
    watched = [(each.config, each.record.hear) for each in running]
    for config, hear in watched:
        config._watch(hear)
    try:
        _run(running, [*wanted, *(each for each in others if each not in wanted)], anywhere, found)
    finally:
        for each in running:
            each.record.end()
        for config, hear in watched:
            config._unwatch(hear)
    for each in running:
        each.scope.is_applied = True


def _run(
    running: list[_Running], scopes: list[Scope], anywhere: Sequence[Value], problems: list[Problem]
) -> None:
    several = len(scopes) > 1
    prefixes = {each: f"{each.scope.name}." if several else "" for each in running}
    _eager(running, problems)
    placed = [_place(running, scopes, value) for value in anywhere]
    taken = [each.take(value, prefixes[each]) for each in running for value in each.values]
    problems = [*problems, *(problem for problem in (*placed, *taken) if problem is not None)]
    for each in running:
        if each.flags is not None:
            each.flags.write(each.config, each.record)
    if problems:
        raise ConfigError([*problems, *_unknown(running, prefixes)])
    try:
        _rest(running)
    except Exception as error:
        problems = _unknown(running, prefixes)
        if problems:
            raise ConfigError(problems) from error
        raise
    problems = _unknown(running, prefixes)
    if problems:
        raise ConfigError(problems)


def _rest(running: list[_Running]) -> None:
    """Run what waited for the command line."""
    for each in running:
        each.phases.later()
    for each in running:
        each.phases.lazy()


def _unknown(running: list[_Running], prefixes: Mapping[_Running, str]) -> list[Problem]:
    return [problem for each in running for problem in each.unknown(prefixes[each])]


def _eager(running: list[_Running], problems: list[Problem]) -> None:
    """Run eager views; where it is known that nothing will come of it, what they raise is not told."""
    try:
        for each in running:
            each.phases.eager()
    except ConfigError as error:
        raise ConfigError([*problems, *error.problems]) from error
    except Exception:
        if problems:
            raise ConfigError(problems) from None
        raise


def _place(running: list[_Running], scopes: list[Scope], value: Value) -> Problem | None:
    """Give a value without a scope in front to the only scope that knows its key, if that is applied here."""
    having = [scope for scope in scopes if knows(scope, value.path)]
    if len(having) == 1:
        for each in running:
            if each.scope is having[0]:
                each.values.append(value)
        return None
    subject, key, names = short(value.text), short(value.path), [scope.name for scope in scopes]
    if having:
        written = [short(f"{scope.name}.{value.text}") for scope in having]
        having_it = " and ".join(scope.name for scope in having)
        return Problem(subject, f"{having_it} have a key '{key}'", (f"write {' or '.join(written)}",))
    paths = [(path, f"{scope.name}.{path}") for scope in scopes for path, _ in leaves_of("", scope.config)]
    near = nearest(value.path, {each for pair in paths for each in pair})
    meant = list(dict.fromkeys(pair[1] for each in near for pair in paths if each in pair))
    help = f"did you mean {' or '.join(repr(each) for each in meant)}?"
    if not meant:
        help = f"the scopes are {', '.join(names)}; a new key is written +SCOPE.KEY=VALUE"
    return Problem(subject, f"no scope has a key '{key}'", (help,))
