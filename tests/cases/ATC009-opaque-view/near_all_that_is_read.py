"""Training."""

import ato.scope
from ato.adict import ADict as Settings
from ato.scope import Scope as S

LR = 1e-3
scope = S(name="train")


@scope.observe(default=True)
def defaults(config):
    """What every run begins with."""
    config.lr = LR
    config.model = Settings(hidden=64, head={"width": 2})
    config["data"]["name"] = "cifar"
    config.steps, config.seed = 10, None
    config.steps *= 2
    config.sizes = [config.model.hidden, 1]
    config.classes = 0
    config.update(name="run", tags=["a", "b"])


@scope.observe(priority=2, default=True)
def shapes(config):
    if config.data.name == "cifar":
        config.width = min(config.model.hidden, 100)
    elif not config.seed:
        config.width = 7
    else:
        config.width = 8


scope.observe(
    "wide", config={"model": {"hidden": 128, "head": {"width": 4}}, "data": {"name": "svhn"}}, priority=1
)
scope.observe("fixed", config={"seed": 3}, priority=1)


@scope.manual
def docs(manual):
    manual.lr = "Learning rate"


@scope
def train(config):
    print(config.lr)


if __name__ == "__main__":
    train()
