"""The words of a command line: ``VIEW``, ``KEY=VALUE`` and ``GROUP=VIEW``.

A value is read by the type of its field. For a scalar it is the text after ``=`` as it stands; quotes
around all of it, or ``%`` signs, make it text whatever it looks like, and nothing at all is the empty text.
Containers, structs and fields of any type take YAML's flow syntax. Where a group and a field share a name,
the field is meant. Later words win: over earlier values of the key, and over the view chosen earlier for a
group.
"""

from __future__ import annotations

from ato.config._errors import BadValue
from ato.config._outside import (
    COMMAND_LINE,
    Given,
    declared,
    give,
    locate,
    short,
    unknown_key,
    unknown_view,
    without_scope,
)  # fmt: skip
from ato.config._values import Quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ato.config._outside import Intake, Place
    from ato.config._schema import Leaf, Schema
    from ato.config._values import Raw

MAX_JOINED = 1000
"""How many words are tried as the parts of one value that a shell has taken apart."""


def take_words(intake: Intake, words: tuple[str, ...]) -> None:
    """Put what the words say into the intake."""
    plain = plain_words(intake.schema.leaves, words)
    if plain is None:
        _take_slowly(intake, words)
    else:
        intake.outside.extend(plain)


def plain_words(
    leaves: Mapping[str, Leaf], words: tuple[str, ...]
) -> list[tuple[Leaf, object, str, str]] | None:
    """The values of words that are all ``KEY=VALUE`` and nothing more; None where there is more to it.

    Nearly all runs are like that, and sweeps compose thousands of them.
    """
    given: list[tuple[Leaf, object, str, str]] = []
    try:
        for word in words:
            key, _, text = word.partition("=")
            leaf = leaves[key]
            given.append((leaf, leaf.quick(text), COMMAND_LINE, word))
    except (BadValue, KeyError):
        return None
    return given


def raw_text(text: str, *, in_flow: bool) -> Raw:
    """The raw value of a text that a word or variable gives; raises ``BadValue``."""
    if not text:
        return Quoted("")
    if len(text) > 1 and text[0] == "%" == text[-1]:
        return Quoted(text[1:-1])
    if in_flow:
        from ato.config._flow import parse

        return parse(text)
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return Quoted(text[1:-1])
    return text


def refuse_text(intake: Intake, place: Place, given: Given, error: BadValue) -> None:
    """Note that the text of a value cannot be read at all."""
    intake.broken.add(place.path)
    if place.is_discreet:
        intake.refuse(given.masked().subject, "the brackets or quotes of the value do not match")
    else:
        intake.refuse(given.subject, str(error))


def _take_slowly(intake: Intake, words: tuple[str, ...]) -> None:
    chosen: dict[str, str] = {}
    index = 0
    while index < len(words):
        parts = _around_sign(intake, words, index) or _parts_of_one(intake, words, index)
        if len(parts) == 1:
            _take_word(intake, words[index], chosen)
        elif "=" in parts[0][:-1]:
            whole = " ".join(parts)
            key = whole.partition("=")[0]
            intake.refuse(
                key,
                f"the value of '{key}' is spread over {len(parts)} words of the command line",
                ("quote the whole word, so that the shell keeps it together: " + _pasteable(intake, whole),),
            )
        else:
            _refuse_spaces(intake, "".join(parts))
        index += len(parts)


def _take_word(intake: Intake, word: str, chosen: dict[str, str]) -> None:
    """Take one word; ``chosen`` holds the view that each group was given so far."""
    written, sign, text = word.partition("=")
    schema = intake.schema
    if not sign:
        name = without_scope(schema, word, schema.view_map.__contains__)
        if name in schema.view_map:
            intake.named.append(name)
        else:
            intake.refuse(short(word), *unknown_view(schema, name))
        return
    key = _key_of(schema, written)
    if not key or key != key.strip():
        _refuse_spaces(intake, word)
    elif locate(schema, key) is None and key in schema.groups:
        _choose(intake, key, text, chosen)
    else:
        _give_text(intake, key, text, Given(COMMAND_LINE, short(written), short(word), word))


def _key_of(schema: Schema, name: str) -> str:
    """The field, struct or group of a word's left side, without the scope's name in front."""
    return without_scope(schema, name, lambda path: path in schema.groups or locate(schema, path))


def _refuse_spaces(intake: Intake, word: str) -> None:
    """Note a word whose key is empty or stands apart; its value may be a secret and is not quoted."""
    key = word.partition("=")[0]
    name = key.strip()
    help = (f"write {name}=VALUE",) if _is_key(intake.schema, name) else ()
    intake.refuse(short(f"{key}=…"), "a value is given as KEY=VALUE, without spaces around the '='", help)


def _choose(intake: Intake, group: str, name: str, chosen: dict[str, str]) -> None:
    schema = intake.schema
    view = schema.view_map.get(name)
    members = [view.name for view in schema.views if view.group == group]
    if view is None or view.group != group:
        what = "is not a view" if view is None else "is a view, but none"
        intake.refuse(
            short(f"{group}={name}"),
            f"'{name}' {what} of the group '{group}'",
            (f"the group has {', '.join(members) or 'no views'}", *declared(schema, "group", group)),
        )
        return
    if group in chosen:
        intake.named.remove(chosen[group])
    chosen[group] = name
    intake.named.append(name)


def _give_text(intake: Intake, path: str, text: str, given: Given) -> None:
    place = locate(intake.schema, path)
    if place is None:
        intake.refuse(given.key, *unknown_key(intake.schema, path))
        return
    try:
        raw = raw_text(text, in_flow=place.in_flow)
    except BadValue as error:
        refuse_text(intake, place, given, error)
        return
    give(intake, path, raw, given)


def _around_sign(intake: Intake, words: tuple[str, ...], index: int) -> Sequence[str]:
    """The words of one ``KEY = VALUE`` that has spaces around its sign; empty where there is none here."""
    first, second, third = (*words[index : index + 3], "", "")[:3]
    if not _is_key(intake.schema, first.removesuffix("=")) or _is_word_of_its_own(intake, second):
        return ()
    if first.endswith("="):
        return words[index : index + 2] if second and "=" not in second else ()
    if second[:1] != "=" or first in intake.schema.view_map:
        return ()
    is_apart = second == "=" and third and not _is_word_of_its_own(intake, third)
    return words[index : index + (3 if is_apart else 2)]


def _parts_of_one(intake: Intake, words: tuple[str, ...], index: int) -> Sequence[str]:
    """The words that together are one value in brackets; mostly the one word alone."""
    word = words[index]
    key, sign, text = word.partition("=")
    is_begun = sign and text[:1] in ("[", "{", '"', "'", "%")
    place = locate(intake.schema, _key_of(intake.schema, key)) if is_begun else None
    if place is None or not _is_open(text):
        return [word]
    for end in range(index + 1, min(len(words), index + MAX_JOINED)):
        if _is_word_of_its_own(intake, words[end]):
            return [word]
        if not _is_open("".join((text, " ", " ".join(words[index + 1 : end + 1])))):
            return words[index : end + 1]
    return [word]


def _is_word_of_its_own(intake: Intake, word: str) -> bool:
    schema = intake.schema
    key, sign, _ = word.partition("=")
    if sign:
        return _is_key(schema, key)
    return without_scope(schema, word, schema.view_map.__contains__) in schema.view_map


def _is_key(schema: Schema, name: str) -> bool:
    key = _key_of(schema, name)
    return key in schema.groups or locate(schema, key) is not None


def _is_open(text: str) -> bool:
    if text[0] in "'\"%":
        return len(text) == 1 or text[-1] != text[0]
    from ato.config._flow import Unfinished, parse

    try:
        parse(text)
    except Unfinished:
        return True
    except BadValue:
        return False
    return False


def _pasteable(intake: Intake, word: str) -> str:
    place = locate(intake.schema, _key_of(intake.schema, word.partition("=")[0]))
    if place is None or place.is_discreet:
        return "'KEY=VALUE'"
    from shlex import quote

    return short(quote(word))
