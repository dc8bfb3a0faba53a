"""Random small Hydra trees: two groups of three options, with defaults lists in every order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import yaml
from hypothesis import strategies as st

KEYS = ("k0", "k1", "k2")
OPTIONS = ("a", "b", "c")
PACKAGES = (None, "_global_", "shared", "_global_.shared", "g.inner")


@dataclass(frozen=True)
class TreeSketch:
    """The files of a tree by name; ``groups`` are the keys of Hydra's command line, with what is chosen."""

    files: dict[str, str]
    groups: tuple[str, ...]
    has_experiment: bool

    def choices(self) -> dict[str, tuple[str, ...]]:
        """What may stand on the command line, by key."""
        return dict.fromkeys(self.groups, OPTIONS)


VALUES = st.one_of(st.integers(0, 3), st.sampled_from(["x", "y"]), st.lists(st.integers(0, 2), max_size=2))


def contents() -> st.SearchStrategy[dict[str, object]]:
    """Content that stays a mapping or a leaf at each path, whatever is merged."""
    leaves = st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, VALUES))
    inner = st.fixed_dictionaries({}, optional={"k0": VALUES, "k1": VALUES})
    whole = st.tuples(leaves, inner, st.sampled_from([None, "${top}", "${top}_${top}"]))
    return whole.map(
        lambda found: {
            **found[0],
            **({"m": found[1]} if found[1] else {}),
            **({"w": found[2]} if found[2] else {}),
        }
    )


@st.composite
def trees(draw: st.DrawFn) -> TreeSketch:
    """A primary config, the groups ``g`` and ``h`` with a base for each, an experiment."""
    files: dict[str, str] = {}
    for group in ("g", "h"):
        # a base for each group: Hydra 1.3 merges into the config that it has cached if one is named twice
        base = f"base_of_{group}"
        files[f"{base}.yaml"] = _text(draw(contents()), None, [])
        header = draw(st.sampled_from(PACKAGES[:4]))
        for option in OPTIONS:
            lists = [[], [], [f"/{base}", "_self_"], ["_self_", f"/{base}"], [f"/{base}"]]
            listed = draw(st.sampled_from(lists))
            files[f"{group}/{option}.yaml"] = _text(draw(contents()), header, listed)
    package = draw(st.sampled_from([None, None, "src", "_global_"]))
    second = "h" if package is None else f"h@{package}"
    lines: list[object] = [
        {"g": draw(st.sampled_from(OPTIONS))},
        {second: draw(st.sampled_from([*OPTIONS, None]))},
    ]
    if draw(st.booleans()):
        lines.reverse()
    position = draw(st.sampled_from([None, 0, 1, 2]))
    if position is not None:
        lines.insert(position, "_self_")
    has_experiment = draw(st.booleans())
    if has_experiment:
        lines.append({"optional experiment": None})
        override = draw(st.sampled_from([[], [{"override /g": "b"}]]))
        files["experiment/e.yaml"] = _text(draw(contents()), "_global_", override)
    files["config.yaml"] = _text({"top": 1, **draw(contents())}, None, lines)
    whole = package if package != "_global_" else "_global_"
    return TreeSketch(files, ("g", "h" if package is None else f"h@{whole}"), has_experiment)


def _text(content: dict[str, object], package: str | None, defaults: Sequence[object]) -> str:
    header = "" if package is None else f"# @package {package}\n"
    tree = {**({"defaults": defaults} if defaults else {}), **content}
    return header + yaml.safe_dump(tree, sort_keys=False)
