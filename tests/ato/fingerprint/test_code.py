"""What a fingerprint of code is about: logic, and nothing else."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ato.config import ConfigError
from ato.fingerprint import code_hash, code_of
from ato.fingerprint.sources import _find
from tests.ato.fingerprint.modules import Load


def same(load: Load, left: str, right: str, name: str = "f") -> bool:
    return code_hash(getattr(load(left), name)) == code_hash(getattr(load(right), name))


SEED = """
def train_v1(config):
    loss = model(data)
    return loss

def train_v2(config):
    # Added comments
    loss = model(data)  # Compute loss
    return loss

def completely_different_name(config):
    loss=model(data)  # Different whitespace
    return loss

def train_v3(config):
    loss = model(data) * 2  # <- Logic changed!
    return loss

def forward(model, x):
    out = model(x)
    return out

def safe(model,x):
    result=model(x)  # Same logic, different style
    return result

def unsafe(model, x):
    features = model.backbone(x)  # Logic changed!
    logits = model.head(features)
    return logits
"""


def test_the_examples_of_the_seed_are_told_apart_as_it_promises(load: Load) -> None:
    seed = load(SEED)
    assert code_hash(seed.train_v1) == code_hash(seed.train_v2) == code_hash(seed.completely_different_name)
    assert code_hash(seed.train_v3) != code_hash(seed.train_v1)
    assert code_hash(seed.forward) == code_hash(seed.safe)
    assert code_hash(seed.forward) != code_hash(seed.unsafe)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("def f(a, b=2): return a + b", "def f(x, y=2):\n  'Adds.'\n  return (x +\n    y)"),
        ("def f(a: int) -> int: return a", "def f(a: 'float'): return a"),
        ("def f(): pass", "def f(): 'Does nothing.'"),
        ("def f():\n  x: int = 1\n  return x", "def f():\n  y: float\n  y = 1\n  return y"),
        ("def f(n): return n * f(n - 1)", "def f(m):\n  return m * f(m - 1)"),
        ("def f(): return [i for i in range(3)]", "def f(): return [j for j in range(3)]"),
        ("def f(): return f'a{1}' 'b'", "def f(): return 'a' f'{1}b'"),
        ("def f(): return f'{1:}'", "def f(): return f'{1}'"),
        ("def f(): return 1_000, 0x10, 'a'", "def f(): return 1000, 16, u'a'"),
        ("def f():\n  import numpy as np\n  return np.e", "def f():\n  import numpy\n  return numpy.e"),
        (
            "def f(x):\n  def g(y): return y\n  return g(x)",
            "def f(x):\n  def inner(z): return z\n  return inner(x)",
        ),
        (
            "def f(v):\n  match v:\n    case {'a': a, **rest}: return a, rest\n    case [b, *c]: return b, c",
            "def f(w):\n  match w:\n    case {'a': x, **y}: return x, y\n    case [p, *q]: return p, q",
        ),
        (
            "def f():\n  try: g()\n  except ValueError as e: raise e",
            "def f():\n  try: g()\n  except ValueError as error: raise error",
        ),
        ("def f(): return (lambda a: a)(1)", "def f(): return (lambda b: b)(1)"),
        (
            "def f(a):\n  if a: return 1\n  else:\n    if 2: return 3",
            "def f(a):\n  if a: return 1\n  elif 2: return 3",
        ),
        (
            "def f():\n  x = 1\n  def g():\n    nonlocal x\n    x = 2",
            "def f():\n  y = 1\n  def g():\n    nonlocal y\n    y = 2",
        ),
    ],
)
def test_what_is_written_another_way_is_the_same_logic(load: Load, left: str, right: str) -> None:
    assert same(load, left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("def f(a, b): return a - b", "def f(a, b): return b - a"),
        ("def f(a, b): return a", "def f(a, *, b): return a"),
        ("def f(): return 1", "def f(): return 1.0"),
        ("def f(): return 1", "def f(): return True"),
        ("def f(): return 'a'", "def f(): return b'a'"),
        ("def f(): return 0.0", "def f(): return -0.0"),
        ("def f(a=1): return a", "def f(a=2): return a"),
        ("def f(): return x", "def f(): return y"),
        ("def f(): x = 1; return x", "def f():\n  global x\n  x = 1\n  return x"),
        ("def f(o): return o.a", "def f(o): return o.b"),
        ("def f(): return g(a=1)", "def f(): return g(b=1)"),
        ("def f(): return {'a': 1, 'b': 2}", "def f(): return {'b': 2, 'a': 1}"),
        ("def f(): import a.b as c", "def f(): import a.b"),
        ("def f(): return f'{1!r}'", "def f(): return f'{1!s}'"),
        ("def f(a): a; return 1", "def f(a): return 1"),
        ("def f(): yield 1", "def f(): return 1"),
        ("async def f(): return 1", "def f(): return 1"),
        ("def f(x):\n  for i in x:\n    g()\n  h()", "def f(x):\n  for i in x:\n    g()\n    h()"),
        (
            "def f():\n  def g(a, b): return a - b\n  return g(a=1, b=2)",
            "def f():\n  def g(b, a): return b - a\n  return g(a=1, b=2)",
        ),
        (
            "def f(x, y):\n  return f(x=1, y=2) if x else y",
            "def f(y, x):\n  return f(x=1, y=2) if y else x",
        ),
        ("def f():\n  x = 1\n  return locals()", "def f():\n  y = 1\n  return locals()"),
        (
            "def f():\n  class A:\n    x: int = 1\n  return A",
            "def f():\n  class A:\n    y: int = 1\n  return A",
        ),
        (
            "def f():\n  x = 1\n  class A:\n    def m(self): return x",
            "def f():\n  x = 1\n  class A:\n    x = 2\n    def m(self): return self.x",
        ),
        (
            "def f():\n  x = 1\n  def g():\n    global x\n    return x",
            "def f():\n  x = 1\n  def g(): return x",
        ),
        ("def f(): return (lambda: f)()", "def f(): return (lambda: g)()"),
        ("def f(): return [x for x in x]", "def f(): return [x for x in y]"),
    ],
)
def test_what_does_something_else_has_another_fingerprint(load: Load, left: str, right: str) -> None:
    assert not same(load, left, right)


TWICE = """
import functools
def twice(g):
    @functools.wraps(g)
    def wrapper(*a): return g(*a), g(*a)
    return wrapper
"""


def test_decorators_of_the_user_are_logic_and_those_that_bind_are_not(load: Load) -> None:
    plain = "def f(b): return b"
    assert not same(load, f"{TWICE}\n@twice\ndef f(a): return a", plain)
    assert same(load, f"{TWICE}\n@twice\ndef f(a): return a", f"{TWICE}\n@twice\ndef f(b): return b")
    assert same(load, f"{SCOPE}\n@scope.trace('x')\n@scope\ndef f(a): return a", plain)
    assert same(load, "import abc\n@abc.abstractmethod\ndef f(a): return a", plain)


SCOPE = "from ato.dynamic import Scope\nscope = Scope(enable_override=True)"


def test_decorators_of_a_scope_that_nothing_names_any_more_do_not_count(load: Load) -> None:
    module = load(f"""
        {SCOPE.splitlines()[0]}
        def made():
            scope = Scope(name='inner', enable_override=True)
            @scope.trace(trace_id='x')
            @scope
            def f(config): return config.lr
            return f
    """)
    assert code_hash(module.made()) == code_hash(load("def f(a): return a.lr").f)


def test_methods_and_callable_objects_are_functions_of_their_class(load: Load) -> None:
    module = load("""
        class A:
            def step(self, x): return x + 1
            @staticmethod
            def still(x, y): return y + 1
            @classmethod
            def made(cls, x): return x + 1
            def __call__(self, x): return x + 1
    """)
    one = module.A()
    assert code_hash(one.step) == code_hash(module.A.step) == code_hash(module.A.made) == code_hash(one)
    assert code_hash(one.still) == code_hash(module.A.still) == code_hash(one.step)


def test_lambdas_are_found_on_lines_that_they_share(load: Load) -> None:
    module = load("""
        pair = (lambda x: x + 1, 3)
        first = max([1], key=lambda x:
            -x)
        long = [
            lambda a, b: a,
        ]
    """)
    assert code_hash(module.pair[0]) == code_hash(load("f = lambda y: y + 1").f)
    assert code_hash(module.long[0]) == code_hash(load("f = lambda p, q: p").f)


def test_two_lambdas_of_a_line_are_told_apart(load: Load) -> None:
    module = load("f, g = lambda x: x + 1, lambda x: x + 2")
    assert code_hash(module.f) == code_hash(load("f = lambda x: x + 1").f)
    assert code_hash(module.g) == code_hash(load("f = lambda x: x + 2").f)


def test_lambdas_of_a_line_that_differ_in_their_defaults_alone_are_told_apart(load: Load) -> None:
    module = load("a, b = lambda x=1: x, lambda x=2: x\nc, d = (lambda *, k=1: k), (lambda *, k=2: k)")
    assert code_of(module.a).text == "lambda $0=1: $0"
    assert code_of(module.b).text == "lambda $0=2: $0"
    assert code_of(module.c).text == "lambda *, $0=1: $0"
    assert code_of(module.d).text == "lambda *, $0=2: $0"


def test_lambdas_in_lambdas_and_around_a_name_are_told_apart(load: Load) -> None:
    module = load("""
        f = lambda x: lambda y: y + 1
        def made(n): return lambda x: x + n, lambda x: x - n, lambda: n
    """)
    plus, minus, alone = module.made(2)
    assert code_of(module.f(0)).text == "lambda $0: $0 + 1"
    texts = [code_of(each).source for each in (plus, minus, alone)]
    assert texts == ["n = 2\nlambda x: x + n", "n = 2\nlambda x: x - n", "n = 2\nlambda: n"]


@pytest.mark.parametrize("way", ["_compiles_to", "columns"])
def test_lambdas_are_found_by_columns_and_by_bytecode(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "def made(n): return [lambda x: x + 1, lambda x: (x, n), lambda: lambda y: y], lambda x: x + n"
    names: dict[str, Any] = {}
    exec(compile(text, "<made>", "exec"), names)  # noqa: S102
    nodes: Any = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Lambda)]
    (one, two, three), four = names["made"](1)
    for function, wanted in (
        (one, "lambda x: x + 1"),
        (two, "lambda x: (x, n)"),
        (three, "lambda: lambda y: y"),
        (three(), "lambda y: y"),
        (four, "lambda x: x + n"),
    ):
        code = function.__code__
        if way == "columns":
            found = _find._chosen(nodes, code)
        else:
            found = next(node for node in nodes if _find._compiles_to(node, code))
        assert ast.unparse(found).replace("lambda :", "lambda:") == wanted  # so Python 3.10


@pytest.mark.parametrize("given", [len, int, 3, object()])
def test_what_has_no_source_is_told(given: Callable[..., object]) -> None:
    with pytest.raises(ConfigError, match="has no fingerprint"):
        code_hash(given)


def test_a_file_that_has_changed_is_told(load: Load, tmp_path: Path) -> None:
    module = load("def f(): return 1")
    (tmp_path / "made_0.py").write_text("\n\n# nothing\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="no longer holds it at line 1"):
        code_hash(module.f)


@pytest.mark.parametrize("count", [900])
def test_long_sums_and_long_choices_are_read(load: Load, count: int) -> None:
    sums = load("def f(a): return " + " + ".join(["a"] * count))
    assert code_of(sums.f).text.endswith("return " + " + ".join(["$0"] * count))
    choices = "".join(f"    elif a == {number}: return {number}\n" for number in range(count))
    found = code_of(load(f"def f(a):\n    if a is None: return a\n{choices}").f)
    assert found.text.count("\n    elif ") == count


def test_code_that_stands_too_deep_is_told(load: Load) -> None:
    module = load("def f(a): return " + " ** ".join(["a"] * 900))
    with pytest.raises(ConfigError, match="stands too deep in itself"):
        code_hash(module.f)


def test_a_fingerprint_is_a_known_text_for_every_version_of_python(tmp_path: Path) -> None:
    """One number, written down: any Python that runs the tests must come to it."""
    path = tmp_path / "known.py"
    path.write_text(KNOWN, encoding="utf-8")
    code = "from known import f; from ato.fingerprint import code_hash; print(code_hash(f))"
    hashes = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONPATH": f"{tmp_path}:{Path.cwd() / 'runtime'}", "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert hashes == {KNOWN_HASH}


KNOWN = '''
async def f(xs, k, *rest, flag: bool = True, **more):
    """Everything that versions of Python parse or print in a way of their own."""
    global COUNT
    COUNT = 3
    class K(Base, metaclass=M):
        "x"
        w: int = k
        def m(self): return super().m(w=k)
    import a.b as q, numpy.linalg
    from c import d as r
    try: pass
    except ValueError as e: raise e from None
    match xs:
        case {"a": 1, **others}: return others
        case [x, *y] if x: return f"a{x=}b{y!r:>{k}}" "c" f"{k:}" f'{"q"}'
        case Point(x=0) | None: pass
    with open("é") as one, two: del one
    print([(y:=x) for x in xs if x for z in x], {i: j for i, j in xs}, *rest, **more)
    async for item in xs: await item
    return (lambda p, *, q=k: p + q)(1, q=2), -0.0, b"\\xff", 1e999, 3j, ..., xs[1:2, ...], not k < 1 <= 2
'''
KNOWN_HASH = "1530a57e7b3c5800afcb19116049644434c436c495750992691848c7b9cfe932"


SECRETS = """
class A:
    api_key = "{0}"
    def f(self, user, *, password="{0}"):
        access_token: str = b"{0}"
        self.secret = "{0}"
        login(user, api_key="{0}", **{{"client_secret": "{0}"}})
        return lambda private_key="{0}": self.api_key
"""


def test_secrets_that_stand_in_code_leave_no_trace(load: Load) -> None:
    one, two = load(SECRETS.format("sk-abcdef")), load(SECRETS.format("sk-ghijkl"))
    for name in ("A", "A.f"):
        first, second = (code_of(eval(name, vars(module))) for module in (one, two))  # noqa: S307
        assert "sk-abcdef" not in json.dumps(first.to_dict())
        assert first.digest == second.digest
    assert set(code_of(one.A.f).unresolved) == {
        "login (not defined)", "self.api_key (a secret)", "password (a secret)", "access_token (a secret)",
        "secret (a secret)", "api_key (a secret)", "client_secret (a secret)", "private_key (a secret)",
    }  # fmt: skip
    words = load("def f(): token, pad_token = 'opening', 'padding'; max_tokens = 'many of them'")
    assert code_of(words.f).unresolved == ()
