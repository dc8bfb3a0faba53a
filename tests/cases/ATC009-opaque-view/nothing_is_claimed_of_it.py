from ato.scope import Scope

scope = Scope(name="train")


@scope.observe(default=True)
def defaults(config):
    config.lr = 0.1


@scope.observe(default=True, priority=1)
def later(config):
    config.lr = 0.2
    if unknown():  # ATC009
        return
    config.lr = 0.3
