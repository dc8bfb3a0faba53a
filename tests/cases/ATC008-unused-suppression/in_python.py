from ato.scope import Scope

scope = Scope(name="train")


@scope.observe(default=True, priority=1)
def base(config):
    config.lr = 0.1  # atoc: ignore[ATC205] the paper has it # ATC008


# atoc: ignore[dead-view] brought back in spring
@scope.observe()
def early(config):
    config.lr = 0.3
