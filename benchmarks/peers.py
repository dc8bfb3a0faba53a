"""The same composition by hand and with the libraries that people use for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.program import KINDS, VIEWS, Shape, Tree

READERS: dict[str, Callable[[str], Any]] = {
    "int": int,
    "float": float,
    "str": str,
    "bool": {"true": True, "false": False}.__getitem__,
}
TYPES: dict[str, type] = {"int": int, "float": float, "str": str, "bool": bool}


def merged(base: dict[str, Any], update: dict[str, Any]) -> dict[str, Any]:
    """A new nested dict with ``update`` over ``base``, as most projects have written it once."""
    result = dict(base)
    for key, value in update.items():
        old = result.get(key)
        result[key] = merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


def apply(tree: dict[str, Any], update: dict[str, Any]) -> None:
    """Put ``update`` into a tree that is ours alone."""
    for key, value in update.items():
        old = tree.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            apply(old, value)
        else:
            tree[key] = value


def by_hand(shape: Shape) -> Callable[[], Tree]:
    """Nested dicts: copy the defaults, put three views and five parsed words over them; no checks."""
    defaults, words = shape.defaults(), shape.overrides()
    views = [shape.view(name) for name in ("defaults", *VIEWS)]

    def compose() -> Tree:
        config = {key: dict(value) for key, value in defaults.items()}
        for view in views:
            apply(config, view)
        for word in words:
            struct, name, value = _read(word)
            config[struct][name] = value
        return config

    return compose


def by_merging(shape: Shape) -> Callable[[], Tree]:
    """Nested dicts, the common way: a recursive merge of all layers, no checks."""
    layers, words = [shape.view(name) for name in ("defaults", *VIEWS)], shape.overrides()
    defaults = shape.defaults()

    def compose() -> Tree:
        config = defaults
        for layer in layers:
            config = merged(config, layer)
        given: Tree = {}
        for word in words:
            struct, name, value = _read(word)
            given.setdefault(struct, {})[name] = value
        return merged(config, given)

    return compose


def by_sharing(shape: Shape) -> Callable[[], Tree]:
    """Nested dicts, views merged before: each time the words alone, put over copies of what they touch."""
    kept: Tree = shape.defaults()
    for name in ("defaults", *VIEWS):
        kept = merged(kept, shape.view(name))
    words = shape.overrides()

    def compose() -> Tree:
        config = dict(kept)
        for word in words:
            struct, name, value = _read(word)
            config[struct] = {**config[struct], name: value}
        return config

    return compose


def _read(word: str) -> tuple[str, str, Any]:
    path, _, text = word.partition("=")
    struct, _, name = path.partition(".")
    return struct, name, READERS[KINDS[name]](text)


def pydantic(shape: Shape) -> Callable[[], Any]:
    """The merge by hand, then validation by pydantic."""
    from pydantic import create_model

    fields: dict[str, Any] = {name: (TYPES[kind], ...) for name, kind in KINDS.items()}
    part = create_model("Part", **fields)
    parts: dict[str, Any] = dict.fromkeys(shape.structs, (part, ...))
    model = create_model("Bench", **parts)
    merge = by_hand(shape)
    return lambda: model.model_validate(merge())


def msgspec(shape: Shape) -> Callable[[], Any]:
    """The merge by hand, then conversion by msgspec."""
    from msgspec import convert, defstruct

    part = defstruct("Part", [(name, TYPES[kind]) for name, kind in KINDS.items()], frozen=True)
    model = defstruct("Bench", [(struct, part) for struct in shape.structs], frozen=True)
    merge = by_hand(shape)
    return lambda: convert(merge(), model)


def omegaconf(shape: Shape) -> Callable[[], Any]:
    """OmegaConf: merge of the layers and of a dotlist."""
    from omegaconf import OmegaConf

    layers = [OmegaConf.create(layer) for layer in _layers(shape).values()]
    words = shape.overrides()
    return lambda: OmegaConf.merge(*layers, OmegaConf.from_dotlist(words))


def hydra(shape: Shape, folder: Path) -> Callable[[], Any]:
    """Hydra: the same layers as config files, composed with the same words."""
    from hydra import compose, initialize_config_dir
    from omegaconf import OmegaConf

    home = folder / f"hydra{shape.fields}"
    home.mkdir()
    for name, layer in _layers(shape).items():
        (home / f"{name}.yaml").write_text(OmegaConf.to_yaml(OmegaConf.create(layer)), encoding="utf-8")
    (home / "config.yaml").write_text(
        OmegaConf.to_yaml({"defaults": [*_layers(shape), "_self_"]}), encoding="utf-8"
    )
    words = shape.overrides()

    def run() -> Any:
        with initialize_config_dir(config_dir=str(home), version_base="1.3"):
            return compose("config", overrides=words)

    return run


def hydra_in_memory(shape: Shape) -> Callable[[], Any]:
    """Hydra: the same layers from its ConfigStore, so that no file is read."""
    from hydra import compose, initialize
    from hydra.core.config_store import ConfigStore

    store, home = ConfigStore.instance(), f"stored{shape.fields}"
    for name, layer in _layers(shape).items():
        store.store(name=f"{home}_{name}", node=layer)
    store.store(name=home, node={"defaults": [*(f"{home}_{name}" for name in _layers(shape)), "_self_"]})
    words = shape.overrides()

    def run() -> Any:
        with initialize(config_path=None, version_base="1.3"):
            return compose(home, overrides=words)

    return run


def plain(composed: Any) -> Any:
    """What a contender composed, as nested dicts."""
    if isinstance(composed, dict):
        return composed
    if hasattr(composed, "model_dump"):
        return composed.model_dump()
    if hasattr(composed, "to_dict"):
        return composed.to_dict()
    if hasattr(composed, "__struct_fields__"):
        from msgspec import to_builtins

        return to_builtins(composed)
    from omegaconf import OmegaConf

    return OmegaConf.to_container(composed)


def _layers(shape: Shape) -> dict[str, Tree]:
    return {"literals": shape.defaults(), **{name: shape.view(name) for name in ("defaults", *VIEWS)}}
