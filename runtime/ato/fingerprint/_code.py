"""The fingerprint of a function's logic, and of all of the project that it calls."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Union

from ato.fingerprint._ids import what_is_named
from ato.fingerprint.calls._digest import digests
from ato.fingerprint.calls._graph import Graph, Key, Node
from ato.fingerprint.calls._project import Project
from ato.fingerprint.calls._target import Target, target_of
from ato.fingerprint.calls._value import Call, CodeFingerprint
from ato.fingerprint.canon._canon import ALGORITHM
from ato.fingerprint.sources._file import reading
from ato.fingerprint.sources._find import refusal

Roots = Sequence[Union[str, "os.PathLike[str]"]]


def code_hash(function: Callable[..., object]) -> str:
    """SHA-256, in hexadecimal, of what a function does by itself: ``code_of(function, follow=False).digest``.

    The same for functions that differ only in comments, layout, docstrings, annotations, decorators of ours,
    their own name and the names of their parameters and variables, and under every version of Python from
    3.10 on. Another one when a constant, an operator, the order of statements, an attribute, the name of a
    global or a captured value changes. What the function calls is not followed.
    """
    return code_of(function, follow=False).digest


def code_of(
    function: Callable[..., object], *, follow: bool = True, roots: Roots = (), trace_id: str | None = None
) -> CodeFingerprint:
    """The fingerprint of what a function does, with that of every function of the project that it calls.

    Takes functions, methods, lambdas, partial calls, properties, classes and objects that can be called;
    wrappers made by ``functools.wraps`` are looked through. Without source it is taken from bytecode, and
    says so in ``mode``. ``follow=False`` leaves out what is called and read outside of the function.
    ``roots`` are the folders of the project; without them it is all but the standard library and what is
    installed. Raises ``ConfigError`` for what is not written in Python, and for a file that has changed
    since it was loaded.
    """
    project = Project(roots)
    target = target_to_follow(function, project)
    with reading():
        graph = Graph(project, follow)
        root = graph.reach(target)
        return _valued(graph, root).traced(trace_id)


def target_to_follow(given: Callable[..., object], project: Project) -> Target:
    """What of a callable is followed. Raises ``ConfigError`` for what has no logic to read."""
    name = str(what_is_named(given).__qualname__)
    try:
        target = target_of(given, project)
    except ValueError:
        raise refusal(name, "it is wrapped in itself") from None
    if target is None and project.holds(type(given)):
        return Target(type(given), held=given)
    if target is None:
        raise refusal(name, "it is not written in Python, so it has no source to read")
    if isinstance(target.thing, type) and target.thing.__module__ == "builtins":
        raise refusal(name, "it is a class of Python's own, which has no source to read")
    return target


def _valued(graph: Graph, root: Key) -> CodeFingerprint:
    nodes = graph.nodes
    found = digests(nodes, root)
    functions: dict[str, CodeFingerprint] = {}
    shared = MappingProxyType(functions)
    for key in (root, *(key for key in nodes if key in found)):
        if found[key] not in functions:
            functions[found[key]] = _fingerprint(nodes[key], found[key], nodes, found, shared)
    return functions[found[root]]


def _fingerprint(
    node: Node,
    digest: str,
    nodes: dict[Key, Node],
    found: dict[Key, str],
    functions: Mapping[str, CodeFingerprint],
) -> CodeFingerprint:
    calls = (Call(name, nodes[key].target.qualname, found[key], words) for name, key, words in node.calls)
    return CodeFingerprint(
        digest=digest,
        qualname=node.target.qualname,
        module=node.target.module,
        file=node.file,
        line=node.line,
        algorithm=ALGORITHM,
        mode="source" if node.python is None else "bytecode",
        python=node.python,
        text=node.text.text,
        names=node.text.names,
        calls=tuple(calls),
        values=tuple(node.values),
        origins=tuple(sorted(node.origins.items())),
        libraries=tuple(sorted(node.libraries)),
        unresolved=tuple(node.unresolved),
        functions=functions,
    )
