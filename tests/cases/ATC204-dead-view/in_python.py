from ato.scope import Scope

scope = Scope(name="train")


@scope.observe(default=True, priority=1)
def base(config):
    config.lr = 0.1


@scope.observe()
def early(config):  # ATC204
    config.lr = 0.3
