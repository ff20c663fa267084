"""an update makes its gradients arrays of NumPy

np.asarray wants an array in the memory of the computer, and one on a GPU refuses.
"""

EXERCISE = "11.12"
READ = "handout 6.4"


class GroupedOptimizer:
    def update(self, params: Arrays, grads: Arrays) -> None:
        shares: dict[str, Arrays] = {prefix: {} for prefix in self.optimizers}
        for key, grad in grads.items():
            prefix = max(filter(key.startswith, self.scales), key=len)
            if prefix in shares:
                shares[prefix][key] = np.asarray(grad)
        for prefix, optimizer in self.optimizers.items():
            optimizer.update(params, shares[prefix])
