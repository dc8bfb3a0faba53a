from ato.scope import Scope

scope = Scope()


@scope.observe(default=True)
def defaults(config):
    config.lr = 1e-3
    config.epochs = 50
    config.model = "resnet50"


@scope.observe(priority=1)
def high_lr(config):
    config.lr = 3e-3


@scope.observe(priority=2, chain_with="high_lr")
def long_run(config):
    config.epochs = 200


@scope.manual
def docs(manual):
    manual.lr = "Learning rate for optimizer"
    manual.epochs = "Number of training epochs"
    manual.model = "Model architecture"


@scope
def train(config):
    print(f"Training {config.model} for {config.epochs} epochs with lr={config.lr}")


if __name__ == "__main__":
    train()
