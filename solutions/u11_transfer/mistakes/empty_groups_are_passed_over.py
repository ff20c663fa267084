"""a group without a gradient is left out of the update

Adam counts its updates. A group that was left out counts fewer than there were.
"""

EXERCISE = "11.6"
READ = "handout 5.1"


class GroupedOptimizer:
    def update(self, params: Arrays, grads: Arrays) -> None:
        shares: dict[str, Arrays] = {prefix: {} for prefix in self.optimizers}
        for key, grad in grads.items():
            prefix = max(filter(key.startswith, self.scales), key=len)
            if prefix in shares:
                shares[prefix][key] = grad
        for prefix, optimizer in self.optimizers.items():
            if shares[prefix]:
                optimizer.update(params, shares[prefix])
