"""Random operations on a config come to what they come to on a plain dict."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ato.adict import ADict

KEYS = st.sampled_from(["a", "b", "default", "update", "_data", "self", "recurrent"])
VALUES = st.recursive(
    st.integers(0, 9) | st.text(max_size=2),
    lambda inner: st.dictionaries(KEYS, inner, max_size=3) | st.lists(inner, max_size=2),
    max_leaves=5,
)
PATHS = st.lists(KEYS, max_size=2)
OPERATIONS = st.one_of(
    st.tuples(st.sampled_from(["set", "setdefault", "attribute"]), PATHS, KEYS, VALUES),
    st.tuples(st.sampled_from(["pop", "del", "rename", "keep"]), PATHS, KEYS, st.none()),
    st.tuples(
        st.sampled_from(["update", "merge", "absent", "or"]),
        PATHS,
        st.none(),
        st.dictionaries(KEYS, VALUES, max_size=3),
    ),
    st.tuples(st.sampled_from(["clear", "popitem", "copy", "freeze"]), PATHS, st.none(), st.none()),
)


@given(st.dictionaries(KEYS, VALUES, max_size=3), st.lists(OPERATIONS, max_size=15))
def test_a_config_is_what_a_dict_would_be(tree: dict[str, Any], operations: list[Any]) -> None:
    config, model = ADict(deepcopy(tree)), deepcopy(tree)
    for what, path, key, value in operations:
        inner, plain = at(config, path), at(model, path)
        on_config(inner, what, key, deepcopy(value))
        on_dict(plain, what, key, deepcopy(value))
        assert config.to_dict() == model
        assert list(config) == list(model)
    assert all_configs(config)


def at(tree: Any, path: list[str]) -> Any:
    """The mapping at the end of a path, as far as it leads through mappings."""
    for step in path:
        if step in tree and isinstance(tree[step], (dict, ADict)):
            tree = tree[step]
    return tree


def all_configs(value: Any) -> bool:
    if isinstance(value, ADict):
        return all(all_configs(item) for item in value.values())
    return (
        all(all_configs(item) for item in value) if isinstance(value, list) else not isinstance(value, dict)
    )


def on_config(config: ADict, what: str, key: str, value: Any) -> None:
    acts: dict[str, Callable[[], object]] = {
        "set": lambda: config.__setitem__(key, value),
        "attribute": lambda: config.update({key: value}) if key == "_data" else setattr(config, key, value),
        "setdefault": lambda: config.setdefault(key, value),
        "pop": lambda: config.pop(key),
        "del": lambda: config.__delitem__([key] if key in config else []),
        "rename": lambda: key in config and config.replace_keys([key], ["new"]),
        "keep": lambda: config.filter(lambda name, _: name != key),
        "update": lambda: config.update(value),
        "merge": lambda: config.update(value, recurrent=True),
        "absent": lambda: config.update_if_absent(value),
        "or": lambda: config.__ior__(value),
        "popitem": lambda: config and config.popitem(),
        "clear": config.clear,
        "copy": lambda: (config.copy().clear(), config.clone().clear()),
        "freeze": lambda: config.freeze().defrost(),
    }
    acts[what]()


def on_dict(plain: dict[str, Any], what: str, key: str, value: Any) -> None:
    if what in ("set", "attribute"):
        plain[key] = value
    elif what == "setdefault":
        plain.setdefault(key, value)
    elif what in ("pop", "del", "keep"):
        plain.pop(key, None)
    elif what == "rename":
        if key in plain:
            plain["new"] = plain.pop(key)
    elif what in ("update", "or"):
        plain.update(value)
    elif what == "merge":
        merge(plain, value)
    elif what == "absent":
        fill(plain, value)
    elif what == "popitem":
        if plain:
            del plain[next(iter(plain))]
    elif what == "clear":
        plain.clear()


def merge(plain: dict[str, Any], value: dict[str, Any]) -> None:
    for key, item in value.items():
        if isinstance(item, dict) and isinstance(plain.get(key), dict):
            merge(plain[key], item)
        else:
            plain[key] = item


def fill(plain: dict[str, Any], value: dict[str, Any]) -> None:
    for key, item in value.items():
        if key not in plain:
            plain[key] = item
        elif isinstance(item, dict) and isinstance(plain[key], dict):
            fill(plain[key], item)
