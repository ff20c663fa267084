"""the factor is put on the gradient in place of the learning rate

Adam and its kin divide by the size of the gradient, and the factor cancels.
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
            prefix: make_optimizer(lr) for prefix, f in self.scales.items() if f != 0
        }

    def update(self, params: Arrays, grads: Arrays) -> None:
        shares: dict[str, Arrays] = {prefix: {} for prefix in self.optimizers}
        for key, grad in grads.items():
            prefix = max(filter(key.startswith, self.scales), key=len)
            if prefix in shares:
                shares[prefix][key] = self.scales[prefix] * grad
        for prefix, optimizer in self.optimizers.items():
            optimizer.update(params, shares[prefix])
