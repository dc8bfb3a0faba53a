"""A scope as a Python module. Every decision is made here; the templates place the strings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import ato.config as ato
from atoc.emit.classes import Setting, StructText, is_named, struct_text
from atoc.emit.docstring import docstring
from atoc.emit.functions import Function, Functions, functions
from atoc.emit.header import Origin, comment, made_from, sealed
from atoc.emit.layout import Brackets, Row, Source, call, flat, laid_out, mapping, parsed
from atoc.emit.names import (
    OWN,
    SOURCES,
    Taken,
    constant_case,
    identifiers,
    imports,
    in_export_order,
    respelt,
    spelling,
)
from atoc.emit.rendering import rendered
from atoc.emit.schema import asserts_to_check, schema_source
from atoc.emit.spaces import spaces_source
from atoc.expr import Resolver
from atoc.program import Enum, Scope, Struct
from atoc.prove.facts import Facts
from atoc.types import annotation, constructor, string_source


@dataclass(frozen=True, slots=True)
class Alias:
    """A name for a type, with its doc."""

    declaration: str
    doc: str = ""


@dataclass(frozen=True, slots=True)
class ModuleText:
    """A module, part by part."""

    header: str
    doc: str
    running_imports: tuple[str, ...]
    typing_imports: tuple[str, ...]
    scope_imports: tuple[str, ...]
    result: str
    type_var: str
    aliases: tuple[Alias, ...]
    constants: tuple[str, ...]
    structs: tuple[StructText, ...]
    functions: tuple[Function, ...]
    schema: str
    spaces: str
    compose: str
    main: str
    exports: str
    literals: str


def module(
    scope: Scope,
    facts: Facts | None,
    origin: Origin,
    resolvers: Mapping[str, Resolver],
    others: Sequence[Scope] = (),
) -> str:
    """The source of the module of a scope; ``others`` are those that it reads."""
    taken = _taken(scope)
    setting = _setting(scope, taken)
    classes = {other.name: other.root.name for other in others}
    made = functions(scope, asserts_to_check(scope, facts), setting.spelling, taken, resolvers, classes)
    structs = tuple(_structs(scope, setting))
    schema = schema_source(scope, facts, made, setting.imported)
    spaces = spaces_source(scope, made, setting.imported)
    heads = _compose(scope, setting), _main(scope, setting)
    running = _names(flat(schema), flat(spaces), *(text for struct in structs for text in struct.for_runs))
    running |= {name for function in made for name in (*function.modules, *identifiers(function.source))}
    typing = _names(*map(flat, heads), *_typing(scope, setting, structs, made))
    asked = (resolvers[name] for name in made.asking)
    text = ModuleText(
        header=comment(made_from(origin, documents_of(scope, asked))),
        doc=docstring(scope.doc or f"The configs of the scope '{scope.name}'.", 0),
        running_imports=imports(running, setting.spelling),
        typing_imports=imports(typing - running - {"math"}, setting.spelling),  # a field may be called so
        scope_imports=tuple(
            f"from .{name} import {classes[name]}" for name in scope.across if classes[name] in typing
        ),
        result=setting.result,
        type_var=respelt("TypeVar", setting.spelling),
        aliases=tuple(_aliases(scope, setting)),
        constants=tuple(_assigned(name, parsed(source)) for source, name in setting.enums.items()),
        structs=structs,
        functions=tuple(made),
        schema=_assigned("_SCHEMA", schema),
        spaces=laid_out(Row((_annotated(setting), spaces))) if scope.searches else "",
        compose=laid_out(heads[0]),
        main=laid_out(heads[1]),
        exports=_assigned("__all__", _exports(scope)),
        literals=_literals(scope, setting),
    )
    return sealed(rendered("module.py.j2", module=text))


def documents_of(scope: Scope, asked: Iterable[Resolver]) -> tuple[str, ...]:
    """The documents that go into the module of a scope, which asks these resolvers."""
    others = (each.span.path for each in (*_types(scope), *asked))
    return tuple(sorted({*scope.sources, *others}))


def _types(scope: Scope) -> tuple[Struct | Enum, ...]:
    return (*scope.structs, *scope.enums)


def _taken(scope: Scope) -> Taken:
    types = [each.name for each in _types(scope)]
    members = {member.name for struct in scope.structs for member in struct.members}
    return Taken((*OWN, *types, *(f"_{name}" for name in (*SOURCES, *types) if name in {*types, *members})))


def _setting(scope: Scope, taken: Taken) -> Setting:
    types = [each.name for each in _types(scope)]
    named = [
        (struct.name, member.name)
        for struct in scope.structs
        for member in struct.members
        if is_named(member.runtime.default)
    ]
    return Setting(
        spelling=spelling(types, {member.name for struct in scope.structs for member in struct.members}),
        enums={constructor(enum.type): taken.take(constant_case(enum.name)) for enum in scope.enums},
        constants={(of, name): taken.take(f"{constant_case(of)}_{name.upper()}") for of, name in named},
        extended=frozenset(struct.base for struct in scope.structs),
        result=taken.take("R"),
    )


def _structs(scope: Scope, setting: Setting) -> Iterator[StructText]:
    """The classes, each after those that it holds; the root's doc is the scope's if it has none."""
    later = [struct.name for struct in scope.structs]
    by_name = {struct.name: struct for struct in scope.structs}
    for struct in scope.structs:
        is_root = struct.name == scope.root.name
        doc = struct.doc or (f"The config of the scope '{scope.name}'." if is_root else "")
        yield struct_text(struct, by_name.get(struct.base), doc, tuple(later), setting)
        later.remove(struct.name)


def _aliases(scope: Scope, setting: Setting) -> Iterator[Alias]:
    """The literal types, and other names for types that a field hides."""
    yield _alias("View", _view_type(scope), "", setting)
    for enum in scope.enums:
        yield _alias(enum.name, _enum_type(enum), enum.doc, setting)
    for each in _types(scope):
        if each.name in setting.spelling:
            yield _alias(setting.spelling[each.name], string_source(each.name), "", setting)


def _view_type(scope: Scope) -> str:
    names = [string_source(name) for name, view in scope.views.items() if not view.part_of]
    return f"Literal[{', '.join(names)}]" if names else "NoReturn"


def _enum_type(enum: Enum) -> str:
    return annotation(ato.Literal(*enum.type.values))


def _alias(name: str, source: str, doc: str, setting: Setting) -> Alias:
    kind = respelt("TypeAlias", setting.spelling)
    spelt = respelt(source, setting.spelling)
    return Alias(laid_out(Row((f"{name}: {kind} = ", parsed(spelt, setting.union))), 1), docstring(doc, 1))


def _compose(scope: Scope, setting: Setting) -> Source:
    parameters = (
        ("*views: ", "View", ""),
        ("overrides: ", "Iterable[str]", " = ()"),
        ("config: ", "Iterable[str | PathLike[str]]", " = ()"),
        ("env: ", "Mapping[str, str] | None", " = None"),
    )
    rows = (Row((name, respelt(type, setting.spelling), default)) for name, type, default in parameters)
    return Brackets("def compose(", tuple(rows), f") -> {scope.root.name}:")


def _main(scope: Scope, setting: Setting) -> Source:
    function = respelt(f"Callable[[{scope.root.name}], {setting.result}]", setting.spelling)
    program = respelt(f"Callable[[], {setting.result}]", setting.spelling)
    return Brackets("def main(", (f"function: {function}",), f") -> {program}:")


def _annotated(setting: Setting) -> str:
    return f"spaces: {respelt('Mapping', setting.spelling)}[str, ato.Search] = "


def _typing(scope: Scope, setting: Setting, structs: Sequence[StructText], made: Functions) -> Iterator[str]:
    """The expressions that only type checkers evaluate."""
    yield from (alias.declaration for alias in _aliases(scope, setting))
    yield from (text for struct in structs for text in struct.for_types)
    yield from (text for function in made for text in (function.parameter, function.returns))
    yield from (type for function in made for _, type in function.across)
    yield from (respelt(name, setting.spelling) for name in ("TypeAlias", "TypeVar"))


def _names(*sources: str) -> set[str]:
    return {name for source in sources for name in identifiers(source)}


def _exports(scope: Scope) -> Source:
    names = {"View", "compose", "main", *(each.name for each in _types(scope))}
    names.update(("spaces",) if scope.searches else ())
    return Brackets("[", tuple(map(string_source, in_export_order(names))), "]")


def _literals(scope: Scope, setting: Setting) -> str:
    constants = zip(scope.enums, setting.enums.values())
    pairs = (
        ("View", "tuple(_SCHEMA.view_map)"),
        *((enum.name, f"{name}.values") for enum, name in constants),
    )
    table = mapping(*((string_source(name), values) for name, values in pairs))
    return laid_out(call("return ato.literal_type", "__name__", "name", table), 2)


def _assigned(name: str, source: Source) -> str:
    return laid_out(Row((f"{name} = ", source)))
