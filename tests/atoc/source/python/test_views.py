"""What is read of Python files, without any of them being run."""

from __future__ import annotations

import pytest

from atoc.findings import Finding
from atoc.source.python.parts import PythonModule, PythonView
from atoc.source.python.views import read_views
from atoc.span import SourceFile

HEAD = "from ato.scope import Scope\nscope = Scope(name='train')\n"


def read(text: str, **others: str) -> PythonModule | tuple[Finding, ...]:
    files = [SourceFile("main.py", text), *(SourceFile(f"{name}.py", each) for name, each in others.items())]
    passed = read_views(files)[files[0]]
    return passed.findings if passed.value is None else passed.value


def view(body: str, options: str = "") -> PythonView:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    module = read(f"{HEAD}@scope.observe({options})\ndef v(config):\n{lines}")
    assert isinstance(module, PythonModule)
    return module.scopes[0].views[0]


def written(found: PythonView) -> list[list[str]]:
    return [[write.key.text for write in part.writes] for part in found.parts]


@pytest.mark.parametrize(
    "text",
    [
        "from ato.scope import Scope as S\nx = S()\n@x.observe()\ndef v(c): c.a = 1\n",
        "import ato.scope\nx = ato.scope.Scope()\n@x.observe()\ndef v(c): c.a = 1\n",
        "import ato.scope as s\nx: object = s.Scope()\n@x.observe()\ndef v(c): c.a = 1\n",
        "from ato import scope\nx = scope.Scope()\n@x.observe()\ndef v(c): c['a'] = 1\n",
    ],
)
def test_a_scope_is_found_by_any_spelling_of_its_import(text: str) -> None:
    module = read(text)
    assert isinstance(module, PythonModule)
    (scope,) = module.scopes
    assert (scope.name.text, written(scope.views[0])) == ("config", [["a"]])


def test_a_scope_of_another_file_is_followed_through_its_import() -> None:
    module = read("from base import scope as s\n@s.observe()\ndef v(c): c.a = 1\n", base=HEAD)
    assert isinstance(module, PythonModule)
    assert [scope.name.text for scope in module.scopes] == ["train"]


def test_a_scope_that_is_imported_from_nowhere_is_told_of() -> None:
    module = read("from base import scope\n@scope.observe()\ndef v(c): c.a = 1\n")
    assert isinstance(module, PythonModule)
    assert "'base'" in module.unread[0].what


def test_statements_whose_order_matters_are_parts() -> None:
    body = "config.a = 1\nconfig.b = config.a\nconfig.a = 2\nif config.b: config.c = 1\nelse: config.c = 2"
    found = view(body)
    assert written(found) == [["a", "b"], ["a"], ["c"], ["c"]]
    conditions = [part.when.text for part in found.parts if part.when]
    assert conditions == ["bool(b)", "(not bool(b))"]


def test_a_lazy_block_is_a_lazy_part_at_the_end() -> None:
    found = view("with Scope.lazy():\n    config.a = 1\nconfig.b = 2")
    assert [(part.lazy, written(found)[i]) for i, part in enumerate(found.parts)] == [
        (False, ["b"]),
        (True, ["a"]),
    ]


@pytest.mark.parametrize(
    ("statement", "touched"),
    [
        ("config.a = draw()", {"a"}),
        ("helper(config)", {""}),
        ("config.pop('a')", {""}),
        ("del config.a.b", {"a.b"}),
        ("for i in range(3):\n    config.a = i", {"a"}),
        ("try:\n    config.a = 1\nexcept ValueError: pass", {"a"}),
        ("config.a, config.b = config.b, config.a", {"a", "b"}),
        ("print('hello')", set()),
        ("if ready(): config.a = 1", {"a"}),
        ("if config.a:\n    config.a = False\nelse:\n    config.a = True; config.b = 1", {"a", "b"}),
        ("with Scope.lazy(with_compile=True):\n    config.a = 1", {""}),
        ("if config.b:\n    with Scope.lazy():\n        config.a = 1", {"a"}),
    ],
)
def test_what_is_not_understood_says_what_it_may_write(statement: str, touched: set[str]) -> None:
    (unread,) = view(statement).unread
    assert unread.touched == touched


def test_options_that_are_worked_out_leave_everything_open() -> None:
    assert view("config.a = 1", "priority=rank()").unread[0].touched == {""}


def test_options_are_read_by_name_and_place() -> None:
    found = view("pass", "None, None, -2, True, default=True, chain_with=('a', 'b')")
    assert (found.priority, found.lazy, found.default) == (-2, True, True)
    assert [name.text for name in found.chain] == ["a", "b"]


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}x = {'(' * 3000}",
        f"{HEAD}x = a{'.b' * 50_000}",
        f"{HEAD}x = {'-' * 50_000}1",
        f"{HEAD}def f(:\n",
        f"{HEAD}if x:\npass\n",
        f"{HEAD}x = 'abc",
        f"{HEAD}\0",
        f"{HEAD}{'x = 1' + chr(10)}" * 50_000,
    ],
    ids=["brackets", "dots", "signs", "syntax", "indent", "quote", "nul", "size"],
)
def test_hostile_text_is_one_finding(text: str) -> None:
    found = read(text)
    assert isinstance(found, tuple)
    assert [each.code for each in found] == ["ATC001"]


def test_a_place_counts_characters_and_not_bytes() -> None:
    module = read(f"{HEAD}@scope.observe()\ndef v(config):\n\tx = 'é'; config.läng = 'ü'\n")
    assert isinstance(module, PythonModule)
    write = module.scopes[0].views[0].parts[0].writes[0]
    assert (write.key.span.line, write.key.span.column, write.value.span.column) == (5, 18, 25)


DEPTH = "config.model.depth = 3"
WHOLE = "config.model = dict(width=8)"


def views(*given: tuple[str, str]) -> str:
    """A file of views, each by its options and its body."""
    named = (
        f"@scope.observe({options})\ndef v{index}(config):\n    {body}\n"
        for index, (options, body) in enumerate(given)
    )
    return HEAD + "".join(named)


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        (views(("default=True", DEPTH), ("", WHOLE)), True),
        (views(("default=True", WHOLE), ("", DEPTH)), False),
        (views(("default=True", WHOLE), ("default=True", DEPTH)), False),
        (views(("default=True, chain_with='v1'", WHOLE), ("", DEPTH)), True),
        (views(("", WHOLE), ("", DEPTH)), True),
        (views(("", WHOLE), ("priority=1", DEPTH)), False),
        (views(("", WHOLE), ("lazy=True", DEPTH)), False),
        (views(("lazy=True", WHOLE), ("", DEPTH)), True),
        (views(("", f"{WHOLE}; {DEPTH}")), False),
        (views(("", f"{DEPTH}; {WHOLE}")), True),
    ],
)
def test_a_mapping_that_may_take_away_what_was_written_below_is_not_understood(text: str, lost: bool) -> None:
    module = read(text)
    assert isinstance(module, PythonModule)
    said = [unread.what for each in module.scopes[0].views for unread in each.unread]
    assert said == (["a mapping in place of 'model', which takes away 'model.depth',"] if lost else [])


def test_what_a_scope_begins_with_may_be_taken_away_too() -> None:
    head = "from ato.scope import Scope\nfrom ato.adict import ADict\n"
    made = "scope = Scope(ADict(model=ADict(depth=3)), name='train')\n"
    module = read(f"{head}{made}@scope.observe()\ndef a(config):\n    {WHOLE}\n")
    assert isinstance(module, PythonModule)
    assert [unread.touched for unread in module.scopes[0].views[0].unread] == [{"model.depth"}]
