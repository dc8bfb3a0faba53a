"""ATC208: a lazy view hides a value that the command line gave."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Related, Rule, Severity
from atoc.program import Scope
from atoc.prove import Facts, LazyOverride
from atoc.rules.phrases import with_words

RULE = Rule(
    code="ATC208",
    name="lazy-overrides",
    severity=Severity.NOTE,
    page="""
    A lazy view overwrites what the command line gave.

    ## What is found

    A write of a lazy view to a field that can also be given from outside, where the two differ in some run:
    lazy views are applied after outside values, so the one that was given is lost. The finding shows such a
    command line.

    ## Why it matters

    Whoever gives a value on the command line expects to get it. Sometimes the view is right, since the value
    follows from others; then nobody should be able to give it.

    ## How to mend

    Mark the field with `final: true` if it is for the view to say; a value from outside is then an error with
    a clear message. If the outside value should win, make it a computed default, or let the view be eager.

    ## What it does not cover

    Fields that cannot be given (`final`), and secrets, which no command line may show.
    """,
    bad="""
scope: train
fields:
  dataset: {enum: [cifar10, imagenet], default: cifar10}
  image_size: {type: int, default: 32}
views:
  large:
    default: true
    lazy: true
    when: dataset == 'imagenet'
    set: {image_size: 224}
""",
    good="""
scope: train
fields:
  dataset: {enum: [cifar10, imagenet], default: cifar10}
  image_size: {type: int, default: 32, final: true}
views:
  large:
    default: true
    lazy: true
    when: dataset == 'imagenet'
    set: {image_size: 224}
""",
)


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """The lazy writes that hide an outside value."""
    for fact in facts.facts:
        if isinstance(fact, LazyOverride):
            yield _finding(scope, fact)


def _finding(scope: Scope, fact: LazyOverride) -> Finding:
    path, name = fact.write.path, fact.view.name
    return RULE.at(
        fact.write.key_span,
        f"'{path}' in '{name}' overwrites what the command line gave, {with_words(fact.witness, fact.order)}",
        scope=scope.name,
        key=path,
        views=(name,),
        related=(Related(fact.write.field.span, "the field can be given from outside"),),
        help=(f"if '{name}' is right, mark '{path}' with `final: true`", "else let the view be eager"),
        witness=fact.witness,
        method=fact.method,
    )
