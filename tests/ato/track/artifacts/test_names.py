"""Versions have names that read one way."""

from __future__ import annotations

import pytest

from ato.track import TrackError
from ato.track.artifacts import Artifact
from ato.track.artifacts._names import checked_alias, number_of, reference


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("model", (None, "model", "latest")),
        ("model:v2", (None, "model", "v2")),
        ("cifar/model:best", ("cifar", "model", "best")),
        ("team/cifar/model", ("team/cifar", "model", "latest")),
        ("a:b/model:v0", ("a:b", "model", "v0")),
    ],
)
def test_a_reference_is_project_name_and_version(text: str, read: tuple[str | None, str, str]) -> None:
    assert reference(text) == read


@pytest.mark.parametrize("text", ["", ":v1", "model:", "/model", "cifar/", "a:b:c", "a\0", "\ud800", None, 3])
def test_what_is_no_reference_is_told_with_the_forms_there_are(text: object) -> None:
    with pytest.raises(TrackError, match="name:v2"):
        reference(text)


@pytest.mark.parametrize(
    "name", ["", " a", "..", ".", "../x", "a/b", "a\\b", "a:b", "a\0", "a\nb", "x" * 201, "\ud800", 7]
)
def test_a_name_that_would_be_a_path_or_no_text_is_refused(name: str) -> None:
    with pytest.raises(TrackError, match="name of an artifact"):
        Artifact(name)


@pytest.mark.parametrize("name", ["latest", "v0", "v12", "v01", "a:b", "", "x/y"])
def test_an_alias_is_neither_a_version_nor_latest(name: str) -> None:
    with pytest.raises(TrackError):
        checked_alias(name)


def test_only_whole_numbers_name_versions() -> None:
    assert [number_of(each) for each in ("v0", "v12", "v", "v01", "v-1", "V1", "v٣")] == [0, 12] + [None] * 5
