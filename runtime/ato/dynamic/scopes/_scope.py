"""``Scope``: views of a config that is written to while a program runs, under Ato's names.

>>> scope = Scope()
>>> @scope.observe(default=True)
... def defaults(config):
...     config.lr = 1e-3

The views that are active, and their order, are those of :mod:`ato.config`: by priority, those that are always
active before those that were named, each after what it chains with. Then come the words of the command line,
then lazy blocks and lazy views.
"""

from __future__ import annotations

from sys import _getframe

from ato.config import ConfigError, Problem
from ato.dynamic.answers._record import Record, calling_line
from ato.dynamic.answers._traces import Fingerprints, Traced
from ato.dynamic.scopes._apply import Wanted, apply_all
from ato.dynamic.scopes._block import Block
from ato.dynamic.scopes._entry import called_with, enter
from ato.dynamic.scopes._view import Observed, active, runnable, unknown_view
from ato.dynamic.trees._adict import ADict
from ato.dynamic.trees._dict import is_sequence
from ato.dynamic.words._words import Value, read_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from typing import Any, ClassVar, TypeVar

    from ato.config.explained._causality import Explanation
    from ato.dynamic.words._argparse import Flags

    F = TypeVar("F", bound=Callable[..., Any])
    R = TypeVar("R")

ON, OFF = "ON", "OFF"


class NameTaken(ConfigError, ValueError):
    """Two scopes of a program have one name."""

    def __init__(self, name: str) -> None:
        help = "give it a name=, or enable_override=True if it is to take the place of the other"
        message = "is already used by another scope. The name of scope must not be duplicated."
        super().__init__([Problem(name, message, (help,))])
        self.name = name

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems).replace(": is", " is", 1)

    def __reduce__(self) -> Any:
        return NameTaken, (self.name,)


class Scope(Traced):
    """A namespace of a program: its config, the views that write to it, and what its keys are for.

    ``config`` holds what is there before any view. ``use_external_parser`` lets the program's ``argparse``
    set keys: its defaults are a view of the priority ``external_priority``, its flags come after all words.
    ``enable_override`` lets the scope take the place of another of its name, and with it what is observed
    on that. Raises ``NameTaken`` where a name is used twice otherwise.
    """

    registry: ClassVar[dict[str, Scope]] = {}
    """The scopes of the program by their names."""
    unknown_external_literals: ClassVar[str] = "ignore"
    """What becomes of options that its ``argparse`` does not know: ``ignore``, ``error`` or ``merge``."""
    _flags: ClassVar[Flags | None] = None

    def __init__(
        self,
        config: Mapping[str, Any] | None = None,
        name: str = "config",
        use_external_parser: object = False,
        external_priority: int = -2,
        enable_override: object = False,
    ) -> None:
        self.config: ADict = config if isinstance(config, ADict) else ADict(config or {})
        self.name = name
        self.use_external_parser = use_external_parser
        self.external_priority = external_priority
        self.enable_override = enable_override
        self.views: dict[str, Observed] = {}
        self.manuals: ADict = ADict()
        self.fingerprints = Fingerprints()
        self.mode = ON
        self.is_applied = False
        self._named: list[str] = []
        self._values: list[Value | Mapping[str, Any]] = []
        self._anywhere: list[Value] = []
        self._is_parsed = False
        self._record = Record()
        self._blocks: dict[object, Callable[..., object] | None] = {}
        self.register()
        if use_external_parser:
            self._await_parser()

    def __repr__(self) -> str:
        return f"Scope({self.name!r})"

    # Scopes of a program.

    def register(self) -> None:
        """Let the program know of the scope. Raises ``NameTaken``."""
        registry = type(self).registry
        if registry.get(self.name, self) is not self and not self.enable_override:
            raise NameTaken(self.name)
        registry[self.name] = self

    @classmethod
    def initialize_registry(cls) -> None:
        """Forget all scopes of the program, and what its ``argparse`` has read."""
        from ato.dynamic.words._argparse import stop_waiting

        cls.registry.clear()
        Scope._flags = None
        stop_waiting()

    @classmethod
    def override(cls, scope: Scope) -> None:
        """Let a scope take the place of the one that has its name."""
        cls.registry[scope.name] = scope

    # Views and manuals.

    def observe(
        self,
        field: Any = None,
        config: Mapping[str, Any] | None = None,
        priority: int = 0,
        lazy: object = False,
        default: object = False,
        chain_with: str | Sequence[str] | None = None,
    ) -> Any:
        """Make a view of a function, or of the keys in ``config``.

        ``field`` is the name of the view, else that of the function. A view with a higher ``priority`` is
        applied later, a ``lazy`` one after the command line; a ``default`` one always, others when they are
        named, or when an active view names them in ``chain_with``. The keys of ``config`` replace what stands
        under them. Raises ``ValueError`` for keys without a name, and ``ConfigError`` for a function that
        a call alone does not run.
        """
        target: Scope = type(self).registry.get(self.name, self)
        place = calling_line(_getframe(1))
        return target._observed(field, config, priority, lazy, default, chain_with, place=place)

    add_to_screen = observe

    def _observed(
        self,
        field: Any,
        keys: Mapping[str, Any] | None,
        priority: int,
        lazy: object,
        default: object,
        chain_with: str | Sequence[str] | None,
        *,
        place: tuple[str, int],
    ) -> Any:
        chain = (chain_with,) if isinstance(chain_with, str) else tuple(chain_with or ())

        def add(name: str, function: Callable[[Any], object] | None) -> None:
            self.views[name] = Observed(
                name,
                function=function,
                keys=keys,
                place=("", 0) if keys is None else place,
                priority=priority,
                is_lazy=bool(lazy),
                is_default=bool(default),
                chain=chain,
            )

        if keys is not None:
            if field is None:
                raise ValueError("a view of keys needs a name: observe('NAME', config={...})")
            add(field, None)
            return None

        def decorator(function: F) -> F:
            add(field or function.__name__, runnable(function))
            return function

        if callable(field):
            function, field = field, None
            return decorator(function)
        return decorator

    def manual(self, field: Any = None, manual: Mapping[str, Any] | None = None) -> Any:
        """Say what keys are for: by a function that sets them on the manual, or by a mapping."""
        if manual is not None:
            self.manuals.update(manual)
        elif callable(field):
            field(self.manuals)
        elif field is not None:
            self.manuals.update(field)
        return field

    @classmethod
    def logging_manual(cls) -> None:
        """Print the manual of all scopes, and leave with status 0."""
        from ato.config._program import _leave
        from ato.dynamic.answers._manual import manual

        _leave(manual(list(cls.registry.values())))

    # What is asked for.

    def assign(self, literals: Any) -> None:
        """Name views, or give values as ``"key=value"`` or mappings, as the command line would.

        Raises ``ConfigError`` for a view that is not there, and for what cannot be read.
        """
        problems: list[Problem] = []
        given: list[Any] = list(literals) if is_sequence(literals) else [literals]
        for each in given:
            read: Any = read_value(each) if isinstance(each, str) and "=" in each else each
            if isinstance(read, Problem):
                problems.append(read)
            elif not isinstance(read, str):
                self._values.append(read)
            elif read not in self.views:
                problems.append(unknown_view(read, self.views))
            elif read not in self._named:
                self._named.append(read)
        if problems:
            raise ConfigError(problems)

    def get_assigned_views(self) -> ADict:
        """The names of the active views, eager and lazy, and the values that were given."""
        order = [self.views[name] for name in active(self.views, self._named).causes]

        def names(*, is_default: object, is_lazy: object) -> list[str]:
            return [view.name for view in order if (view.default, view.lazy) == (is_default, is_lazy)]

        return ADict(
            default_views=names(is_default=True, is_lazy=False),
            default_lazy_views=names(is_default=True, is_lazy=True),
            views=names(is_default=False, is_lazy=False),
            lazy_views=names(is_default=False, is_lazy=True),
            literals=[each.text if isinstance(each, Value) else each for each in self._values],
        )

    def reset_user_inputs(self) -> None:
        """Forget the views that were named and the values that were given; default views stay."""
        self._named, self._values, self._anywhere = [], [], []
        self._is_parsed = False

    # Applying.

    def apply(self) -> None:
        """Write to the config what the active views and the given values say, also a second time.

        Raises ``ConfigError`` with everything that is wrong.
        """
        apply_all({self: self._wanted()}, self._anywhere, ())

    def _wanted(self, views: Sequence[str] = (), values: Sequence[Value] = ()) -> Wanted:
        flags = Scope._flags if self.use_external_parser else None
        return Wanted([*self._named, *views], [*self._values, *values], flags)

    def _blocks_of(self, view: Observed) -> Callable[..., object] | None:
        """The function of a view as a generator of its lazy blocks, if it has any."""
        function = view.function
        if function not in self._blocks:
            from ato.dynamic.scopes._lazy import in_blocks, may_hold_blocks

            is_possible = function is not None and may_hold_blocks(function, _is_lazy)
            self._blocks[function] = in_blocks(function, _is_lazy) if function and is_possible else None
        return self._blocks[function]

    @classmethod
    def lazy(cls, with_compile: object = False, priority: int = 1) -> AbstractContextManager[None]:
        """A block inside a view that runs after the command line was read, before the lazy views.

        With ``with_compile=True`` it runs among the lazy views, at its ``priority``, and, since programs rely
        on it, the rest of its view and all later eager views run after the command line as well: what they
        write replaces what was said there. Without it they run before, and the command line wins. Either way
        every line runs once.
        """
        return Block(with_compile, priority)

    # Running.

    def activate(self) -> None:
        """Let entry functions be given the config."""
        self.mode = ON

    def deactivate(self) -> None:
        """Let entry functions be called as they are: nothing is applied, nothing given."""
        self.mode = OFF

    def pause(self) -> AbstractContextManager[None]:
        """Deactivate for the time of a ``with``; afterwards it is as it was, whatever happened inside."""
        from contextlib import contextmanager

        @contextmanager
        def paused() -> Generator[None, None, None]:
            before, self.mode = self.mode, OFF
            try:
                yield
            finally:
                self.mode = before

        return paused()

    def __enter__(self) -> Scope:
        if not self.is_applied:
            enter([self], None)
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is undone."""

    def exec(self, func: Callable[..., R]) -> Callable[..., R]:
        """A program of a function whose parameter is named after the scope.

        The first call reads the command line and applies the scope; what is wrong there ends the program with
        status 2. A function without that parameter is called as it is.
        """
        from functools import wraps

        @wraps(func)
        def program(*args: Any, **kwargs: Any) -> R:
            if self.mode == OFF:
                return func(*args, **kwargs)
            if not self.is_applied:
                enter([self], func)
            return called_with(func, {self.name: self.config}, args, kwargs)

        return program

    def __call__(self, func: Callable[..., R]) -> Callable[..., R]:
        return self.exec(func)

    # Questions.

    def explain(self, key: str) -> Explanation:
        """Who set a key, from which line, and what it replaced. Raises ``ConfigError`` for an unknown key."""
        from ato.dynamic.answers._explain import explain

        return explain(self, key)

    # Other parsers.

    def _await_parser(self) -> None:
        from ato.dynamic.words._argparse import wait

        module = calling_module(_getframe(2))
        wait(module, lambda: type(self).unknown_external_literals, _flags_read)

    def convert_argparse_to_scope(self) -> str:
        """The source of a view that sets the defaults of the ``argparse`` that was read.

        Raises ``ConfigError`` before one was read.
        """
        from ato.dynamic.words._argparse import as_source

        if Scope._flags is None:
            help = "call the parser's parse_args() first; the scope needs use_external_parser=True"
            raise ConfigError([Problem(self.name, "no argparse was read for this scope", (help,))])
        return as_source(self.name, Scope._flags.untouched)


def calling_module(frame: Any) -> str:
    """The name of the nearest module that is not ours."""
    while frame is not None and frame.f_globals.get("__name__", "").startswith("ato.dynamic"):
        frame = frame.f_back
    return "" if frame is None else str(frame.f_globals.get("__name__", ""))


def _flags_read(flags: Flags) -> None:
    Scope._flags = flags


def _is_lazy(value: object) -> bool:
    """Whether something is ``Scope.lazy``, however it is reached."""
    return getattr(value, "__func__", None) is vars(Scope)["lazy"].__func__
