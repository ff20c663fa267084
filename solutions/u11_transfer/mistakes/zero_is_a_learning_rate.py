"""a group with the factor 0 has an optimizer with the learning rate 0

Decay, and a gradient of nan, move what a learning rate of 0 should keep.
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
            prefix: make_optimizer(lr * factor)
            for prefix, factor in self.scales.items()
        }
