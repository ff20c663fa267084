"""every key of params must have a gradient

A key that grads lacks is not touched. Go through grads.
"""

EXERCISE = "11.6"
READ = "handout 5.1"


class GroupedOptimizer:
    def update(self, params: Arrays, grads: Arrays) -> None:
        shares: dict[str, Arrays] = {prefix: {} for prefix in self.optimizers}
        for key in params:
            grad = grads[key]
            prefix = max(filter(key.startswith, self.scales), key=len)
            if prefix in shares:
                shares[prefix][key] = grad
        for prefix, optimizer in self.optimizers.items():
            optimizer.update(params, shares[prefix])
