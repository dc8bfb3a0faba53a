"""The body of a view: from statements, which run one after another, to parts, which are sets of equations.

Idea. Statements are gathered into one part for as long as their order does not matter there: each field is
written once, and nothing that was read is written afterwards. Where it begins to matter the next part begins.
The branches of an ``if`` are parts under its condition and the negation of those before it, in an order in
which none changes what another's condition reads (``branches``).

    config.lr = 0.1                     set {lr: 0.1, wd: ${lr * 2}}
    config.wd = config.lr * 2
    config.lr = 0.2                     set {lr: 0.2}
    if config.big: config.lr = 0.4      when bool(big)   set {lr: 0.4}

Cost: linear in the statements, times the depth of the conditions around them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

import libcst as cst
from libcst import matchers

from atoc.source import node as tree
from atoc.source.python.branches import Branch, Condition, Cut, in_order
from atoc.source.python.parts import Part, PartWrite, Unread
from atoc.source.python.touched import key_at, leaves, meets, names_in, names_of_text, targets, touched
from atoc.source.python.values import UnreadError, Values, constant_value, dotted, what_is
from atoc.span import Span

MAX_PARTS = 200
"""Into how many parts one body may come."""

EVERYTHING = frozenset(("",))
"""What may be written where the config itself is handed on."""


class _Left(Exception):
    """A view is left: what follows is never run."""


@dataclass(slots=True)
class Body:
    """What has been read of a body so far.

    ``writes`` are those of the part under way, by path; ``reads`` what its values read.
    """

    values: Values
    lazy_names: frozenset[str]
    is_lazy: bool
    cuts: list[Cut] = field(default_factory=list[Cut])
    unread: list[Unread] = field(default_factory=list[Unread])
    writes: dict[str, PartWrite] = field(default_factory=dict[str, PartWrite])
    reads: set[str] = field(default_factory=set[str])
    conditions: tuple[Condition, ...] = ()
    lazy: bool = False


def read_body(
    function: cst.FunctionDef, values: Values, lazy_names: frozenset[str], *, is_lazy: bool
) -> tuple[tuple[Part, ...], tuple[Unread, ...]]:
    """The parts of a body in the order in which they are applied, and what of it is not understood."""
    body = Body(values, lazy_names, is_lazy, lazy=is_lazy)
    with suppress(_Left):
        _block(body, _statements(function.body), is_top=True)
    _end_part(body)
    parts = [_part(cut) for cut in body.cuts]
    eager = tuple(part for part in parts if not part.lazy)
    return (*eager, *(part for part in parts if part.lazy)), tuple(body.unread)


def _statements(suite: cst.BaseSuite) -> Sequence[cst.CSTNode]:
    return suite.body


def _block(body: Body, statements: Iterable[cst.CSTNode], *, is_top: bool = False) -> None:
    first = is_top
    for statement in statements:
        for small in statement.body if isinstance(statement, cst.SimpleStatementLine) else (statement,):
            if not (first and _is_text(small)):
                _tried(body, small)
            first = False


def _is_text(statement: cst.CSTNode) -> bool:
    return matchers.matches(
        statement, matchers.Expr(value=matchers.SimpleString() | matchers.ConcatenatedString())
    )


def _tried(body: Body, statement: cst.CSTNode) -> None:
    if len(body.cuts) > MAX_PARTS:
        _miss(body, Unread(body.values.module.span(statement), "more than is read of one view", EVERYTHING))
        return
    try:
        _statement(body, statement)
    except UnreadError as error:
        written = tuple(targets(body.values, statement))
        _miss(body, Unread(error.span, error.what, touched(body.values, statement), written))


def _miss(body: Body, unread: Unread) -> None:
    """Take note of what is not understood: what follows may find anything that it writes."""
    _end_part(body)
    body.unread.append(unread)


def _statement(body: Body, statement: cst.CSTNode) -> None:
    match statement:
        case cst.Pass() | cst.Expr(value=cst.Ellipsis() | cst.SimpleString()):
            return
        case cst.Assign(targets=targets, value=value):
            _assign(body, [each.target for each in targets], value)
        case cst.AnnAssign(target=target, value=cst.BaseExpression() as value):
            _assign(body, [target], value)
        case cst.AugAssign(target=target, operator=operator, value=value):
            path = _target(body, target)
            single = body.values.augmented(".".join(path), operator, value)
            _write(body, _given(body, target, single, in_place=True))
        case cst.Expr(value=cst.Call(func=func, args=args) as call) if _is_update(body, func):
            _update(body, call, args)
        case cst.If():
            _branches(body, statement)
        case cst.With(
            items=[cst.WithItem(item=cst.Call() as call) as item], body=suite, asynchronous=None
        ) if _is_lazy_block(body, item):
            _lazy_block(body, call, suite)
        case cst.Return(value=value) if _is_plain(body, value):
            raise _Left
        case _:
            node = statement.value if isinstance(statement, cst.Expr) else statement
            raise UnreadError(_head(body, node), what_is(node))


def _is_plain(body: Body, value: cst.BaseExpression | None) -> bool:
    """Whether a ``return`` does nothing but leave the whole view: nobody looks at what a view gives back."""
    is_nothing = value is None or body.values.path(value) is not None or constant_value(value) is None
    return is_nothing and not body.conditions and body.lazy == body.is_lazy


def _head(body: Body, node: cst.CSTNode) -> Span:
    """Where a statement begins, to the end of that line."""
    span = body.values.module.span(node)
    if span.line == span.end_line:
        return span
    line = body.values.module.file.text.split("\n")[span.line - 1].rstrip()
    return Span(span.path, span.line, span.column, span.line, max(len(line) + 1, span.column + 1))


@dataclass(frozen=True, slots=True)
class _Given:
    """What one statement gives to one of its targets; several are worked out before any is written."""

    key: str
    write: PartWrite
    target: cst.CSTNode


def _given(
    body: Body, target: cst.BaseExpression, value: tree.Node, *, in_place: bool = False, shared: bool = False
) -> _Given:
    path = _target(body, target)
    key = ".".join(path)
    return _Given(key, PartWrite(key_at(body.values, target, key), value, in_place, shared), target)


def _assign(body: Body, targets: Sequence[cst.BaseExpression], value: cst.BaseExpression) -> None:
    if len(targets) == 1 and isinstance(targets[0], (cst.Tuple, cst.List)):
        _write_all(body, value, _unpacked(body, targets[0], value))
        return
    for each in targets:
        _target(body, each)
    single = body.values.value(value)
    if len(targets) > 1 and not isinstance(single, tree.Scalar):
        raise UnreadError(body.values.module.span(value), "one list or mapping under several keys")
    _write_all(body, value, [_given(body, each, single, shared=len(targets) > 1) for each in targets])


def _unpacked(body: Body, targets: cst.Tuple | cst.List, value: cst.BaseExpression) -> list[_Given]:
    """``config.a, config.b = 1, 2``."""
    items = value.elements if isinstance(value, (cst.Tuple, cst.List)) else ()
    every = (*targets.elements, *items)
    if len(items) != len(targets.elements) or any(isinstance(each, cst.StarredElement) for each in every):
        raise UnreadError(body.values.module.span(value), "what cannot be taken apart")
    for target in targets.elements:
        _target(body, target.value)
    pairs = zip(targets.elements, items, strict=True)
    return [_given(body, target.value, body.values.value(each.value)) for target, each in pairs]


def _write_all(body: Body, at: cst.CSTNode, given: Sequence[_Given]) -> None:
    """Write what was worked out before any of it is written: each before what it reads is."""
    for each in _in_turn(body, at, given):
        _write(body, each)


def _in_turn(body: Body, at: cst.CSTNode, given: Sequence[_Given]) -> Iterator[_Given]:
    keys = [each.key for each in given]
    if any(meets(key, keys[:place]) for place, key in enumerate(keys)):
        raise UnreadError(body.values.module.span(at), "a key that is given twice at once")
    waiting = list(given)
    while waiting:
        reads = {each.key: names_in(each.write.value) for each in waiting}
        free = (
            each
            for each in waiting
            if not any(meets(each.key, reads[other.key]) for other in waiting if other is not each)
        )
        following = next(free, None)
        if following is None:
            what = "values that are exchanged, of which each would have to be written before the other,"
            raise UnreadError(body.values.module.span(at), what)
        waiting.remove(following)
        yield following


def _target(body: Body, target: cst.BaseExpression) -> tuple[str, ...]:
    path = body.values.path(target)
    if not path:
        raise UnreadError(body.values.module.span(target), f"an assignment to {_called(target)}")
    if not all(key.isidentifier() for key in path):
        raise UnreadError(body.values.module.span(target), "a key that is no name")
    return path


def _called(target: cst.BaseExpression) -> str:
    name = dotted(target)
    return f"'{name}'" if name else "something else than a field"


def _write(body: Body, given: _Given) -> None:
    key, value = given.key, given.write.value
    parts = list(leaves(key, value))
    for path, leaf in parts:
        others = [other for other, _ in parts if other != path]
        if any(meets(read, others) for read in names_in(leaf)):
            raise UnreadError(body.values.module.span(given.target), "a mapping that reads what it replaces")
    if meets(key, body.writes) or meets(key, body.reads):
        _end_part(body)
    body.writes[key] = given.write
    body.reads |= names_in(value) - {key}


def _is_update(body: Body, func: cst.BaseExpression) -> bool:
    match func:
        case cst.Attribute(value=owner, attr=cst.Name(value="update")):
            return body.values.path(owner) is not None
        case _:
            return False


def _update(body: Body, call: cst.Call, args: Sequence[cst.Arg]) -> None:
    """``config.update(lr=0.1)``, ``config.model.update({'hidden': 64})``."""
    owner = body.values.path(call.func.value) if isinstance(call.func, cst.Attribute) else None
    merges = _option(args, "recurrent")
    if not isinstance(merges, bool):
        raise UnreadError(body.values.module.span(call), "an update that may merge or not")
    named = [each for each in args if each.keyword is None or each.keyword.value != "recurrent"]
    found: list[tuple[cst.CSTNode, str, cst.BaseExpression]] = []
    for argument in named:
        if argument.keyword is not None:
            found.append((argument.keyword, argument.keyword.value, argument.value))
            continue
        entries = None if argument.star else body.values.entries(argument.value)
        if entries is None:
            raise UnreadError(body.values.module.span(call), "an update with other values")
        found.extend(entries)
    last = {key: (place, value) for place, key, value in found}
    given = [_of_update(body, owner or (), key, *each) for key, each in last.items()]
    _write_all(body, call, [single for each in given for single in (_merged(each) if merges else (each,))])


def _option(args: Sequence[cst.Arg], name: str) -> object:
    """The value of an option that is off where it is not given."""
    found = (each.value for each in args if each.keyword is not None and each.keyword.value == name)
    return next((constant_value(each) for each in found), False)


def _merged(given: _Given) -> Iterator[_Given]:
    """A mapping as the single writes by which it merges into what is there."""
    for path, value in leaves(given.key, given.write.value):
        key = replace(given.write.key, text=path, exact=given.write.key.exact and path == given.key)
        yield _Given(path, replace(given.write, key=key, value=value), given.target)


def _of_update(
    body: Body, owner: tuple[str, ...], name: str, place: cst.CSTNode, value: cst.BaseExpression
) -> _Given:
    if not name.isidentifier():
        raise UnreadError(body.values.module.span(place), "a key that is no name")
    key = ".".join((*owner, name))
    return _Given(key, PartWrite(key_at(body.values, place, key), body.values.value(value)), place)


def _is_lazy_block(body: Body, item: cst.WithItem) -> bool:
    call = item.item
    return isinstance(call, cst.Call) and dotted(call.func) in body.lazy_names and item.asname is None


def _lazy_block(body: Body, call: cst.Call, suite: cst.BaseSuite) -> None:
    _end_part(body)
    if call.args:
        what = "a lazy block with arguments, which may put off this view and later ones as well,"
        span = body.values.module.span(call)
        body.unread.append(Unread(span, what, EVERYTHING, tuple(targets(body.values, suite))))
        return
    if body.conditions:
        what = "a lazy block under a condition, which is decided before the command line is read,"
        raise UnreadError(body.values.module.span(suite), what)
    if body.lazy and not body.is_lazy:
        raise UnreadError(body.values.module.span(suite), "a lazy block in another")
    body.lazy = True
    _block(body, _statements(suite))
    _end_part(body)
    body.lazy = body.is_lazy


def _branches(body: Body, statement: cst.If) -> None:
    _end_part(body)
    outer, start, misses = body.conditions, len(body.cuts), len(body.unread)
    found: list[Branch] = []
    tested = list(_tested(body, statement))
    for own, suite in tested:
        body.conditions = (*outer, *own)
        _block(body, _statements(suite))
        _end_part(body)
        found.append(Branch(own, tuple(body.cuts[start:])))
        del body.cuts[start:]
    body.conditions = outer
    is_whole = len(tested[-1][0]) < len(tested)  # the last one is an ``else``
    ordered = in_order(found, is_whole=is_whole and len(body.unread) == misses)
    if ordered is None:
        ordered = tuple(cut for branch in found for cut in branch.cuts)
        what = "an `if` whose branches change what its own conditions read"
        body.unread.append(Unread(_head(body, statement), what, touched(body.values, statement)))
    body.cuts.extend(ordered)


_Tested = tuple[tuple[Condition, ...], cst.BaseSuite]


def _tested(body: Body, statement: cst.If) -> Iterator[_Tested]:
    """The branches of an ``if``, each with the conditions that lead into it."""
    before: tuple[Condition, ...] = ()
    branch: cst.If | cst.Else | None = statement
    while isinstance(branch, cst.If):
        own = _condition(body, branch.test)
        yield (*map(_negated, before), own), branch.body
        before = (*before, own)
        branch = branch.orelse
    if branch is not None:
        span = body.values.module.span(branch)
        here = Span(span.path, span.line, span.column, span.line, span.column + len("else"))
        *others, last = map(_negated, before)
        yield (*others, replace(last, span=here)), branch.body


def _condition(body: Body, test: cst.BaseExpression) -> Condition:
    text = body.values.condition(test)
    scalar = tree.Scalar(body.values.module.span(test), text, exact=False)
    return Condition(text, scalar.span, names_of_text(text))


def _negated(condition: Condition) -> Condition:
    return replace(condition, text=f"(not {condition.text})")


def _end_part(body: Body) -> None:
    """Close the part under way, and begin the next."""
    if body.writes:
        body.cuts.append(Cut(tuple(body.writes.values()), body.conditions, body.lazy))
    body.writes = {}
    body.reads = set()


def _part(cut: Cut) -> Part:
    when = _joined(cut.conditions)
    return Part(cut.writes[0].key.span if when is None else when.span, cut.writes, when, cut.lazy)


def _joined(conditions: Sequence[Condition]) -> tree.Scalar | None:
    if not conditions:
        return None
    text = " and ".join(condition.text for condition in conditions)
    return tree.Scalar(conditions[-1].span, text, exact=False)
