"""a key moves once for every prefix that fits

It belongs to one group only, that of the longest.
"""

EXERCISE = "11.7"
READ = "handout 5.2"


class GroupedOptimizer:
    def update(self, params: Arrays, grads: Arrays) -> None:
        shares: dict[str, Arrays] = {prefix: {} for prefix in self.optimizers}
        for key, grad in grads.items():
            fit = [p for p in self.scales if p and key.startswith(p)]
            for prefix in fit or [""]:
                if prefix in shares:
                    shares[prefix][key] = grad
        for prefix, optimizer in self.optimizers.items():
            optimizer.update(params, shares[prefix])
