"""Structs with their classes and their defaults: the second half of binding types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import ato.config as ato
from atoc.expr import Expression, Parsed, names_of
from atoc.findings import Finding, Passed
from atoc.program import Enum, Known, Member, Struct
from atoc.resolve.declared import Declared, in_scope
from atoc.resolve.drafts import Drafts, MemberDraft, StructDraft, draft
from atoc.resolve.equations import equations
from atoc.resolve.findings import TYPE_MISMATCH
from atoc.resolve.order import ordered
from atoc.resolve.parts import mentioned
from atoc.resolve.paths import Atlas, Paths, too_large
from atoc.resolve.recursion import cut_recursion
from atoc.resolve.values import read_given
from atoc.resolve.wholeness import mark_partial
from atoc.source.node import Mapping as MappingNode

Given = Known | Parsed
"""A default: a value, or an expression whose names are not bound yet."""


@dataclass(frozen=True, slots=True)
class Structs:
    """The structs and enums of a program by name; the roots of the scopes are among them.

    The others are by the names of a struct and of its member: ``defaults`` holds what a member is given,
    ``overrides`` what one that holds a struct gives to the fields in it, by the path from there.
    """

    structs: Mapping[str, Struct]
    enums: Mapping[str, Enum]
    members: Mapping[tuple[str, str], Member]
    atlas: Atlas
    defaults: Mapping[tuple[str, str], Given]
    overrides: Mapping[tuple[str, str], Mapping[str, Given]]

    def given(self, root: str, paths: Paths) -> Mapping[str, tuple[Given, str]]:
        """What each path below a struct has as its default, and the path of the struct where that is written.

        The outermost struct that says something about a field decides.
        """
        given = {
            path: (self.defaults[key], leaf.owner)
            for path, leaf in paths.leaves.items()
            if (key := (leaf.struct, leaf.member.name)) in self.defaults
        }
        for path in reversed(tuple(paths.structs)):
            owner, _, name = path.rpartition(".")
            overrides = self.overrides.get((paths.structs.get(owner, root), name), {})
            given.update((f"{path}.{inner}", (value, owner)) for inner, value in overrides.items())
        return given


def bind_structs(declared: Declared) -> Passed[Structs]:
    """All structs and enums, with what is wrong with their types and defaults."""
    drafted = draft(declared)
    sound = cut_recursion(drafted.value.structs)
    drafts = {struct.name: struct for struct in mark_partial(sound.value)}
    _make_models(drafted.value, drafts)
    binder = _Binder(drafts, drafted.value.models)
    scopes = {scope.root: scope.name for scope in declared.scopes}
    found = [*drafted.findings, *sound.findings]
    for name in ordered(drafts, lambda name: _wanted(drafts[name])).order:
        seen = binder.read(drafts[name])
        found.extend(in_scope(seen, scopes[name]) if name in scopes else seen)
    bound = {name: binder.struct(struct) for name, struct in drafts.items()}
    structs = Structs(
        structs=bound,
        members={
            (struct.name, member.name): member for struct in bound.values() for member in struct.members
        },
        enums=drafted.value.enums,
        atlas=binder.atlas,
        defaults=binder.defaults,
        overrides=binder.overrides,
    )
    return Passed(structs, tuple(found))


def _make_models(drafts: Drafts, structs: Mapping[str, StructDraft]) -> None:
    """Put the class of each struct in the place of its stand-in; the defaults are still missing."""
    for name, struct in structs.items():
        names = tuple(member.name for member in struct.members)
        fields = tuple(member.runtime for member in struct.members)
        body = {"__slots__": names, "__match_args__": names, "_fields": fields, "__doc__": struct.doc}
        drafts.models[name] = type(name, (ato.Config,), body)


def _wanted(struct: StructDraft) -> Iterator[str]:
    """The structs whose defaults must be there to read those of this one."""
    for member in struct.members:
        if isinstance(member.type, ato.Struct) or member.declaration.default is not None:
            yield from mentioned(member.type)


class _Binder:
    """The defaults read so far, structs after those that they hold."""

    def __init__(self, drafts: Mapping[str, StructDraft], models: Mapping[str, type[ato.Config]]) -> None:
        self.drafts = drafts
        self.models = models
        self.atlas = Atlas(drafts)
        self.defaults: dict[tuple[str, str], Given] = {}
        self.overrides: dict[tuple[str, str], Mapping[str, Given]] = {}
        self.found: list[Finding] = []

    def read(self, draft: StructDraft) -> tuple[Finding, ...]:
        """Read the defaults of a struct, and put them into the fields of its class; what is wrong there."""
        self.found = []
        for member in draft.members:
            if member.declaration.default is None:
                continue
            if isinstance(member.type, ato.Struct):
                self._of_struct(draft.name, member, str(member.type))
            else:
                self._of_value(draft.name, member)
        return tuple(self.found)

    def _of_value(self, owner: str, member: MemberDraft) -> None:
        node = member.declaration.default
        if node is None:
            return
        passed = read_given(member, node, member.name, None)
        self.found.extend(passed.findings)
        if passed.value is not None:
            self.defaults[owner, member.name] = passed.value
        if isinstance(passed.value, Known):
            member.runtime.default = passed.value.value
        member.runtime.computed = isinstance(passed.value, Parsed)

    def _of_struct(self, owner: str, member: MemberDraft, struct: str) -> None:
        node = member.declaration.default
        paths = self.atlas.below(struct)
        if node is None:
            return
        if paths is None:
            self.found.append(too_large(f"the struct '{struct}'", node.span))
            return
        if not isinstance(node, MappingNode):
            message = f"{member.name}: the default of a struct is a mapping of defaults for its fields"
            self.found.append(TYPE_MISMATCH.at(node.span, message, key=member.name))
            return
        given: dict[str, Given] = {}
        for equation in equations(node, paths, self.found):
            leaf = equation.leaf
            subject = f"{member.name}.{leaf.path}"
            passed = read_given(leaf.member, equation.value, subject, leaf.member.span)
            self.found.extend(passed.findings)
            if passed.value is not None:
                given[leaf.path] = passed.value
        self.overrides[owner, member.name] = given
        member.runtime.default = self._partial(struct, "", given)

    def _partial(self, struct: str, owner: str, given: Mapping[str, Given]) -> ato.Config:
        """The defaults of a struct with others in their places; what has none or is computed stays unset."""
        values: dict[str, object] = {}
        for member in self.drafts[struct].members:
            path = f"{owner}.{member.name}" if owner else member.name
            value = given.get(path)
            if isinstance(member.type, ato.Struct):
                own = self.overrides.get((struct, member.name), {})
                inner = {f"{path}.{below}": value for below, value in own.items()}
                values[member.name] = self._partial(str(member.type), path, {**inner, **given})
            elif isinstance(value, Known):
                values[member.name] = value.value
            elif value is None and member.runtime.default is not ato.MISSING:
                values[member.name] = member.runtime.default
        return self.models[struct]._of(values)  # noqa: SLF001

    def struct(self, draft: StructDraft) -> Struct:
        """The struct as the program has it."""
        members = tuple(self._member(draft.name, member) for member in draft.members)
        return Struct(draft.name, members, draft.span, self.models[draft.name], draft.doc)

    def _member(self, owner: str, draft: MemberDraft) -> Member:
        declaration = draft.declaration
        return Member(
            name=draft.name,
            type=draft.type,
            runtime=draft.runtime,
            default=self._default(owner, draft),
            span=draft.span,
            type_span=draft.type_span,
            default_span=None if declaration.default is None else declaration.default.span,
            doc=declaration.doc,
            unit=declaration.unit,
        )

    def _default(self, owner: str, draft: MemberDraft) -> Known | Expression | None:
        if draft.runtime.default is not ato.MISSING:
            return Known(draft.runtime.default)
        parsed = self.defaults.get((owner, draft.name))
        if not isinstance(parsed, Parsed):
            return None
        return Expression(parsed.text, parsed.tree, draft.type, names_of(parsed.tree), parsed.span)
