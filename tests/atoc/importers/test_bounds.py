"""Sources that would come to very much, or never end: refused or told, in little time, and never run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from time import perf_counter

import pytest

from atoc.importers import Carried, Refused, argparse, hydra, json_schema, mmengine, omegaconf
from atoc.span import SourceFile

Carry = Callable[[Sequence[SourceFile], str, str], Carried]
SECONDS = 5
"""Far more than any of these takes, and far less than following all of it would."""

TWICE = "".join(f'a{i}: {{p: "${{a{i - 1}}}", q: "${{a{i - 1}}}"}}\n' for i in range(1, 30))
CALLS = "".join(f"def f{i}(p):\n    f{i + 1}(p)\n    f{i + 1}(p)\n" for i in range(25))
CALLS += "def f25(p):\n    p.add_argument('-x')\nf0(p)\np.add_argument('-y')\n"
PARSER = "import argparse\np = argparse.ArgumentParser()\n"
DOUBLED = "".join(f"a{i} = [a{i - 1}, a{i - 1}]\n" for i in range(1, 40))
NAMED = ", ".join(
    f'"d{i}": {{"required": ["a", "b"], "properties": {{"a": {{"$ref": "#/definitions/d{i + 1}"}},'
    f' "b": {{"$ref": "#/definitions/d{i + 1}"}}}}}}'
    for i in range(60)
)
SELF = (
    "from hydra.core.config_store import ConfigStore\nfrom dataclasses import dataclass, field\n"
    "@dataclass\nclass A(A):\n    x: 'A' = field(default_factory=lambda: A())\n    y: 'A' = A()\n"
    "    z: int = __import__('os').abort()\nConfigStore.instance().store(name='config', node=A)\n"
)


@pytest.mark.parametrize(
    ("carry", "name", "text"),
    [
        (omegaconf.carry, "c.yaml", f"a0: {{x: 1}}\n{TWICE}"),
        (omegaconf.carry, "c.yaml", f"a: '{'${oc.env:' * 500}'\n"),
        (argparse.carry, "c.py", PARSER + CALLS),
        (argparse.carry, "c.py", f"{PARSER}p.add_argument('-x', default=list(range(10 ** 9)))\n"),
        (argparse.carry, "c.py", f"{PARSER}p.add_argument('-x', default=(10 ** 99) ** (10 ** 99))\n"),
        (argparse.carry, "c.py", f"{PARSER}p.add_argument('-x', default={'-' * 3000}1)\n"),
        (mmengine.carry, "c.py", f"a0 = [1]\n{DOUBLED}"),
        (mmengine.carry, "c.py", f"a0 = [1]\n{DOUBLED}text = f'{{a39}}'\n"),
        (mmengine.carry, "c.py", "d = dict(a=1)\nd['a'] = d\n"),
        (json_schema.carry, "c.json", f'{{"definitions": {{{NAMED}}}, "$ref": "#/definitions/d0"}}'),
        (json_schema.carry, "c.json", '{"properties": {"x": {"allOf": [{"$ref": "#/properties/x"}]}}}'),
        (hydra.carry, "app.py", SELF),
        (hydra.carry, "config.yaml", "defaults: [{/: x}, {'': y}, '@', '', 5, [a], {a: {b: c}}]\nx: 1\n"),
        (hydra.carry, "config.yaml", "a: ${b}\nb: ${a}\nd: {e: '${d}'}\nf: ${d}\n"),
    ],
)  # fmt: skip
def test_it_ends_soon(carry: Carry, name: str, text: str) -> None:
    begun = perf_counter()
    with suppress(Refused):
        carry([SourceFile(f"c/{name}", text)], "c", "app")
    assert perf_counter() - begun < SECONDS
