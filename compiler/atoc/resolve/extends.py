"""Structs that extend others: the fields of the base first, then their own (ATC101, ATC105, ATC106).

A field that the base has already is declared anew in its place: what it does not say is as in the base. That
it only narrows what the base says is looked at where types are known, in ``narrowing``.

    Model: {fields: {width: {type: int, ge: 1}, depth: int}}
    Small: {extends: Model, fields: {width: {le: 64}, name: str}}      width (1 to 64), depth, name

Cost: linear in the fields that are taken over, of which there is a bound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from atoc.findings import Finding, Passed, Related
from atoc.resolve.declared import Declared, once_renamed, usable
from atoc.resolve.order import ordered, shown
from atoc.source.node import Scalar
from atoc.syntax import FieldDeclaration, Guesses, Inherited, StructBody, TypeDeclaration
from atoc.syntax.findings import WRONG_SHAPE
from atoc.types import BAD_CONSTRAINT, RECURSIVE_TYPE, UNKNOWN_TYPE

MAX_DEPTH = 50
"""How many structs may extend each other in one line."""

MAX_TAKEN = 200_000
"""How many fields all structs of a program together take over from others."""

_FLAGS = ("input", "final", "secret")


def inherit(declared: Declared) -> Passed[Declared]:
    """The program with the fields of each struct complete, a struct after the one that it extends.

    A struct whose base is not there or broken is broken.
    """
    by_name = {type.name.text: type for type in declared.types}
    heirs = _Heirs(by_name, declared.are_types_whole)
    result = ordered(by_name, lambda name: [b for b in [_base_of(by_name[name])] if b in by_name])
    for loop in result.loops:
        heirs.found.append(_circle(by_name[loop[-1]], loop))
    for name in result.order:
        is_cut = any(start == name for start, _ in result.cut)
        heirs.add(replace(by_name[name], body=None) if is_cut else by_name[name])
    types = tuple(heirs.types[name] for name in result.order)
    return Passed(replace(declared, types=types), tuple(heirs.found))


def _base_of(type: TypeDeclaration) -> str | None:
    body = type.body
    return body.extends.text if isinstance(body, StructBody) and body.extends is not None else None


def _circle(type: TypeDeclaration, loop: tuple[str, ...]) -> Finding:
    message = f"the struct '{loop[-1]}' extends itself: {shown((loop[-1], *loop[:-1]))}"
    return RECURSIVE_TYPE.at(_extends(type).span, message, help=("remove one `extends` of the circle",))


def _extends(type: TypeDeclaration) -> Scalar:
    body = type.body
    return body.extends if isinstance(body, StructBody) and body.extends is not None else type.name


@dataclass(slots=True)
class _Heirs:
    """The types that are complete so far, the bases of each before it."""

    by_name: Mapping[str, TypeDeclaration]
    are_types_whole: bool
    types: dict[str, TypeDeclaration] = field(default_factory=dict[str, TypeDeclaration])
    depths: dict[str, int] = field(default_factory=dict[str, int])
    found: list[Finding] = field(default_factory=list[Finding])
    guesses: Guesses = field(default_factory=Guesses)
    left: int = MAX_TAKEN

    def add(self, type: TypeDeclaration) -> None:
        """Complete a type: a struct with the fields that it takes over."""
        name, body = type.name.text, type.body
        if isinstance(body, StructBody):
            own = usable(body.fields, self.found)
            fields = own if body.extends is None else self._with_base(type, body.extends, own)
            cleaned = None if fields is None else replace(body, fields=once_renamed(fields, self.found))
            type = replace(type, body=cleaned)
        self.types[name] = type

    def _with_base(
        self, type: TypeDeclaration, extends: Scalar, own: Sequence[FieldDeclaration]
    ) -> tuple[FieldDeclaration, ...] | None:
        """The fields of a struct and its base; None where there is no such base."""
        base = self.types.get(extends.text)
        if base is None or not isinstance(base.body, StructBody):
            self.found.extend(self._no_base(extends, base))
            return None
        taken = base.body.fields
        depth = self.depths[type.name.text] = self.depths.get(extends.text, 0) + 1
        self.left -= len(taken)
        if depth > MAX_DEPTH or self.left < 0:
            message = (
                f"'{type.name.text}' extends more than {MAX_DEPTH} structs in a line"
                if depth > MAX_DEPTH
                else f"the structs of the program take over more than {MAX_TAKEN:,} fields from others"
            )
            self.found.append(WRONG_SHAPE.at(extends.span, message))
            return None
        return tuple(self._merged(extends.text, taken, own))

    def _no_base(self, extends: Scalar, base: TypeDeclaration | None) -> Iterator[Finding]:
        name = extends.text
        if base is not None and base.body is not None:
            message = f"'{name}' is an enum, and a struct extends structs"
            yield UNKNOWN_TYPE.at(extends.span, message)
        elif base is None and self.are_types_whole:
            structs = [each for each, type in self.by_name.items() if isinstance(type.body, StructBody)]
            help = self.guesses.near(name, structs) or ("a struct extends a struct of `types`",)
            fix = self.guesses.respelling(name, extends.span, structs)
            yield UNKNOWN_TYPE.at(extends.span, f"'{name}' is no struct of the program", help=help, fix=fix)

    def _merged(
        self, base: str, taken: Sequence[FieldDeclaration], own: Sequence[FieldDeclaration]
    ) -> Iterator[FieldDeclaration]:
        anew = {each.name.text: each for each in own}
        known = [each.name.text for each in taken]
        for above in taken:
            redeclared = anew.get(above.name.text)
            if redeclared is None:
                yield above
                continue
            self.found.extend(_taken_back(redeclared, above, base))
            yield _filled(redeclared, above)
        for each in own:
            if each.name.text not in known and isinstance(each.body, Inherited):
                self.found.append(self._untyped(each, base, known))
                yield replace(each, body=None)
            elif each.name.text not in known:
                yield each

    def _untyped(self, field: FieldDeclaration, base: str, known: Sequence[str]) -> Finding:
        message = f"'{field.name.text}' has no type, and '{base}' has no such field to take it from"
        help = self.guesses.near(field.name.text, known, base) or ("give it a `type`, `enum` or `fields`",)
        return WRONG_SHAPE.at(field.name.span, message, key=field.name.text, help=help)


def _taken_back(own: FieldDeclaration, above: FieldDeclaration, base: str) -> Iterator[Finding]:
    """What is said of a field that the base declares otherwise, and that cannot be undone."""
    name = own.name.text
    for flag, span in own.keys.items():
        if flag in _FLAGS and getattr(above, flag) and not getattr(own, flag):
            message = f"{name}: it cannot be `{flag}: false`, since it is `{flag}: true` in '{base}'"
            related = (Related(above.name.span, f"'{base}' declares it here"),)
            help = ("a struct that extends another may only narrow: leave it out",)
            yield BAD_CONSTRAINT.at(span, message, key=name, related=related, help=help)


def _filled(own: FieldDeclaration, base: FieldDeclaration) -> FieldDeclaration:
    """A field that is declared anew, with what it does not say as the base says it."""
    given = {entry.key.text for entry in own.constraints}
    return replace(
        own,
        body=base.body if isinstance(own.body, Inherited) else own.body,
        default=base.default if own.default is None else own.default,
        constraints=(
            *own.constraints,
            *(entry for entry in base.constraints if entry.key.text not in given),
        ),
        doc=own.doc or base.doc,
        unit=own.unit or base.unit,
        discriminator=base.discriminator if own.discriminator is None else own.discriminator,
        input=own.input or base.input,
        final=own.final or base.final,
        secret=own.secret or base.secret,
        deprecated=own.deprecated if "deprecated" in own.keys else base.deprecated,
        renamed_from=base.renamed_from if own.renamed_from is None else own.renamed_from,
        base=base,
    )
