"""The page about the notation shows what the reader reads."""

from __future__ import annotations

import re
from pathlib import Path

from ato.sdn import formatted, loads

PAGE = Path(__file__).parents[3] / "docs" / "sdn.md"


def test_the_example_of_the_page_means_what_it_says() -> None:
    (text,) = re.findall(r"^```sdn\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert loads(text) == {
        "name": "Alice Chen",
        "lr": 0.001,
        "root": "./data",
        "out": "runs/${name}",
        "version": "2.1.0",
        "model": {"hidden": 256, "sizes": [1000, 20, 3], "head": {"kind": "linear", "bias": True}},
        "stages": ["warmup", {"name": "main", "epochs": 90}],
        "points": [(1, 2.5), (3, 4.0)],
        "cities": [
            {"name": "San Francisco", "country": "USA"},
            {"name": "Washington, D.C.", "country": "USA"},
        ],
        "nothing": None,
        "a key of other signs": 'quoted "text", é',
    }
    assert formatted(text) == text
