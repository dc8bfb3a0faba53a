"""The logic of a function without source, as after ``exec`` or at a prompt: its bytecode, written out.

Bytecode changes with every version of Python, so such a text names the version and is comparable under it
alone. Names of parameters and variables do not count here either, and neither does the function's own.
"""

from __future__ import annotations

import dis
import sys
from collections.abc import Iterator
from types import CodeType

from ato.config.types._values import is_tuple
from ato.fingerprint.canon._canon import Canonical, Reference
from ato.fingerprint.canon._writer import ANY, CALLED, READ, constant
from ato.fingerprint.sources._loaded import every

PYTHON = f"{sys.implementation.name}-{sys.version_info[0]}.{sys.version_info[1]}"
"""The version that a text of bytecode is true of."""
GLOBALS = ("LOAD_GLOBAL", "LOAD_NAME")
ATTRIBUTES = ("LOAD_ATTR", "LOAD_METHOD")


def from_bytecode(code: CodeType) -> Canonical:
    """The logic of code as a text, one instruction a line, and the globals it reads."""
    names: list[str] = []
    text = "\n".join([f"bytecode of {PYTHON}", *_listed(code, names, "")])
    read = dict.fromkeys(reference for each in every(code) for reference in _references(each))
    captured = [
        Reference(f"captured {index}", name, (), "captured", READ, ANY)
        for index, name in enumerate(code.co_freevars)
    ]
    return Canonical(text, tuple(names), (*captured, *read), ())


def _listed(code: CodeType, names: list[str], indent: str) -> Iterator[str]:
    arguments = f"{code.co_argcount} {code.co_posonlyargcount} {code.co_kwonlyargcount}"
    yield f"{indent}code {arguments} {code.co_flags:x}"
    local: dict[str, str] = {}
    for step in dis.get_instructions(code):
        if step.opname in ("CACHE", "EXTENDED_ARG", "RESUME", "NOP"):
            continue
        yield f"{indent}    {step.offset:4} {step.opname} {_argument(step, local, names)}".rstrip()
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _listed(inner, names, indent + "    ")
    table = getattr(code, "co_exceptiontable", b"")
    if table:
        yield f"{indent}    handlers {table.hex()}"


def _argument(step: dis.Instruction, local: dict[str, str], names: list[str]) -> str:
    if step.arg is None:
        return ""
    if step.opcode in dis.haslocal or step.opcode in dis.hasfree:
        value: object = step.argval
        every: tuple[object, ...] = value if is_tuple(value) else (value,)
        return " ".join(_local(str(name), local, names) for name in every)
    if step.opcode in dis.hasconst:
        return _constant(step.argval)
    return ascii(step.argval) if step.opcode in dis.hasname else str(step.arg)


def _local(name: str, local: dict[str, str], names: list[str]) -> str:
    if name not in local:
        local[name] = f"${len(names)}"
        names.append(name)
    return local[name]


def _constant(value: object) -> str:
    if isinstance(value, CodeType):
        return "code"
    if isinstance(value, str) and sys.version_info < (3, 11):
        value = value.rpartition("<locals>.")[2]  # qualified names of what is inside, which hold its own
    if isinstance(value, frozenset):
        return f"{{{', '.join(sorted(map(_constant, value)))}}}"  # pyright: ignore[reportUnknownArgumentType]
    if isinstance(value, tuple):
        return f"({', '.join(map(_constant, value))})"  # pyright: ignore[reportUnknownArgumentType]
    return constant(value)


def _references(code: CodeType) -> Iterator[Reference]:
    """The globals that code reads, with the attributes that it asks of them at once."""
    root = ""
    attributes: tuple[str, ...] = ()
    for step in dis.get_instructions(code):
        if step.opname in ("CACHE", "EXTENDED_ARG", "PUSH_NULL"):
            continue
        if root and step.opname in ATTRIBUTES:
            attributes = (*attributes, str(step.argval))
            continue
        if root:
            yield _reference(root, attributes, is_called=step.opname.startswith(("CALL", "PRECALL")))
        root, attributes = (str(step.argval), ()) if step.opname in GLOBALS else ("", ())
    if root:
        yield _reference(root, attributes, is_called=False)


def _reference(root: str, attributes: tuple[str, ...], *, is_called: bool) -> Reference:
    use = CALLED if is_called else READ
    return Reference(root, root, attributes, "global", use, ANY)
