"""the optimizers are kept on the class

All grouped optimizers then share them. Make the dictionary in the constructor.
"""

EXERCISE = "11.9"
READ = "handout 6.1"


class GroupedOptimizer:
    def __init__(
        self,
        make_optimizer: Callable[[float], Optimizer],
        lr: float,
        scales: Mapping[str, float],
    ) -> None:
        self.scales = {"": 1.0, **scales}
        GroupedOptimizer.optimizers = {
            prefix: make_optimizer(lr * factor)
            for prefix, factor in self.scales.items()
            if factor != 0
        }
