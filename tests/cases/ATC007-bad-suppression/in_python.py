"""What it is about."""

from ato.scope import Scope

# atoc: ignore-file[ATC204] all of them # ATC007
scope = Scope(name="train")


@scope.observe(default=True, priority=1)
def base(config):
    config.lr = 0.1


@scope.observe()
def early(config):  # atoc: ignore[ATC204] # ATC007
    config.lr = 0.3
