"""The examples by which Ato introduces itself, as programs: each is run, and what it prints is compared."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

QUICK_START = """
from ato.scope import Scope
from ato.adict import ADict

scope = Scope()

@scope.observe(default=True)
def defaults(config):
    config.lr = 1e-3
    config.epochs = 50
    config.model = 'resnet50'

@scope.observe(priority=1)
def high_lr(config):
    config.lr = 3e-3

@scope.observe(priority=2, chain_with='high_lr')
def long_run(config):
    config.epochs = 200

@scope.manual
def docs(manual):
    manual.lr = 'Learning rate for optimizer'
    manual.epochs = 'Number of training epochs'
    manual.model = 'Model architecture'

@scope
def train(config):
    print(f"Training {config.model} for {config.epochs} epochs with lr={config.lr}")
    # Your training code here

if __name__ == '__main__':
    train()
"""

QUICK_MANUAL = """\
--------------------------------------------------
[Scope "config"]
(The Applying Order of Views)
defaults → high_lr → long_run → (CLI Inputs)
  long_run chains with high_lr

(User Manuals)
lr: Learning rate for optimizer
epochs: Number of training epochs
model: Model architecture
--------------------------------------------------
"""

STRUCTURE = """
from ato.adict import ADict

# Same structure, different values
config1 = ADict(lr=0.1, epochs=100, model='resnet50')
config2 = ADict(lr=0.01, epochs=200, model='resnet101')
print(config1.get_structural_hash() == config2.get_structural_hash())  # True

# Different structure (epochs is str!)
config3 = ADict(lr=0.1, epochs='100', model='resnet50')
print(config1.get_structural_hash() == config3.get_structural_hash())  # False
"""

PRIORITIES = """
from ato.scope import Scope

scope = Scope()

@scope.observe(default=True)  # Always applied
def defaults(config):
    config.lr = 0.001
    config.epochs = 100

@scope.observe(priority=1)  # Applied after defaults
def high_lr(config):
    config.lr = 0.01

@scope.observe(priority=2)  # Applied last
def long_training(config):
    config.epochs = 300

@scope
def train(config):
    print(f"LR: {config.lr}, Epochs: {config.epochs}")

if __name__ == '__main__':
    train()
"""

AWARENESS = """
from ato.adict import ADict

config1 = ADict(lr=0.1, epochs=100)
config2 = ADict(lr=0.01, epochs=200)
# Same structure → same hash (tracks architecture, not values)
print(config1.get_structural_hash() == config2.get_structural_hash())

config = ADict()
config.model.backbone.layers = [64, 128, 256]  # Just works
print(config.to_dict())

config = ADict(lr=0.1, epochs=100, unused_key=999)
_ = config.lr
minimal = config.get_minimal_config()  # Only {lr: 0.1}
print(minimal.to_dict())

config.freeze()    # Read-only mode
print(config.frozen)
config.defrost()   # Editable mode
print(config.frozen)

config.dump('config.yaml')
config = ADict.from_file('config.yaml')
config.dump('config.json')
print(open('config.json').read())
"""

START = "from ato.scope import Scope\n\nscope = Scope()\n"
END = "\n@scope\ndef main(config):\n    print(config.to_dict())\n\nif __name__ == '__main__':\n    main()\n"

ORDER = f"""{START}
@scope.observe(priority=-1)  # Applied first
def base(config):
    config.lr = 0.001

@scope.observe(priority=0)   # Applied second
def mid(config):
    config.lr = 0.01

@scope.observe(priority=1)   # Applied last
def high(config):
    config.lr = 0.1
{END}"""

CHAINS = f"""{START}
@scope.observe()
def base_setup(config):
    config.project_name = 'my_project'
    config.data_dir = '/data'

@scope.observe(chain_with='base_setup')  # Automatically applies base_setup first
def advanced_training(config):
    config.distributed = True
    config.mixed_precision = True

@scope.observe(chain_with=['base_setup', 'gpu_setup'])  # Multiple dependencies
def multi_node_training(config):
    config.nodes = 4
    config.world_size = 16
{END}"""

LAZY_VIEW = f"""{START}
@scope.observe()
def base_config(config):
    config.model = 'resnet50'
    config.dataset = 'imagenet'

@scope.observe(lazy=True)  # Evaluated AFTER CLI args
def computed_config(config):
    # Adjust based on dataset
    if config.dataset == 'imagenet':
        config.num_classes = 1000
        config.image_size = 224
    elif config.dataset == 'cifar10':
        config.num_classes = 10
        config.image_size = 32
{END}"""

LAZY_BLOCK = f"""{START}
@scope.observe()
def my_config(config):
    config.model = 'resnet50'
    config.num_layers = 50

    with Scope.lazy():  # Evaluated after CLI
        if config.model == 'resnet101':
            config.num_layers = 101
{END}"""

NAMESPACES = """
from ato.scope import Scope, MultiScope

model_scope = Scope(name='model')
data_scope = Scope(name='data')
scope = MultiScope(model_scope, data_scope)

@model_scope.observe(default=True)
def model_config(model):
    model.backbone = 'resnet50'
    model.lr = 0.1  # Model-specific learning rate

@data_scope.observe(default=True)
def data_config(data):
    data.dataset = 'cifar10'
    data.lr = 0.001  # Data augmentation learning rate (no conflict!)

@scope
def train(model, data):  # Named parameters match scope names
    print(f"Model LR: {model.lr}, Data LR: {data.lr}")
    print(model.backbone, data.dataset)

train()
"""

MANUAL = f"""{START}
@scope.observe(default=True)
def config(config):
    config.lr = 0.001
    config.batch_size = 32

@scope.manual
def docs(manual):
    manual.lr = 'Learning rate for optimizer'
    manual.batch_size = 'Number of samples per batch'
{END}"""

MANUAL_PRINTED = """\
--------------------------------------------------
[Scope "config"]
(The Applying Order of Views)
config → (CLI Inputs)

(User Manuals)
lr: Learning rate for optimizer
batch_size: Number of samples per batch
--------------------------------------------------
"""

ORDER_OF_ALL = f"""{START}
@scope.observe(default=True)
def defaults(config):
    config.lr = 0.001

@scope.observe(priority=1)
def experiment_config(config):
    config.lr = 0.01

@scope.observe(priority=2)
def another_config(config):
    config.lr = 0.1

@scope.observe(lazy=True)
def adaptive_lr(config):
    if config.batch_size > 64:
        config.lr = config.lr * 2
{END}"""

ORDER_PRINTED = """\
--------------------------------------------------
[Scope "config"]
(The Applying Order of Views)
defaults → experiment_config → another_config → (CLI Inputs) → adaptive_lr

(User Manuals)
No key of this scope has a manual.
--------------------------------------------------
"""

RUNS = [
    (QUICK_START, "", "Training resnet50 for 50 epochs with lr=0.001\n"),
    (QUICK_START, "high_lr", "Training resnet50 for 50 epochs with lr=0.003\n"),
    (QUICK_START, "long_run", "Training resnet50 for 200 epochs with lr=0.003\n"),
    (QUICK_START, "high_lr long_run", "Training resnet50 for 200 epochs with lr=0.003\n"),
    (QUICK_START, "lr=0.01 model=%vit s%", "Training vit s for 50 epochs with lr=0.01\n"),
    (QUICK_START, "manual", QUICK_MANUAL),
    (STRUCTURE, "", "True\nFalse\n"),
    (PRIORITIES, "", "LR: 0.001, Epochs: 100\n"),
    (PRIORITIES, "high_lr", "LR: 0.01, Epochs: 100\n"),
    (PRIORITIES, "high_lr long_training", "LR: 0.01, Epochs: 300\n"),
    (PRIORITIES, "lr=0.1", "LR: 0.1, Epochs: 100\n"),
    (
        AWARENESS,
        "",
        "True\n{'model': {'backbone': {'layers': [64, 128, 256]}}}\n{'lr': 0.1}\nTrue\nFalse\n"
        '{\n  "lr": 0.1,\n  "epochs": 100,\n  "unused_key": 999\n}\n\n',
    ),
    (ORDER, "high mid base", "{'lr': 0.1}\n"),
    (ORDER, "base mid", "{'lr': 0.01}\n"),
    (
        CHAINS,
        "advanced_training",
        "{'project_name': 'my_project', 'data_dir': '/data', 'distributed': True, 'mixed_precision': True}\n",
    ),
    (
        LAZY_VIEW,
        "dataset=%cifar10% computed_config",
        "{'dataset': 'cifar10', 'num_classes': 10, 'image_size': 32}\n",
    ),
    (LAZY_BLOCK, "my_config", "{'model': 'resnet50', 'num_layers': 50}\n"),
    (LAZY_BLOCK, "my_config model=resnet101", "{'model': 'resnet101', 'num_layers': 101}\n"),
    (NAMESPACES, "", "Model LR: 0.1, Data LR: 0.001\nresnet50 cifar10\n"),
    (
        NAMESPACES,
        "model.backbone=%resnet101% data.dataset=%imagenet%",
        "Model LR: 0.1, Data LR: 0.001\nresnet101 imagenet\n",
    ),
    (MANUAL, "manual", MANUAL_PRINTED),
    (ORDER_OF_ALL, "manual", ORDER_PRINTED),
]


def run(path: Path, program: str, words: str) -> subprocess.CompletedProcess[str]:
    (path / "train.py").write_text(program, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "runtime"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "train.py", *words.split()],
        cwd=path,
        env={**environment, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(("program", "words", "printed"), RUNS)
def test_an_example_prints_what_it_says(tmp_path: Path, program: str, words: str, printed: str) -> None:
    ran = run(tmp_path, program, words)
    assert (ran.stdout, ran.stderr) == (printed, "")


def test_a_chain_with_a_view_that_is_not_there_is_told_where_it_is_asked_for(tmp_path: Path) -> None:
    ran = run(tmp_path, CHAINS, "multi_node_training")
    assert ran.returncode == 2
    assert ran.stderr == (
        "error: multi_node_training: the view chains with 'gpu_setup', and there is no such view\n"
        "  help: the views are base_setup, advanced_training, multi_node_training\n"
        "1 problem; nothing was run. See: train.py --help\n"
    )


def test_the_command_line_tells_who_set_a_value(tmp_path: Path) -> None:
    ran = run(tmp_path, QUICK_START, "long_run lr=0.01 --explain lr")
    assert ran.stdout == (
        "lr = 0.01\n"
        "  float\n"
        "  Learning rate for optimizer\n"
        "\n"
        "  → command line  0.01   lr=0.01\n"
        "    high_lr       0.003  priority 1  train.py:15  lost to command line\n"
        "    defaults      0.001  priority 0  train.py:9   lost to high_lr\n"
    )


def test_everything_that_is_wrong_with_a_command_line_is_told_at_once(tmp_path: Path) -> None:
    ran = run(tmp_path, QUICK_START, "high_r lrr=3 epochs=many --lr 3")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "error: high_r: there is no such view\n"
        "  help: did you mean 'high_lr'?\n"
        "error: --lr: keys are set without dashes\n"
        "  help: write lr=VALUE\n"
        "error: epochs=many: 'epochs' is a number, and this is text\n"
        "  help: it was 50; nothing on a command line is worked out\n"
        "error: lrr=3: there is no key 'lrr'\n"
        "  help: did you mean 'lr'?\n"
        "  help: write +lrr=3 if it is a new key\n"
        "4 problems; nothing was run. See: train.py --help\n"
    )
