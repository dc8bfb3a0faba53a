"""Two towers with configs of their own."""

from ato.adict import ADict
from ato.scope import MultiScope, Scope

model_scope = Scope(name="model", config=ADict(width=64, depth=2))
data_scope = Scope(name="data")
scope = MultiScope(model_scope, data_scope)


@model_scope.observe(default=True)
def model_config(model):
    model.backbone = "resnet50"
    model.lr = 0.1


@model_scope.observe()
def big(model):
    model.width = 256
    model.depth += 2
    model.ffn = model.width * 4


@data_scope.observe(default=True)
def data_config(data):
    data.dataset = "cifar10"
    data.lr = 0.001
    data.augment = False


@data_scope.observe(priority=1)
def heavy(data):
    data.augment = True
    data.crops = 4 if data.dataset == "cifar10" else 2


@data_scope.observe(lazy=True, chain_with="heavy")
def shards(data):
    data.shards = data.crops * 8


@model_scope.manual
def model_docs(manual):
    manual.lr = "Learning rate of the network"


@scope
def train(model, data):
    print(model.to_dict(), data.to_dict())


if __name__ == "__main__":
    train()
