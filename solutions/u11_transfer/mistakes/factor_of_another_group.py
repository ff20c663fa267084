"""the factors are put on the wrong groups

Prefixes that are sorted and factors that are not do not belong together. Go through
items().
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
        factors = [*scales.values()][::-1]
        self.scales = {"": 1.0, **dict(zip(scales, factors, strict=True))}
        self.optimizers = {
            prefix: make_optimizer(lr * factor)
            for prefix, factor in self.scales.items()
            if factor != 0
        }
