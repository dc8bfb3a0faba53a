"""The statements: they use the indexes, join no points, and no text of a filter stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

import ato
import ato.track.store._tables as t
from ato.track.query._compile import read_filter, read_order
from ato.track.query._select import Plan, by_metric, conditions, ordering
from ato.track.query._tokens import tokens

if TYPE_CHECKING:
    from ato.track import Store

PLANS = {
    "config.lr < 0.01": "config_entries_by_num (path=? AND num<?)",
    "config.model.name == 'a'": "config_entries_by_txt (path=? AND <expr>=?)",
    "config.model.name > 'a'": "config_entries_by_txt (path=? AND <expr>>?)",
    "config.model.width in (1, 2)": "config_entries_by_num (path=? AND num=?)",
    f"config.model.width < {2**60}": "config_entries_by_num (path=? AND num<?)",
    "summary.note == 'a'": "summary_values_by_txt (name=? AND <expr>=?)",
    "metric.acc.max > 0.9": "summaries_by_max (key_id=? AND max>?)",
    "metric.acc.min < 0.9": "summaries_by_min (key_id=? AND min<?)",
    "metric.acc.last == 0.9": "summaries_by_last (key_id=? AND last=?)",
    "tag == 'a'": "tags_by_tag (tag=?)",
    "summary.best > 1": "summary_values_by_num (name=? AND num>?)",
    "code[\"train step\"] == 'abcd'": "run_codes_by_code (trace=? AND code_digest>? AND code_digest<?)",
    "uid == 'abcd'": "(uid>? AND uid<?)",
    "project == 'cifar'": "(name=?)",
}


def plan_of(store: Store, statement: Any) -> str:
    compiled = statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    with store.reading() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")
        return "\n".join(row[3] for row in rows)


def statement_of(store: Store, filter: str) -> Any:
    with store.reading() as connection:
        return select(t.runs.c.id).where(*conditions(connection, Plan((read_filter(filter, {}),))))


@pytest.mark.parametrize("filter", PLANS)
def test_a_comparison_is_a_look_into_an_index(local: Store, filter: str) -> None:
    plan = plan_of(local, statement_of(local, filter))
    assert PLANS[filter] in plan, plan
    assert "points" not in plan


def test_the_best_runs_come_out_of_the_index_in_their_order(local: Store) -> None:
    with local.reading() as connection:
        lead = read_order("-metric.acc.max")
        plan = Plan((read_filter("config.lr < 1", {}),), (lead,), "cifar", limit=10)
        bound = ordering(connection, plan)
        statement = by_metric(plan, conditions(connection, plan), bound)
    told = plan_of(local, statement)
    assert "USING COVERING INDEX summaries_by_max (key_id=?" in told, told
    assert "points" not in told
    assert "TEMP B-TREE FOR ORDER BY" not in told  # only runs with the same value are sorted


def test_the_first_point_is_one_look_by_the_key(local: Store) -> None:
    told = plan_of(local, statement_of(local, "metric.acc.first > 0.5"))
    assert "SEARCH points USING PRIMARY KEY (run_id=? AND key_id=?)" in told, told


def quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def shapes(store: Store, name: str, value: str) -> tuple[str, ...]:
    """The texts of the statements of a filter with that name and that value."""
    bracket = '["' + name.replace("\\", "\\\\").replace('"', '\\"') + '"]'
    text = quoted(value)
    filters = (
        f"tag == {text} or tag ~ {text} or name like {text} or host != {text}",
        f"project == {text} and group in ({text}, 'b') and notes != {text}",
        f"config.lr == {text} or config.lr ~ {text} or summary.note < {text}",
    )
    found = [str(statement_of(store, filter).compile(dialect=d)) for filter in filters for d in DIALECTS]
    with store.reading() as connection:
        from ato.track.query._compile import subject_of
        from ato.track.query._tree import Name, Value

        for kind in ("config", "summary", "code"):
            word = tokens(f"{kind}{bracket}")[0]
            subject = subject_of(f"{kind}{bracket}", Name(word.value, word.start, word.end), connection)
            test = subject.compared("!=", Value(value, 0, 1))
            found += [
                str(select(t.runs.c.id).where(test, ~subject.missing()).compile(dialect=d)) for d in DIALECTS
            ]
    return tuple(found)


DIALECTS: tuple[Any, ...] = (sqlite.dialect(), postgresql.dialect())
TEXTS = st.text(max_size=40) | st.sampled_from(
    (
        "'; DROP TABLE runs; --",
        '" OR 1=1 --',
        "%_\\",
        ":name",
        "%(name)s",
        "?",
        "\x00",
        "\ud800",
        "{}",
        "$1",
        "]",
    )
)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_no_text_changes_the_shape_of_a_statement(local: Store, name: str, value: str) -> None:
    assert shapes(local, name or "n", value) == shapes(local, "n", "v")


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_any_text_can_be_looked_for_and_harms_nothing(local: Store, text: str) -> None:
    runs = ato.runs(store=local)
    assert runs.where(f"tag == {quoted(text)} or name == {quoted(text)}").count() in (0, 1, 2)
    assert runs.where("config.model.name == $text or tag ~ $text", text=text).count() <= 4
    assert ato.runs(store=local).count() == 4


def test_sql_in_a_tag_is_a_tag(store: Store) -> None:
    from ato.track.store._changes import retag

    nasty = "'; DROP TABLE runs; --"
    with store.writing() as connection:
        retag(connection, store.run("bare").id, [nasty], [], "someone")
    assert [run.name for run in ato.runs(store=store).where("tag == $tag", tag=nasty)] == ["bare"]
    assert [run.name for run in ato.runs(store=store).where(f"tag == {quoted(nasty)}")] == ["bare"]
