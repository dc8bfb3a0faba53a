"""Why an expression failed, in words that quote no secret."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

import ato.config as ato
from ato.config._reasons import NOT_TOLD, reason


class Account(ato.Config):
    __slots__ = ("name", "token", "url", "url_size")
    _fields = (
        ato.Field("token", ato.STR, "hunter2", secret=True),
        ato.Field("url", ato.STR, ""),
        ato.Field("url_size", ato.INT, computed=True),
        ato.Field("name", ato.STR, "me"),
    )


SCHEMA = ato.Schema(
    "s",
    Account,
    views=(ato.View("v", computed={"url": lambda c: c.token + "x"}),),
    computed=(("url_size", lambda c: len(c.url)),),
)
QUOTING = ValueError("'hunter2' is no number")


def told(function: Callable[..., object], path: str | None = None, schema: ato.Schema = SCHEMA) -> str:
    return reason(QUOTING, function, schema, None if path is None else schema.leaves[path])


@pytest.mark.parametrize(
    "function",
    [
        lambda c: int(c.token),
        lambda c: int(c.url),
        lambda c: c.url_size // 0,
        lambda c: [int(text) for text in (c.token, c.name)],
        lambda c: sorted(c.name, key=lambda each: int(each + c.url)),
        partial(int, "hunter2"),
    ],
)
def test_nothing_is_told_of_what_reads_a_secret_or_what_comes_of_one(function: Callable[..., Any]) -> None:
    assert told(function) == NOT_TOLD


def test_nothing_is_told_of_what_a_secret_or_what_comes_of_one_is_to_be() -> None:
    assert told(lambda c: c.name, "token") == NOT_TOLD
    assert told(lambda c: c.name, "url") == NOT_TOLD


def test_all_else_is_told() -> None:
    assert told(lambda c: int(c.name), "name") == "'hunter2' is no number"
    assert reason(KeyError("x"), lambda c: {}[c.name], SCHEMA, None) == "there is no key 'x'"
    assert reason(AttributeError("token"), lambda c: c.token, SCHEMA, None) == "'token' has no value yet"


def test_a_scope_without_secrets_tells_everything() -> None:
    class Open(ato.Config):
        __slots__ = ("a",)
        _fields = (ato.Field("a", ato.INT, 1),)

    assert told(partial(int, "x"), "a", ato.Schema("s", Open)) == "'hunter2' is no number"
