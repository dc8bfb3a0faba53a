r"""Whether a text as a whole matches a pattern, in time linear in the text.

Python's ``re`` tries one way through a pattern after another, and there can be exponentially many: it
does not come back from ``(a+)+`` against forty a's and a ``!``. Here all ways are followed at once. The
method is Thompson's ("Regular Expression Search Algorithm", 1968): the pattern becomes a network of

* leaves, which take one character and lead on,
* forks, which lead on to several nodes and take nothing,
* gates, which lead on where ``^ $ \A \Z \b \B`` holds and take nothing,
* one end,

and the text is read once, with the set of nodes that can be reached by what was read so far. Sets that
come up again are remembered for the length of one text, so that most characters cost one look-up.

An example: ``(ab|c)*`` becomes fork 1, which leads to fork 2 and to the end; fork 2 leads to a leaf a and a
leaf c; the leaf a leads to a leaf b; b and c lead to fork 1. On ``cab`` the set is {1} at first, {1} after
the c, {b} after the a and {1} after the b: from 1 a fork leads to the end, so it matches. On ``ca!`` the leaf
b does not take the ``!``, the set is empty, and it does not.

Meaning: the language is that of ``re.fullmatch``. Patterns are parsed by the parser of ``re``, and what one
leaf takes and where a gate is open is asked of ``re`` too, with the flags that hold there: classes, cases
and word boundaries are those of this Python. What makes a pattern more, or other, than a regular language is
refused: references to groups, looking around, conditions, atomic groups and possessive repeats.

Cost: the nodes of a pattern are bounded by ``MAX_PARTS``, counted repeats written out. A text costs
at most its length times the nodes and edges of the pattern, and never more than ``MAX_VISITS``.
"""

from __future__ import annotations

import re
import sys
import warnings
from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    Item = tuple[object, Any]
    """An operation as the parser names it, and what it is about."""
    Tree = Iterable[Item]

MAX_PARTS = 20_000
"""Sequences, and items of sequences, that a pattern may have when its counted repeats are written out.

Each makes at most one node and one edge to another, or two edges for a repeat.
"""
MAX_NESTING = 50
"""Groups and repeats of a pattern that may stand in each other."""
MAX_VISITS = 5_000_000
"""Nodes that may be visited for one text; takes about two seconds."""
MAX_KEPT = 200_000
"""Visits whose outcome is remembered at one time."""
MAX_PATTERNS = 256
"""Patterns that a process keeps ready."""

KNOWN_FLAGS = re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE | re.ASCII | re.UNICODE
LEAF_FLAGS = re.IGNORECASE | re.DOTALL | re.ASCII
GATE_FLAGS = re.MULTILINE | re.ASCII

REFUSED = {
    "ASSERT": "looks ahead or behind",
    "ASSERT_NOT": "looks ahead or behind",
    "ATOMIC_GROUP": "has an atomic group",
    "FAILURE": "looks ahead or behind",
    "GROUPREF": "refers back to a group",
    "GROUPREF_EXISTS": "has a condition on a group",
    "POSSESSIVE_REPEAT": "has a possessive repeat",
}
GATES = {
    "AT_BEGINNING": "^",
    "AT_BEGINNING_STRING": r"\A",
    "AT_BOUNDARY": r"\b",
    "AT_END": "$",
    "AT_END_STRING": r"\Z",
    "AT_NON_BOUNDARY": r"\B",
}
CATEGORIES = {
    "CATEGORY_DIGIT": r"\d",
    "CATEGORY_NOT_DIGIT": r"\D",
    "CATEGORY_NOT_SPACE": r"\S",
    "CATEGORY_NOT_WORD": r"\W",
    "CATEGORY_SPACE": r"\s",
    "CATEGORY_WORD": r"\w",
}


class BadPattern(ValueError):
    """A pattern that cannot be used; the text goes on from the words "the pattern"."""


class Leaf:
    """A node that takes one character."""

    __slots__ = ("after", "takes")

    def __init__(self, takes: Callable[[str], object], after: int) -> None:
        self.takes = takes
        self.after = after


class Fork:
    """A node that leads on to each of several nodes."""

    __slots__ = ("after",)

    def __init__(self, after: tuple[int, ...]) -> None:
        self.after = after


class Gate:
    """A node that leads on where an assertion holds: that of a number, which is a bit among those that do."""

    __slots__ = ("after", "bit")

    def __init__(self, bit: int, after: int) -> None:
        self.bit = bit
        self.after = after


END = 0
"""The number of the end; nothing leads on from there."""


class Reached:
    """A set of nodes that a text may have reached, and where each character led from there."""

    __slots__ = ("nodes", "onward")

    def __init__(self, nodes: frozenset[int]) -> None:
        self.nodes = nodes
        self.onward: dict[tuple[str, int], Reached] = {}


class Pattern:
    """A pattern that is ready to be matched. ``text`` is how it was written."""

    __slots__ = ("_gates", "_nodes", "_start", "text")

    def __init__(self, text: str, network: Network, start: int) -> None:
        self.text = text
        self._nodes = tuple(network.nodes)
        self._gates = tuple(network.gates.values())
        self._start = start

    def matches(self, value: str) -> bool:
        """Whether the whole value matches; raises ``OverflowError`` if that would take too long."""
        reached = Reached(frozenset((self._start,)))
        known = {reached.nodes: reached}
        visits = kept = 0
        for place, character in enumerate(value):
            held = self._held(value, place)
            onward = reached.onward.get((character, held))
            if onward is None:
                passed = self._passed(reached.nodes, held)
                visits += len(passed)
                kept += len(passed)
                if visits > MAX_VISITS:
                    raise OverflowError(f"the pattern and the text take more than {MAX_VISITS:,} visits")
                if kept > MAX_KEPT:
                    known.clear()
                    kept = 0
                nodes = self._taken(passed, character)
                onward = known.setdefault(nodes, Reached(nodes))
                reached.onward[character, held] = onward
            if not onward.nodes:
                return False
            reached = onward
        return END in self._passed(reached.nodes, self._held(value, len(value)))

    def _held(self, value: str, place: int) -> int:
        """Which gates are open before the character at a place, as bits."""
        return sum(1 << bit for bit, holds in enumerate(self._gates) if holds(value, place))

    def _passed(self, nodes: Iterable[int], held: int) -> set[int]:
        """The nodes, and all to which they lead on without taking a character."""
        passed: set[int] = set()
        pending = list(nodes)
        while pending:
            number = pending.pop()
            if number in passed:
                continue
            passed.add(number)
            node = self._nodes[number]
            if isinstance(node, Fork):
                pending.extend(node.after)
            elif isinstance(node, Gate) and held >> node.bit & 1:
                pending.append(node.after)
        return passed

    def _taken(self, nodes: Iterable[int], character: str) -> frozenset[int]:
        """The nodes to which the leaves among some lead on by taking a character."""
        leaves = [node for number in nodes if isinstance(node := self._nodes[number], Leaf)]
        return frozenset(leaf.after for leaf in leaves if leaf.takes(character))

    def __repr__(self) -> str:
        return f"Pattern({self.text!r})"


@lru_cache(MAX_PATTERNS)
def compile_pattern(text: str) -> Pattern:
    """The pattern that a regular expression of ``re`` means; raises ``BadPattern`` if it cannot be used."""
    tree, flags = _parsed(text)
    network = Network()
    return Pattern(text, network, network.sequence(tree, flags, END, MAX_NESTING))


def _parsed(text: str) -> tuple[Tree, int]:
    if sys.version_info >= (3, 11):
        from re import _parser as parser
    else:
        import sre_parse as parser
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        warnings.simplefilter("error", DeprecationWarning)  # an error of later versions
        try:
            tree = parser.parse(text)
        except RecursionError:
            raise BadPattern("is nested too deep") from None
        except (re.error, OverflowError, DeprecationWarning) as error:
            raise BadPattern(f"is not a regular expression: {error}") from None
    flags: int = tree.state.flags
    if flags & ~KNOWN_FLAGS:
        raise BadPattern("has a flag other than a, i, m, s, u or x, which is not supported")
    return tree.data, flags


class Network:
    """Nodes in the making. They are made from the end of the pattern to its beginning.

    ``gates`` holds by its spelling and flags what tells whether an assertion holds at a place of a text.
    """

    __slots__ = ("gates", "leaves", "nodes", "parts")

    def __init__(self) -> None:
        self.nodes: list[Leaf | Fork | Gate | None] = [None]
        self.gates: dict[tuple[str, int], Callable[[str, int], object]] = {}
        self.leaves: dict[tuple[str, int], Callable[[str], object]] = {}
        self.parts = 0

    def sequence(self, tree: Tree, flags: int, after: int, depth: int) -> int:
        """The number of the node where a part of the pattern begins that leads on to ``after``."""
        items = [*tree]
        self.parts += 1 + len(items)
        if depth == 0:
            raise BadPattern("is nested too deep")
        if self.parts > MAX_PARTS:
            raise BadPattern(
                f"is too large: with its counted repeats written out it has more than {MAX_PARTS:,} parts"
            )
        for operation, about in reversed(items):
            after = self._item(str(operation), about, flags, after, depth)
        return after

    def _item(self, operation: str, about: Any, flags: int, after: int, depth: int) -> int:
        match operation:
            case "LITERAL" | "NOT_LITERAL" | "ANY" | "IN":
                return self._add(Leaf(self._test(operation, about, flags), after))
            case "AT" if (gate := GATES.get(str(about))) is not None:
                return self._add(Gate(self._bit(gate, flags & GATE_FLAGS), after))
            case "BRANCH":
                options = [self.sequence(option, flags, after, depth - 1) for option in about[1]]
                return self._add(Fork(tuple(dict.fromkeys(options))))
            case "SUBPATTERN":
                _, added, removed, inner = about
                return self.sequence(inner, _changed(flags, added, removed), after, depth - 1)
            case "MAX_REPEAT" | "MIN_REPEAT":
                return self._repeat(about, flags, after, depth - 1)
            case _:
                what = REFUSED.get(operation, f"has {about if operation == 'AT' else operation}")
                raise BadPattern(f"{what}, which is not supported: matching must take bounded time")

    def _repeat(self, about: tuple[int, int, Tree], flags: int, after: int, depth: int) -> int:
        """What may be left out is written out as ``(?:a(?:a)?)?``, and without limit as a loop."""
        least, most, tree = about
        start = after
        if str(most) == "MAXREPEAT":
            start = self._add(Fork(()))
            self.nodes[start] = Fork((self.sequence(tree, flags, start, depth), after))
        else:
            for _ in range(most - least):
                start = self._add(Fork((self.sequence(tree, flags, start, depth), after)))
        for _ in range(least):
            start, rest = self.sequence(tree, flags, start, depth), start
            if start == rest:  # nothing stands in it
                break
        return start

    def _add(self, node: Leaf | Fork | Gate) -> int:
        self.nodes.append(node)
        return len(self.nodes) - 1

    def _test(self, operation: str, about: Any, flags: int) -> Callable[[str], object]:
        """What tells whether a leaf takes a character."""
        flags &= LEAF_FLAGS
        if operation == "LITERAL" and not flags & re.IGNORECASE:
            return chr(about).__eq__
        key = (_leaf(operation, about), flags)
        if key not in self.leaves:
            self.leaves[key] = re.compile(*key).match
        return self.leaves[key]

    def _bit(self, gate: str, flags: int) -> int:
        key = (gate, flags)
        if key not in self.gates:
            self.gates[key] = re.compile(*key).match
        return list(self.gates).index(key)


def _changed(flags: int, added: int, removed: int) -> int:
    """The flags inside a group such as ``(?i-s:...)``."""
    if added & (re.ASCII | re.UNICODE):
        flags &= ~(re.ASCII | re.UNICODE)
    return (flags | added) & ~removed


def _leaf(operation: str, about: Any) -> str:
    """How a leaf is written so that ``re`` reads the same again."""
    match operation:
        case "ANY":
            return "."
        case "LITERAL":
            return _character(about)
        case "NOT_LITERAL":
            return f"[^{_character(about)}]"
        case _:
            return f"[{''.join(_member(str(kind), member) for kind, member in about)}]"


def _member(kind: str, about: Any) -> str:
    match kind:
        case "NEGATE":
            return "^"
        case "LITERAL":
            return _character(about)
        case "RANGE":
            return f"{_character(about[0])}-{_character(about[1])}"
        case _:
            return CATEGORIES[str(about)]


def _character(code: int) -> str:
    return f"\\U{code:08x}"
