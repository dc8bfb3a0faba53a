from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.source import parse
from atoc.source.comments import comments
from atoc.span import SourceFile

YAML = """\
# 1
a: "x # no" # 2
b: |  # 3
  # no
   x # no
# 4
c: &k  # 5
  'q # no'
d: [a, #6
  b] #7
e: >-
  text
  # no
 # 8
f: a#no # 9
g: x
  y z # 10
h: &a |2- # 11
   no # no
k: {a: 'b'}# 12
"l # no": 1
? m # 13
: n # 14
"""
TOML = '''\
# 1 é
a = "é # no" # 2
b = """
# no
""" # 3
c = [ # 4
 '# no', # 5
]
[d] # 6
'''


@pytest.mark.parametrize(("name", "text", "count"), [("a.yaml", YAML, 14), ("a.toml", TOML, 6)])
def test_comments_are_found_and_texts_are_none(name: str, text: str, count: int) -> None:
    numbers = [comment.text.lstrip("# ").split()[0] for comment in comments(SourceFile(name, text))]
    assert numbers == [str(number) for number in range(1, count + 1)]


def test_a_comment_has_its_place_and_knows_whether_it_stands_alone() -> None:
    first, second = comments(SourceFile("a.yaml", "  # é\na: b   # c\n"))
    assert (str(first.span), first.span.end_column, first.is_alone) == ("a.yaml:1:3", 6, True)
    assert (str(second.span), second.text, second.is_alone) == ("a.yaml:2:8", "# c", False)


def test_json_has_no_comments() -> None:
    assert comments(SourceFile("a.json", '{"a": "# no"}')) == ()


TEXTS = st.text("# \t\n'\"|>-:{}[],&*!ab", max_size=60)


@settings(max_examples=100)
@given(TEXTS, TEXTS)
def test_no_text_of_a_scalar_is_taken_for_a_comment(text: str, comment: str) -> None:
    quoted = "'" + text.replace("'", "''") + "'"
    file = SourceFile("a.yaml", f"a: {quoted.replace(chr(10), chr(10) * 2 + ' ')}\nb: c # {comment!r}\n")
    if parse(file).value is not None:
        found = comments(file)
        assert [each.text for each in found] == [f"# {comment!r}"]


@settings(max_examples=100)
@given(st.text("# \t\n'\"|>-:{}[],=&*!ab", max_size=60), st.sampled_from(["a.yaml", "a.toml"]))
def test_every_comment_of_a_readable_document_starts_with_its_sign(text: str, name: str) -> None:
    file = SourceFile(name, text)
    if parse(file).value is not None:
        assert all(comment.text.startswith("#") for comment in comments(file))
