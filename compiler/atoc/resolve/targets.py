"""Structs held against the callables that they configure (ATC107)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from typing_extensions import assert_never

from atoc.findings import Finding, Related
from atoc.program import Member, Struct
from atoc.resolve.findings import TARGET_MISMATCH
from atoc.resolve.parts import mentioned
from atoc.signature import Absent, Answer, Needs, Opaque, Parameter, Signature, Target, parse_target, shown
from atoc.source.node import Scalar
from atoc.syntax import Document, Guesses, StructBody, TypeDeclaration
from atoc.types import assignable

Answers = Mapping[Target, Answer]
"""What is known of each target; of one that is not there nothing is said."""


def targets(documents: Iterable[Document]) -> tuple[Target, ...]:
    """The targets that documents name, each once."""
    types = chain.from_iterable(document.types for document in documents)
    read = (parse_target(text.text) for text in map(_target, types) if text is not None)
    return tuple(dict.fromkeys(target for target in read if target is not None))


def check_targets(
    types: Sequence[TypeDeclaration],
    structs: Mapping[str, Struct],
    discriminators: Collection[tuple[str, str]],
    answers: Answers,
) -> Iterator[Finding]:
    """What the targets of structs do not take.

    What they need beyond the fields is for those to give who call them. Nor need they take a discriminator.
    """
    guesses = Guesses()
    for type in types:
        text = _target(type)
        struct = structs.get(type.name.text)
        if text is None or struct is None or not isinstance(type.body, StructBody):
            continue
        target = parse_target(text.text)
        if target is None:
            yield _no_target(text)
            continue
        answer = answers.get(target)
        match answer:
            case Signature():
                declared = {field.name.text: field.name for field in type.body.fields}
                told_by = {name for owner, name in discriminators if owner == struct.name}
                yield from _Held(struct, text, target, answer, declared, told_by, guesses).findings()
            case Absent():
                yield _absent(text, target, answer, guesses)
            case Opaque() | Needs() | None:
                continue
            case _:
                assert_never(answer)


def _target(type: TypeDeclaration) -> Scalar | None:
    return type.body.target if isinstance(type.body, StructBody) else None


def _no_target(text: Scalar) -> Finding:
    module, dot, name = text.text.rpartition(".")
    likely = f"{module}:{name}"
    help = "a target is written as package.module:callable"
    is_near = dot and parse_target(likely) is not None
    lines = (f"try '{likely}'", help) if is_near else (help,)
    return TARGET_MISMATCH.at(text.span, f"'{text.text}' names no callable", help=lines)


def _absent(text: Scalar, target: Target, answer: Absent, guesses: Guesses) -> Finding:
    match answer.what:
        case "module":
            last = target.module.rpartition(".")[2]
            near = guesses.near(last, answer.known, target.module)
            message = f"the module '{target.module}' of '{target}' is not there"
            place = "it is looked for below the project's folder and its `src`, and where atoc's Python looks"
            help = (*near, place)
        case "name":
            first = target.name.partition(".")[0]
            message = f"'{first}' is no name in the module '{target.module}'"
            help = guesses.near(first, answer.known, target.module)
        case "value":
            message = f"'{target}' is nothing that can be called"
            help = ("a target is a function or a class",)
        case _:
            assert_never(answer.what)
    return TARGET_MISMATCH.at(text.span, message, help=help)


class _Held:
    """One struct beside the signature of its target.

    ``declared`` are its fields, broken ones too, and ``told_by`` those that tell it from others in a variant.
    """

    def __init__(
        self,
        struct: Struct,
        text: Scalar,
        target: Target,
        signature: Signature,
        declared: Mapping[str, Scalar],
        told_by: Collection[str],
        guesses: Guesses,
    ) -> None:
        self.struct = struct
        self.text = text
        self.target = target
        self.signature = signature
        self.declared = declared
        self.told_by = told_by
        self.guesses = guesses
        self.parameters = {each.name: each for each in signature.parameters}

    def findings(self) -> Iterator[Finding]:
        """The fields that it does not take, and those of another type."""
        for name, key in self.declared.items():
            parameter = self.parameters.get(name)
            if parameter is None:
                is_taken = self.signature.takes_more or name in self.told_by
                yield from () if is_taken else (self._not_taken(name, key),)
            elif parameter.is_by_position and not self.signature.takes_more:
                yield self._by_position(name, key)
            else:
                yield from self._misfit(self.struct.member(name), parameter)

    def _not_taken(self, name: str, key: Scalar) -> Finding:
        free = [each for each in self.parameters if each not in self.declared]
        help = self.guesses.near(name, free, str(self.target)) or (self._called(),)
        message = f"'{self.target}' takes no '{name}'"
        return TARGET_MISMATCH.at(key.span, message, key=name, related=self._related(), help=help)

    def _by_position(self, name: str, key: Scalar) -> Finding:
        message = f"'{self.target}' takes '{name}' by position alone, and a struct gives names"
        return TARGET_MISMATCH.at(
            key.span, message, key=name, related=self._related(), help=(self._called(),)
        )

    def _misfit(self, member: Member | None, parameter: Parameter) -> Iterator[Finding]:
        """That a type does not fit; a struct may become anything on the way."""
        if member is None or any(mentioned(member.type)) or assignable(member.type, parameter.type):
            return
        annotation = f"{parameter.name}: {parameter.written}" if parameter.written else parameter.name
        message = f"{member.name}: {member.type} does not fit `{annotation}` of '{self.target}'"
        yield TARGET_MISMATCH.at(member.type_span, message, key=member.name, related=self._related())

    def _called(self) -> str:
        return f"it takes {shown(self.signature) or 'nothing'}"

    def _related(self) -> tuple[Related, ...]:
        return (Related(self.text.span, f"the target of '{self.struct.name}'"),)
