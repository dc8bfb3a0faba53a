"""The text about a scope is made again where what it follows from has changed, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from json import dumps, loads

import pytest

from atoc.compile import Compiled, build, compile
from atoc.emit import Parts
from atoc.findings import Passed
from atoc.span import SourceFile
from tests.atoc.emit.building import compiled

ALONE = "scope: {name}\nfields:\n  lr: {{type: float, default: {value}, doc: 'Höhe \\ud800'}}\n"
READ = "scope: data\nfields:\n  classes: {type: int, default: 10, doc: How many.}\n"
READER = "scope: model\nfields:\n  width: {type: int, default: '${data.classes * 2}'}\n"


class Kept:
    """What earlier builds have left, with how many scopes the last one had to make text of."""

    def __init__(self) -> None:
        self.data: dict[str, object] = {}
        self.made = 0

    def built(self, *texts: str) -> Mapping[str, str]:
        return self.built_of(compiled(*texts))

    def built_of(self, known: Compiled) -> Mapping[str, str]:
        parts = Parts(self.data.get, known.origins)
        tree = build(known, parts)
        self.made = len(parts.learnt)
        self.data.update({key: loads(dumps(data)) for key, data in parts.learnt.items()})
        return tree


def alone(*values: float) -> list[str]:
    """A document for each value, with a scope that has nothing to do with the others."""
    return [ALONE.format(name=f"part{number}", value=value) for number, value in enumerate(values)]


def test_of_many_scopes_the_one_whose_document_changes_is_written_anew() -> None:
    kept = Kept()
    kept.built(*alone(1, 2, 3, 4))
    assert kept.made == 4
    changed = alone(1, 2, 9, 4)
    assert kept.built(*changed) == build(compiled(*changed))
    assert kept.made == 1


def test_nothing_is_written_anew_where_nothing_changes() -> None:
    kept = Kept()
    first = kept.built(*alone(1, 2))
    assert kept.built(*alone(1, 2)) == first
    assert kept.made == 0


@pytest.mark.parametrize("changed", [READ.replace("10", "20"), READ.replace("How", "So")])
def test_scopes_that_read_each_other_are_written_anew_together(changed: str) -> None:
    kept = Kept()
    kept.built(READ, READER, *alone(1, 2))
    assert kept.built(changed, READER, *alone(1, 2)) == build(compiled(changed, READER, *alone(1, 2)))
    assert kept.made == 2


def test_a_scope_that_begins_to_read_another_takes_it_along() -> None:
    kept = Kept()
    bare = READER.replace("'${data.classes * 2}'", "7")
    kept.built(READ, bare, *alone(1))
    assert kept.built(READ, READER, *alone(1)) == build(compiled(READ, READER, *alone(1)))
    assert kept.made == 2
    assert kept.built(READ, bare, *alone(1)) == build(compiled(READ, bare, *alone(1)))
    assert kept.made == 0


def test_the_command_in_the_headers_counts_too() -> None:
    kept = Kept()
    for folder in ("schemas", "schemas/deep"):
        files = [SourceFile(f"{folder}/{n}.yaml", text) for n, text in enumerate(alone(1, 2))]
        found = compile(Passed((*files, SourceFile("schemas/x.yaml", ALONE.format(name="x", value=1)))))
        assert kept.built_of(found) == build(found)
    moved = compile(Passed(tuple(SourceFile(f"schemas/deep/{n}.yaml", t) for n, t in enumerate(alone(1, 2)))))
    assert kept.built_of(moved) == build(moved)
    assert kept.made == 2


@pytest.mark.parametrize(
    "data",
    [None, 1, [], {}, {"module": "x"}, {"module": 1, "manifest": "", "schema": {}},
     {"module": "", "manifest": "", "schema": {"a": 1}}],
)  # fmt: skip
def test_what_is_no_text_about_a_scope_is_as_if_it_were_not_there(data: object) -> None:
    found = compiled(*alone(1, 2))
    assert build(found, Parts(lambda _: data, found.origins)) == build(found)


def test_nothing_is_kept_of_scopes_that_all_change_at_once_nor_beside_errors() -> None:
    assert compiled(READ, READER).origins == {}
    assert compiled(*alone(1), ALONE.format(name="bad", value="fast")).origins == {}
