from lab.base import lab
from ato.scope import Scope


@lab.observe(chain_with=["quick"])
def debug(config):
    config.paths.out = "debug"
    config["steps"] = 2


@lab.observe(priority=-1)
def quick(config):
    config.fast = True
    config.steps = 10


@lab.observe(priority=3)
def conv(config):
    config.net = {"name": "conv", "kernels": [3, 3]}

    with Scope.lazy():
        if config.fast:
            config.steps = config.steps // 2
        else:
            config.steps = config.steps * 2


@lab.manual
def manual(m):
    m.steps = "How long to train"
    m.net = "The network"


@lab
def main(lab):
    print(lab.to_dict())


if __name__ == "__main__":
    main()
