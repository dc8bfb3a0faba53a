"""The example that the language is described with: clean as it stands, and refuted with one more data set."""

from __future__ import annotations

from atoc.compile import compile
from atoc.findings import Finding, Passed
from atoc.span import SourceFile

EXAMPLE = """\
# schemas/train.yaml
scope: train                       # every document with this name adds to the same scope
doc: Image classification.

types:                             # named structs and enums, visible to the whole program
  Schedule: {enum: [cosine, linear, constant]}
  Model:
    doc: The network.
    fields:
      backbone: {enum: [resnet18, resnet50, vit_s], doc: Architecture}
      hidden: {type: int, default: 128, ge: 1}

fields:
  lr: {type: float, gt: 0, doc: Learning rate of the optimizer}
  epochs: {type: int, ge: 1, doc: Passes over the training set}
  batch_size: {type: int, default: 32, ge: 1}
  dataset: {enum: [cifar10, imagenet]}
  num_classes: int                 # shorthand for {type: int}
  image_size: int
  schedule: {type: Schedule, default: cosine}
  warmup: {type: int, default: "${epochs // 10}"}       # computed last, if nothing set it
  model: Model
  tags: {type: "list[str]", default: []}
  token: {type: "str | None", default: null, secret: true}
  data_dir: {type: path, input: true, doc: Where the images are}   # must come from outside the views

groups:
  optimizer: {default: adam, doc: One optimizer}        # at most one view of a group is active

views:
  defaults:
    default: true                  # always active
    set:
      lr: 1e-3
      epochs: 50
      dataset: imagenet
      model.backbone: resnet50     # dotted and nested paths are the same
  high_lr:
    doc: For large batches.
    why: Linear scaling rule.      # the reason, carried into every explanation
    priority: 1                    # higher is applied later, and so wins
    set: {lr: 3e-3}
  long_run:
    priority: 2
    chain_with: high_lr            # a name or a list: applied with it, before it
    set: {epochs: 200, tags: "${tags + ['long']}"}
  adam: {group: optimizer, set: {}}
  imagenet_shapes:
    default: true
    lazy: true                     # applied after the command line
    when: dataset == 'imagenet'
    set: {num_classes: 1000, image_size: 224}
  cifar_shapes:
    default: true
    lazy: true
    when: dataset == 'cifar10'
    set: {num_classes: 10, image_size: 32}

asserts:
  - that: batch_size * epochs <= 1000000
    message: More than a million samples per slot.

search:
  quick:
    metric: val_acc
    mode: max
    method: {name: hyperband, min_budget: 1, max_budget: 27, reduction_factor: 3}
    space:
      lr: {log_uniform: [1e-5, 1e-1]}
      model.hidden: {int_uniform: [32, 512], step: 32}
      batch_size: {choice: [16, 32, 64]}
      view: {choice: [[], [high_lr], [long_run]]}
"""


def findings(text: str) -> tuple[Finding, ...]:
    return compile(Passed((SourceFile("schemas/train.yaml", text),))).findings


def graver_than_notes(text: str) -> list[tuple[str, str | None, tuple[str, ...] | None]]:
    found = (finding for finding in findings(text) if finding.severity != "note")
    return [(finding.code, finding.key, finding.witness) for finding in found]


def test_the_example_of_the_language_is_clean() -> None:
    assert graver_than_notes(EXAMPLE) == []


def test_one_more_data_set_that_no_view_knows_is_refuted_by_naming_it() -> None:
    text = EXAMPLE.replace("[cifar10, imagenet]", "[cifar10, imagenet, mnist]")
    assert graver_than_notes(text) == [
        ("ATC201", "num_classes", ("dataset=mnist",)),
        ("ATC201", "image_size", ("dataset=mnist",)),
    ]
