"""a prefix is looked for anywhere in a key

"21.W" has "1." inside of it and begins with "2".
"""

EXERCISE = "11.7"
READ = "handout 5.2"


class GroupedOptimizer:
    def update(self, params: Arrays, grads: Arrays) -> None:
        shares: dict[str, Arrays] = {prefix: {} for prefix in self.optimizers}
        for key, grad in grads.items():
            prefix = max((p for p in self.scales if p in key), key=len)
            if prefix in shares:
                shares[prefix][key] = grad
        for prefix, optimizer in self.optimizers.items():
            optimizer.update(params, shares[prefix])
