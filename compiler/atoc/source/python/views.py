"""Python files to what they say of scopes: ``Scope(...)``, its views, its manual. Nothing of them is run.

    scope = Scope(name='train')          a scope
    @scope.observe(priority=1)           a view of it, from the body of the function
    scope.observe('big', config={...})   a view of it, from a mapping
    @scope.manual                        the docs of its fields

    tree      tree.py, by libcst, within bounds
    names     names.py: what is a scope, in this file and in others
    bodies    body.py: statements to parts; values.py kinds.py: what is given
    result    parts.py

A definition that stands under a condition or in a loop may be there or not: it is read, and the view is said
to be beyond proof, as all are of which something is not understood.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import libcst as cst

from atoc.findings import Finding, Passed
from atoc.source import node as tree
from atoc.source.findings import UNREADABLE
from atoc.source.python.body import EVERYTHING, read_body
from atoc.source.python.docs import doc_of, docs_in, docs_of, first_line, mentions_in
from atoc.source.python.escapes import escapes, of_making
from atoc.source.python.imports import may_tell_of_scopes
from atoc.source.python.losses import with_losses
from atoc.source.python.names import Bindings, Files, Made, argument, bindings_of, is_given, top_of
from atoc.source.python.parts import Part, PartWrite, PythonModule, PythonScope, PythonView, Unread
from atoc.source.python.shapes import with_shapes
from atoc.source.python.tree import PythonTree, parse_python
from atoc.source.python.values import (
    FUNCTIONS,
    Names,
    UnreadError,
    Values,
    constant_text,
    constant_value,
    dotted,
    what_is,
)
from atoc.span import SourceFile, Span

OPTIONS = ("field", "config", "priority", "lazy", "default", "chain_with")
"""The arguments of ``observe``, in their order."""


def read_views(files: Sequence[SourceFile]) -> Mapping[SourceFile, Passed[PythonModule | None]]:
    """What each of the files says of scopes; None where it cannot be read, which is found (ATC001)."""
    found: dict[SourceFile, Passed[PythonModule | None]] = {}
    bound: dict[str, Bindings] = {}
    for file in files:
        if not may_tell_of_scopes(file):
            found[file] = Passed(PythonModule())
            continue
        parsed = parse_python(file)
        if isinstance(parsed, Finding):
            found[file] = Passed(None, (parsed,))
        else:
            bound[file.path] = bindings_of(parsed)
    known = Files(bound)
    for file in files:
        if file.path in bound:
            found[file] = Passed(_module(bound[file.path], known))
    modules = {file.path: passed.value for file, passed in found.items()}
    whole = with_shapes({path: module for path, module in modules.items() if module is not None})
    read = with_losses(whole)
    known_now = {file: replace(found[file], value=read.get(file.path)) for file in files}
    return {file: _told(file, passed) if file.named else passed for file, passed in known_now.items()}


def _told(file: SourceFile, passed: Passed[PythonModule | None]) -> Passed[PythonModule | None]:
    """What to say of a file without a scope that was asked for by name."""
    module = passed.value
    if module is None or module.scopes or module.unread:
        return passed
    message = f"{file.path} makes no scope, and adds to none"
    help = ("a scope is made by `scope = Scope()` at the top of a file, with `from ato.scope import Scope`",)
    return Passed(None, (UNREADABLE.at(Span.start_of(file.path), message, help=help),))


@dataclass(slots=True)
class _Reading:
    """What is read of one file so far, by the name of the scope."""

    bindings: Bindings
    files: Files
    names: dict[str, tree.Scalar]
    views: dict[str, list[PythonView]]
    docs: dict[str, dict[str, str]]
    unread: list[Unread]
    beyond: dict[str, list[Unread]] = field(default_factory=dict[str, list[Unread]])

    @property
    def module(self) -> PythonTree:
        return self.bindings.tree


def _module(bindings: Bindings, files: Files) -> PythonModule:
    reading = _Reading(bindings, files, {}, {}, {}, [])
    for made in bindings.made.values():
        reading.names.setdefault(made.name.text, made.name)
    for name, call in bindings.nameless.items():
        reading.unread.append(Unread(bindings.tree.span(call), f"the name of the scope '{name}'"))
    for statement in top_of(bindings.tree.module.body):
        _statement(reading, statement)
    initial = {made.name.text: _initial(reading, made) for made in bindings.made.values()}
    _out_of_sight(reading)
    makers = {each.name.text: each.call for each in bindings.made.values()}
    scopes = tuple(
        PythonScope(
            name,
            tuple(reading.views.get(own, ())),
            reading.docs.get(own, {}),
            initial.get(own, ()),
            doc_of(bindings.tree.module.body) if own in initial and len(initial) == 1 else "",
            own in makers,
            own not in makers or argument(makers[own], "name", 1) is not None,
            _external(makers[own]) if own in makers else None,
            unread=tuple(reading.beyond.get(own, ())),
        )
        for own, name in reading.names.items()
    )
    return PythonModule(scopes, tuple(reading.unread), first_line(bindings.tree), mentions_in(bindings.tree))


def _external(call: cst.Call) -> int | None:
    """The priority of what a parser of argparse gives; None where it gives nothing."""
    asked = argument(call, "use_external_parser", 2)
    if asked is None or constant_value(asked) is not True:
        return None
    given = argument(call, "external_priority", 3)
    value = -2 if given is None else constant_value(given)
    return value if isinstance(value, int) else -2


def _initial(reading: _Reading, made: Made) -> tuple[PartWrite, ...]:
    """What the config of a scope holds from the start."""
    given = argument(made.call, "config", 0)
    if given is None or constant_value(given) is None:
        return ()
    values = _values(reading, "")
    try:
        entries = values.entries(given)
        if entries is None:
            raise UnreadError(reading.module.span(given), "what the config holds from the start")
        return tuple(
            PartWrite(tree.Scalar(reading.module.span(place), key), each)
            for place, key, each in ((place, key, values.value(value)) for place, key, value in entries)
            if key.isidentifier()
        )
    except UnreadError as error:
        what = "what the config holds from the start"
        reading.beyond.setdefault(made.name.text, []).append(Unread(error.span, what, EVERYTHING))
        return ()


def _out_of_sight(reading: _Reading) -> None:
    """Take note of where the scopes that the file knows may get what is not read."""
    bindings = reading.bindings
    known = {name: reading.files.scope(bindings, name) for name in bindings.known()}
    for name, own in known.items():
        if own is None:
            continue
        found = list(escapes(bindings, name))
        if name in bindings.nameless:
            found.append(Unread(reading.module.span(bindings.nameless[name]), f"which scope '{name}' is"))
        if name in bindings.made:
            found.extend(of_making(bindings, bindings.made[name].call))
        if found:
            reading.names.setdefault(own.text, own)
            reading.beyond.setdefault(own.text, []).extend(found)


def _statement(reading: _Reading, statement: cst.CSTNode) -> None:
    match statement:
        case cst.FunctionDef():
            _function(reading, statement, "")
            _inside(reading, statement)
        case cst.Expr(value=cst.Call() as call):
            _called(reading, call)
        case _:
            _inside(reading, statement)


def _inside(reading: _Reading, statement: cst.CSTNode) -> None:
    """Views that are defined inside something else, of which it is not known whether they are defined."""
    waiting = list(statement.children)
    while waiting:
        each = waiting.pop(0)
        if isinstance(each, cst.FunctionDef):
            _function(reading, each, what_is(statement) if not isinstance(statement, cst.If) else "an `if`")
        elif isinstance(each, cst.Call):
            _called(reading, each, "a call that may not happen")
        waiting.extend(each.children)


def _function(reading: _Reading, function: cst.FunctionDef, inside: str) -> None:
    for index, decorator in enumerate(function.decorators):
        node = decorator.decorator
        call = node if isinstance(node, cst.Call) else None
        owner, _, word = dotted(call.func if call is not None else node).rpartition(".")
        if word not in ("observe", "manual"):
            continue
        scope = _scope(reading, owner, node)
        if scope is None:
            continue
        if word == "manual":
            if function.params.params:
                values = _values(reading, function.params.params[0].name.value)
                reading.docs.setdefault(scope, {}).update(docs_of(function, values))
            continue
        view = _view_of(reading, function, call)
        below = [each.decorator for each in function.decorators[index + 1 :] if not _is_own(reading, each)]
        why = [Unread(reading.module.span(each), "a decorator") for each in below]
        if inside:
            why.append(Unread(reading.module.span(node), f"a view that is defined inside {inside}"))
        if function.asynchronous is not None:
            why.append(Unread(reading.module.span(function.name), "an async function, which is never run"))
        own = frozenset(write.key.text for part in view.parts for write in part.writes)
        why = [replace(each, touched=EVERYTHING if each.what == "a decorator" else own) for each in why]
        reading.views.setdefault(scope, []).append(replace(view, unread=(*why, *view.unread)))


def _is_own(reading: _Reading, decorator: cst.Decorator) -> bool:
    """Whether a decorator is one of a scope, which gives the function back as it is."""
    node = decorator.decorator
    owner, _, word = dotted(node.func if isinstance(node, cst.Call) else node).rpartition(".")
    return word in ("observe", "manual", "trace") and reading.files.scope(reading.bindings, owner) is not None


def _scope(reading: _Reading, owner: str, node: cst.CSTNode) -> str | None:
    """The own name of the scope that a dotted name stands for, which is then one of this file."""
    name = reading.files.scope(reading.bindings, owner) if owner else None
    if name is None and owner.partition(".")[0] not in reading.bindings.imported:
        unread = Unread(reading.module.span(node), "which scope this view is of")
        for own in reading.names:
            reading.beyond.setdefault(own, []).append(unread)
        if not reading.names and reading.bindings.has_ato():
            reading.unread.append(unread)
    if name is None:
        head = owner.partition(".")[0]
        if head in reading.bindings.imported and not reading.bindings.full(owner).startswith("ato."):
            module = reading.bindings.imported[head][0]
            what = f"'{owner}', which is imported from '{module}' and is made in no file that is read,"
            reading.unread.append(Unread(reading.module.span(node), what))
        return None
    reading.names.setdefault(name.text, replace(name, span=reading.module.span(node)))
    return name.text


def _values(reading: _Reading, config: str) -> Values:
    known = reading.bindings
    mappings = {
        name for name in known.names_of("ato.adict.ADict") if known.times[name.partition(".")[0]] == 1
    }
    own = {name for name in (*FUNCTIONS, "dict") if not known.is_given(name)}
    names = Names(config, frozenset(mappings | (own & {"dict"})), known.constants, frozenset(own - {"dict"}))
    return Values(reading.module, names)


def _view_of(reading: _Reading, function: cst.FunctionDef, call: cst.Call | None) -> PythonView:
    name = _name_of(reading, function, call)
    options = _options(reading, PythonView(name), call)
    parameters = (*function.params.posonly_params, *function.params.params)
    if not parameters:
        nameless = Unread(name.span, "a view that does not name the config", EVERYTHING)
        return replace(options, unread=(*options.unread, nameless))
    values = _values(reading, parameters[0].name.value)
    lazy = frozenset(f"{known}.lazy" for known in reading.bindings.names_of("ato.scope.Scope"))
    lazy |= {f"{known}.lazy" for known in reading.bindings.made}
    parts, unread = read_body(function, values, lazy, is_lazy=options.lazy)
    doc = doc_of(function.body.body)
    span = reading.module.span(function)
    if function.decorators:
        span = reading.module.span(function.decorators[0]).to(span)
    return replace(options, parts=parts, doc=doc, unread=(*options.unread, *unread), span=span)


def _name_of(reading: _Reading, function: cst.FunctionDef, call: cst.Call | None) -> tree.Scalar:
    """The name of a view: what ``observe`` is given for it, else that of the function."""
    given = None if call is None else argument(call, "field", 0)
    known = reading.bindings.constants
    given = known.get(given.value, given) if isinstance(given, cst.Name) else given
    if given is None or constant_value(given) is None:
        return tree.Scalar(reading.module.span(function.name), function.name.value)
    text = constant_text(given)
    if text is None:
        unread = Unread(reading.module.span(given), "the name of a view", EVERYTHING)
        for own in reading.names:
            reading.beyond.setdefault(own, []).append(unread)
        return tree.Scalar(reading.module.span(function.name), function.name.value)
    return tree.Scalar(reading.module.span(given), text, "quoted")


def _options(reading: _Reading, view: PythonView, call: cst.Call | None) -> PythonView:
    if call is None:
        return view
    known = reading.bindings.constants
    if any(each.star for each in call.args):
        return _lost(reading, view, call, "the arguments of a view")
    for position, name in enumerate(OPTIONS):
        given = argument(call, name, position)
        if given is None or name in ("field", "config"):
            continue
        given = known.get(given.value, given) if isinstance(given, cst.Name) else given
        value = constant_value(given)
        match name:
            case "priority" if isinstance(value, int) and not isinstance(value, bool):
                view = replace(view, priority=value, priority_span=reading.module.span(given))
            case "lazy" if isinstance(value, bool):
                view = replace(view, lazy=value)
            case "default" if isinstance(value, bool):
                view = replace(view, default=value)
            case "chain_with" if value is None:
                pass
            case "chain_with" if (chain := _chain(reading, given)) is not None:
                view = replace(view, chain=chain)
            case _:
                view = _lost(reading, view, given, f"the `{name}` of a view")
    return view


def _lost(reading: _Reading, view: PythonView, node: cst.CSTNode, what: str) -> PythonView:
    return replace(view, unread=(*view.unread, Unread(reading.module.span(node), what, EVERYTHING)))


def _chain(reading: _Reading, node: cst.BaseExpression) -> tuple[tree.Scalar, ...] | None:
    many = isinstance(node, (cst.List, cst.Tuple, cst.Set))
    items = (
        [each.value for each in node.elements] if isinstance(node, (cst.List, cst.Tuple, cst.Set)) else [node]
    )
    known = reading.bindings.constants
    items = [known.get(each.value, each) if isinstance(each, cst.Name) else each for each in items]
    texts = [constant_text(each) for each in items]
    if any(text is None for text in texts):
        return None
    del many
    spans = [reading.module.span(each) for each in items]
    return tuple(
        tree.Scalar(span, text or "", "quoted", exact=True) for span, text in zip(spans, texts, strict=True)
    )


def _called(reading: _Reading, call: cst.Call, why: str = "") -> None:
    """``scope.observe('big', config={...})`` and ``scope.manual(None, {...})``."""
    owner, _, word = dotted(call.func).rpartition(".")
    if word not in ("observe", "manual"):
        return
    if word == "observe" and not is_given(call, "config", 1):
        return
    scope = _scope(reading, owner, call)
    if scope is None:
        return
    given = argument(call, "config", 1)
    if word == "manual" or given is None:
        reading.docs.setdefault(scope, {}).update(docs_in(given, _values(reading, "")))
        return
    name = argument(call, "field", 0)
    text = None if name is None else constant_text(name)
    if name is None or text is None:
        reading.unread.append(Unread(reading.module.span(call), "the name of a view"))
        return
    view = _options(reading, PythonView(tree.Scalar(reading.module.span(name), text, "quoted")), call)
    view = replace(_with_mapping(reading, view, given), span=reading.module.span(call))
    if why:
        own = frozenset(write.key.text for part in view.parts for write in part.writes)
        view = replace(view, unread=(*view.unread, Unread(reading.module.span(call), why, own)))
    reading.views.setdefault(scope, []).append(view)


def _with_mapping(reading: _Reading, view: PythonView, given: cst.BaseExpression) -> PythonView:
    values = _values(reading, "")
    try:
        entries = values.entries(given)
        if entries is None:
            raise UnreadError(reading.module.span(given), what_is(given))
        found = {key: (place, values.value(value)) for place, key, value in entries}
    except UnreadError as error:
        return _lost(reading, view, given, error.what)
    writes = tuple(
        PartWrite(tree.Scalar(reading.module.span(place), key), each) for key, (place, each) in found.items()
    )
    return replace(view, parts=(Part(reading.module.span(given), writes, lazy=view.lazy),))
