from ato.scope import Scope

scope = Scope(name="train")


@scope.observe(default=True)
def defaults(config):
    config.lr = 0.1  # ATC203
    config.epochs = 5


@scope.observe(priority=1)
def fast(config):
    config.lr = 0.2  # ATC203
    config.epochs = 3


@scope.observe(default=True, priority=2)
def top(config):
    config.lr = 0.3
