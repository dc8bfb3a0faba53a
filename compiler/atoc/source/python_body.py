"""The body of a view: from statements, which run one after another, to parts, which are sets of equations.

Idea. Statements are gathered into one part for as long as their order does not matter there: each field is
written once, and nothing that was read is written afterwards. Where it begins to matter the next part begins.
The branches of an ``if`` are parts under its condition and the negation of those before it; a part reads the
state as the parts before it left it, so a branch that writes what its own condition reads, with more to come
under that condition, cannot be told so and is said to be unread.

    config.lr = 0.1                     set {lr: 0.1, wd: ${lr * 2}}
    config.wd = config.lr * 2
    config.lr = 0.2                     set {lr: 0.2}
    if config.big: config.lr = 0.4      when bool(big)   set {lr: 0.4}

Cost: linear in the statements, times the depth of the conditions around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import libcst as cst
from libcst import matchers

from atoc.source import node as tree
from atoc.source.python_parts import Part, PartWrite, Unread
from atoc.source.python_values import UnreadError, Values, dotted, what_is
from atoc.span import Span

MAX_PARTS = 200
"""Into how many parts one body may come."""

EVERYTHING = frozenset(("",))
"""What may be written where the config itself is handed on."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Under which condition statements run: its text and place, and what it reads."""

    text: str
    span: Span
    reads: frozenset[str]


@dataclass(slots=True)
class Body:
    """What has been read of a body so far.

    ``writes`` are those of the part under way, by path; ``reads`` what its values read. ``spoilt`` are paths
    that were written since a condition of the current branch was worked out.
    """

    values: Values
    lazy_names: frozenset[str]
    is_lazy: bool
    parts: list[Part] = field(default_factory=list[Part])
    unread: list[Unread] = field(default_factory=list[Unread])
    writes: dict[str, PartWrite] = field(default_factory=dict[str, PartWrite])
    reads: set[str] = field(default_factory=set[str])
    conditions: tuple[Condition, ...] = ()
    spoilt: set[str] = field(default_factory=set[str])
    lazy: bool = False


def read_body(
    function: cst.FunctionDef, values: Values, lazy_names: frozenset[str], *, is_lazy: bool
) -> tuple[tuple[Part, ...], tuple[Unread, ...]]:
    """The parts of a body in the order in which they are applied, and what of it is not understood."""
    body = Body(values, lazy_names, is_lazy, lazy=is_lazy)
    _block(body, _statements(function.body), is_top=True)
    _end_part(body)
    eager = tuple(part for part in body.parts if not part.lazy)
    return (*eager, *(part for part in body.parts if part.lazy)), tuple(body.unread)


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
    if len(body.parts) > MAX_PARTS:
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
            _write(body, path, target, body.values.augmented(".".join(path), operator, value))
        case cst.Expr(value=cst.Call(func=func, args=args) as call) if _is_update(body, func):
            _update(body, call, args)
        case cst.If():
            _branches(body, statement)
        case cst.With(items=[item], body=suite, asynchronous=None) if _is_lazy_block(body, item):
            _lazy_block(body, suite)
        case _:
            node = statement.value if isinstance(statement, cst.Expr) else statement
            raise UnreadError(_head(body, node), what_is(node))


def _head(body: Body, node: cst.CSTNode) -> Span:
    """Where a statement begins, to the end of that line."""
    span = body.values.module.span(node)
    if span.line == span.end_line:
        return span
    line = body.values.module.file.text.split("\n")[span.line - 1].rstrip()
    return Span(span.path, span.line, span.column, span.line, max(len(line) + 1, span.column + 1))


def _assign(body: Body, targets: Sequence[cst.BaseExpression], value: cst.BaseExpression) -> None:
    for target in targets:
        if isinstance(target, (cst.Tuple, cst.List)):
            _unpack(body, target, value)
        else:
            path = _target(body, target)
            _write(body, path, target, body.values.value(value))


def _unpack(body: Body, targets: cst.Tuple | cst.List, value: cst.BaseExpression) -> None:
    """``config.a, config.b = 1, 2``: every value is worked out before any is written."""
    items = value.elements if isinstance(value, (cst.Tuple, cst.List)) else ()
    every = (*targets.elements, *items)
    if len(items) != len(targets.elements) or any(isinstance(each, cst.StarredElement) for each in every):
        raise UnreadError(body.values.module.span(value), "what cannot be taken apart")
    paths = [_target(body, each.value) for each in targets.elements]
    given = [body.values.value(each.value) for each in items]
    read = set[str]().union(*(_names_in(each) for each in given))
    if len(set(paths)) < len(paths) or any(_meets(".".join(path), read) for path in paths):
        raise UnreadError(body.values.module.span(value), "values that are exchanged")
    for each, path, single in zip(targets.elements, paths, given, strict=True):
        _write(body, path, each.value, single)


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


def _write(body: Body, path: tuple[str, ...], target: cst.CSTNode, given: tree.Node) -> None:
    key = ".".join(path)
    reads = _names_in(given)
    is_again = _meets(key, body.writes)
    if is_again or _meets(key, body.reads):
        _end_part(body)
    if not body.writes and body.spoilt:
        raise UnreadError(body.values.module.span(target), "a branch that has changed its own condition")
    if any(_meets(key, condition.reads) for condition in body.conditions):
        body.spoilt.add(key)
    body.writes[key] = PartWrite(key_at(body.values, target, key), given)
    body.reads |= reads - {key}


def key_at(values: Values, target: cst.CSTNode, key: str) -> tree.Scalar:
    """A path as it stands behind the name of the config."""
    span = values.module.span(target)
    inner = target
    while isinstance(inner, cst.Attribute):
        if isinstance(inner.value, cst.Name):
            start = values.module.span(inner.attr)
            span = Span(span.path, start.line, start.column, span.end_line, span.end_column)
        inner = inner.value
    return tree.Scalar(span, key, exact=isinstance(inner, cst.Name) and span.line == span.end_line)


def _is_update(body: Body, func: cst.BaseExpression) -> bool:
    match func:
        case cst.Attribute(value=owner, attr=cst.Name(value="update")):
            return body.values.path(owner) is not None
        case _:
            return False


def _update(body: Body, call: cst.Call, args: Sequence[cst.Arg]) -> None:
    """``config.update(lr=0.1)``, ``config.model.update({'hidden': 64})``."""
    owner = body.values.path(call.func.value) if isinstance(call.func, cst.Attribute) else None
    named = [
        argument for argument in args if argument.keyword is None or argument.keyword.value != "recurrent"
    ]
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
    given = {key: (place, body.values.value(value)) for key, (place, value) in last.items()}
    for key, (place, single) in given.items():
        if not key.isidentifier():
            raise UnreadError(body.values.module.span(place), "a key that is no name")
        _write(body, (*(owner or ()), key), place, single)


def _is_lazy_block(body: Body, item: cst.WithItem) -> bool:
    call = item.item
    return (
        isinstance(call, cst.Call)
        and dotted(call.func) in body.lazy_names
        and item.asname is None
        and not call.args
    )


def _lazy_block(body: Body, suite: cst.BaseSuite) -> None:
    _end_part(body)
    if body.conditions:
        raise UnreadError(body.values.module.span(suite), "a lazy block under a condition")
    body.lazy = True
    _block(body, _statements(suite))
    _end_part(body)
    body.lazy = body.is_lazy


def _branches(body: Body, statement: cst.If) -> None:
    _end_part(body)
    outer = body.conditions
    spoilt = set(body.spoilt)
    before: list[Condition] = []
    branch: cst.If | cst.Else | None = statement
    while branch is not None:
        if isinstance(branch, cst.If):
            own = _condition(body, branch.test)
            body.conditions = (*outer, *map(_negated, before), own)
            before.append(own)
        else:
            body.conditions = (*outer, *map(_negated, before))
        _block(body, _statements(branch.body))
        _end_part(body)
        branch = branch.orelse if isinstance(branch, cst.If) else None
    body.conditions = outer
    body.spoilt = {
        path for path in body.spoilt if path in spoilt or any(_meets(path, each.reads) for each in outer)
    }


def _condition(body: Body, test: cst.BaseExpression) -> Condition:
    text = body.values.condition(test)
    scalar = tree.Scalar(body.values.module.span(test), text, exact=False)
    return Condition(text, scalar.span, names_of_text(text))


def _negated(condition: Condition) -> Condition:
    return replace(condition, text=f"(not {condition.text})")


def _end_part(body: Body) -> None:
    """Close the part under way, and begin the next."""
    if body.writes:
        writes = tuple(body.writes.values())
        when = _joined(body.conditions)
        span = writes[0].key.span if when is None else when.span
        body.parts.append(Part(span, writes, when, body.lazy))
    body.writes = {}
    body.reads = set()


def _joined(conditions: Sequence[Condition]) -> tree.Scalar | None:
    if not conditions:
        return None
    text = " and ".join(condition.text for condition in conditions)
    return tree.Scalar(conditions[-1].span, text, exact=False)


def _meets(path: str, others: Iterable[str]) -> bool:
    """Whether a path is one of these, leads into one of them, or one of them into it."""
    return any(
        path == other or path.startswith(other + ".") or other.startswith(path + ".") for other in others
    )


_NAME = r"(?<![\w.])[^\W\d]\w*(?:\.[^\W\d]\w*)*"


def names_of_text(text: str) -> frozenset[str]:
    """The paths that the text of an expression may read; more than these do no harm."""
    without = re.sub(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"", "''", text)
    return frozenset(re.findall(_NAME, without)) - _WORDS


_WORDS = frozenset(("and", "or", "not", "if", "else", "in", "True", "False", "None", "bool"))


def _names_in(node: tree.Node) -> frozenset[str]:
    match node:
        case tree.Scalar(text=text) if text.startswith("${"):
            return names_of_text(text)
        case tree.Mapping(entries=entries):
            return frozenset[str]().union(*(_names_in(entry.value) for entry in entries))
        case _:
            return frozenset()


def touched(values: Values, statement: cst.CSTNode) -> frozenset[str]:
    """What a statement that is not understood may write: the fields that it names, or anything below what it
    hands on or calls.
    """
    found: set[str] = set()
    waiting: list[cst.CSTNode] = [statement]
    while waiting:
        each = waiting.pop()
        if isinstance(each, cst.Call) and isinstance(each.func, cst.Attribute):
            owner = values.path(each.func.value)
            waiting.extend((*each.args, *(() if owner is not None else (each.func,))))
            found.update(() if owner is None else (".".join(owner),))
            continue
        path = values.path(each) if isinstance(each, cst.BaseExpression) else None
        if path is None:
            waiting.extend(each.children)
        else:
            found.add(".".join(path))
    return frozenset(found)


def targets(values: Values, statement: cst.CSTNode) -> Iterator[tree.Scalar]:
    """The fields that a statement which is not understood assigns to."""
    waiting: list[cst.CSTNode] = [statement]
    while waiting:
        each = waiting.pop()
        match each:
            case (
                cst.AssignTarget(target=target) | cst.AnnAssign(target=target) | cst.AugAssign(target=target)
            ):
                path = values.path(target)
                if path and all(key.isidentifier() for key in path):
                    yield key_at(values, target, ".".join(path))
            case _:
                pass
        waiting.extend(each.children)
