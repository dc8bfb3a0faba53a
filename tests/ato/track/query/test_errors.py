"""What is said of filters that say nothing: what, where, and what to write instead."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

import ato
from ato.track.query import QueryError

if TYPE_CHECKING:
    from ato.track import Store

WRONG = {
    "config.lr = 1": ("=", "write =="),
    "config.lr < 1 && name == 'a'": ("&&", "write and"),
    "config.lr < 1 name == 'a'": ("name", "'...'"),
    "config.lr == 'a": ("'a", ""),
    "(config.lr < 1": ("", "write )"),
    "config.lr in (1, 2": ("", "write , or )"),
    "config.lr in 1": ("1", ""),
    "config.lr": ("config.lr", "config.lr is not None"),
    "1 < 2": ("1 < 2", ""),
    "1": ("1", ""),
    "config.lr <": ("", ""),
    "config.lr is 1": ("1", "=="),
    "config. < 1": (".", "backquotes"),
    "config[lr] < 1": ("[l", '["val/acc"]'),
    "3abc == 1": ("3abc", "quotes"),
    "lr < 1": ("lr", "config.lr"),
    "acc > 1": ("acc", "metric.acc.last"),
    "config.lrr < 1": ("config.lrr", "config.lr"),
    "config.name == 'x'": ("config.name", "config.model.name"),
    "metric.ac.max > 1": ("metric.ac.max", "metric.acc.max"),
    "metric.val_loss.min > 1": ("metric.val_loss.min", 'metric["val/loss"].min'),
    "metric.acc > 1": ("metric.acc", "metric.acc.last"),
    "summary.bset == 1": ("summary.bset", "summary.best"),
    "code.train == 'a'": ("code.train", "train step"),
    "env.sqlalchemi == 'a'": ("env.sqlalchemi", "sqlalchemy"),
    "nam == 'a'": ("nam", "name"),
    "name.first == 'a'": ("name.first", "write name alone"),
    "config == 1": ("config", "config.NAME"),
    "status == 'complete'": ("'complete'", "completed"),
    "name < 5": ("5", ""),
    "id == 'a'": ("'a'", ""),
    "metric.acc.max == 'a'": ("'a'", ""),
    "tag < 'a'": ("tag", "=="),
    "started > 'yesterday'": ("'yesterday'", "2030-01-31"),
    "duration > 'long'": ("'long'", "1h30m"),
    "config.lr ~ 1": ("1", "quotes"),
    "config.amp < true": ("true", ""),
    "config.lr < None": ("None", "is None"),
    "config.lr in (1, None)": ("(1, None)", "is None"),
    "config.lr in name": ("name", ""),
    "name == id": ("id", ""),
    "tag == name": ("name", ""),
}


@pytest.mark.parametrize("filter", WRONG)
def test_a_mistake_is_told_with_its_place_and_what_to_write(local: Store, filter: str) -> None:
    place, help = WRONG[filter]
    with pytest.raises(QueryError) as raised:
        ato.runs(store=local).where(filter).count()
    error = raised.value
    assert filter[error.start : error.end] == place
    assert help in " ".join(error.problem.help)
    line, carets = str(error).split("\n")[1:3]
    assert line == f"  {filter}"
    assert carets == "  " + " " * error.start + "^" * max(1, len(place))


def test_the_line_with_the_place_is_shown_and_cut_where_it_is_long(local: Store) -> None:
    with pytest.raises(QueryError) as raised:
        ato.runs(store=local).where("name == '日本'\n and nam == 'x'").count()
    assert str(raised.value).split("\n")[1:3] == ["   and nam == 'x'", "       ^^^"]
    with pytest.raises(QueryError) as raised:
        ato.runs(store=local).where("name == '日本' and nam == 'x'").count()
    assert str(raised.value).split("\n")[2] == "  " + " " * 19 + "^^^"
    with pytest.raises(QueryError) as raised:
        ato.runs(store=local).where("name == 'a' and " * 50 + "nam == 'x'").count()
    assert max(map(len, str(raised.value).split("\n"))) < 200


def test_what_is_too_long_or_too_deep_is_refused(local: Store) -> None:
    runs = ato.runs(store=local)
    assert runs.where("(" * 29 + "id > 0" + ")" * 29).count() == 4
    assert runs.where(" or ".join(["id > 0"] * 200)).count() == 4
    assert runs.where(f"id in ({','.join(['1'] * 1000)})").count() == 1
    for filter in (
        "(" * 31 + "id > 0" + ")" * 31,
        "not " * 5000 + "id > 0",
        " or ".join(["id > 0"] * 201),
        f"id in ({','.join(['1'] * 1001)})",
        "x" * 30_000,
    ):
        with pytest.raises(QueryError):
            runs.where(filter).count()


def test_a_mistake_goes_through_processes() -> None:
    error = QueryError("nam == 1", 0, 3, "is no name", ("write name",))
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - our own bytes
