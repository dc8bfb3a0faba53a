"""Digests of functions that call each other.

Idea. The digest of a function is that of its own text and values, and of the digests of what it calls, so a
change far below changes everything above it. Functions that lead back to each other have no order in which
that could be worked out. They are taken together (Tarjan's strongly connected components, 1972): each begins
with a digest of its own part, which is refined by those of the functions that it calls until no more of them
can be told apart, as one colours the nodes of a graph; then each also counts all of them. No digest depends
on the function at which one begins, nor on names, places or addresses. Cost: linear, and for functions in a
circle at most quadratic in their number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

from ato.fingerprint.calls._graph import Key, Node
from ato.fingerprint.canon._canon import ALGORITHM

HEAD = b"ato code %d\n" % ALGORITHM


def digests(nodes: dict[Key, Node], root: Key) -> dict[Key, str]:
    """SHA-256, in hexadecimal, of every node that is reached."""
    found: dict[Key, str] = {}
    for circle in _circles(nodes, root):
        if len(circle) == 1 and all(key != circle[0] for _, key, _ in nodes[circle[0]].calls):
            node = nodes[circle[0]]
            found[circle[0]] = _digest(_own(node), *_calls(node, found, {}))
        else:
            found.update(_together(circle, nodes, found))
    return found


def _digest(*parts: bytes) -> str:
    return sha256(HEAD + b"".join(b"%d:" % len(part) + part for part in parts)).hexdigest()


def _own(node: Node) -> bytes:
    """What a function is without those that it calls."""
    values = (f"{value.name}={value.digest}" for value in node.values)
    origins = (f"{name}<{origin}" for name, origin in sorted(node.origins.items()))
    return "\0".join([node.python or "", node.text.text, *values, *origins]).encode("utf-8", "surrogatepass")


def _calls(node: Node, found: dict[Key, str], inside: dict[Key, str]) -> Iterator[bytes]:
    for name, key, keywords in node.calls:
        digest = found.get(key) or inside.get(key, "")
        yield f"{name} {keywords} {digest}".encode("utf-8", "surrogatepass")


def _together(circle: list[Key], nodes: dict[Key, Node], found: dict[Key, str]) -> dict[Key, str]:
    colours = {key: _digest(_own(nodes[key])) for key in circle}
    while True:
        told_apart = len(set(colours.values()))
        colours = {key: _digest(colours[key].encode(), *_calls(nodes[key], found, colours)) for key in circle}
        if len(set(colours.values())) == told_apart:
            break
    every = sorted(colours.values())
    return {key: _digest(colours[key].encode(), *(each.encode() for each in every)) for key in circle}


def _circles(nodes: dict[Key, Node], root: Key) -> Iterator[list[Key]]:
    """Functions that lead back to each other, together, each circle after those that it calls."""
    index: dict[Key, int] = {}
    lowest: dict[Key, int] = {}
    stack: list[Key] = []
    on_stack: set[Key] = set()
    work: list[tuple[Key, Iterable[Key]]] = []

    def open_(key: Key) -> None:
        index[key] = lowest[key] = len(index)
        stack.append(key)
        on_stack.add(key)
        work.append((key, iter([called for _, called, _ in nodes[key].calls])))

    open_(root)
    while work:
        key, rest = work[-1]
        called: Key | None = next(iter(rest), None)
        if called is not None:
            if called not in index:
                open_(called)
            elif called in on_stack:
                lowest[key] = min(lowest[key], index[called])
            continue
        work.pop()
        if work:
            lowest[work[-1][0]] = min(lowest[work[-1][0]], lowest[key])
        if lowest[key] == index[key]:
            circle = [stack.pop()]
            while circle[-1] != key:
                circle.append(stack.pop())
            on_stack.difference_update(circle)
            yield circle
