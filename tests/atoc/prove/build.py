"""Scopes in a few words: documents through the passes up to resolve, large ones straight from dataclasses."""

from __future__ import annotations

from textwrap import dedent
from typing import TypeVar

import ato.config as ato
from atoc.program import Field, Known, Member, Program, Scope, Struct, View, Write
from atoc.prove import Fact, Facts, prove
from atoc.resolve import resolve
from atoc.source import parse
from atoc.span import SourceFile, Span
from atoc.syntax import parse as parse_document
from tests.programs import Sketch, to_yaml

F = TypeVar("F", bound=Fact)
PATH = "schemas/toy.yaml"


def program_of(text: str) -> Program:
    """The program of one document, which must be free of findings so far."""
    tree = parse(SourceFile(PATH, dedent(text)))
    assert tree.value is not None, tree.findings
    document = parse_document(tree.value, PATH)
    resolved = resolve([document.value])
    assert (*tree.findings, *document.findings, *resolved.findings) == ()
    return resolved.value


def scope_of(text: str) -> Scope:
    """The scope of a document without ``scope:``."""
    return program_of("scope: toy\n" + dedent(text)).scopes[0]


def facts_of(text: str) -> Facts:
    """What is proved of the scope of a document without ``scope:``."""
    return prove(scope_of(text))


def facts_of_sketch(sketch: Sketch) -> tuple[Fact, ...]:
    """The facts about a random program."""
    return proved_of_sketch(sketch).facts


def proved_of_sketch(sketch: Sketch) -> Facts:
    """What is proved of a random program."""
    return prove(program_of(to_yaml(sketch)).scopes[0])


def facts_of_kind(text: str, kind: type[F]) -> list[F]:
    """The facts of one kind about the scope of a document."""
    return [fact for fact in facts_of(text).facts if isinstance(fact, kind)]


def verdict_of(text: str, code: str, subject: str) -> tuple[str, str]:
    """What the proof of one question came to, and by which method."""
    return next(
        (v.outcome, v.method) for v in facts_of(text).verdicts if (v.code, v.subject) == (code, subject)
    )


def large_scope(views: int, fields: int, writers: int) -> Scope:
    """A scope of ints: each field is written by so many views, evenly spread, with a priority each."""
    place = Span.start_of(PATH)
    declared = {f"f{number}": _field(f"f{number}", place) for number in range(fields)}
    stride = max(1, views // writers)
    made = {}
    for number in range(views):
        own = [field for index, field in enumerate(declared.values()) if (index + number) % stride == 0]
        writes = tuple(Write(field, Known(number), place, place) for field in own)
        made[f"v{number:04}"] = View(
            f"v{number:04}", number, place, writes, default=number < stride, priority=number // stride
        )
    root = _root(tuple(field.member for field in declared.values()), place)
    return Scope("large", root, declared, made, {}, (), (root,), (), place, (PATH,))


def _field(name: str, place: Span) -> Field:
    return Field(name, Member(name, ato.INT, ato.Field(name, ato.INT), None, place, place), None)


def _root(members: tuple[Member, ...], place: Span) -> Struct:
    names = tuple(member.name for member in members)
    fields = tuple(member.runtime for member in members)
    body = {"__slots__": names, "__match_args__": names, "_fields": fields}
    return Struct("LargeConfig", members, place, type("LargeConfig", (ato.Config,), body))
