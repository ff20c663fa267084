"""the first prefix in scales that fits decides

The order of a dictionary is chance. The longest of those that fit must decide.
"""

EXERCISE = "11.7"
READ = "handout 5.2"


class GroupedOptimizer:
    def __init__(
        self,
        make_optimizer: Callable[[float], Optimizer],
        lr: float,
        scales: Mapping[str, float],
    ) -> None:
        self.scales = {**scales}
        self.scales.setdefault("", 1.0)
        self.optimizers = {
            prefix: make_optimizer(lr * factor)
            for prefix, factor in self.scales.items()
            if factor != 0
        }

    def update(self, params: Arrays, grads: Arrays) -> None:
        shares: dict[str, Arrays] = {prefix: {} for prefix in self.optimizers}
        for key, grad in grads.items():
            fit = [p for p in self.scales if key.startswith(p)]
            prefix = next((p for p in fit if p), "")
            if prefix in shares:
                shares[prefix][key] = grad
        for prefix, optimizer in self.optimizers.items():
            optimizer.update(params, shares[prefix])
