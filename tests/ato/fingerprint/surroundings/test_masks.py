"""Secrets are covered by name, by value and in addresses; what only looks like one is left."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ato.fingerprint import Masks
from ato.fingerprint.surroundings._masks import is_secret_name, secrets_of


@pytest.mark.parametrize(
    "name",
    [
        "password", "db.password", "DB_PASSWORD", "dbPassword", "--password", "WANDB_API_KEY", "apiKey",
        "api-key", "AWS_SECRET_ACCESS_KEY", "hf_token", "GITHUB_TOKEN", "MY_TOKEN", "token", "auth.token",
        "client_secret",
        "credentials", "passphrase", "SSH_PRIVATE_KEY", "SENTRY_DSN", "db_pwd", "HTTP_COOKIE",
        "access_token",
    ],
)  # fmt: skip
def test_names_that_say_so(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "max_tokens", "pad_token", "tokenizer", "num_tokens", "eos_token", "PWD", "OLDPWD", "key", "keys",
        "monkey", "author", "lr", "", "primary_key", "TOKENIZERS_PARALLELISM", "token_dropout", "passed",
        "SSH_AUTH_SOCK", "attention.key", "hidden",
    ],
)  # fmt: skip
def test_names_that_do_not(name: str) -> None:
    assert not is_secret_name(name)


def test_a_known_value_is_covered_in_every_text() -> None:
    masks = Masks(["hunter2!", "hunter2!long", "abc"])
    assert masks.text("a hunter2!long b hunter2! c") == "a *** b *** c"
    assert masks.text("abc is too short to be looked for") == "abc is too short to be looked for"


def test_addresses_keep_all_but_the_password() -> None:
    found = Masks().text("to postgresql://me:p%40ss@host:5432/db and https://host/x:y@z")
    assert found == "to postgresql://me:***@host:5432/db and https://host/x:y@z"


def test_words_of_a_command_line() -> None:
    words = [
        "train.py",
        "lr=0.1",
        "db.password=x",
        "--token",
        "t0p",
        "--api-key=zzz",
        "--password",
        "-v",
        "api_key:=s",
    ]
    expected = (
        "train.py", "lr=0.1", "db.password=***", "--token", "***", "--api-key=***", "--password", "-v",
        "api_key:=***",
    )  # fmt: skip
    assert Masks().words(words) == expected


def test_a_tree_is_covered_by_name_and_by_value() -> None:
    tree = {"db": {"password": "x", "hosts": ["a", "s3cret-value"]}, "tokens": 5, "empty": {"secret": ""}}
    assert Masks(["s3cret-value"]).tree(tree) == {
        "db": {"password": "***", "hosts": ["a", "***"]},
        "tokens": 5,
        "empty": {"secret": ""},
    }
    assert Masks().tree({"secrets": ["a", {"b": 1}]}) == {"secrets": ["***", {"b": 1}]}


@given(st.lists(st.text(min_size=6, max_size=12), max_size=4), st.text(max_size=8), st.text(max_size=8))
@settings(max_examples=100, deadline=None)
def test_no_known_value_is_left_standing(values: list[str], before: str, after: str) -> None:
    masks = Masks(values)
    for value in values:
        if value not in "***" + before + after:
            assert value not in masks.text(before + value + after) or value in (before + "***" + after)


def test_the_secrets_of_an_environment_are_the_values_of_secret_names() -> None:
    variables = {"API_KEY": "abcdefgh", "SHORT_TOKEN": "abc", "PWD": "a-long-folder", "LANG": "en_GB.UTF-8"}
    assert secrets_of(variables) == {"abcdefgh"}


def test_a_long_word_beside_an_address_takes_no_time() -> None:
    from time import perf_counter

    begun = perf_counter()
    assert Masks().text("x" * 200_000 + " http://me:word@host") == "x" * 200_000 + " http://me:***@host"
    assert perf_counter() - begun < 5  # a minute, where each letter may begin the name of a protocol
