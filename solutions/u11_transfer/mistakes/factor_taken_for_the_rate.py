"""the factor is the learning rate, and lr is left out

The learning rate of a group is lr times its factor.
"""

EXERCISE = "11.6"
READ = "handout 5.1"


class GroupedOptimizer:
    def __init__(
        self,
        make_optimizer: Callable[[float], Optimizer],
        lr: float,
        scales: Mapping[str, float],
    ) -> None:
        self.scales = {"": 1.0, **scales}
        self.optimizers = {
            prefix: make_optimizer(factor)
            for prefix, factor in self.scales.items()
            if factor != 0
        }
