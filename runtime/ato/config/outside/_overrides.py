"""The words of a command line: ``VIEW``, ``KEY=VALUE`` and ``GROUP=VIEW``.

A value is read by the type of its field. For a scalar it is the text after ``=`` as it stands; quotes
around all of it, or ``%`` signs, make it text whatever it looks like, and nothing at all is the empty text.
Containers, structs and fields of any type take YAML's flow syntax. Where a group and a field share a name,
the field is meant. Later words win over earlier values of the key; two words that choose different views of a
group are refused, as two named members of it are.

With several scopes the name of one stands in front of a key or view: ``model.lr=0.1``, ``model.big``. A bare
view goes to every scope that has it, a bare key to the only one.
"""

from __future__ import annotations

from ato.config._errors import BadValue
from ato.config.outside._outside import COMMAND_LINE, Given, give
from ato.config.outside._places import (
    declared,
    fields_called,
    keys_called,
    locate,
    several_keys,
    short,
    unknown_key,
    unknown_view,
    views_called,
)  # fmt: skip
from ato.config.types._values import Quoted, one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ato.config._schema import Leaf
    from ato.config.outside._outside import Intake, Intakes
    from ato.config.outside._places import Place
    from ato.config.types._values import Raw

MAX_JOINED = 1000
"""How many words are tried as the parts of one value that a shell has taken apart."""


def take_words(intakes: Intakes, words: tuple[str, ...]) -> None:
    """Put what the words say into the intakes."""
    schema = intakes.schemas[0]
    plain = plain_words(schema.leaves, words) if len(intakes.schemas) == 1 else None
    if plain is None:
        _take_slowly(intakes, words)
    else:
        intakes.of(schema).outside.extend(plain)


def take_view(intakes: Intakes, word: str) -> None:
    """Name a view, of every scope that has it."""
    found = views_called(intakes.schemas, word)
    for schema, name in found:
        intakes.of(schema).named.append(name)
    if not found:
        intakes.refuse(short(word), *unknown_view(intakes.schemas, word))


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
        from ato.config.outside._flow import parse

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


def _take_slowly(intakes: Intakes, words: tuple[str, ...]) -> None:
    chosen: dict[tuple[str, str], str] = {}
    index = 0
    while index < len(words):
        parts = _around_sign(intakes, words, index) or _parts_of_one(intakes, words, index)
        if len(parts) == 1:
            _take_word(intakes, words[index], chosen)
        elif "=" in parts[0][:-1]:
            whole = " ".join(parts)
            key = whole.partition("=")[0]
            intakes.refuse(
                key,
                f"the value of '{key}' is spread over {len(parts)} words of the command line",
                ("quote the whole word, so that the shell keeps it together: " + _pasteable(intakes, whole),),
            )
        else:
            _refuse_spaces(intakes, "".join(parts))
        index += len(parts)


def _take_word(intakes: Intakes, word: str, chosen: dict[tuple[str, str], str]) -> None:
    """Take one word; ``chosen`` holds the view that each group of a scope was given so far."""
    written, sign, text = word.partition("=")
    if not sign:
        take_view(intakes, word)
        return
    if not written or written != written.strip():
        _refuse_spaces(intakes, word)
        return
    found = keys_called(intakes.schemas, written)
    if not found:
        intakes.refuse(short(written), *unknown_key(intakes.schemas, written))
    elif len(found) > 1:
        intakes.refuse(short(written), *several_keys(found))
        for schema, path in fields_called(intakes.schemas, written):
            intakes.of(schema).broken.add(path)
    else:
        schema, key = found[0]
        place = locate(schema, key)
        if place is None:
            _choose(intakes.of(schema), key, text, chosen)
        else:
            given = Given(COMMAND_LINE, short(written), short(word), word)
            _give_text(intakes.of(schema), key, place, text, given)


def _refuse_spaces(intakes: Intakes, word: str) -> None:
    """Note a word whose key is empty or stands apart; its value may be a secret and is not quoted."""
    key = word.partition("=")[0]
    name = key.strip()
    help = (f"write {name}=VALUE",) if keys_called(intakes.schemas, name) else ()
    intakes.refuse(short(f"{key}=…"), "a value is given as KEY=VALUE, without spaces around the '='", help)


def _choose(intake: Intake, group: str, name: str, chosen: dict[tuple[str, str], str]) -> None:
    schema = intake.schema
    view = schema.view_map.get(name)
    members = [view.name for view in schema.views if view.group == group]
    if view is None or view.group != group:
        what = "is not a view" if view is None else "is a view, but none"
        intake.refuse(
            short(f"{schema.spelled(group)}={name}"),
            f"'{one_line(name)}' {what} of the group '{schema.spelled(group)}'",
            (f"the group has {', '.join(members) or 'no views'}", *declared(schema, "group", group)),
        )
        return
    earlier = chosen.setdefault((schema.name, group), name)
    if earlier == name:
        intake.named.append(name)
        return
    first, second = (short(f"{schema.spelled(group)}={each}") for each in (earlier, name))
    help = f"leave out one of {first}, {second}"
    intake.refuse(
        second, f"the group '{schema.spelled(group)}' takes one view, and {first} names another", (help,)
    )


def _give_text(intake: Intake, path: str, place: Place, text: str, given: Given) -> None:
    try:
        raw = raw_text(text, in_flow=place.in_flow)
    except BadValue as error:
        refuse_text(intake, place, given, error)
        return
    give(intake, path, raw, given)


def _around_sign(intakes: Intakes, words: tuple[str, ...], index: int) -> Sequence[str]:
    """The words of one ``KEY = VALUE`` that has spaces around its sign; empty where there is none here."""
    first, second, third = (*words[index : index + 3], "", "")[:3]
    if not keys_called(intakes.schemas, first.removesuffix("=")) or _is_word_of_its_own(intakes, second):
        return ()
    if first.endswith("="):
        return words[index : index + 2] if second and "=" not in second else ()
    if second[:1] != "=" or any(first in schema.view_map for schema in intakes.schemas):
        return ()
    is_apart = second == "=" and third and not _is_word_of_its_own(intakes, third)
    return words[index : index + (3 if is_apart else 2)]


def _parts_of_one(intakes: Intakes, words: tuple[str, ...], index: int) -> Sequence[str]:
    """The words that together are one value in brackets; mostly the one word alone."""
    word = words[index]
    key, sign, text = word.partition("=")
    is_begun = sign and text[:1] in ("[", "{", '"', "'", "%")
    if not is_begun or not fields_called(intakes.schemas, key) or not _is_open(text):
        return [word]
    for end in range(index + 1, min(len(words), index + MAX_JOINED)):
        if _is_word_of_its_own(intakes, words[end]):
            return [word]
        if not _is_open("".join((text, " ", " ".join(words[index + 1 : end + 1])))):
            return words[index : end + 1]
    return [word]


def _is_word_of_its_own(intakes: Intakes, word: str) -> bool:
    key, sign, _ = word.partition("=")
    return bool(keys_called(intakes.schemas, key) if sign else views_called(intakes.schemas, word))


def _is_open(text: str) -> bool:
    if text[0] in "'\"%":
        return len(text) == 1 or text[-1] != text[0]
    from ato.config.outside._flow import Unfinished, parse

    try:
        parse(text)
    except Unfinished:
        return True
    except BadValue:
        return False
    return False


def _pasteable(intakes: Intakes, word: str) -> str:
    for schema, path in fields_called(intakes.schemas, word.partition("=")[0]):
        place = locate(schema, path)
        if place is None or place.is_discreet:
            return "'KEY=VALUE'"
    from shlex import quote

    return short(quote(word))
