"""Scopes that are not looked at again: findings, figures and files as if all were."""

from __future__ import annotations

from json import dumps, loads
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.cache.settled import settled
from atoc.compile import Compiled, build, compile
from atoc.emit import LostError, Parts
from atoc.findings import Passed
from atoc.span import SourceFile

SCOPE = "scope: {name}\nfields: {{x: {{type: int, default: {value}}}, kind: {{type: {type}, default: a}}}}\n"
TYPES = "types: {Kind: {enum: [a, b]}}\n"
PLAIN = SCOPE.format(name="plain", value=1, type="str")
OTHER = SCOPE.format(name="other", value=2, type="Kind")


class Kept:
    """What earlier runs have left, as it is after having been on disk."""

    def __init__(self) -> None:
        self.facts: dict[str, object] = {}
        self.groups: dict[str, object] = {}
        self.text: dict[str, object] = {}

    def compiled(self, *texts: str) -> Compiled:
        """Compile and build with all that is kept, hold it against doing so anew, and keep what is new."""
        found = compile(files(*texts), self.facts.get, groups=self.groups.get)
        anew = compile(files(*texts))
        assert (found.findings, found.suppressed, found.summary) == (
            anew.findings,
            anew.suppressed,
            anew.summary,
        )
        assert found.sources == anew.sources
        if anew.is_sound:
            parts = Parts(self.text.get, found.origins)
            assert build(found, parts) == build(anew)
            self.text.update(stored(parts.learnt))
        self.facts.update(stored(found.learnt))
        self.groups.update(stored(found.settling))
        return found

    def settled(self, *texts: str) -> set[str]:
        """The scopes that are not looked at."""
        return {name for group in self.compiled(*texts).settled for name in group.scopes}


def stored(data: object) -> dict[str, object]:
    return cast("dict[str, object]", loads(dumps(data)))


def files(*texts: str) -> Passed[tuple[SourceFile, ...]]:
    return Passed(
        tuple(SourceFile(f"schemas/{index}.yaml", text) for index, text in enumerate(texts) if text)
    )


def test_of_several_scopes_the_one_whose_document_changes_is_looked_at() -> None:
    kept = Kept()
    assert kept.settled(PLAIN, OTHER, TYPES) == set()
    assert kept.settled(PLAIN.replace("1", "3"), OTHER, TYPES) == {"other"}
    assert kept.settled(PLAIN, OTHER.replace("2", "3"), TYPES) == {"plain"}
    assert kept.settled(PLAIN, OTHER, TYPES.replace("b]", "b, c]")) == {"plain"}


@pytest.mark.parametrize(
    "added",
    [
        "scope: third\nfields: {y: {type: int, default: '${plain.x * 2}'}}\n",
        "scope: plain\nfields: {y: int}\n",
        "scope: plain\nviews: {v: {set: {x: 3}}}\n",
        "scope: PLAIN\nfields: {y: {type: int, default: 1}}\n",
        "types: {Own: {enum: [a]}}\n",
        "types: {own: {enum: [a]}}\n",
        "types: {PlainConfig: {enum: [a]}}\n",
        "scope: third\nfields: {own: {fields: {y: {type: int, default: 1}}}}\n",
        "scope: third\nfields: {y: {type: Own, default: a}}\n",
        "scope: third\nfields: {y: {type: Owm, default: a}}\n",
        "scope: third\nfields: {y: {type: int, default: plain}}\n",
        "scope: third\nfields: {token: {type: str, default: x, secret: true}}\n",
        "resolvers: {pick: {import: 'pkg:pick', args: [], returns: int}}\n",
        "scope: third\nfields: [\n",
        "",
    ],
)
def test_whatever_is_added_the_answer_is_that_of_looking_at_everything(added: str) -> None:
    kept = Kept()
    owner = PLAIN + "types: {Own: {enum: [a, b]}}\n"
    kept.compiled(owner, OTHER, TYPES)
    kept.compiled(owner, OTHER, TYPES, added)
    kept.compiled(owner.replace("1", "4"), OTHER, TYPES, added)
    assert {scope.name for scope in kept.compiled(owner, OTHER, TYPES).program.scopes} <= {"plain", "other"}


@pytest.mark.parametrize(
    "own",
    [
        "fields: {x: {type: int, default: 1, ge: 5}}\n",
        "fields: {x: {type: int, default: 1}}\nviews: {v: {set: {x: 1}}}\n",
        "fields: {m: {fields: {x: {type: int, default: 1}}}}\n",
        "fields: {token: {type: str, default: x, secret: true}}\n",
        "fields: {x: {type: int, default: 1}}\nviews:\n  v: {set: {x: 1}} # atoc: ignore[ATC205] it has to\n",
    ],
)
def test_a_scope_of_which_something_is_told_or_counts_elsewhere_is_looked_at(own: str) -> None:
    kept = Kept()
    kept.compiled("scope: own\n" + own, PLAIN, TYPES)
    assert "own" not in kept.settled("scope: own\n" + own, PLAIN.replace("1", "3"), TYPES)


def test_a_name_that_a_class_gets_since_another_has_it_counts_for_its_text() -> None:
    inner = "scope: {name}\nfields: {{m: {{fields: {{x: {{type: int, default: 1}}}}}}}}\n"
    kept = Kept()
    kept.compiled(PLAIN, inner.format(name="b"), "")
    kept.compiled(PLAIN, inner.format(name="b"), inner.format(name="a"))
    assert kept.settled(inner.format(name="a"), inner.format(name="b"), PLAIN) == set()


DOCUMENTS = st.sampled_from(
    [
        "",
        PLAIN,
        PLAIN.replace("1", "3"),
        OTHER,
        TYPES,
        TYPES.replace("b]", "b, c]"),
        "scope: plain\ngroups: {g: {}}\nviews: {v: {group: g, set: {x: 3}}, w: {set: {x: 4}}}\n",
        "scope: third\nfields: {y: {type: int, default: '${plain.x * 2}'}}\n",
        "scope: fourth\ntypes: {Deep: {fields: {z: {type: int, default: 1}}}}\nfields: {d: Deep}\n",
        "scope: fifth\nfields: {d: Deep}\n",
        "scope: sixth\nfields: {deep: {fields: {z: {type: int, default: 2}}}}\n",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(DOCUMENTS, min_size=2, max_size=5), min_size=2, max_size=4))
def test_however_documents_come_and_go_nothing_is_told_otherwise(versions: list[list[str]]) -> None:
    kept = Kept()
    for version in (*versions, versions[0]):
        found = kept.compiled(*version)
        assert len(found.files) == sum(map(bool, version))


WORDS = ("plain", "other", "Kind", "kind", "x", "Deep", "deep", "a, b", "1", "fields", "}")
EDITS = st.tuples(
    st.integers(0, 9),
    st.sampled_from(WORDS),
    st.sampled_from(
        (*WORDS, "third", "Plain", "", "[", "my-x", "x # atoc: ignore[ATC205] it has to", "secret")
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(DOCUMENTS, min_size=2, max_size=5), st.lists(EDITS, min_size=1, max_size=4))
def test_whatever_word_of_a_document_changes_nothing_is_told_otherwise(
    texts: list[str], edits: list[tuple[int, str, str]]
) -> None:
    kept = Kept()
    kept.compiled(*texts)
    for index, before, after in edits:
        place = index % len(texts)
        texts = [*texts[:place], texts[place].replace(before, after, 1), *texts[place + 1 :]]
        assert len(kept.compiled(*texts).files) == sum(map(bool, texts))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=9), inner),
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_entry_that_tells_of_nothing_is_no_entry(data: st.DataObject) -> None:
    kept = Kept()
    kept.compiled(PLAIN, OTHER, TYPES)
    key = data.draw(st.sampled_from(sorted(kept.groups)))
    entry = kept.groups[key]
    if isinstance(entry, dict) and data.draw(st.booleans()):
        broken = cast("dict[str, object]", entry)
        name = data.draw(st.sampled_from(sorted(broken)))
        kept.groups[key] = {other: value for other, value in broken.items() if other != name}
    else:
        kept.groups[key] = data.draw(JSON)
    kept.settled(PLAIN, OTHER, TYPES.replace("b]", "b, c]"))
    assert len(settled(files(PLAIN, OTHER, TYPES).value, kept.groups.get)) <= 2


def test_the_text_of_the_last_scope_that_is_left_is_known() -> None:
    kept = Kept()
    kept.compiled(PLAIN, OTHER, TYPES)
    assert kept.settled(PLAIN, TYPES) == {"plain"}


def test_what_is_secret_in_one_document_is_covered_in_those_that_are_settled() -> None:
    kept = Kept()
    kept.compiled(PLAIN, OTHER, TYPES)
    hidden = "scope: third\nfields: {x: {type: str, default: hunter2, secret: true}}\n"
    assert "hunter2" not in kept.compiled(PLAIN, OTHER, TYPES, hidden).sources["schemas/3.yaml"].text


def test_text_that_is_lost_is_noticed() -> None:
    kept = Kept()
    kept.compiled(PLAIN, OTHER, TYPES)
    changed = compile(files(PLAIN.replace("1", "3"), OTHER, TYPES), kept.facts.get, groups=kept.groups.get)
    assert changed.settled
    with pytest.raises(LostError):
        build(changed, Parts(origins=changed.origins))
