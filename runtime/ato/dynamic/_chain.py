"""Whether an attribute that is missing is about to be written below, told from the caller's instruction.

``config.model.backbone.layers = 3`` reads ``model`` and ``backbone`` before it writes ``layers``. Python asks
for them as for any attribute, so it is the instructions after the read that tell: more reads of attributes
and then a write. Whatever else follows is a mere read, and a missing key stays missing. What is asked for by
``getattr``, ``hasattr`` or from C stands at another instruction and is a read too.

Cost: a decoding of the caller's code for each place of a miss, kept for the last places.
"""

from __future__ import annotations

from functools import lru_cache
from sys import _getframe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dis import Instruction
    from types import CodeType

_PLACES = 1024
"""Places of misses whose instructions are remembered."""
_SILENT = ("EXTENDED_ARG", "CACHE", "NOP")
"""Instructions that do nothing by themselves."""


def is_write_below(name: str, above: int) -> bool:
    """Whether the code ``above`` frames up reads the attribute only to write to one below it."""
    frame = _getframe(above + 1)
    steps = chain_at(frame.f_code, frame.f_lasti)
    return steps is not None and steps[0] and steps[2][:1] == (name,)


def asked_path(name: str, above: int) -> str:
    """The attributes that the code ``above`` frames up asks for around this one, joined by dots."""
    frame = _getframe(above + 1)
    steps = chain_at(frame.f_code, frame.f_lasti)
    return name if steps is None or steps[2][:1] != (name,) else ".".join((*steps[1], *steps[2]))


@lru_cache(_PLACES)
def chain_at(code: CodeType, offset: int) -> tuple[bool, tuple[str, ...], tuple[str, ...]] | None:
    """Whether the attributes from an instruction on end in a write, those before it, and those from it on.

    None where the instruction reads no attribute.
    """
    from dis import get_instructions

    steps = [step for step in get_instructions(code) if step.opname not in _SILENT]
    index = next((index for index, step in enumerate(steps) if step.offset == offset), None)
    if index is None or steps[index].opname != "LOAD_ATTR":
        return None
    after = index
    while after < len(steps) and steps[after].opname == "LOAD_ATTR":
        after += 1
    is_write = after < len(steps) and steps[after].opname == "STORE_ATTR"
    before = index
    while before > 0 and steps[before - 1].opname == "LOAD_ATTR":
        before -= 1
    ahead = _names(steps[index : after + is_write])
    return is_write, _names(steps[before:index]), ahead


def _names(steps: list[Instruction]) -> tuple[str, ...]:
    return tuple(str(step.argval) for step in steps)
