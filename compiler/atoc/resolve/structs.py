"""Structs with their classes and their defaults: the second half of binding types."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import cast

import ato.config as ato
from atoc.expr import Expression, Parsed, names_of
from atoc.findings import Finding, Passed, Related
from atoc.program import Enum, Known, Member, Struct
from atoc.resolve.declared import Declared, in_scope
from atoc.resolve.drafts import Drafts, MemberDraft, StructDraft, draft
from atoc.resolve.equations import equations, misplaced
from atoc.resolve.findings import TYPE_MISMATCH
from atoc.resolve.narrowing import check_narrowing
from atoc.resolve.order import ordered
from atoc.resolve.parts import mentioned
from atoc.resolve.paths import Atlas, Leaf, Paths, too_large
from atoc.resolve.recursion import check_making, cut_recursion
from atoc.resolve.resolvers import Resolvers, bind_resolvers
from atoc.resolve.values import read_given
from atoc.resolve.variants import check_variants, discriminators, not_computed
from atoc.resolve.wholeness import mark_partial
from atoc.source.node import Mapping as MappingNode

Given = Known | Parsed
"""A default: a value, or an expression whose names are not bound yet."""


@dataclass(frozen=True, slots=True)
class Structs:
    """The structs, enums and resolvers of a program by name; the roots of the scopes are among the structs.

    The others are by the names of a struct and of its member: ``defaults`` holds what a member is given,
    ``overrides`` what one that holds a struct gives to the fields in it, by the path from there, and ``lost``
    are those of which a part of what they give is left out. ``discriminators`` are those that tell structs of
    a variant apart.
    """

    structs: Mapping[str, Struct]
    enums: Mapping[str, Enum]
    members: Mapping[tuple[str, str], Member]
    atlas: Atlas
    defaults: Mapping[tuple[str, str], Given]
    overrides: Mapping[tuple[str, str], Mapping[str, Given]]
    lost: Collection[tuple[str, str]]
    resolvers: Resolvers
    discriminators: Collection[tuple[str, str]]

    def unsure(self, root: str, paths: Paths) -> Collection[str]:
        """The paths below a struct of what has a default that is left out, or of which a part is."""
        everything = chain(paths.structs, paths.leaves) if self.lost else ()
        places = ((path, *path.rpartition(".")) for path in everything)
        return {
            path
            for path, owner, _, name in places
            if any((struct, name) in self.lost for struct, _ in paths.holders(owner, name, root))
        }

    def member(self, leaf: Leaf, holders: Iterable[str]) -> Member:
        """The member at a place: of the first of these structs that gives it no default, if there is one.

        The discriminator of a variant is declared by no struct.
        """
        draft = leaf.member
        lacking = (struct for struct in holders if (struct, draft.name) not in self.defaults)
        known = self.members.get((next(lacking, leaf.struct), draft.name))
        known = known or self.members.get((leaf.struct, draft.name))
        if known is not None:
            return known
        doc = draft.declaration.doc
        return Member(draft.name, draft.type, draft.runtime, None, draft.span, draft.type_span, doc=doc)


def bind_structs(declared: Declared) -> Passed[Structs]:
    """All structs and enums, with what is wrong with their types and defaults."""
    drafted = draft(declared)
    told = check_variants(drafted.value.structs)
    sound = cut_recursion(told.value)
    drafts = {struct.name: struct for struct in mark_partial(sound.value)}
    _make_models(drafted.value, drafts)
    wider = check_narrowing(drafts)
    enums = drafted.value.enums
    resolvers = bind_resolvers(declared, {name: enum.type for name, enum in enums.items()})
    binder = _Binder(
        drafts, drafted.value.models, resolvers.value, discriminators(drafted.value.structs), wider
    )
    binder.fix(discriminators(told.value))
    scopes = {scope.root: scope.name for scope in declared.scopes}
    found = [*drafted.findings, *resolvers.findings, *told.findings, *sound.findings]
    found.extend(finding for each in wider.values() for finding in each)
    for name in _in_order(drafts):
        seen = binder.read(drafts[name])
        found.extend(in_scope(seen, scopes[name]) if name in scopes else seen)
    bound = {name: binder.struct(struct) for name, struct in drafts.items()}
    found.extend(check_making(bound))
    structs = Structs(
        structs=bound,
        members={
            (struct.name, member.name): member for struct in bound.values() for member in struct.members
        },
        enums=enums,
        atlas=binder.atlas,
        defaults=binder.defaults,
        overrides=binder.overrides,
        lost=binder.lost,
        resolvers=resolvers.value,
        discriminators=binder.discriminators,
    )
    return Passed(structs, tuple(found))


def _make_models(drafts: Drafts, structs: Mapping[str, StructDraft]) -> None:
    """Put the class of each struct in the place of its stand-in; the defaults are still missing."""
    for name, struct in structs.items():
        names = tuple(member.name for member in struct.members)
        fields = tuple(member.runtime for member in struct.members)
        base: type[ato.Config] = drafts.models[struct.base] if struct.base else ato.Config
        slots = tuple(each for each in names if each not in base.__match_args__)
        body = {"__slots__": slots, "__match_args__": names, "_fields": fields, "__doc__": struct.doc}
        drafts.models[name] = cast("type[ato.Config]", type(name, (base,), body))


def _in_order(structs: Mapping[str, StructDraft]) -> tuple[str, ...]:
    """The structs, each after its base, and as far as that allows after those whose defaults it needs."""
    wanted = ordered(structs, lambda name: _wanted(structs[name])).order
    return ordered(wanted, lambda name: [base for base in [structs[name].base] if base]).order


def _wanted(struct: StructDraft) -> Iterator[str]:
    """The structs whose defaults must be there to read those of this one."""
    if struct.base:
        yield struct.base
    for member in struct.members:
        if isinstance(member.type, (ato.Struct, ato.Variant)) or member.declaration.default is not None:
            yield from mentioned(member.type)


def _takes_default(member: MemberDraft) -> bool:
    above = member.declaration.base
    return above is not None and above.default is not None and member.declaration.default is above.default


def _told_here(finding: Finding, member: MemberDraft) -> Finding:
    """The finding at the field that takes a default over which does not fit it."""
    if not _takes_default(member):
        return finding
    related = (Related(finding.span, "the default stands here"), *finding.related)
    help = ("give it a default of its own",)
    message = f"{finding.message} (taken over from the base)"
    return replace(finding, span=member.span, message=message, related=related, help=help)


class _Binder:
    """The defaults read so far, structs after those that they hold."""

    def __init__(
        self,
        drafts: Mapping[str, StructDraft],
        models: Mapping[str, type[ato.Config]],
        resolvers: Resolvers,
        discriminators: Collection[tuple[str, str]],
        wider: Collection[tuple[str, str]] = (),
    ) -> None:
        self.drafts = drafts
        self.wider = wider
        self.models = models
        self.atlas = Atlas(drafts, resolvers)
        self.discriminators = discriminators
        self.defaults: dict[tuple[str, str], Given] = {}
        self.overrides: dict[tuple[str, str], Mapping[str, Given]] = {}
        self.lost: set[tuple[str, str]] = set()
        self.bare: dict[str, ato.Config] = {}
        self.found: list[Finding] = []

    def fix(self, discriminators: Collection[tuple[str, str]]) -> None:
        """Give the discriminators of structs the one value that they can have."""
        for struct, name in discriminators:
            for member in self.drafts[struct].members:
                kinds = member.type.values if isinstance(member.type, ato.Literal) else ()
                if member.name == name and len(kinds) == 1:
                    member.runtime.default = kinds[0]
                    self.defaults[struct, name] = Known(kinds[0])

    def read(self, draft: StructDraft) -> tuple[Finding, ...]:
        """Read the defaults of a struct, and put them into the fields of its class; what is wrong there."""
        self.found = []
        for member in draft.members:
            if member.declaration.default is None:
                continue
            if member.is_taken or self._is_lost_above(draft.base, member):
                self._take(draft, member)
            elif isinstance(member.type, ato.Struct):
                self._of_struct(draft.name, member, self.atlas.below(str(member.type)))
            elif isinstance(member.type, ato.Variant):
                self._of_struct(draft.name, member, self.atlas.below_variant(member, member.type))
            else:
                self._of_value(draft.name, member)
        return tuple(self.found)

    def _is_lost_above(self, base: str, member: MemberDraft) -> bool:
        """Whether a default that is taken over from the base could not be read there."""
        return _takes_default(member) and (base, member.name) in self.lost

    def _take(self, draft: StructDraft, member: MemberDraft) -> None:
        """Give a member the default that it has in the base."""
        above, own = (draft.base, member.name), (draft.name, member.name)
        if above in self.defaults:
            self.defaults[own] = self.defaults[above]
        if above in self.overrides:
            self.overrides[own] = self.overrides[above]
        if above in self.lost:
            self.lost.add(own)
        same = next((each for each in self.drafts[draft.base].members if each.name == member.name), None)
        if member.is_taken and same is not None:
            member.runtime.default, member.runtime.computed = same.runtime.default, same.runtime.computed

    def _of_value(self, owner: str, member: MemberDraft) -> None:
        node = member.declaration.default
        if node is None:
            return
        passed = read_given(member, node, member.name, None)
        if isinstance(passed.value, Parsed) and (owner, member.name) in self.discriminators:
            passed = Passed(None, (not_computed(member.name, passed.value),))
        if not (_takes_default(member) and (member.is_faulty or (owner, member.name) in self.wider)):
            self.found.extend(_told_here(finding, member) for finding in passed.findings)
        if passed.value is None:
            self.lost.add((owner, member.name))
        else:
            self.defaults[owner, member.name] = passed.value
        if isinstance(passed.value, Known):
            member.runtime.default = passed.value.value
        member.runtime.computed = isinstance(passed.value, Parsed)

    def _of_struct(self, owner: str, member: MemberDraft, paths: Paths | None) -> None:
        node = member.declaration.default
        if node is None:
            return
        if paths is None:
            self.found.append(too_large(f"the struct '{member.type}'", node.span))
            return
        if not isinstance(node, MappingNode):
            message = f"{member.name}: the default of a struct is a mapping of defaults for its fields"
            self.found.append(TYPE_MISMATCH.at(node.span, message, key=member.name))
            self.lost.add((owner, member.name))
            return
        before = len(self.found)
        given: dict[str, Given] = {}
        kinds = {variation.kind for variation in paths.variants.values()}
        written = equations(node, paths, self.found)
        for equation in written:
            leaf = equation.leaf
            subject = f"{member.name}.{leaf.path}"
            passed = read_given(leaf.member, equation.value, subject, leaf.member.span)
            if isinstance(passed.value, Parsed) and leaf.path in kinds:
                passed = Passed(None, (not_computed(subject, passed.value),))
            self.found.extend(_told_here(finding, member) for finding in passed.findings)
            if passed.value is not None:
                given[leaf.path] = passed.value
        self.found.extend(misplaced(written, given, f"{member.name}."))
        if len(self.found) > before:
            self.lost.add((owner, member.name))
        self.overrides[owner, member.name] = given
        initial = self._initial(owner, member, {})
        member.runtime.default = initial

    def _partial(self, struct: str, given: Mapping[str, Given]) -> ato.Config:
        """The defaults of a struct with others in their places; what has none or is computed stays unset.

        Defaults that nothing is put into are shared, so the cost is that of the structs on the way.
        """
        if not given and struct in self.bare:
            return self.bare[struct]
        below: dict[str, dict[str, Given]] = {}
        for path, value in given.items():
            name, _, inner = path.partition(".")
            below.setdefault(name, {})[inner] = value
        values: dict[str, object] = {}
        for member in self.drafts[struct].members:
            initial = self._initial(struct, member, below.get(member.name, {}))
            if initial is not ato.MISSING:
                values[member.name] = initial
        made = self.models[struct]._of(values)  # noqa: SLF001
        if not given:
            self.bare[struct] = made
        return made

    def _initial(self, struct: str, member: MemberDraft, given: Mapping[str, Given]) -> object:
        """What a member has at first: its default, with others in the places below it."""
        if isinstance(member.type, ato.Struct):
            own = self.overrides.get((struct, member.name), {})
            if given or member.runtime.default is ato.MISSING:
                return self._partial(str(member.type), {**own, **given})
            return member.runtime.default
        if isinstance(member.type, ato.Variant):
            own = self.overrides.get((struct, member.name), {})
            return self._of_kind(member.type, own, given)
        value = given.get("")
        if value is None:
            return member.runtime.default
        return value.value if isinstance(value, Known) else ato.MISSING

    def _of_kind(self, variant: ato.Variant, own: Mapping[str, Given], given: Mapping[str, Given]) -> object:
        """What a variant has at first: an object of the struct that its default names, if it names one."""
        name = variant.discriminator
        kind = given.get(name, own.get(name))
        option = variant.struct_of(kind.value) if isinstance(kind, Known) else None
        if option is None or kind is None:
            return ato.MISSING
        is_alike = name not in own or own[name] == kind
        chosen = {**(own if is_alike else {}), **given, name: kind}
        members = {member.name for member in self.drafts[str(option)].members}
        fitting = {path: value for path, value in chosen.items() if path.partition(".")[0] in members}
        return self._partial(str(option), fitting)

    def struct(self, draft: StructDraft) -> Struct:
        """The struct as the program has it."""
        members = tuple(self._member(draft.name, member) for member in draft.members)
        model = self.models[draft.name]
        return Struct(draft.name, members, draft.span, model, draft.doc, draft.base, draft.target)

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
