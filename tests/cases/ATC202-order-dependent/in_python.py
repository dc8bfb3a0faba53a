from ato.scope import Scope

scope = Scope(name="train")


@scope.observe(default=True)
def base(config):
    config.lr = 0.1


@scope.observe(priority=1)
def fast(config):
    config.lr = 0.3


@scope.observe(priority=1)
def slow(config):
    config.lr = 0.01  # ATC202
