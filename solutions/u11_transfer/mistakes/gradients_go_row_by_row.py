"""the gradients are put together row by row

An optimizer takes whole arrays, however many rows they have.
"""

EXERCISE = "11.11"
READ = "handout 6.3"


class GroupedOptimizer:
    def update(self, params: Arrays, grads: Arrays) -> None:
        shares: dict[str, Arrays] = {prefix: {} for prefix in self.optimizers}
        for key, grad in grads.items():
            prefix = max(filter(key.startswith, self.scales), key=len)
            if prefix in shares:
                xp = array_namespace(grad)
                shares[prefix][key] = xp.stack([row + 0.0 for row in grad])
        for prefix, optimizer in self.optimizers.items():
            optimizer.update(params, shares[prefix])
