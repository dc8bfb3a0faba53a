from __future__ import annotations

from atoc.emit.covered import covered
from tests.atoc.emit.building import tree

SECRETS = """\
scope: x
types:
  Login: {fields: {word: {type: str, default: hunter1, secret: true}, name: {type: str, default: shown1}}}
fields:
  token: {type: str, default: hunter2, secret: true}
  keys: {type: "dict[str, str]", default: {a: hunter3}, secret: true}
  login: Login
  logins: {type: "list[Login]", default: [{word: hunter4}]}
  other: {type: str, default: shown2}
  made: {type: str, default: "${other + 'hunter5'}", secret: true}
views:
  one: {set: {token: hunter6, login.word: hunter7, other: shown3}}
  two: {priority: 1, set: {token: "${other + 'hunter8'}"}}
"""


def test_no_secret_of_a_module_is_shown() -> None:
    source = tree(SECRETS)["x.py"]
    assert all(f"hunter{number}" in source for number in range(1, 9))
    shown = covered(source)
    assert "hunter" not in shown
    assert all(f"shown{number}" in shown for number in range(1, 4))
    assert 'ato.Field("token", ato.STR, *********, secret=True)' in shown
    assert len(shown.splitlines()) == len(source.splitlines())


def test_a_module_without_secrets_is_shown_as_it_is() -> None:
    source = tree("scope: x\nfields: {other: {type: str, default: shown}}\n")["x.py"]
    assert covered(source) == source


def test_of_a_module_that_is_no_python_no_string_is_shown() -> None:
    source = tree(SECRETS)["x.py"] + "\ndef\n"
    assert "hunter" not in covered(source)
    assert "hunter" not in covered(tree(SECRETS)["x.py"].replace("\n", "\r\n"))


def test_what_stands_on_a_line_after_a_secret_of_many_bytes_is_kept() -> None:
    text = 'ato.Field("token", ato.STR, "päßwörd", secret=True)  # ö'
    shown = covered(text)
    assert "w" not in shown
    assert shown.endswith("*, secret=True)  # ö")
