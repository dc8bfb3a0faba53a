"""What every experiment of the lab begins with."""

from ato.adict import ADict
from ato.scope import Scope

lab = Scope(name="lab", config=ADict(seed=1, paths=ADict(data="data", out="runs")))


@lab.observe(default=True)
def defaults(config):
    config.net = {"name": "mlp", "width": 64}
    config.fast = False
    config.steps = 100


@lab.observe(lazy=True, priority=0)
def late(config):
    config.steps += 1
    config.label = config.net.name.upper()
