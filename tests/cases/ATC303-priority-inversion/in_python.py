from ato.scope import Scope

scope = Scope(name="train")


@scope.observe(default=True)
def base(config):
    config.lr = 0.1
    config.epochs = 10


@scope.observe(priority=2)
def fast(config):
    config.lr = 0.3


@scope.observe(priority=1, chain_with="fast")  # ATC303
def long(config):
    config.epochs = 100
