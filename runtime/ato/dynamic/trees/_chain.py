"""Whether an attribute that is missing is about to be written below, told from the caller's instruction.

``config.model.backbone.layers = 3`` reads ``model`` and ``backbone`` before it writes ``layers``. Python asks
for them as for any attribute, so it is the instructions after the read that tell: more reads of attributes
and then a write. Whatever else follows is a mere read, and a missing key stays missing. What is asked for by
``getattr``, ``hasattr`` or from C stands at another instruction and is a read too.

Cost: a decoding of the caller's code for each place of a miss, kept for the last places.
"""

from __future__ import annotations

from sys import _getframe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dis import Instruction
    from types import CodeType

_PLACES = 1024
"""Places of misses whose instructions are remembered."""
_SILENT = ("EXTENDED_ARG", "CACHE", "NOP")
"""Instructions that do nothing by themselves."""


class Chain:
    """The attributes in a row that an instruction stands among.

    ``before`` were read to reach this one, ``ahead`` are this one and those asked for below it; ``is_write``
    tells that the last of them is written.
    """

    __slots__ = ("ahead", "before", "is_write")

    def __init__(self, before: tuple[str, ...], ahead: tuple[str, ...], *, is_write: bool) -> None:
        self.before = before
        self.ahead = ahead
        self.is_write = is_write

    def path(self) -> str:
        """All of them, joined by dots."""
        return ".".join((*self.before, *self.ahead))


def chain_of_caller(name: str, above: int) -> Chain | None:
    """The chain that the code ``above`` frames up stands in, if it reads the attribute by an instruction."""
    frame = _getframe(above + 1)
    code, offset = frame.f_code, frame.f_lasti
    known = _KNOWN.get((id(code), offset))  # a code hashes all that it holds, each time
    if known is None or known[0] is not code:
        if len(_KNOWN) >= _PLACES:
            _KNOWN.clear()
        known = _KNOWN[id(code), offset] = code, _chain_at(code, offset)
    chain = known[1]
    return None if chain is None or chain.ahead[0] != name else chain


_KNOWN: dict[tuple[int, int], tuple[CodeType, Chain | None]] = {}
"""The chains at places of misses; a code is held, so that no other one comes to have its ``id``."""


def _chain_at(code: CodeType, offset: int) -> Chain | None:
    """The chain around an instruction, or None where it reads no attribute."""
    from dis import get_instructions

    steps = [step for step in get_instructions(code) if step.opname not in _SILENT]
    index = next((index for index, step in enumerate(steps) if step.offset == offset), None)
    if index is None or steps[index].opname != "LOAD_ATTR":
        return None
    after = before = index
    while after < len(steps) and steps[after].opname == "LOAD_ATTR":
        after += 1
    while before > 0 and steps[before - 1].opname == "LOAD_ATTR":
        before -= 1
    last = steps[after].opname if after < len(steps) else ""
    ahead = _names(steps[index : after + (last in ("STORE_ATTR", "LOAD_METHOD"))])
    return Chain(_names(steps[before:index]), ahead, is_write=last == "STORE_ATTR")


def _names(steps: list[Instruction]) -> tuple[str, ...]:
    return tuple(str(step.argval) for step in steps)
