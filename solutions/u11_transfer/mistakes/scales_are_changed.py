"""the factor of the rest is written into scales

scales belongs to the caller, who may use it for another optimizer.
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
        if isinstance(scales, dict):
            scales.setdefault("", 1.0)
        self.scales = scales
        self.optimizers = {
            prefix: make_optimizer(lr * factor)
            for prefix, factor in self.scales.items()
            if factor != 0
        }
