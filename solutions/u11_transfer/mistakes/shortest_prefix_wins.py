"""the shortest prefix that fits decides

The longer a prefix, the more it says about a key.
"""

EXERCISE = "11.7"
READ = "handout 5.2"


class GroupedOptimizer:
    def update(self, params: Arrays, grads: Arrays) -> None:
        shares: dict[str, Arrays] = {prefix: {} for prefix in self.optimizers}
        for key, grad in grads.items():
            fit = [p for p in self.scales if p and key.startswith(p)]
            prefix = min(fit, key=len, default="")
            if prefix in shares:
                shares[prefix][key] = grad
        for prefix, optimizer in self.optimizers.items():
            optimizer.update(params, shares[prefix])
