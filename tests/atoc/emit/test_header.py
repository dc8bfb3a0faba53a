from __future__ import annotations

import pytest

from atoc.emit.header import NO_DIGEST, comment, is_intact, is_ours, made_from, origin, sealed
from atoc.emit.json_text import json_text

MADE = made_from(origin(["schemas/a.yaml"]), ["schemas/a.yaml"])
PYTHON = sealed(comment(MADE) + '"""A module."""\n')
JSON = sealed(json_text({"made": MADE, "digest": NO_DIGEST, "version": 1}, 6))


@pytest.mark.parametrize("text", [PYTHON, JSON], ids=["python", "json"])
def test_a_file_knows_itself(text: str) -> None:
    assert is_ours(text)
    assert is_intact(text)
    assert NO_DIGEST not in text


@pytest.mark.parametrize("text", [PYTHON, JSON], ids=["python", "json"])
def test_an_edited_file_is_still_ours_but_not_intact(text: str) -> None:
    edited = text + " "
    assert is_ours(edited)
    assert not is_intact(edited)


@pytest.mark.parametrize("text", ["", "x = 1\n", "# Made by atoc from nowhere\n", '{"version": 1}\n', "\x00"])
def test_other_files_are_not_ours(text: str) -> None:
    assert not is_ours(text)
    assert not is_intact(text)


def test_a_doc_that_looks_like_a_header_changes_nothing() -> None:
    text = sealed(comment(MADE) + f'"""\nDigest: {NO_DIGEST}\n\n# Digest: 0123456789abcdef\n"""\n')
    assert is_intact(text)
    assert f"Digest: {NO_DIGEST}" in text


def test_a_header_names_few_documents_and_counts_many() -> None:
    few = origin(["schemas/b.yaml", "schemas/a.yaml"])
    assert made_from(few, few.documents) == (
        "Made by atoc from schemas/a.yaml and schemas/b.yaml. Do not edit; change the schemas and run: "
        "atoc build schemas/"
    )
    many = origin([f"configs/train/{name}.yaml" for name in "abcde"])
    assert "from 5 documents below configs/train." in made_from(many, many.documents)


def test_the_command_names_the_folder_of_all_documents() -> None:
    assert origin(["a/b/x.yaml", "a/c/y.yaml"]).command == "atoc build a/"
    assert origin(["x.yaml", "a/y.yaml"]).command == "atoc build"
    assert origin([]).command == "atoc build"


def test_a_long_header_is_wrapped_and_recognised() -> None:
    paths = [f"schemas/a_rather_long_name_of_a_folder/another_{name}.yaml" for name in "abcd"]
    text = sealed(comment(made_from(origin(paths), paths)) + "x = 1\n")
    assert max(map(len, text.split("\n"))) <= 110
    assert is_intact(text)
