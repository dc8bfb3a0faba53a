"""Modules as text: what the tests of this room begin with."""

from __future__ import annotations

from textwrap import dedent

from atoc.signature import Answer, Needs, Signature, Target, parse_module, shown, signature_of
from atoc.source import ModuleMissing, ModuleOpaque, ModuleSource

OUTSIDE = ("dataclasses", "typing", "attrs", "pydantic", "functools", "torch", "abc", "enum")


def answer(target: str, **modules: str) -> Answer:
    """What is known of a target in these modules; a double underscore in their names is a dot."""
    module, _, name = target.partition(":")
    texts = {key.replace("__", "."): dedent(text) for key, text in modules.items()}
    packages = {key.rpartition(".")[0] for key in texts}
    known = {
        key: parse_module(
            ModuleSource(key, key if key in packages else key.rpartition(".")[0], text.encode())
        )
        for key, text in texts.items()
    }
    known |= dict.fromkeys(OUTSIDE, ModuleOpaque())
    found = signature_of(Target(module, name), known)
    while isinstance(found, Needs):
        known[found.module] = ModuleMissing()
        found = signature_of(Target(module, name), known)
    return found


def takes(text: str, name: str = "f", **modules: str) -> str | None:
    """The parameters of a callable in a module ``m``, as a call would name them; None for an opaque one."""
    found = answer(f"m:{name}", m=text, **modules)
    return shown(found) if isinstance(found, Signature) else None


def types(text: str, name: str = "f") -> dict[str, str]:
    """The types of the parameters of a callable in a module."""
    found = answer(f"m:{name}", m=text)
    assert isinstance(found, Signature)
    return {each.name: str(each.type) for each in found.parameters}
