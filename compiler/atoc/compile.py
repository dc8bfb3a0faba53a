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
from atoc.emit import Parts, emit
from atoc.findings import Finding, Passed, Severity, Suppressed, in_order
from atoc.findings.finding import METHODS
from atoc.findings.summary import Summary, count
from atoc.mask import discreet, masked
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
    with_searches,
)
from atoc.resolve import resolve, targets
from atoc.rule_table import RULES
from atoc.rules import RULES as PROVED
from atoc.rules import check as check_rules
from atoc.rules.spoken import spoken
from atoc.settings import Settings
from atoc.signature import Answer, Module, Needs, Target, parse_module, signature_of
from atoc.source import ModuleText, Node, is_python, parse, read, read_module, suppressions
from atoc.source.python_parts import PythonModule, as_tree
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


def check(root: Path, schemas: Sequence[str], settings: Settings, recall: Recall = nothing_known) -> Compiled:
    """Read and prove the documents below ``schemas``, and keep the findings that the settings ask for.

    ``schemas`` are folders or files, relative to the project's ``root``. What ``recall`` knows is not proved
    again. Raises ``SourceError`` for a schema that is not there.
    """
    return judged(read(root, schemas), settings, recall, root)


def judged(
    files: Passed[tuple[SourceFile, ...]],
    settings: Settings,
    recall: Recall = nothing_known,
    root: Path | None = None,
) -> Compiled:
    """What the documents come to, with the findings that the settings ask for."""
    compiled = compile(files, recall, root)
    silent = (
        replace(each, finding=told) for each in compiled.suppressed for told in settings.apply([each.finding])
    )
    return replace(compiled, findings=settings.apply(compiled.findings), suppressed=tuple(silent))


def compile(
    files: Passed[tuple[SourceFile, ...]], recall: Recall = nothing_known, root: Path | None = None
) -> Compiled:
    """What the documents mean, and everything that is found in them, in order.

    The callables that they name are looked for below the project's ``root``, if there is one, and where
    Python looks.
    """
    modules_read = _python([file for file in files.value if is_python(file)])
    trees = {file: _tree(file, modules_read) for file in files.value}
    documents = [*_documents(trees, modules_read), *map(_unread, files.findings)]
    modules: dict[str, Module | ModuleText] = {}
    answers = _answers(targets(document.value for document in documents), root, modules)
    resolved = resolve([document.value for document in documents], answers)
    sources = masked({file: tree.value for file, tree in trees.items()})
    quoting = (*_findings(trees.values()), *_findings(documents))
    found = spoken(resolved.findings, resolved.value)
    seen = (*files.findings, *discreet(quoting, files.value, sources), *found)
    shared = _for_all_scopes([each.value for each in documents])
    memory = Memory(recall, files.value, shared)
    proved = dict(_proved(resolved.value, seen, memory))
    facts = {scope.name: proved[scope.name] for scope in resolved.value.scopes if scope.name in proved}
    told = _told(in_order((*seen, *check_rules(resolved.value, facts))), trees)
    summary = _summary(resolved.value, facts, len(files.value))
    return Compiled(
        resolved.value,
        facts,
        told.findings,
        files.value,
        sources,
        summary,
        told.suppressed,
        memory.learnt,
        modules,
        _origins(resolved.value, seen, memory),
    )


def build(compiled: Compiled, known: Parts | None = None) -> Mapping[str, str]:
    """The generated tree: the text of every file by its path below the output folder.

    What is ``known`` of a scope is not made again, and what is made becomes known.
    """
    return emit(compiled.program, compiled.facts, compiled.files, known)


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


def _origins(program: Program, findings: Iterable[Finding], memory: Memory) -> Mapping[str, str]:
    """The digests of what the text about each scope follows from.

    Where there are errors, it may follow from anything; and where all scopes read each other, whatever
    changes is a change to all of them.
    """
    groups = components(program)
    if len(groups) < 2 or any(finding.severity == Severity.ERROR.value for finding in findings):
        return {}
    return {
        scope.name: origin("text", group, memory.files, memory.shared) for group in groups for scope in group
    }


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
    from atoc.source.python_views import read_views

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
    """What is known of scopes that read each other; what is wrong in one of them may be in the way of all."""
    joint = join(scopes)
    own = tuple(errors_together(joint, errors))
    facts = prove(joint.scope) if errors else memory.proved(joint.scope)
    told = facts_by_scope(joint, unaffected(joint.scope, facts, own))
    yield from (told if own else with_searches(scopes, told)).items()


def _summary(program: Program, facts: Mapping[str, Facts], documents: int) -> Summary:
    verdicts = [verdict for fact in facts.values() for verdict in fact.verdicts]
    outcomes = Counter(verdict.outcome for verdict in verdicts)
    methods = Counter(verdict.method for verdict in verdicts if verdict.outcome != "unproved")
    return Summary(
        documents=documents,
        scopes=len(program.scopes),
        fields=sum(len(scope.fields) for scope in program.scopes),
        views=sum(len(scope.views) for scope in program.scopes),
        proved=outcomes["proved"],
        refuted=outcomes["refuted"],
        unproved=outcomes["unproved"],
        methods=tuple((method, methods[method]) for method in METHODS if methods[method]),
        exponent=(prod(map(most_selections, program.scopes)) - 1).bit_length(),
        is_limited=any(scope.groups for scope in program.scopes),
        order_free=tuple(name for name, known in facts.items() if known.is_order_free),
    )
