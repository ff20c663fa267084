"""an optimizer gets copies of the parameters

The moved numbers come back as new arrays, and the layers hold the old ones.
"""

EXERCISE = "11.9"
READ = "handout 6.1"


class GroupedOptimizer:
    def update(self, params: Arrays, grads: Arrays) -> None:
        shares: dict[str, Arrays] = {prefix: {} for prefix in self.optimizers}
        for key, grad in grads.items():
            prefix = max(filter(key.startswith, self.scales), key=len)
            if prefix in shares:
                shares[prefix][key] = grad
        for prefix, optimizer in self.optimizers.items():
            moved = {key: params[key].copy() for key in shares[prefix]}
            optimizer.update(moved, shares[prefix])
            params.update(moved)
