"""An answer as text fits a terminal, and nothing that a user named steers it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

import ato
from ato.config.explained._telling import cells
from ato.track import open_store
from ato.why import Answer, Cause, causes, compare
from ato.why.pages._page import page_of
from ato.why.rendering._json import json_of
from ato.why.rendering._markdown import escaped, markdown_of
from ato.why.rendering._sides import PARTS, is_same, sides_of
from ato.why.rendering._sides import json_of as sides_json
from ato.why.rendering._text import COLOURED, PLAIN, text_of
from tests.house.sources import ROOT

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


@pytest.mark.parametrize("width", [40, 80, 160])
def test_it_keeps_to_the_columns_that_there_are(answer: Answer, width: int) -> None:
    look = PLAIN._replace(width=width)
    texts = (text_of(answer, look), sides_of(answer.comparison, look=look))
    assert [line for text in texts for line in text.splitlines() if cells(line) > width] == []
    assert max(cells(line) for line in texts[1].splitlines()) > width * 0.7


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


def test_json_is_of_the_shape_that_the_docs_say(answer: Answer) -> None:
    schema = json.loads((ROOT / "docs" / "why.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    check = Draft202012Validator(schema)
    check.validate(json.loads(json_of(answer)))
    other = sides_json(answer.comparison)
    check.evolve(schema=schema["properties"]["facts"] | {"$defs": schema["$defs"]}).validate(
        json.loads(other)
    )


def test_names_mean_nothing_to_markdown(answer: Answer) -> None:
    text = markdown_of(answer)
    assert "<script>" not in re.sub(r"\\.", "", text)
    assert [line for line in text.splitlines() if line.startswith("# ")] == []


def test_names_link_to_nothing_and_call_nobody() -> None:
    text = escaped("see http://e.vil, [x](https://e.vil) of @somebody for $1 and $2")
    assert "://" not in text.replace("\\://", "")
    assert "@somebody" not in text
    assert text.count("\\$") == 2


def test_each_part_can_be_shown_alone(answer: Answer) -> None:
    comparison = answer.comparison
    whole = sides_of(comparison)
    for part in PARTS:
        alone = sides_of(comparison, (part,))
        assert len(alone) < len(whole)
        assert set(alone.splitlines()) <= set(whole.splitlines())
    assert not is_same(comparison, ("config",))
    assert is_same(comparison, ("artifacts",))


def test_many_causes_and_long_diffs_are_cut_short(answer: Answer) -> None:
    diff = "\n".join(f"+line {number}" for number in range(5000))
    many = replace(answer, causes=tuple(Cause("code", f"f{number}", "", diff=diff) for number in range(3000)))
    text, markdown, page = text_of(many), markdown_of(many), page_of(many)
    assert [len(each.splitlines()) < 1000 for each in (text, markdown)] == [True, True]
    assert len(page) < 400_000
    for each in (text, markdown.replace("\\", ""), page):
        assert "and 2,988 more possible causes, which `ato diff` lists" in unescape(each)
    assert len(json.loads(json_of(many))["causes"]) == 3000
