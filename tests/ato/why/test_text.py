"""An answer as text fits a terminal, and nothing that a user named steers it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

import ato
from ato.config.explained._telling import cells
from ato.track import open_store
from ato.why import Answer, causes, compare
from ato.why._data import json_of
from ato.why._markdown import markdown_of
from ato.why._sides import PARTS, is_same, sides_of
from ato.why._text import COLOURED, text_of

if TYPE_CHECKING:
    from pathlib import Path

EVIL = "\x1b[31m<script>alert(1)</script>|*`\n# 語\u202e"


@pytest.fixture
def answer(tmp_path: Path) -> Answer:
    """Of two runs whose names, keys, values, metrics, notes and traces are as hostile as can be."""
    for number in range(2):
        config: dict[str, Any] = {EVIL: f"{EVIL}{number}", "long" * 30: "x" * 200 + str(number)}
        name = f"{EVIL}{number}".replace("\n", "")
        with ato.run(config, EVIL, name=name, notes=EVIL, tags=[EVIL], store=tmp_path) as run:
            for step in range(3):
                run.log({EVIL: step + number, "nan": float("nan") if number else float("inf")})
                run.record_output(EVIL, step, f"{number:064x}")
            run.record_code(EVIL, str(number) * 64, [])
    with open_store(tmp_path) as store:
        return causes(compare(store, 1, 2))


def test_it_keeps_to_eighty_columns(answer: Answer) -> None:
    texts = (text_of(answer), sides_of(answer.comparison))
    assert [line for text in texts for line in text.splitlines() if cells(line) > 80] == []


def test_it_lets_no_name_steer_a_terminal(answer: Answer) -> None:
    for text in (text_of(answer), sides_of(answer.comparison)):
        assert [sign for sign in text if not sign.isprintable() and sign != "\n"] == []


def test_colours_change_nothing_but_the_colour(answer: Answer) -> None:
    coloured = text_of(answer, COLOURED)
    assert "\x1b[1m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text_of(answer)


def test_the_verdict_is_the_first_line(answer: Answer) -> None:
    assert text_of(answer).startswith("They differ from step 0 on, most likely because\n")


def test_json_is_json_and_says_the_same(answer: Answer) -> None:
    data = json.loads(json_of(answer))
    assert data["verdict"] == answer.verdict
    assert [cause["title"] for cause in data["causes"]] == [cause.title for cause in answer.causes]
    assert data["facts"]["metrics"][1]["value_a"] in ("inf", "nan")
    assert json_of(answer) == json_of(answer)


def test_names_mean_nothing_to_markdown(answer: Answer) -> None:
    text = markdown_of(answer)
    assert "<script>" not in re.sub(r"\\.", "", text)
    assert [line for line in text.splitlines() if line.startswith("# ")] == []


def test_each_part_can_be_shown_alone(answer: Answer) -> None:
    comparison = answer.comparison
    whole = sides_of(comparison)
    for part in PARTS:
        alone = sides_of(comparison, (part,))
        assert len(alone) < len(whole)
        assert set(alone.splitlines()) <= set(whole.splitlines())
    assert not is_same(comparison, ("config",))
    assert is_same(comparison, ("artifacts",))
