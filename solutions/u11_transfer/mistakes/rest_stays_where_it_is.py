"""keys without a prefix do not move

They are a group, too, with the factor 1. The head is usually one of them.
"""

EXERCISE = "11.6"
READ = "handout 5.1"


class GroupedOptimizer:
    def update(self, params: Arrays, grads: Arrays) -> None:
        shares: dict[str, Arrays] = {prefix: {} for prefix in self.optimizers}
        for key, grad in grads.items():
            prefix = max(filter(key.startswith, self.scales), key=len)
            if not prefix:
                continue
            if prefix in shares:
                shares[prefix][key] = grad
        for prefix, optimizer in self.optimizers.items():
            optimizer.update(params, shares[prefix])
