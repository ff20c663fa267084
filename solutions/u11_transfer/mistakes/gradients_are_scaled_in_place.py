"""the gradient itself is multiplied by the factor, and divided again

What is multiplied and divided is not the same number any more, and it is not yours.
"""

EXERCISE = "11.9"
READ = "handout 6.1"


class GroupedOptimizer:
    def update(self, params: Arrays, grads: Arrays) -> None:
        shares: dict[str, Arrays] = {prefix: {} for prefix in self.optimizers}
        for key, grad in grads.items():
            prefix = max(filter(key.startswith, self.scales), key=len)
            if prefix in shares:
                np.multiply(grad, self.scales[prefix], out=grad)
                shares[prefix][key] = grad / self.scales[prefix]
        for prefix, optimizer in self.optimizers.items():
            optimizer.update(params, shares[prefix])
