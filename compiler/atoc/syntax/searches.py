"""Searches: what is looked for, by which method, and the dimensions of the space."""

from __future__ import annotations

from atoc.source.node import Entry, Mapping, Node, Scalar
from atoc.syntax import shapes
from atoc.syntax.documents import DimensionDeclaration, MethodDeclaration, SearchDeclaration
from atoc.syntax.findings import WRONG_SHAPE
from atoc.syntax.guesses import Notes
from atoc.syntax.keys import Keys, is_nothing, is_word, kind_of

MODES = ("min", "max")
"""Whether the least or the greatest number is the best."""

_REQUIRED = ("metric", "mode", "space")
_LIMITS = ("step", "low", "high")
_HARMLESS = frozenset({"doc", "trials", "seed"})


def parse_search(entry: Entry, notes: Notes) -> SearchDeclaration:
    """A search; its space is left as it stands, since its keys may be structs as well as dimensions."""
    name, node = entry.key, entry.value
    if not isinstance(node, Mapping):
        message = f"the search '{name.text}' takes a mapping, and {kind_of(node)} stands here"
        help = ("say what it looks for: `metric`, `mode` and `space`",)
        notes.add(WRONG_SHAPE.at(name.span if is_nothing(node) else node.span, message, help=help))
        return SearchDeclaration(name, is_whole=False)
    keys = Keys(node, shapes.SEARCH, f"the search '{name.text}'", notes)
    _refuse_missing(keys, name)
    return SearchDeclaration(
        name=name,
        metric=_text(keys.word("metric", "the name of a number")),
        mode=_mode(keys),
        space=_space(keys),
        method=_method(keys),
        views=keys.words("views", "the name of a view"),
        trials=_count(keys, "trials", 1),
        seed=_count(keys, "seed", 0),
        doc=keys.text("doc"),
        is_whole=not keys.foreign and keys.lost <= _HARMLESS,
    )


def parse_dimension(path: str, node: Node, notes: Notes) -> DimensionDeclaration | None:
    """The dimension that stands at a path of a space; None, with a finding, where its values are not said."""
    subject = f"the dimension '{path}'"
    if not isinstance(node, Mapping):
        help = (f"write `{path}: {{uniform: [0.1, 0.9]}}`, or `{{choice: [1, 2, 4]}}`",)
        notes.add(
            WRONG_SHAPE.at(
                node.span, f"{subject} takes a mapping, and {kind_of(node)} stands here", help=help
            )
        )
        return None
    keys = Keys(node, shapes.DIMENSION, subject, notes)
    given = [keys.entries[name] for name in keys.entries if name in shapes.DOMAINS]
    if len(given) != 1:
        _refuse_domains(keys, given, node)
        return None
    domain = given[0].key.text
    limits: dict[str, Entry] = {name: keys.entries[name] for name in _LIMITS if name in keys.entries}
    for name, limit in limits.items():
        owner = "int_uniform" if name == "step" else "normal"
        if domain != owner:
            keys.refuse(
                name, limit.key.span, f"{name} is a key of `{owner}`, and {subject} is given by `{domain}`"
            )
    when = keys.word("when", "a condition")
    if keys.lost or keys.foreign:
        return None
    values: dict[str, Node] = {name: limit.value for name, limit in limits.items()}
    return DimensionDeclaration(domain, given[0].key.span, given[0].value, values, when)


def _refuse_missing(keys: Keys, name: Scalar) -> None:
    missing = [f"`{key}`" for key in _REQUIRED if key not in keys.entries]
    if missing and not keys.foreign:
        listed = " and ".join(missing) if len(missing) < 3 else f"{', '.join(missing[:-1])} and {missing[-1]}"
        help = ("a search says which number is to be the best, in which way, and what is varied for it",)
        keys.refuse("space", name.span, f"the search '{name.text}' has no {listed}", help)


def _text(word: Scalar | None) -> str:
    return "" if word is None else word.text


def _mode(keys: Keys) -> str:
    word = keys.word("mode", "min or max")
    if word is not None and word.text not in MODES:
        keys.refuse("mode", word.span, f"mode takes min or max, and {kind_of(word)} stands here")
    return _text(word)


def _space(keys: Keys) -> Mapping | None:
    node = keys.value("space")
    if node is None:
        return None
    if isinstance(node, Mapping) and node.entries:
        return node
    keys.refuse("space", node.span, "space takes a mapping from fields to dimensions, and this one has none")
    return None


def _method(keys: Keys) -> MethodDeclaration | None:
    """The method as a name, or as a mapping that has it under ``name`` beside its options."""
    node = keys.value("method")
    if not isinstance(node, Mapping):
        word = keys.word("method", "the name of a method, or a mapping with it")
        return None if word is None else MethodDeclaration(word)
    name = node.get("name")
    if name is None or not (isinstance(name.value, Scalar) and is_word(name.value)):
        help = ("write `method: {name: random}`, with the options of the method beside the name",)
        place = node.span if name is None else name.value.span
        keys.refuse("method", place, "the method has no name", help)
        return None
    return MethodDeclaration(name.value, tuple(entry for entry in node.entries if entry is not name))


def _count(keys: Keys, name: str, least: int) -> int | None:
    node = keys.value(name)
    count = keys.whole(name)
    if node is None or name in keys.lost:
        return None
    if count < least:
        keys.refuse(name, node.span, f"{name} is {count}; it must be at least {least}")
        return None
    return count


def _refuse_domains(keys: Keys, given: list[Entry], node: Mapping) -> None:
    listed = ", ".join(f"`{name}`" for name in shapes.DOMAINS)
    if given:
        first, second = (entry.key.text for entry in given[:2])
        message = f"'{second}' stands beside '{first}', and {keys.subject} takes one of {listed}"
        keys.refuse(second, given[1].key.span, message)
    elif not keys.foreign:
        keys.refuse("choice", node.span, f"{keys.subject} does not say its values: it takes one of {listed}")
