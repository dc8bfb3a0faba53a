from ato.scope import Scope

scope = Scope(name="train")


@scope.observe(default=True)
def base(config):
    config.lr = 0.1


@scope.observe()
def warm(config):
    config.warmup = 5  # ATC201
