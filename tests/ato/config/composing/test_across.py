from __future__ import annotations

import ato.config as ato


def test_the_scopes_are_those_of_the_paths_each_once_and_in_their_order() -> None:
    across = ato.Across(max, "data.size", "model.width", "data.loader.workers")
    assert across.scopes == ("data", "model")


def test_it_gives_what_the_function_gives_for_the_configs() -> None:
    assert ato.Across(max, "data.size")(3, 5) == 5


def test_it_shows_what_it_reads() -> None:
    assert repr(ato.Across(max, "data.size", "model.width")) == "Across(data.size, model.width)"
