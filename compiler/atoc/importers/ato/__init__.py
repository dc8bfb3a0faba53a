"""Scripts of Ato: each scope becomes a document that says what its views do. Nothing of them is run.

    files.py     the modules and config files that a script leads to
    (source/python/views.py reads scopes and views; ``PythonView`` with its parts)
    chains.py    chains that cannot be followed
    sketches.py  views as views of documents, in parts where their order matters
    fields.py    the fields with their types; external.py those of a parser of argparse beside
    code.py      conditions and expressions; values.py views.py draft.py to a document
    trial.py     what the compiler finds in it, which draft.py does something about

A scope without a name of its own is called after the script. What a view does beyond giving values to the
config is told and left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from ato.config import Problem
from atoc.importers.ato.chains import with_sound_chains
from atoc.importers.ato.draft import Draft, settled
from atoc.importers.ato.external import add_parser
from atoc.importers.ato.fields import fields_of, renamed
from atoc.importers.ato.files import wanted, with_configs
from atoc.importers.ato.sketches import Sketch, names_of, sketches, sound
from atoc.importers.carried import Carried, Left, Refused
from atoc.importers.names import identifier, may_name
from atoc.source.python.escapes import BY_PARSER
from atoc.source.python.parts import PythonModule, PythonScope, PythonView, Unread
from atoc.source.python.views import read_views
from atoc.span import SourceFile
from atoc.syntax.python import documents_of

__all__ = ["carry", "wanted"]


def carry(files: Sequence[SourceFile], start: str, scope: str) -> Carried:
    """One document for each scope of the scripts; raises ``Refused`` where there is none.

    ``scope`` names the only one; if it is empty, a scope has the name that the script gives it.
    """
    left: list[Left] = []
    known = {file.path: file for file in files}
    scripts = [with_configs(file, known, left) for file in files if file.path.endswith(".py")]
    modules = _modules(scripts)
    gathered = _gathered(modules)
    if not gathered:
        help = ("a scope is made by `scope = Scope()` at the top of a file",)
        unknown = [each for module in modules.values() for each in module.unread]
        away = [Problem(str(each.span), f"{each.what} is not understood", help) for each in unknown]
        raise Refused(away or [Problem(start, "makes no scope of Ato", help)])
    if scope and len(gathered) > 1:
        raise Refused(
            [Problem(start, f"makes several scopes, which have names of their own: {', '.join(gathered)}")]
        )
    for module in modules.values():
        left.extend(_left(each, known) for each in module.unread)
    documents: dict[str, object] = {}
    for parts in gathered.values():
        draft = _draft(parts, scope or _name(parts, len(gathered)), known)
        documents[f"{draft.name}.yaml"] = settled(draft)
        left.extend(draft.left)
    return Carried(documents, tuple(left))


def _modules(scripts: Sequence[SourceFile]) -> dict[str, PythonModule]:
    """What the scripts say of scopes; raises ``Refused`` for what is no Python."""
    read = read_views(scripts)
    findings = [finding for passed in read.values() for finding in passed.findings]
    if findings:
        raise Refused(Problem(str(each.span), each.message, each.help) for each in findings)
    return {file.path: passed.value for file, passed in read.items() if passed.value is not None}


Parts = list[tuple[str, PythonScope]]
"""What files say of one scope, that which makes it first."""


def _gathered(modules: Mapping[str, PythonModule]) -> dict[str, Parts]:
    found: dict[str, Parts] = {}
    makers: dict[str, list[str]] = {}
    for path, module in modules.items():
        for scope in module.scopes:
            parts = found.setdefault(scope.name.text, [])
            is_maker = scope.is_made
            parts.insert(0 if is_maker else len(parts), (path, scope))
            makers.setdefault(scope.name.text, []).extend([path] if is_maker else [])
    twice = {name: paths for name, paths in makers.items() if len(paths) > 1}
    if twice:
        raise Refused(
            Problem(
                paths[1], f"makes a scope '{name}', and so does {paths[0]}", ("import one script at a time",)
            )
            for name, paths in twice.items()
        )
    return found


def _name(parts: Parts, many: int) -> str:
    """The name of a scope: its own, or that of the script where it has none."""
    path, scope = parts[0]
    name = scope.name.text if scope.is_named or many > 1 else PurePosixPath(path).stem
    return name if may_name(name, "scope") else identifier(name, "scope")


def _draft(parts: Parts, name: str, known: Mapping[str, SourceFile]) -> Draft:
    scopes = [scope for _, scope in parts]
    left: list[Left] = []
    views = with_sound_chains([sound(view) for scope in scopes for view in scope.views], left)
    said = [
        document for path, scope in parts for document in documents_of(PythonModule((scope,)), path).value
    ]
    docs = {path: text for scope in scopes for path, text in scope.docs.items()}
    fields = fields_of(
        (each for document in said for each in document.evidence),
        [each for scope in scopes for each in scope.initial],
        docs,
    )
    found = sketches(views, fields.bools)
    draft = Draft(name, next((scope.doc for scope in scopes if scope.doc), ""), fields, found, known, left)
    add_parser(scopes[0], fields, found, known, draft.left)
    unseen = [each for scope in scopes for each in scope.unread if each.what != BY_PARSER]
    draft.left.extend(_left(each, known) for each in unseen)
    _take_unread(draft, views)
    draft.left.extend(renamed(fields))
    draft.left.extend(_called(found))
    return draft


def _take_unread(draft: Draft, views: Iterable[PythonView]) -> None:
    """Tell what of the views is not understood, and what every run has that nothing readable sets."""
    always = draft.always()
    for view in views:
        for unread in view.unread:
            if unread.is_loss:
                draft.fields.optional |= unread.touched & draft.fields.known.keys()
                continue
            draft.left.append(_left(unread, draft.sources))
            if view.name.text in always:
                draft.fields.missed.update(key.text for key in unread.written)


def _left(unread: Unread, known: Mapping[str, SourceFile]) -> Left:
    file = known[unread.span.path]
    line = file.text.split("\n")[unread.span.line - 1].strip()
    fields = ", ".join(f"'{key.text}'" for key in unread.written)
    lacks = f"; what it gives to {fields} is missing" if fields else ""
    if "with_compile" in line:
        return Left(unread.span, line, f"what follows it waits for the command line too, in Ato alone{lacks}")
    return Left(unread.span, line, f"{unread.what} is not understood, and nothing is run{lacks}")


def _called(found: Sequence[Sketch]) -> Iterable[Left]:
    for own, name in names_of(found).items():
        if own != name:
            place = next(each.place for each in found if each.name == own)
            yield Left(place, own, f"cannot name a view, and is called '{name}' instead")
