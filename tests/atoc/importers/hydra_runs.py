"""One selection through Hydra and through what became of its tree, as plain values that can be held together.

Ours names options by views and groups by our names; what a tree has under some options alone is null in ours
where Hydra has no such key; the target of a struct is that of its class.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hydra import compose, initialize_config_dir
from hydra.core.global_hydra import GlobalHydra
from omegaconf import OmegaConf

from ato.config import Config
from atoc.compile import build, judged
from atoc.findings import Finding, Passed
from atoc.importers import Carried, document
from atoc.importers.hydra import carry
from atoc.importers.hydra.naming import plain_name
from atoc.importers.names import identifier
from atoc.settings import Settings
from atoc.source import read_all
from atoc.span import SourceFile
from tests.atoc.emit.building import imported

OF_HYDRA = ("_partial_", "_recursive_", "_convert_")
"""Keys that say how Hydra makes objects; a report tells that they were left."""


@dataclass(frozen=True)
class Imported:
    """A tree beside the module that its documents come to."""

    folder: Path
    primary: str
    carried: Carried
    findings: tuple[Finding, ...]
    module: Any

    def ours(self, words: Sequence[str]) -> dict[str, Any]:
        """Our composed values under the words of Hydra's command line."""
        selection = [self.word(word) for word in words]
        views = [view for view, _ in selection if view]
        values = [value for _, value in selection if value]
        found: dict[str, Any] = plain(self.module.compose(*views, overrides=values, env={}))
        return found

    def word(self, word: str) -> tuple[str, str]:
        """A word of Hydra's as the name of a view or as an override of ours."""
        key, _, option = word.partition("=")
        view = next(
            (name for name, group in self.members.items() if _is_option(name, group, key, option)), ""
        )
        return (view, "") if view else ("", word)

    @property
    def members(self) -> dict[str, str]:
        """The views that are members of a group, with it."""
        views = [view for tree in self.carried.documents.values() for view in tree.get("views", {}).items()]  # type: ignore[attr-defined]
        return {name: view["group"] for name, view in views if "group" in view}


def _is_option(view: str, group: str, key: str, option: str) -> bool:
    name, option = plain_name(key), identifier(option, "view")
    return group in (name, f"use_{name}") and view in (option, f"{name}_{option}", f"{option}_")


@contextmanager
def imported_tree(root: Path, folder: str = "conf", start: str = "") -> Iterator[Imported]:
    """The documents of a tree, checked and built; ``start`` names the primary config."""
    start = start or folder
    files = read_all(root, folder, (".yaml", ".yml", ".py"))
    carried = carry(files, start, "app")
    texts = {name: document(tree, folder) for name, tree in carried.documents.items()}  # type: ignore[arg-type]
    sources = tuple(SourceFile(f"schemas/{name}", text) for name, text in texts.items())
    compiled = judged(Passed(sources), Settings(), root=root)
    errors = [finding for finding in compiled.findings if finding.severity == "error"]
    assert not errors, "\n".join([*(f"{each.span} {each.message}" for each in errors), *texts.values()])
    with imported(root / "made", build(compiled), "app") as module:
        yield Imported(root / folder, Path(start).stem, carried, compiled.findings, module)


def theirs(folder: Path, primary: str, words: Sequence[str]) -> dict[str, Any]:
    """What Hydra composes, resolved."""
    GlobalHydra.instance().clear()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with initialize_config_dir(str(folder.resolve()), version_base=None):
            config = compose(primary, overrides=list(words))
            found: Any = OmegaConf.to_container(config, resolve=True, enum_to_str=True)
            return dict(found)


def plain(value: Any) -> Any:
    """A config of ours as Hydra would have it: with its targets, and without what tells structs apart."""
    if not isinstance(value, Config):
        return [plain(each) for each in value] if isinstance(value, (list, tuple)) else value
    found = {field.name: plain(getattr(value, field.name)) for field in value._fields}
    found.pop("choices", None)
    if value._target is None:
        return found
    found.pop("kind", None)
    return {"_target_": value._target.replace(":", "."), **found}


def agree(hydra: object, ours: object) -> bool:
    """Whether both are equal, but for what is null in ours and not there in Hydra's."""
    if isinstance(hydra, Mapping) and isinstance(ours, Mapping):
        said = {str(key): value for key, value in hydra.items() if key not in OF_HYDRA}
        is_there = all(agree(value, ours.get(key, {})) for key, value in said.items())
        return is_there and all(nothing(value) for key, value in ours.items() if key not in said)
    if hydra is None:
        return nothing(ours)
    return hydra == ours and isinstance(hydra, bool) == isinstance(ours, bool)


def nothing(value: object) -> bool:
    """Whether there is no value in it."""
    return all(map(nothing, value.values())) if isinstance(value, Mapping) else value is None


def combinations(options: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Every choice of options, where a group may also be left alone."""
    for chosen in itertools.product(*([None, *each] for each in options.values())):
        yield [f"{key}={option}" for key, option in zip(options, chosen, strict=True) if option is not None]
