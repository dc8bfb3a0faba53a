from ato.scope import Scope

scope = Scope(name="train")


@scope.observe(default=True)
def base(config):
    config.lr = 0.1
    config.epochs = 10


@scope.observe()
def fast(config):
    config.lr = 0.3


@scope.observe(default=True, priority=1)
def slow(config):
    config.lrs = 0.01  # ATC104
    config.epochs = config.epoch * 2  # ATC104
