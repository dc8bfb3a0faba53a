"""What to do about a finding in a Python file: keys of documents are arguments of ``observe`` there.

let 'small' come later (`priority: 3`)      let 'small' come later (`priority=3`)
mark 'lr' with `input: true`                left out: no script can say so
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

_IN_OTHER_WORDS: Mapping[str, str] = {
    r"`(default|lazy): true`": r"`\1=True`",
    r"`priority: (-?\d+)`": r"`priority=\1`",
    r"leave the `set` of '(.+?)' empty": r"let the body of '\1' be `pass`",
    r"remove '(.+?)' from the chain": r"remove '\1' from `chain_with`",
    r"add `when: (.+?)` to the view": r"set it under `if \1:`",
    r"constrain the divisor \(`ge: 1`\), or keep it": "keep the divisor",
    r"give '(.+?)' a default, or set it in ": r"set '\1' in ",
    r"or give '(.+?)' a default, for all other cases": r"or set '\1' before, for all other cases",
    r"add a view for (.+)": r"add a branch or a view for \1",
    r"if .*?'.+?' is right, mark '.+?' with `final: true`": "",
    r"else let the view be eager": "let the view be eager if the command line is to win",
    r"a constraint on the fields that it reads may be all that is missing": "",
    r"if it must come from outside, mark it with `input: true`": "",
    r"if '(.+?)' and '(.+?)' are alternatives, put both in one group": "",
    r"or keep the views apart by a group": "",
    r"or give it a default": "or in a default view that comes first",
}  # fmt: skip
"""Patterns of what is said of documents, with what is said of Python; nothing for what it cannot do."""

_PATTERNS = tuple((re.compile(pattern), said) for pattern, said in _IN_OTHER_WORDS.items())


def in_python(texts: Iterable[str]) -> Iterator[str]:
    """The texts as they are told of Python files, without those that would be of no use there."""
    for text in texts:
        told = text
        for pattern, said in _PATTERNS:
            told = pattern.sub(said, told)
        if told:
            yield told
