"""the optimizers are made anew in every update

A new optimizer has no velocity: momentum never builds up.
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
            prefix: make_optimizer(lr * factor)
            for prefix, factor in self.scales.items()
            if factor != 0
        }
        self.make = make_optimizer, lr

    def update(self, params: Arrays, grads: Arrays) -> None:
        shares: dict[str, Arrays] = {prefix: {} for prefix in self.optimizers}
        for key, grad in grads.items():
            prefix = max(filter(key.startswith, self.scales), key=len)
            if prefix in shares:
                shares[prefix][key] = grad
        make, lr = self.make
        for prefix in self.optimizers:
            make(lr * self.scales[prefix]).update(params, shares[prefix])
