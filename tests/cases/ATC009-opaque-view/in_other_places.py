from ato.scope import Scope

scope = Scope(name="train")

if True:

    @scope.observe(default=True)  # ATC009
    def under_a_condition(config):
        config.lr = 0.1


for number in range(3):

    @scope.observe(priority=number)  # ATC009
    def in_a_loop(config):
        config.lr = 0.2


class Views:
    @scope.observe(default=True, priority=5)  # ATC009
    def method(self, config):
        self.lr = 0.3


@scope.observe(default=True, priority=6)
async def never_run(config):  # ATC009
    config.lr = 0.4


@scope.observe(default=True, priority=7)
@wrapped  # ATC009
def decorated(config):
    config.lr = 0.5
