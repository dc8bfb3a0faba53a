"""Which keys of Python views look like slips of others, and which do not."""

from __future__ import annotations

import pytest

from atoc.compile import compile as compiled
from atoc.findings import Passed
from atoc.resolve.misspelt import is_slip
from atoc.span import SourceFile

HEAD = "from ato.scope import Scope\nscope = Scope()\n"


def told(*bodies: str, end: str = "") -> list[str | None]:
    """The keys that are told of, given the bodies of default views."""
    views = "".join(
        f"@scope.observe(default=True, priority={number})\ndef v{number}(config):\n    {body}\n"
        for number, body in enumerate(bodies)
    )
    found = compiled(Passed((SourceFile("main.py", HEAD + views + end),))).findings
    return [finding.key for finding in found if finding.code == "ATC104"]


TWICE = ("config.lr = 1", "config.lr = 2")


@pytest.mark.parametrize(
    ("bodies", "end", "keys"),
    [
        ((*TWICE, "config.lrs = 3"), "", ["lrs"]),
        (("config.lr = 1; config.wd = config.lr", "config.lrs = 3"), "", ["lrs"]),
        ((*TWICE, "config.lr = 4; config.lrs = 3"), "", []),
        ((*TWICE, "config.lrs = 3", "config.x = config.lrs"), "", []),
        ((*TWICE, "config.lrs = 3"), "print(scope.config.lrs)\n", []),
        ((*TWICE, "config.lrs = 3"), "@scope.manual\ndef m(manual): manual.lrs = 'All'\n", []),
        (("config.beta1 = 1", "config.beta1 = 2", "config.beta2 = 3"), "", []),
        (("config.epoch = 1", "config.lr = 3"), "", []),
        ((*TWICE, "config.lrs = 3", "helper(config)"), "", []),
    ],
)
def test_a_slip_is_told_and_a_name_of_its_own_is_not(
    bodies: tuple[str, ...], end: str, keys: list[str]
) -> None:
    assert told(*bodies, end=end) == keys


@pytest.mark.parametrize(
    ("name", "meant", "slip"),
    [
        ("lrs", "lr", True),
        ("hiden", "hidden", True),
        ("epohcs", "epochs", True),
        ("opochs", "epochs", True),
        ("min", "max", False),
        ("b", "a", False),
        ("beta1", "beta2", False),
        ("a_b", "ab", False),
        ("x", "xy", False),
    ],
)
def test_a_slip_is_one_letter(name: str, meant: str, slip: bool) -> None:
    assert is_slip(name, meant) is slip
