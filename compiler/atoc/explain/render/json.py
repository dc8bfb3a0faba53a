"""Answers as JSON, for programs: what the manifest says, and what a run would record."""

from __future__ import annotations

import json as encoder
from collections.abc import Sequence

from typing_extensions import assert_never

from atoc.explain.ladder import Ladder
from atoc.explain.overview import Line, Overview
from atoc.explain.render.answer import Answer
from atoc.explain.selection import Selected

VERSION = 1
"""The version of this form."""


def json(answers: Sequence[Answer]) -> str:
    """One object: ``version``, and ``answers`` with ``scope`` and ``key`` and what is known of it."""
    data = {"version": VERSION, "answers": [_data(answer) for answer in answers]}
    return encoder.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _data(answer: Answer) -> dict[str, object]:
    match answer:
        case Ladder():
            return {"scope": answer.scope, "key": answer.key, **answer.data, **_searches(answer)}
        case Selected():
            told = {"scope": answer.scope, **answer.explanation.to_dict()}
            return {**told, "doubts": list(answer.doubts)} if answer.doubts else told
        case Overview():
            return {"scope": answer.scope, "doc": answer.doc, "keys": [_line(line) for line in answer.lines]}
        case _:
            assert_never(answer)


def _searches(ladder: Ladder) -> dict[str, object]:
    """The searches that vary the field, as the manifest says it; nothing where there is none."""
    found = {
        each.search: {
            each.domain: list(each.values),
            **dict(each.limits),
            **({"when": each.when} if each.when else {}),
            "place": each.place,
        }
        for each in ladder.varied
    }
    return {"varied_by": found} if found else {}


def _line(line: Line) -> dict[str, object]:
    entry: dict[str, object] = {
        "key": line.key,
        "type": line.type,
        "doc": line.doc,
        "flags": list(line.flags),
    }
    if line.write is not None:
        entry["by_default"] = line.write
    return {**entry, "set_by": list(line.setters)}
