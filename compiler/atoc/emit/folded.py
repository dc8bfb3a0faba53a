"""Views in parts as the one view that somebody wrote, in what the manifest tells people.

A Python view whose statements run one after another is several views to the proofs, which nobody can name
(``base·1``, ``base·2``). In the manifest each write names the view itself; its place tells them apart, and
``part`` is the number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from ato.config.composing._selection import PART, whole

Json = dict[str, Any]


def folded(scope: Json) -> Json:
    """What the manifest holds of a scope, with no part of a view in it."""
    if not any(PART in name for name in scope.get("order", ())):
        return scope
    fields = {path: _field(data) for path, data in scope["fields"].items()}
    return {**scope, "order": _names(scope["order"]), "fields": fields, "views": _views(scope["views"])}


def _names(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(map(whole, names)))


def _field(data: Json) -> Json:
    writes = [_write(write) for write in data.get("writes", ())]
    read_by: list[Json] = []
    for reader in data.get("read_by", ()):
        told = {**reader, **({"view": whole(reader["view"])} if "view" in reader else {})}
        read_by.extend(() if told in read_by else (told,))
    return {**data, **({"writes": writes} if writes else {}), **({"read_by": read_by} if read_by else {})}


def _write(write: Json) -> Json:
    found = dict(write)
    if "view" in write:
        found["view"] = whole(write["view"])
        part = write["view"].partition(PART)[2]
        found.update({"part": int(part)} if part else {})
    if "loses_to" in write:
        found["loses_to"] = _names(write["loses_to"])
    return found


def _views(views: Mapping[str, Json]) -> Json:
    """The views, each with what its parts write and read."""
    found: Json = {}
    for name, data in sorted(views.items(), key=lambda item: PART in item[0]):
        own = found.setdefault(whole(name), _alone(name, data))
        if PART in name:
            for key in ("writes", "reads"):
                both = dict.fromkeys((*own.get(key, ()), *data.get(key, ())))
                own.update({key: list(both)} if both else {})
            verdicts = {**data.get("verdicts", {}), **own.get("verdicts", {})}
            own.update({"verdicts": verdicts} if verdicts else {})
            chain = [each for each in data.get("chain", ()) if whole(each) != whole(name)]
            chain = list(dict.fromkeys((*own.get("chain", ()), *chain)))
            own.update({"chain": chain} if chain else {})
    return {name: found[name] for name in _names(views)}


def _alone(name: str, data: Json) -> Json:
    found = dict(data)
    for key in ("chain", "closure"):
        others = [each for each in _names(cast("list[str]", data.get(key, []))) if each != whole(name)]
        found.pop(key, None)
        found.update({key: others} if others else {})
    return found
