"""a factor of 0 is taken for no factor at all

In Python `0.0 or 1.0` is 1.0, so the group that must stay moves with lr itself.
"""

EXERCISE = "11.8"
READ = "handout 5.3"


class GroupedOptimizer:
    def __init__(
        self,
        make_optimizer: Callable[[float], Optimizer],
        lr: float,
        scales: Mapping[str, float],
    ) -> None:
        self.scales = {"": 1.0, **scales}
        self.optimizers = {
            prefix: make_optimizer(lr * (factor or 1.0))
            for prefix, factor in self.scales.items()
        }
