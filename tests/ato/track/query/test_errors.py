"""What is said of filters that say nothing: what, where, and what to write instead."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pytest

import ato
from ato.track import TrackError
from ato.track.query import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable

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
    "config.lr == 1 AND id == 2": ("AND", "write and"),
    "config.model is None": ("config.model", "write config.model.name"),
    "id < nan": ("nan", "write == nan"),
    "config.lr >= nan": ("nan", "write == nan"),
    "started > '2030-W05'": ("'2030-W05'", "2030-01-31"),
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
    assert runs.where("name in $these or id in $those", these=map_of("x"), those=range(-4990, 5)).count() == 4
    assert runs.where(f"config.lr == {'[' * 25}1{']' * 25}").count() == 0
    for filter in (
        "(" * 31 + "id > 0" + ")" * 31,
        "not " * 5000 + "id > 0",
        " or ".join(["id > 0"] * 201),
        f"id in ({','.join(['1'] * 9999)})",
        "x" * 30_000,
        "config.lr == " + "[" * 9000 + "]" * 9000,
    ):
        with pytest.raises(QueryError):
            runs.where(filter).count()


def map_of(word: str) -> list[str]:
    return [f"{word}{number}" for number in range(5000)]


def test_what_is_given_beside_a_filter_is_no_larger_than_databases_take(local: Store) -> None:
    loop: list[object] = []
    loop.append(loop)
    runs = ato.runs(store=local)
    for filter, value, said in (
        ("config.lr == $x", loop, "stands too deep"),
        ("id in $x", range(10_001), "at most 10000 values, and this one 10001"),
        ("id in $x or id in $x", range(6_000), "at most 10000 values"),
        ("config.long ~ $x", "é" * 10_001, "at most 10000 characters"),
        ("name like $x", "%" * 10_001, "at most 10000 characters"),
        ("config.lr == $x", b"1", "was given a bytes"),
        ("config.lr == $x", object(), "was given a object"),
    ):
        with pytest.raises(QueryError, match=said):
            runs.where(filter, x=value)
    assert runs.where("config.long ~ $x", x="_" * 10_000).count() == 0
    two = runs.where("name in $x", x=map_of("a") * 2)
    with pytest.raises(TrackError, match="at most 15000 values in their lists, and these 20000"):
        two.where("name in $x", x=map_of("b") * 2).count()


def test_what_is_no_text_and_no_number_is_told(local: Store) -> None:
    runs = ato.runs(store=local)
    wrong: list[tuple[Callable[[Any], object], Any]] = [
        (runs.where, None), (runs.where, 5), (runs.order_by, None), (runs.order_by, ["id"]),
        (runs.limit, "3"), (runs.limit, 2.0), (runs.limit, None), (runs.limit, True), (runs.limit, -1),
        (runs.to_dicts, 3), (ato.runs, 5),
    ]  # fmt: skip
    for ask, given in wrong:
        with pytest.raises(TrackError) as raised:
            ask(given)
        assert raised.value.problem.subject == repr(given)
        assert raised.value.problem.help


def test_a_mistake_goes_through_processes() -> None:
    error = QueryError("nam == 1", 0, 3, "is no name", ("write name",))
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - our own bytes
