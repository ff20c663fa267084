"""a prefix with the factor 0 is dropped before the longest is looked for

Its keys then fall to a shorter prefix, or to the rest, and move after all.
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
        self.scales = {"": 1.0, **{p: f for p, f in scales.items() if f != 0}}
        self.optimizers = {
            prefix: make_optimizer(lr * factor)
            for prefix, factor in self.scales.items()
            if factor != 0
        }
