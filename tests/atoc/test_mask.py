from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.compile import compile
from atoc.findings import Passed
from atoc.mask import SAID, masked
from atoc.source import parse
from atoc.span import SourceFile
from atoc.syntax.shapes import FIELD

VALUE = "hunter2"


def shown(text: str, path: str = "schemas/train.yaml") -> str:
    file = SourceFile(path, text)
    return masked({file: parse(file).value})[path].text


def test_the_default_of_a_secret_is_covered_in_place() -> None:
    text = (
        "fields:\n  token: {type: str, default: hunter2, secret: true}\n  lr: {type: float, default: 0.1}\n"
    )
    assert shown(text) == text.replace(VALUE, "*******")


def test_writes_to_a_secret_are_covered_dotted_and_nested() -> None:
    text = """\
fields:
  db:
    fields:
      token: {type: str, secret: true}
      port: {type: int, default: 1}
views:
  one:
    set: {db.token: hunter2, db.port: 2}
  two:
    set:
      db: {token: hunter2, port: 3}
"""
    assert shown(text) == text.replace(VALUE, "*******")


def test_a_secret_of_one_document_is_covered_in_the_others() -> None:
    declared = SourceFile("a.yaml", "types: {Db: {fields: {token: {type: str, secret: true}}}}\n")
    written = SourceFile("b.yaml", "scope: train\nviews: {one: {set: {db.token: hunter2}}}\n")
    sources = masked({file: parse(file).value for file in (declared, written)})
    assert sources["b.yaml"].text == written.text.replace(VALUE, "*******")


def test_choices_and_containers_of_a_secret_are_covered_whole() -> None:
    text = "fields:\n  keys:\n    type: list[str]\n    secret: true\n    default:\n      - one\n      - two\n"
    assert shown(text).endswith("    default:\n      * ***\n      * ***\n")


@pytest.mark.parametrize(
    "text",
    [
        "fields:\n  dbs: {type: list[Db], default: [{token: hunter2}]}\n",
        "fields:\n  token: {type: str, defult: hunter2, secret: true}\n",
        "views:\n  one: {sets: {token: hunter2}}\n",
        "views:\n  one:\n    token: hunter2\n",
        "views:\n  one:\n    set:\n      token: x\n      token: hunter2\n",
        "views:\n  one: {set: {token: {type: hunter2}}}\n",
    ],
)
def test_a_secret_is_covered_wherever_it_stands(text: str) -> None:
    declared = SourceFile("a.yaml", "types: {Db: {fields: {token: {type: str, secret: true}}}}\n")
    written = SourceFile("b.yaml", text.replace("list[Db]", "'list[Db]'"))
    assert VALUE in written.text
    assert VALUE not in masked({file: parse(file).value for file in (declared, written)})["b.yaml"].text


def test_a_secret_that_is_declared_in_the_wrong_place_is_covered() -> None:
    assert VALUE not in shown("types:\n  token: {type: str, default: hunter2, secret: true}\n")


def test_text_without_secrets_is_shown_as_it_is() -> None:
    text = "fields:\n  token: {type: str, default: hunter2, secret: false}\n"
    assert shown(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "fields:\n  token: {type: str, default: hunter2, secret: true\n",
        "fields:\n  token:\n    type: str\n    default: hunter2\n    secret: true\n  lr: {\n",
        "fields:\n  token: {type: str, secret: true}\nviews: {one: {set: {token: hunter2}}}\n  lr: {\n",
    ],
)
def test_a_document_that_cannot_be_read_shows_no_secret_either(text: str) -> None:
    assert parse(SourceFile("schemas/train.yaml", text)).value is None
    assert VALUE not in shown(text)
    assert shown(text).count("\n") == text.count("\n")


def test_toml_that_cannot_be_read_shows_no_secret_either() -> None:
    text = '[fields.token]\ntype = "str"\ndefault = "hunter2"\nsecret = true\n[fields\n'
    assert VALUE not in shown(text, "schemas/train.toml")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_ends_of_lines_are_kept(end: str) -> None:
    text = end.join(["fields:", "  token:", "    type: str", "    default: hunter2", "    secret: true", ""])
    assert shown(text) == text.replace(VALUE, "*******")


@settings(max_examples=60)
@given(st.text("abt:{}[], \n\r\t\"'-secrdfault=", max_size=120))
def test_covering_never_moves_a_character(text: str) -> None:
    covered = shown(text)
    assert len(covered) == len(text)
    assert [i for i, c in enumerate(covered) if c.isspace()] == [i for i, c in enumerate(text) if c.isspace()]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.toml", "[fields.token]\nsecret = true\ntype = 'str'\ndefault = hunter2\n"),
        ("a.json", '{"fields": {"token": {"type": "str", "secret": true, "default": hunter2}}}'),
        ("a.yaml", "fields:\n  token: {type: str, secret: true, default: @hunter2}\n"),
    ],
)
def test_messages_on_broken_syntax_quote_no_secret(path: str, text: str) -> None:
    findings = compile(Passed((SourceFile(path, text),))).findings
    assert findings
    assert not [each for each in findings if VALUE in f"{each.message}{each.help}"]


def test_every_key_of_a_field_is_known_to_hold_a_value_or_none() -> None:
    assert {key.name for key in FIELD.keys} - SAID == {"default", "enum"}
