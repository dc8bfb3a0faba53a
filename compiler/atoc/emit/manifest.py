"""The causality manifest: everything that can ever set a value, as JSON that answers without the compiler.

What is absent is left out: a write without ``when`` has no condition, one without ``wins`` is undecided, one
whose ``wins`` is null never wins. The shape is published as ``manifest.schema.json`` beside this module, and
its ``version`` grows when a reader has to know. Secrets are masked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from typing_extensions import assert_never

import ato.config as ato
from ato.config.composing._selection import closure, select_all
from atoc.emit.folded import folded
from atoc.emit.header import NO_DIGEST, made_from, origin, sealed
from atoc.emit.json_text import Written, json_part, json_text
from atoc.emit.plain import MASK, plain
from atoc.emit.possible import as_entry, possible_writes
from atoc.emit.reading import readers_of
from atoc.emit.searches import searches_of
from atoc.emit.wins import DEFAULT, Wins, wins_by_scope
from atoc.expr import Expression, Resolver
from atoc.program import Assert, Field, Group, Known, Program, Scope, Struct, View, Write
from atoc.prove.facts import ABOUT_ASSERTS, DeadView, DeadWrite, Facts, Verdict
from atoc.prove.joint import components
from atoc.resolve.parts import atoms
from atoc.span import SourceFile

VERSION = 1
"""The version of the manifest's shape."""

Json = dict[str, object]

_WRITE_DEPTH = 6
_PART_DEPTH = 2
_NOTHING = Facts((), ())
_LIMITS = ("gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length", "pattern")
_FLAGS = ("input", "final", "secret")


def manifest(program: Program, facts: Mapping[str, Facts], files: Sequence[SourceFile]) -> Json:
    """The manifest of a program as JSON data. ``facts`` are by scope, ``files`` what it was read from."""
    groups = components(program)
    scopes = {name: part for group in groups for name, part in manifest_parts(group, facts).items()}
    return _whole(program, files, {scope.name: scopes[scope.name] for scope in program.scopes})


def manifest_parts(group: Sequence[Scope], facts: Mapping[str, Facts]) -> Mapping[str, Json]:
    """What the manifest holds of scopes, which are all of those that read each other, by name."""
    wins = wins_by_scope(group)
    return {
        scope.name: _scope(scope, facts.get(scope.name, _NOTHING), wins[scope.name], readers_of(scope, group))
        for scope in group
    }


def manifest_part(part: Json) -> Written:
    """What the manifest holds of a scope, as text."""
    return json_part(part, _PART_DEPTH, _WRITE_DEPTH)


def manifest_text(program: Program, files: Sequence[SourceFile], scopes: Mapping[str, Written]) -> str:
    """The manifest as its file holds it, with the parts of all scopes."""
    return sealed(json_text(_whole(program, files, scopes), _WRITE_DEPTH))


def _whole(program: Program, files: Sequence[SourceFile], scopes: Mapping[str, object]) -> Json:
    made_of = origin([file.path for file in files])
    return {
        "made": made_from(made_of, made_of.documents),
        "digest": NO_DIGEST,
        "version": VERSION,
        "documents": list(made_of.documents),
        **_present(resolvers={name: _resolver(each) for name, each in sorted(program.resolvers.items())}),
        "scopes": scopes,
    }


@dataclass(frozen=True, slots=True)
class _Known:
    """What the entries of one scope are made from.

    ``always`` are the views that are active in every selection, ``secrets`` the fields that are masked,
    ``writers`` are the writes to a field in the order of application, ``possible`` the views that may write
    it in ways that are not understood, ``losers`` names who always hides a
    write, by view and path, ``readers`` who reads a field, ``verdicts`` what is proved of a field or view.
    """

    always: frozenset[str]
    secrets: frozenset[str]
    writers: Mapping[str, Sequence[tuple[View, Write]]]
    possible: Mapping[str, Sequence[View]]
    losers: Mapping[tuple[str, str], tuple[str, ...]]
    readers: Mapping[str, Sequence[Json]]
    verdicts: Mapping[str, Json]
    wins: Wins


def _scope(scope: Scope, facts: Facts, wins: Wins, readers: Mapping[str, Sequence[Json]]) -> Json:
    views = {view.name: _runtime_view(view) for view in scope.views.values()}
    selection = select_all(
        tuple(views.values()), {group.name: group.default for group in scope.groups.values()}
    )
    order = [view.name for view in (*selection.eager, *selection.lazy)]
    known = _Known(
        always=selection.always,
        secrets=frozenset(path for path, field in scope.fields.items() if field.member.runtime.is_discreet),
        writers=_writers(scope.views[name] for name in order),
        possible=_possible(scope, order),
        losers=dict(_losers(facts)),
        readers=readers,
        verdicts=_verdicts(facts),
        wins=wins,
    )
    told = _present(
        doc=scope.doc,
        place=str(scope.span),
        documents=list(scope.sources),
        module=f"{scope.name}.py",
        config=scope.root.name,
        order=order,
        computed=list(scope.computed),
        across=list(scope.across),
        fields={path: _field(field, known) for path, field in scope.fields.items()},
        views={name: _view(view, closure(views, name), known) for name, view in scope.views.items()},
        groups={group.name: _group(group) for group in scope.groups.values()},
        searches=searches_of(scope, known.verdicts),
        structs={struct.name: _struct(struct) for struct in scope.structs if struct is not scope.root},
        asserts=[_assert(each, known) for each in scope.asserts],
        verdicts=_totals(facts),
    )
    return folded(told)


def _runtime_view(view: View) -> ato.View:
    chain = tuple(entry.name for entry in view.chain)
    return ato.View(view.name, default=view.default, lazy=view.lazy, priority=view.rank, chain=chain)


def _writers(order: Iterable[View]) -> Mapping[str, Sequence[tuple[View, Write]]]:
    found: dict[str, list[tuple[View, Write]]] = {}
    for view in order:
        for write in view.writes:
            found.setdefault(write.path, []).append((view, write))
    return found


def _possible(scope: Scope, order: Iterable[str]) -> Mapping[str, Sequence[View]]:
    found: dict[str, list[View]] = {}
    for view, path in possible_writes((scope.views[name] for name in order), scope.fields):
        found.setdefault(path, []).append(view)
    return found


def _losers(facts: Facts) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    """The writes that are never the value, with the views that hide them."""
    for fact in facts.facts:
        match fact:
            case DeadWrite():
                yield (fact.view.name, fact.write.path), tuple(view.name for view in fact.winners)
            case DeadView():
                hiding = tuple(view.name for view in fact.winners)
                yield from (((fact.view.name, write.path), hiding) for write in fact.view.writes)
            case _:
                continue


def _verdicts(facts: Facts) -> Mapping[str, Json]:
    """The outcome of each question by what it is about, then by code, with how that was found.

    Of several questions of one code, as there may be about the writes of a view, the gravest is told.
    """
    found: dict[str, dict[str, Verdict]] = {}
    for verdict in facts.verdicts:
        known = found.setdefault(verdict.subject, {})
        known[verdict.code] = min(known.get(verdict.code, verdict), verdict, key=_gravity)
    return {
        subject: {code: {"outcome": v.outcome, "method": v.method} for code, v in known.items()}
        for subject, known in found.items()
    }


def _gravity(verdict: Verdict) -> int:
    return ("refuted", "unproved", "proved").index(verdict.outcome)


def _totals(facts: Facts) -> Json:
    """How many questions of each code came out how."""
    counts = Counter((verdict.code, verdict.outcome) for verdict in facts.verdicts)
    found: Json = {}
    for (code, outcome), count in sorted(counts.items()):
        found[code] = {**cast("Json", found.get(code, {})), outcome: count}
    return found


def _field(field: Field, known: _Known) -> Json:
    declared = field.member.runtime
    return _present(
        type=_type(field),
        choices=_choices(field),
        constraints=_limits(field),
        doc=field.member.doc,
        unit=field.member.unit,
        place=str(field.span),
        exists=[{"path": guard.path, "values": list(map(plain, guard.values))} for guard in field.guards],
        flags=[name for name in _FLAGS if getattr(declared, name)],
        deprecated=declared.deprecated,
        renamed_from=declared.renamed_from,
        writes=list(_writes(field, known)),
        read_by=known.readers.get(field.path, ()),
        verdicts=known.verdicts.get(field.path, {}),
    )


def _type(field: Field) -> str:
    """The type as the language writes it; the choices of a secret are part of the secret."""
    is_told = not field.member.runtime.is_discreet or not _has_choices(field.type)
    return str(field.type) if is_told else "literal"


def _has_choices(type: ato.Type) -> bool:
    return any(isinstance(atom, ato.Literal) for atom in atoms(type))


def _limits(field: Field) -> Json:
    declared = field.member.runtime
    limits = {name: plain(getattr(declared, name)) for name in _LIMITS if getattr(declared, name) is not None}
    if isinstance(field.type, ato.Float) and not field.type.finite:
        limits["finite"] = False
    return limits


def _choices(field: Field) -> list[object]:
    if not isinstance(field.type, ato.Literal) or field.member.runtime.is_discreet:
        return []
    return [plain(value) for value in field.type.values]


def _writes(field: Field, known: _Known) -> Iterator[Json]:
    """Everything that can set a field, in the order of application."""
    writers = known.writers.get(field.path, ())
    eager = [(view, write) for view, write in writers if not view.lazy]
    lazy = [(view, write) for view, write in writers if view.lazy]
    if isinstance(field.default, Known):
        yield _default(field, "default", known)
    yield from (_write(view, write, known) for view, write in eager)
    yield from (as_entry(view) for view in known.possible.get(field.path, ()) if not view.lazy)
    if not field.member.runtime.final:
        yield _present(phase="outside", loses_to=_sure(lazy, known))
    yield from (_write(view, write, known) for view, write in lazy)
    yield from (as_entry(view) for view in known.possible.get(field.path, ()) if view.lazy)
    if isinstance(field.default, Expression):
        yield _default(field, "computed", known)


def _default(field: Field, phase: str, known: _Known) -> Json:
    span = field.member.default_span or field.span
    hiding = _sure(known.writers.get(field.path, ()), known)
    return {
        "phase": phase,
        **_given(field.default, field.path in known.secrets),
        "place": str(span),
        **_won(known, field.path, DEFAULT, hiding),
    }


def _sure(writers: Sequence[tuple[View, Write]], known: _Known) -> list[str]:
    """The last of these writers that is applied in every selection."""
    sure = [view.name for view, _ in writers if view.name in known.always and view.when is None]
    return sure[-1:]


def _write(view: View, write: Write, known: _Known) -> Json:
    entry: Json = {
        "phase": "lazy" if view.lazy else "view",
        "view": view.name,
        "priority": view.priority,
        **_given(write.value, write.path in known.secrets),
        "place": str(write.span),
    }
    if view.when is not None:
        entry["when"] = view.when.text
        entry["reads"] = list(dict.fromkeys((*cast("list[str]", entry.get("reads", [])), *view.when.reads)))
        asked = (*cast("list[str]", entry.get("asks", [])), *view.when.impure)
        entry.update(_present(asks=list(dict.fromkeys(asked))))
    if view.why:
        entry["why"] = view.why
    hiding = known.losers.get((view.name, write.path), ())
    return {**entry, **_won(known, write.path, view.name, hiding)}


def _given(given: Known | Expression | None, is_secret: bool) -> Json:
    """What is written: a value, or an expression with what it reads."""
    match given:
        case Known(value):
            return {"value": MASK if is_secret and value is not None else plain(value)}
        case Expression():
            text = MASK if is_secret else given.text
            return {"expression": text, "reads": list(given.reads), **_present(asks=list(given.impure))}
        case None:
            return {}
        case _:
            assert_never(given)


def _won(known: _Known, path: str, view: str, hiding: Sequence[str]) -> Json:
    """The smallest selection in which a write is the value, as far as it is known, and who always hides
    it.
    """
    if hiding:
        return {"wins": None, "loses_to": list(hiding)}
    if not known.wins.knows(path, view):
        return {}
    words = known.wins.of(path, view)
    return {"wins": None if words is None else list(words)}


def _view(view: View, closed: Sequence[str], known: _Known) -> Json:
    reads = () if view.when is None else view.when.reads
    values = [write.value for write in view.writes if isinstance(write.value, Expression)]
    return {
        "priority": view.priority,
        **_present(
            doc=view.doc,
            why=view.why,
            place=str(view.span),
            default=view.default,
            always=view.name in known.always,
            lazy=view.lazy,
            group=view.group,
            chain=[entry.name for entry in view.chain],
            closure=[name for name in closed if name != view.name],
            when=None if view.when is None else view.when.text,
            writes=[write.path for write in view.writes],
            reads=list(dict.fromkeys((*reads, *(path for value in values for path in value.reads)))),
            verdicts=known.verdicts.get(view.name, {}),
        ),
    }


def _resolver(resolver: Resolver) -> Json:
    """A resolver of the program: always impure, since only a run can tell what it gives."""
    return {
        "import": resolver.source,
        "args": list(map(str, resolver.arguments)),
        "returns": str(resolver.returns),
        **_present(doc=resolver.doc),
        "place": str(resolver.span),
    }


def _group(group: Group) -> Json:
    return _present(
        doc=group.doc,
        place=str(group.span),
        default=group.default,
        required=group.required,
        members=list(group.members),
    )


def _struct(struct: Struct) -> Json:
    return _present(doc=struct.doc, place=str(struct.span), extends=struct.base, target=struct.target)


def _assert(each: Assert, known: _Known) -> Json:
    """What must hold, and whether it does; an assert that asks impure resolvers says so."""
    return {
        "that": each.that.text,
        **_present(message=each.message),
        "place": str(each.span),
        "reads": list(each.that.reads),
        **_present(asks=list(each.that.impure), verdicts=_about(each, known)),
    }


def _about(each: Assert, known: _Known) -> Json:
    """The verdicts on an assert, which name it by its text."""
    found = known.verdicts.get(each.that.text, {})
    return {code: verdict for code, verdict in found.items() if code in ABOUT_ASSERTS}


def _present(**entries: object) -> Json:
    """The entries that say something: neither None, false, empty text nor an empty container."""
    return {key: value for key, value in entries.items() if value not in (None, False, "", [], {}, ())}
