"""What is said about expressions: ATC104, ATC401 and ATC402."""

from __future__ import annotations

from atoc.findings import Rule, Severity

UNKNOWN_FIELD = Rule(
    "ATC104",
    "unknown-field",
    Severity.ERROR,
    page="""
    A write, an expression or a search names a field that the scope does not have.

    ## What is found

    A key under `set`, a name in an expression, or a key of a search space that is no field of the scope.
    Fields of structs are named by their dotted path: `model.hidden`. A field of a variant is found too where
    a run may have another one: in an expression that does not test the discriminator, and in a view that some
    selection applies while the field is not there; then the finding shows the smallest command line.

    ## Why it matters

    A misspelt key would otherwise be dropped in silence, and the run would use another value than it says.

    ## How to mend

    Correct the spelling, or declare the field. Read or write a field of a variant under a condition on its
    discriminator, or let the view set the discriminator as well.
    """,
    bad="""
scope: train
fields:
  steps: {type: int, default: 100}
  warmup: {type: int, default: "${stpes // 10}"}
""",
    good="""
scope: train
fields:
  steps: {type: int, default: 100}
  warmup: {type: int, default: "${steps // 10}"}
""",
)

BAD_EXPRESSION = Rule(
    "ATC401",
    "bad-expression",
    Severity.ERROR,
    page="""
    An expression is not one of the expression language.

    ## What is found

    The text inside `${...}`, of `when` or of `that` that cannot be read: words of other
    languages (`&&`, `true`), parts of Python that are left out (loops, lambdas, attributes, `is`), functions,
    methods and resolvers that do not exist, a bracket that is never closed, and expressions beyond the bounds
    (10,000 characters, 100 levels, 1,000 parts, 400 operations between two commas, resolvers 10 deep). Also
    an expression where values are written out: in a list or mapping, or as the default of a discriminator.

    ## Why it matters

    Expressions are proved, evaluated when a config is composed, and written out as Python. That takes a
    language in which every expression ends and means the same everywhere.

    ## How to mend

    Write the expression with literals, field names, `+ - * / // % **`, comparisons, `in`, `and or not`,
    `a if c else b`, indexing and slices, displays of lists, tuples, sets and dicts, the functions `abs all
    any bool ceil exp float floor int len log max min range round sorted sqrt str sum`, and the methods of
    text `lower upper strip replace split join startswith endswith format`. Resolvers are asked as
    `${env:HOME,/root}` or, inside an expression, `env('HOME', '/root')`; a program's own are declared under
    `resolvers`. Write `$${` for a literal `${`.
    """,
    bad="""
scope: train
fields:
  steps: {type: int, default: 100}
  warmup: {type: int, default: "${steps >> 3}"}
""",
    good="""
scope: train
fields:
  steps: {type: int, default: 100}
  warmup: {type: int, default: "${steps // 8}"}
""",
)

OPERAND_TYPES = Rule(
    "ATC402",
    "operand-types",
    Severity.ERROR,
    page="""
    An operator or function does not take values of these types.

    ## What is found

    Arithmetic on what is not a number (a `bool` is none), a condition that is not a `bool`, comparisons of
    values that can never be equal or have no order, a value that may be `None` where it may not, functions,
    methods and resolvers with arguments of another type or number, a format text whose places do not fit what
    is put in them, and values of type `any` where the type must be known.

    ## Why it matters

    The expression would fail in some run, or be false in all of them.

    ## How to mend

    Convert with `int() float() str() bool()`, or test first: `x + 1 if x != None else 0`. What a test tells
    holds behind it, and what the `when` of a view tells holds for its writes, unless the view changes the
    field itself. A comparison with a closed set takes one of its values.
    """,
    bad="""
scope: train
fields:
  name: {type: str, default: base}
  scale: {type: float, default: "${name * 1.5}"}
""",
    good="""
scope: train
fields:
  width: {type: float, default: 1.0}
  scale: {type: float, default: "${width * 1.5}"}
""",
)

RULES = (UNKNOWN_FIELD, BAD_EXPRESSION, OPERAND_TYPES)
