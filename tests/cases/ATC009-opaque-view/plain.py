from ato.scope import Scope

scope = Scope(name="train")


@scope.observe(default=True)
def defaults(config):
    config.lr = 0.1
    config.steps = 10


@scope.observe(priority=1)
def measured(config):
    config.lr = measure()  # ATC009
    for step in range(3):
        config.steps = step


@scope.observe(priority=2)
def noisy(config):
    print(config.lr)  # ATC009
    config.lr = 0.2
