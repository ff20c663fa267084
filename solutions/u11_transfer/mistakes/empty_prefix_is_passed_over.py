"""the empty prefix is taken for none

"" begins every key: its factor holds for each key that no longer prefix begins.
"""

EXERCISE = "11.7"
READ = "handout 5.2"


class GroupedOptimizer:
    def update(self, params: Arrays, grads: Arrays) -> None:
        shares: dict[str, Arrays] = {prefix: {} for prefix in self.optimizers}
        rest: Arrays = {}
        for key, grad in grads.items():
            fit = [each for each in self.scales if each and key.startswith(each)]
            prefix = max(fit, key=len, default="")
            if prefix == "":
                rest[key] = grad
            elif prefix in shares:
                shares[prefix][key] = grad
        for prefix, optimizer in self.optimizers.items():
            if prefix:
                optimizer.update(params, shares[prefix])
        self.rest.update(params, rest)

    def __init__(
        self,
        make_optimizer: Callable[[float], Optimizer],
        lr: float,
        scales: Mapping[str, float],
    ) -> None:
        self.scales = {"": 1.0, **scales}
        self.rest = make_optimizer(lr)
        self.optimizers = {
            prefix: make_optimizer(lr * factor)
            for prefix, factor in self.scales.items()
            if factor != 0
        }
