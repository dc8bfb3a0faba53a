"""Words of generated programs and of scripts mean the same values."""

from __future__ import annotations

import pytest

from atoc.prove.replaying.ato_words import from_ato, is_script, to_ato
from tests.test_python_runs import BASE, HEAD, resolved

SCOPE = resolved(
    f"{HEAD}{BASE}    config.amp = True\n    config.note = None\n    config.note = 'x'\n"
    "    config.tags = ['a']\n    config.lr = 0.1\n    config.name = 'a'\n"
)


@pytest.mark.parametrize(
    ("generated", "script"),
    [
        ("amp=true", "amp=True"),
        ("note=null", "note=None"),
        ("tags=[a, b]", "tags=['a', 'b']"),
        ("tags=[]", "tags=[]"),
        ("lr=0.5", "lr=0.5"),
        ("name=fast", "name=fast"),
        ("name=it's", "name=it's"),
        ("unknown=true", "unknown=true"),
        ("a_view", "a_view"),
    ],
)
def test_a_word_is_told_both_ways(generated: str, script: str) -> None:
    assert is_script(SCOPE)
    assert to_ato(SCOPE, generated) == script
    assert from_ato(SCOPE, script) == generated


@pytest.mark.parametrize("word", ["amp=true", "amp=maybe", "lr=x", "name"])
def test_what_is_no_word_of_a_script_stays(word: str) -> None:
    assert from_ato(SCOPE, word) == word


def test_a_text_that_python_reads_otherwise_is_told_as_text() -> None:
    assert to_ato(SCOPE, "name=12") == "name=%12%"
    assert to_ato(SCOPE, "name=None") == "name=%None%"
