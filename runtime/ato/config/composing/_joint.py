"""Scopes that read each other, composed as one.

Scopes are composed together as if they were one scope with a struct for each of them: its fields are
``data.classes`` and ``model.head``, its views ``data.small`` and ``model.big``, scope by scope in the order
of their names. So each phase is that of all of them, and ``_compose`` needs to know of no scope but one. What
comes out is taken apart again, and each config remembers what was asked of the others too, so that it can be
explained alone.

Example. ``model`` has ``head: ${data.classes * 2}``, and the lazy view ``many`` of ``data`` sets ``classes``
to 10. The words ``data.classes=3 data.many`` give: outside value ``data.classes`` 3, lazy view ``data.many``
10, computed default ``model.head`` 20.

Cost. Putting the scopes together is done once for each set of scopes that read each other; a run then costs
what composing one scope of all their views costs.
"""

from __future__ import annotations

from ato.config._errors import ConfigError, Problem
from ato.config.composing._across import Across
from ato.config.composing._asserts import Assert
from ato.config.composing._compose import Request, compose, replay
from ato.config.composing._record import Record, Step
from ato.config.composing._selection import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from ato.config._base import Config
    from ato.config._schema import Schema

    Schemas = Sequence[Schema[Any]]


class Part(Request):
    """What a run asks of one scope, with what it asks of those that are composed with it (``partners``)."""

    __slots__ = ("partners",)

    partners: tuple[Request, ...]

    @classmethod
    def of(cls, request: Request, partners: tuple[Request, ...]) -> Part:
        """A request that is one of several."""
        made = cls(
            request.schema, request.named, request.given, request.warnings, request.replaced, request.recorded
        )
        made.partners = partners
        return made

    def with_replaced(self, writes: tuple[tuple[str, object], ...]) -> Request:
        """The request of a config that was changed afterwards."""
        return Part.of(super().with_replaced(writes), self.partners)

    def __reduce__(self) -> tuple[object, ...]:
        make, arguments = super().__reduce__()
        return _part, (make, arguments, self.partners)


class Together(Request):
    """The requests of several scopes as one; ``parts`` are these, by the names of their scopes."""

    __slots__ = ("parts",)

    parts: tuple[Request, ...]

    @classmethod
    def of(cls, requests: Iterable[Request]) -> Together:
        """The request of scopes that are composed together; what it records is recorded for all of them."""
        bare = sorted(requests, key=lambda request: request.schema.name)
        recorded = {key: value for request in bare for key, value in request.recorded.items()}
        for request in bare:
            request.recorded = recorded
        schema = together([request.schema for request in bare])
        leaves = schema.leaves
        made = cls(
            schema,
            tuple(f"{request.schema.name}.{name}" for request in bare for name in request.named),
            [
                (leaves[f"{request.schema.name}.{leaf.path}"], value, source, text)
                for request in bare
                for leaf, value, source, text in request.given
            ],
            replaced=tuple(
                (f"{request.schema.name}.{path}", value)
                for request in bare
                for path, value in request.replaced
            ),
            recorded=recorded,
        )
        made.parts = tuple(
            Part.of(request, tuple(other for other in bare if other is not request)) for request in bare
        )
        return made


class Lifted:
    """A function of one scope's config, and of those that it reads, as one of all scopes together."""

    __slots__ = ("function", "scopes")

    def __init__(self, function: Callable[..., object], own: str) -> None:
        self.function = function.function if isinstance(function, Across) else function
        self.scopes = (own, *(function.scopes if isinstance(function, Across) else ()))

    def __call__(self, all_of_them: object) -> Any:
        """What the function gives, where it is given the configs of all scopes."""
        return self.function(*[getattr(all_of_them, scope) for scope in self.scopes])


def with_partners(schemas: Schemas) -> tuple[Schema[Any], ...]:
    """The scopes, and after them those that they read, however indirectly, under their names.

    Raises ``ConfigError`` for a scope that is read and cannot be found.
    """
    if not any(schema.across for schema in schemas):
        return tuple(schemas)
    found = {schema.name: schema for schema in schemas}
    waiting = list(schemas)
    for schema in waiting:
        for name in schema.across:
            if name not in found:
                found[name] = schema.partner(name).among_others()
                waiting.append(found[name])
    return tuple(found.values())


def compose_each(requests: Sequence[Request]) -> tuple[Config, ...]:
    """The configs of requests for several scopes, in their order; those that read each other together.

    Raises ``ConfigError`` with everything that is wrong.
    """
    configs: dict[str, Config] = {}
    problems: list[Problem] = []
    for group in connected(requests):
        try:
            request = joined(group)
            configs.update(parts_of(request, compose(request)))
        except ConfigError as error:
            problems.extend(error.problems)
    if problems:
        raise ConfigError(problems)
    return tuple(configs[request.schema.name] for request in requests)


def connected(requests: Sequence[Request]) -> Iterator[tuple[Request, ...]]:
    """The requests in groups: those whose scopes read each other, directly or through others."""
    group_of = {request.schema.name: [request] for request in requests}
    for request in requests:
        own = group_of[request.schema.name]
        for name in request.schema.across:
            if name not in group_of:
                message = f"is read by the scope '{request.schema.name}', and is not composed with it"
                raise ConfigError([Problem(name, message)])
            other = group_of[name]
            if other is not own:
                own.extend(other)
                group_of.update((each.schema.name, own) for each in other)
    seen: dict[int, tuple[Request, ...]] = {}
    for group in group_of.values():
        seen.setdefault(id(group), tuple(group))
    yield from seen.values()


def joined(requests: Sequence[Request]) -> Request:
    """The one request, or that of several scopes together."""
    return requests[0] if len(requests) == 1 else Together.of(requests)


def parts_of(request: Request, config: Config) -> dict[str, Config]:
    """What was composed of a request, by the names of the scopes."""
    names = [part.schema.name for part in request.parts]
    return {name: getattr(config, name) for name in names} if names else {request.schema.name: config}


def recall(request: Request) -> tuple[Config, Record]:
    """The config of a request with the record of how it came to be, composed with its partners."""
    if not request.partners:
        return replay(request)
    name = request.schema.name
    together = Together.of((_alone(request), *request.partners))
    config, record = replay(together)
    return getattr(config, name), _record_of(f"{name}.", record)


def _alone(request: Request) -> Request:
    given = request.given
    return Request(request.schema, request.named, given, request.warnings, request.replaced, request.recorded)


def _record_of(prefix: str, record: Record) -> Record:
    """The part of a record that is about one scope, in its own names."""
    own = Record()
    for step in record.steps:
        if step.path.startswith(prefix):
            by = step.by.removeprefix(prefix) if step.phase in ("view", "lazy") else step.by
            own.steps.append(Step(step.path.removeprefix(prefix), step.value, step.phase, by, step.text))
    own.skipped = [name.removeprefix(prefix) for name in record.skipped if name.startswith(prefix)]
    return own


def together(schemas: Schemas) -> Schema[Any]:
    """The scopes, given by their names, as one; made once for each set of them."""
    names = tuple(schema.name for schema in schemas)
    whose: list[object] = [schema._memo for schema in schemas]  # which a scope and its twin share
    found = schemas[0]._joints.get(names)
    if found is None or any(one is not other for one, other in zip(found[0], whose)):
        found = schemas[0]._joints[names] = (whose, _made(schemas))
    return found[1]


def _made(schemas: Schemas) -> Schema[Any]:
    from ato.config._base import Config
    from ato.config._field import Field
    from ato.config._schema import Schema
    from ato.config.types._containers import Struct

    names = tuple(schema.name for schema in schemas)
    fields = tuple(Field(schema.name, Struct(schema.model)) for schema in schemas)
    model = type("Together", (Config,), {"__slots__": names, "__match_args__": names, "_fields": fields})
    return Schema(
        " and ".join(names),
        model,
        views=tuple(_view(view, schema.name) for schema in schemas for view in schema.views),
        groups={
            f"{schema.name}.{group}": view and f"{schema.name}.{view}"
            for schema in schemas
            for group, view in schema.groups.items()
        },
        computed=tuple(_computed(schemas)),
        proved=tuple(f"{schema.name}.{path}" for schema in schemas for path in schema.proved),
        required=tuple(f"{schema.name}.{path}" for schema in schemas for path in schema.required),
        initial={
            f"{schema.name}.{path}": value for schema in schemas for path, value in schema.initial.items()
        },
        required_groups=tuple(
            f"{schema.name}.{group}" for schema in schemas for group in schema.required_groups
        ),
        asserts=tuple(_assert(each, schema) for schema in schemas for each in schema.asserts),
    )


def _assert(each: Assert, schema: Schema[Any]) -> Assert:
    """An assert of one scope, which is said in front of its condition."""
    own = set(schema.leaves)
    return Assert(
        Lifted(each.that, schema.name),
        f"{schema.name}: {each.condition}" if each.condition else schema.name,
        message=each.message,
        reads=tuple(f"{schema.name}.{path}" if path in own else path for path in each.reads),
        proved=each.proved,
    )


def _view(view: View, scope: str) -> View:
    return View(
        f"{scope}.{view.name}",
        default=view.default,
        lazy=view.lazy,
        priority=view.priority,
        chain=tuple(f"{scope}.{name}" for name in view.chain),
        group=None if view.group is None else f"{scope}.{view.group}",
        when=None if view.when is None else Lifted(view.when, scope),
        writes={f"{scope}.{path}": value for path, value in view.writes.items()},
        computed={f"{scope}.{path}": Lifted(function, scope) for path, function in view.computed.items()},
        proved=tuple(f"{scope}.{path}" for path in view.proved),
        guarded=tuple(f"{scope}.{path}" for path in view.guarded),
    )


def _computed(schemas: Schemas) -> Iterator[tuple[str, Callable[..., object]]]:
    """The computed defaults of all scopes, each after those that it depends on.

    Each scope has its own in an order that does; what has to wait for another scope lets that one go first.
    """
    waiting = {schema.name: list(schema.computed) for schema in schemas}
    left = {f"{schema.name}.{path}" for schema in schemas for path, _ in schema.computed}
    while left:
        before = len(left)
        for name, computed in waiting.items():
            while computed and left.isdisjoint(_read_elsewhere(computed[0][1])):
                path, function = computed.pop(0)
                left.discard(f"{name}.{path}")
                yield f"{name}.{path}", Lifted(function, name)
        if len(left) == before:
            raise ConfigError([Problem(min(left), "is worked out from itself, across scopes")])


def _read_elsewhere(function: Callable[..., object]) -> tuple[str, ...]:
    return function.reads if isinstance(function, Across) else ()


def _part(make: Callable[..., Request], arguments: tuple[Any, ...], partners: tuple[Request, ...]) -> Request:
    return Part.of(make(*arguments), partners)
