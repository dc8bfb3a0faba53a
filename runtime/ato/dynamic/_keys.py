"""Whether the keys of what is merged into a config are text, looked at before anything is written."""

from __future__ import annotations

from ato.dynamic._dict import Dict, is_mapping, pairs_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from ato.config import Problem


def refuse_bad_keys(config: Dict, pairs: Mapping[Any, Any], *, is_merged: bool) -> None:
    """Raise ``BadKey`` with every key that is no text, where it would come to stand in a config.

    If it is merged, also in the mappings that meet a config. A mapping with such keys that meets none stays
    a plain dict, and is not refused.
    """
    bad = list(_bad_keys(config, pairs, "", is_merged=is_merged))
    if bad:
        from ato.dynamic._errors import BadKey

        raise BadKey.of(bad)


def _bad_keys(config: Dict, pairs: Mapping[Any, Any], above: str, *, is_merged: bool) -> Iterator[Problem]:
    for name, value in pairs.items():
        if not isinstance(name, str):
            yield _problem(name, above)
        elif is_merged and is_mapping(value):
            known = config._data.get(name)
            if isinstance(known, Dict):
                yield from _bad_keys(known, pairs_of(value), f"{above}{name}.", is_merged=True)


def _problem(name: object, above: str) -> Problem:
    from ato.config import Problem

    where = f"'{above[:-1]}' is a config, whose keys" if above else "keys of a config"
    message = f"{where} are text, and {name!r:.80} is {type(name).__name__}"
    return Problem(f"{above}{name!r:.80}", message, (f"write it as text: {str(name)!r:.80}",))
