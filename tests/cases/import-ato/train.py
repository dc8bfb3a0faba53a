"""Train a classifier of images."""

import argparse
import os

from ato.adict import ADict
from ato.scope import Scope

scope = Scope(use_external_parser=True)
WARMUP = 5


@scope.observe(default=True)
def defaults(config):
    """A small network on CIFAR-10, for a quick look."""
    config.lr = 1e-3
    config.epochs = 50
    config.batch_size = 32
    config.dataset = "cifar10"
    config.scheduler = None
    config.model = ADict(backbone="resnet18", hidden=[64, 128], dropout=0.0)
    config.optim = {"name": "sgd", "momentum": 0.9}
    config.tags = ["baseline"]
    config.crop = (32, 32)


scope.observe("base", config=ADict.from_file("conf/base.yaml"), default=True, priority=-1)


@scope.observe(priority=1)
def high_lr(config):
    """For large batches."""
    config.lr = 3e-3


@scope.observe(priority=2, chain_with="high_lr")
def long_run(config):
    config.epochs *= 4
    config.tags = config.tags + ["long"]
    config.scheduler = "cosine"
    config.warmup = WARMUP


@scope.observe(priority=1)
def adam(config):
    config.optim = ADict(name="adam", betas=(0.9, 0.999))
    config.lr = config.lr / 2


@scope.observe(priority=3, chain_with=["adam"])
def vit(config):
    config.model.update(backbone="vit_s", patch=16)
    config.model.hidden = [384]
    if config.dataset == "imagenet":
        config.model.dropout = 0.1
        config.batch_size = 256
    elif config.dataset == "cifar10":
        config.model["patch"] = 4
    else:
        config.model.dropout = 0.2


scope.observe(
    "debug",
    config={"epochs": 1, "workers": 0, "note": "just a look"},
    priority=10,
)


@scope.observe()
def imagenet(config):
    config.dataset = "imagenet"
    config.crop = (224, 224)
    config.batch_size, config.workers = 128, 8


@scope.observe(chain_with="imagenet", priority=1)
def svhn(config):
    config.dataset = "svhn"


@scope.observe(default=True, lazy=True)
def shapes(config):
    """What follows from the data set."""
    if config.dataset == "imagenet":
        config.num_classes = 1000
        config.image_size = 224
    elif config.dataset == "cifar10":
        config.num_classes = 10
        config.image_size = 32


@scope.observe(default=True, priority=4)
def steps(config):
    config.per_epoch = 50000 // config.batch_size

    with Scope.lazy():
        config.total_steps = config.epochs * (50000 // config.batch_size)
        if config.epochs > 100 and not config.amp:
            config.amp = True


@scope.observe(lazy=True, priority=1)
def scaled(config):
    """Scale the learning rate with the batch, after the command line."""
    config.lr = config.lr * config.batch_size / 32
    config.run = config.dataset + "_" + config.model.backbone


@scope.observe(priority=5)
def seeded(config):
    config.deterministic = True
    config.seed = int(os.environ.get("SEED", "7"))


@scope.manual
def docs(manual):
    manual.lr = "Learning rate of the optimizer"
    manual.epochs = "Passes over the training set"
    manual.batch_size = "Images of one step"
    manual["model.dropout"] = "Share of units that are dropped"


parser = argparse.ArgumentParser()
parser.add_argument("--out", default="runs", help="Where checkpoints are written")
parser.add_argument("--amp", action="store_true", help="Mixed precision")
parser.add_argument("--limit", type=int, help="Stop after so many steps")


@scope
def train(config):
    print(config.to_dict())


if __name__ == "__main__":
    parser.parse_args()
    train()
