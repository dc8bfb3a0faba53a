"""The whole way through: the only place that knows the order of the passes.

    read → parse → parse → resolve → prove → check → suppress  emit
    text   Node    Document  Program   Facts   findings         the generated tree

What structs say that they configure is looked up in source before resolving, module by module.

Every pass runs on what the one before could make sense of. What is broken is told once and yields no
followers: while a document is broken nothing is called missing, since it may stand there, and of what is
proved about a scope with errors only that is told which cannot be their doing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import prod
from pathlib import Path
from typing import TypeVar

from atoc.cache.facts import Memory, Recall, nothing_known, origin
from atoc.cache.settled import Settled, alone, are_apart, entries, settled, settled_group
from atoc.emit import Parts, emit
from atoc.findings import Finding, Passed, Severity, Suppressed, in_order
from atoc.findings.finding import METHODS
from atoc.findings.summary import Summary, count
from atoc.mask import discreet, masked, secret_names
from atoc.program import Program, Scope
from atoc.prove import (
    Facts,
    components,
    errors_together,
    facts_by_scope,
    join,
    most_selections,
    prove,
    unaffected,
)
from atoc.resolve import resolve, targets
from atoc.rule_table import RULES
from atoc.rules import RULES as PROVED
from atoc.rules import check as check_rules
from atoc.rules.spoken import spoken
from atoc.settings import Settings
from atoc.signature import Answer, Module, Needs, Target, parse_module, signature_of
from atoc.source import ModuleText, Node, is_python, parse, read, read_module, suppressions
from atoc.source.python.parts import PythonModule, as_tree
from atoc.span import SourceFile, Span
from atoc.suppress import Told, suppress
from atoc.syntax import Document, documents_of, unread
from atoc.syntax import parse as parse_document

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a set of documents comes to.

    ``facts`` holds what is proved, by the name of the scope. ``sources`` are the documents as they may be
    shown, by path: secrets are masked. ``files`` are the documents as they were read. ``suppressed`` are
    the findings that comments silence. ``learnt`` is what was proved anew, as data, for a ``Recall`` to tell.
    ``modules`` are the Python modules that targets led to, by name. ``origins`` are the digests of what the
    generated text about each scope follows from; there are none where there would be no use in keeping it.
    The ``settled`` scopes are as they were, and so neither in the program nor among the facts; ``settling``
    is what is to be kept for others to be settled next time.
    """

    program: Program
    facts: Mapping[str, Facts]
    findings: tuple[Finding, ...]
    files: tuple[SourceFile, ...]
    sources: Mapping[str, SourceFile]
    summary: Summary
    suppressed: tuple[Suppressed, ...] = ()
    learnt: Mapping[str, object] = field(default_factory=dict[str, object])
    modules: Mapping[str, Module | ModuleText] = field(default_factory=dict[str, Module | ModuleText])
    origins: Mapping[str, str] = field(default_factory=dict[str, str])
    settled: tuple[Settled, ...] = ()
    settling: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def beyond(self) -> tuple[str, ...]:
        """The views of which something is not understood, so that no program can do what they do."""
        return tuple(
            f"{scope.name}.{view.name}"
            for scope in self.program.scopes
            for view in scope.views.values()
            if view.beyond and not view.part_of
        )

    @property
    def is_sound(self) -> bool:
        """Whether output can be made of it: nothing that was found is an error."""
        return count(self.findings, Severity.ERROR) == 0


def check(
    root: Path,
    schemas: Sequence[str],
    settings: Settings,
    recall: Recall = nothing_known,
    groups: Recall = nothing_known,
) -> Compiled:
    """Read and prove the documents below ``schemas``, and keep the findings that the settings ask for.

    ``schemas`` are folders or files, relative to the project's ``root``. What ``recall`` knows is not proved
    again, and scopes that ``groups`` knows are not even read. Raises ``SourceError`` for a schema that is not
    there.
    """
    return judged(read(root, schemas), settings, recall, root, groups)


def judged(
    files: Passed[tuple[SourceFile, ...]],
    settings: Settings,
    recall: Recall = nothing_known,
    root: Path | None = None,
    groups: Recall = nothing_known,
) -> Compiled:
    """What the documents come to, with the findings that the settings ask for."""
    compiled = compile(files, recall, root, groups)
    silent = (
        replace(each, finding=told) for each in compiled.suppressed for told in settings.apply([each.finding])
    )
    return replace(compiled, findings=settings.apply(compiled.findings), suppressed=tuple(silent))


def compile(
    files: Passed[tuple[SourceFile, ...]],
    recall: Recall = nothing_known,
    root: Path | None = None,
    groups: Recall = nothing_known,
) -> Compiled:
    """What the documents mean, and everything that is found in them, in order.

    The callables that they name are looked for below the project's ``root``, if there is one, and where
    Python looks.
    """
    known = () if files.findings or any(map(is_python, files.value)) else settled(files.value, groups)
    if known:
        compiled = _compiled(files, recall, root, known)
        if compiled is not None:
            return compiled
    return _compiled(files, recall, root) or Compiled(Program(), {}, (), (), {}, Summary())


def _compiled(
    files: Passed[tuple[SourceFile, ...]],
    recall: Recall,
    root: Path | None,
    known: Sequence[Settled] = (),
) -> Compiled | None:
    """What the documents mean but for those of ``known`` groups; None where these cannot be left out."""
    left_out = {path for group in known for path in group.own}
    read = [file for file in files.value if file.path not in left_out]
    modules_read = _python([file for file in read if is_python(file)])
    trees = {file: _tree(file, modules_read) for file in read}
    if known and _is_secret_there(trees, [file for file in files.value if file.path in left_out]):
        return None
    documents = [*_documents(trees, modules_read), *map(_unread, files.findings)]
    modules: dict[str, Module | ModuleText] = {}
    answers = _answers(targets(document.value for document in documents), root, modules)
    resolved = resolve([document.value for document in documents], answers)
    sources = masked({file: tree.value for file, tree in trees.items()})
    quoting = (*_findings(trees.values()), *_findings(documents))
    found = spoken(resolved.findings, resolved.value)
    seen = (*files.findings, *discreet(quoting, read, sources), *found)
    if known and not _leaves_alone(known, resolved.value, seen):
        return None
    shared = _for_all_scopes([each.value for each in documents])
    memory = Memory(recall, files.value, shared)
    proved = dict(_proved(resolved.value, seen, memory))
    facts = {scope.name: proved[scope.name] for scope in resolved.value.scopes if scope.name in proved}
    told = _told(in_order((*seen, *check_rules(resolved.value, facts))), trees)
    origins = _origins(resolved.value, seen, memory, known)
    compiled = Compiled(
        resolved.value,
        facts,
        told.findings,
        files.value,
        {**{file.path: file for file in files.value}, **sources},
        _summary(resolved.value, facts, len(files.value), known),
        told.suppressed,
        memory.learnt,
        modules,
        origins,
        tuple(known),
    )
    return replace(compiled, settling=_settling(compiled, [each.value for each in documents]))


def _leaves_alone(known: Sequence[Settled], program: Program, seen: Sequence[Finding]) -> bool:
    """Whether the rest of a program means the same without these groups, and they without it."""
    names = (*(scope.name for scope in program.scopes), *(scope.root.name for scope in program.scopes))
    return not seen and not program.resolvers and are_apart(known, (*names, *program.structs, *program.enums))


def _is_secret_there(trees: Mapping[SourceFile, Passed[Node | None]], left_out: Iterable[SourceFile]) -> bool:
    """Whether documents that are left out may name what is secret here: it is covered in all."""
    names = secret_names({file: tree.value for file, tree in trees.items()})
    return any(name in file.text for file in left_out for name in names)


def _settling(compiled: Compiled, documents: Iterable[Document]) -> Mapping[str, object]:
    """What is to be kept of the groups about which nothing was found and that nothing else can change."""
    program = compiled.program
    if not compiled.origins or program.resolvers or any(map(is_python, compiled.files)):
        return {}
    told = [*compiled.findings, *(each.finding for each in compiled.suppressed)]
    found: list[Settled] = []
    for group, own in alone(program, documents, told, compiled.files):
        facts = {scope.name: compiled.facts[scope.name] for scope in group}
        summary = _summary(Program(tuple(group)), facts, 0)
        found.append(settled_group(program, group, own, compiled.origins, summary))
    return entries(found, compiled.files)


def build(compiled: Compiled, known: Parts | None = None) -> Mapping[str, str]:
    """The generated tree: the text of every file by its path below the output folder.

    What is ``known`` of a scope is not made again, and what is made becomes known.
    """
    return emit(compiled.program, compiled.facts, compiled.files, known, compiled.settled)


def _answers(
    wanted: Iterable[Target], root: Path | None, modules: dict[str, Module | ModuleText]
) -> Mapping[Target, Answer]:
    """What is known of targets; each module that has to be looked at is read once, into ``modules``."""
    answers: dict[Target, Answer] = {}
    for target in wanted:
        answer = signature_of(target, modules)
        while isinstance(answer, Needs):
            modules[answer.module] = parse_module(read_module(answer.module, root))
            answer = signature_of(target, modules)
        answers[target] = answer
    return answers


def _for_all_scopes(documents: Iterable[Document]) -> Sequence[str]:
    """The paths of the documents that count for every scope: those that resolvers may be made of, if any."""
    shared = [document for document in documents if document.is_shared]
    return [document.path for document in shared] if any(each.resolvers for each in shared) else ()


def _origins(
    program: Program, findings: Iterable[Finding], memory: Memory, known: Sequence[Settled]
) -> Mapping[str, str]:
    """The digests of what the text about each scope follows from.

    Where there are errors, it may follow from anything; and where all scopes read each other, whatever
    changes is a change to all of them.
    """
    groups = components(program)
    taken = {name: key for each in known for name, key in each.origins.items()}
    if len(groups) + len(known) < 2 or any(finding.severity == Severity.ERROR.value for finding in findings):
        return taken
    made = {
        scope.name: origin("text", group, memory.files, memory.shared) for group in groups for scope in group
    }
    return {**made, **taken}


def _findings(passed: Iterable[Passed[T]]) -> Iterator[Finding]:
    return (finding for each in passed for finding in each.findings)


def _told(findings: tuple[Finding, ...], trees: Mapping[SourceFile, Passed[Node | None]]) -> Told:
    """The findings but for those that comments silence, which only what is proved can be."""
    asked = [
        each
        for file, tree in trees.items()
        if tree.value is not None
        for each in suppressions(file, tree.value)
    ]
    return suppress(findings, asked, PROVED, RULES)


def _python(files: Sequence[SourceFile]) -> Mapping[SourceFile, Passed[PythonModule | None]]:
    """What Python files say of scopes; what reads them is loaded where there are some."""
    if not files:
        return {}
    from atoc.source.python.views import read_views

    return read_views(files)


def _tree(file: SourceFile, python: Mapping[SourceFile, Passed[PythonModule | None]]) -> Passed[Node | None]:
    """The tree of a document; that of a Python file holds what its views give."""
    module = python.get(file)
    if module is None:
        return parse(file)
    return Passed(None if module.value is None else as_tree(module.value, file.path), module.findings)


def _documents(
    trees: Mapping[SourceFile, Passed[Node | None]],
    python: Mapping[SourceFile, Passed[PythonModule | None]],
) -> Iterator[Passed[Document]]:
    for file, tree in trees.items():
        module = python.get(file)
        if module is None or module.value is None:
            yield _document(file, tree)
            continue
        said = documents_of(module.value, file.path)
        yield from map(Passed, said.value)
        yield Passed(Document(file.path, Span.start_of(file.path)), said.findings)


def _document(file: SourceFile, tree: Passed[Node | None]) -> Passed[Document]:
    """The document of a file: of a broken one anything may be in it, of an empty one nothing is."""
    if tree.value is not None:
        return parse_document(tree.value, file.path)
    empty = Document(file.path, Span.start_of(file.path))
    return Passed(unread(file.path) if tree.findings else empty)


def _unread(finding: Finding) -> Passed[Document]:
    return Passed(unread(finding.span.path))


def _proved(program: Program, findings: Iterable[Finding], memory: Memory) -> Iterator[tuple[str, Facts]]:
    """What is known of each scope, whatever becomes of the errors: nothing, where they may be in its way.

    While there are errors nothing is taken from memory: what a document means may then hang on others.
    """
    errors = [finding for finding in findings if finding.severity == Severity.ERROR.value]
    everywhere = {path for scope in program.scopes for path in scope.sources}
    if any(error.span.path not in everywhere for error in errors):
        return
    for group in components(program):
        if len(group) > 1:
            yield from _proved_together(group, errors, memory)
        else:
            yield from _proved_alone(group, errors, memory)


def _proved_alone(
    scopes: Iterable[Scope], errors: Sequence[Finding], memory: Memory
) -> Iterator[tuple[str, Facts]]:
    for scope in scopes:
        own = [error for error in errors if error.span.path in scope.sources]
        facts = prove(scope) if errors else memory.proved(scope)
        yield scope.name, unaffected(scope, facts, own)


def _proved_together(
    scopes: Sequence[Scope], errors: Sequence[Finding], memory: Memory
) -> Iterator[tuple[str, Facts]]:
    """What is known of scopes that read each other; what is wrong in one of them may be in the way of all.

    With a name that no attribute can have, nothing could be composed of them.
    """
    if not all(scope.name.isidentifier() for scope in scopes):
        return
    joint = join(scopes)
    own = tuple(errors_together(joint, errors))
    facts = prove(joint.scope) if errors else memory.proved(joint.scope)
    yield from facts_by_scope(joint, unaffected(joint.scope, facts, own)).items()


def _summary(
    program: Program, facts: Mapping[str, Facts], documents: int, known: Sequence[Settled] = ()
) -> Summary:
    verdicts = [verdict for fact in facts.values() for verdict in fact.verdicts]
    outcomes = Counter(verdict.outcome for verdict in verdicts)
    methods = Counter[str](verdict.method for verdict in verdicts if verdict.outcome != "unproved")
    figures = Counter(
        fields=sum(len(scope.fields) for scope in program.scopes),
        views=sum(len(scope.views) for scope in program.scopes),
        **{str(outcome): number for outcome, number in outcomes.items()},
    )
    free = [name for name, each in facts.items() if each.is_order_free]
    sets = prod(map(most_selections, program.scopes))
    for group in known:
        figures.update(group.figures)
        methods.update(group.methods)
        free += group.order_free
        sets *= group.sets
    return Summary(
        documents=documents,
        scopes=len(program.scopes) + sum(len(group.scopes) for group in known),
        fields=figures["fields"],
        views=figures["views"],
        proved=figures["proved"],
        refuted=figures["refuted"],
        unproved=figures["unproved"],
        methods=tuple((method, methods[method]) for method in METHODS if methods[method]),
        exponent=(sets - 1).bit_length(),
        is_limited=any(scope.groups for scope in program.scopes) or any(each.is_limited for each in known),
        order_free=tuple(sorted(free)),
    )
