"""Small programs about fields of many values: texts, floats with inf and nan, lists, multiples.

Their runs are made for values that tell expressions apart, and for some that no program names. So a run can
show that a claim is wrong, and not that it is right. Expressions leave the constraints of their fields often.
"""

from __future__ import annotations

from random import Random

from tests.programs import Given, Text, ViewSketch
from tests.small import DOMAINS, MANY, Small

VALUES = {
    "step": ("step + 4", "step + 2", "step // 2", "12 - step", "min(step, 8)", "worked * 4"),
    "rate": ("rate + 0.1", "rate * 0.5", "0.5 - rate", "loose", "rate if rate < 0.3 else 0.2"),
    "loose": ("loose * 2", "loose - loose", "-loose", "rate * 3.0", "loose if loose > 0 else 0.0"),
    "name": ("name + 'a'", "name.upper()", "name[1:]", "word", "name if name != 'b' else 'ab'", "word + 'b'"),
    "word": ("name", "word.strip()", "word[1:]", "word + name", "note", "'x' + note"),
    "note": ("note + 'a'", "word", "name + note", "note.lower()"),
    "tags": ("tags + ['a']", "tags[1:]", "[word]", "tags + tags", "tags if 'a' in tags else ['b']"),
    "worked": ("step // 4", "len(name)", "len(word) - 1", "len(tags)", "1 if loose > 0 else 2", "4 // step"),
}
CONDITIONS = (
    "step > 8", "step % 4 == 0", "step in [2, 4]", "step // 4 < 3", "rate <= 0.5", "rate == 0.3",
    "rate > 0.4 and rate < 0.5", "loose == loose", "loose > 0", "not (loose <= 1)", "loose < 2 or loose >= 2",
    "name == 'ab'", "name == 'c'", "name < 'b'", "len(name) < 3", "'c' in name", "word != ''", "word == 'b'",
    "len(word) > 1", "word.strip() != ''", "note == 'a'", "note != 'a' and note != ''",
    "'a' in tags", "len(tags) > 0", "tags[0] == 'a'", "tags[1] != 'a'", "worked < 4", "100 // step > 8",
)  # fmt: skip


def wide(seed: int) -> Small:
    """The program of a seed."""
    random = Random(f"wide {seed}")  # noqa: S311
    fields = tuple(sorted(random.sample(sorted(MANY), 2))) + random.choice(((), ("worked",)))
    defaults: dict[str, Given] = {name: random.choice(DOMAINS[name].values) for name in fields}
    if "worked" in fields and random.random() < 0.7:
        defaults["worked"] = _expression(random, "worked", fields) or 1
    views = tuple(_view(random, f"v{index}", fields) for index in range(random.choice((1, 2, 2))))
    asserts = tuple(filter(None, (_condition(random, fields) for _ in range(random.choice((0, 1, 1))))))
    return Small(defaults=defaults, views=views, fields=fields, asserts=asserts)


def _view(random: Random, name: str, fields: tuple[str, ...]) -> ViewSketch:
    target = random.choice(fields)
    value: Given = _expression(random, target, fields)
    if value is None or random.random() < 0.3:
        value = random.choice(DOMAINS[target].values)
    return ViewSketch(
        name,
        default=random.random() < 0.3,
        lazy=random.random() < 0.6,
        priority=int(name[1:]),
        when=_condition(random, fields) if random.random() < 0.6 else None,
        writes={target: value},
    )


def _expression(random: Random, target: str, fields: tuple[str, ...]) -> Text | None:
    found = [text for text in VALUES[target] if _reads(text) <= set(fields)]
    found = [text for text in found if target != "worked" or "worked" not in text]
    return Text(random.choice(found)) if found else None


def _condition(random: Random, fields: tuple[str, ...]) -> str | None:
    found = [text for text in CONDITIONS if _reads(text) <= set(fields)]
    return random.choice(found) if found else None


def _reads(text: str) -> set[str]:
    return set(compile(text, "expression", "eval").co_names) & set(DOMAINS)
