"""parameters are moved as float64, and put back as such

An update writes into the array that is there, which keeps its dtype.
"""

EXERCISE = "11.10"
READ = "handout 6.2"


class GroupedOptimizer:
    def update(self, params: Arrays, grads: Arrays) -> None:
        shares: dict[str, Arrays] = {prefix: {} for prefix in self.optimizers}
        for key, grad in grads.items():
            prefix = max(filter(key.startswith, self.scales), key=len)
            if prefix in shares:
                shares[prefix][key] = grad
        for prefix, optimizer in self.optimizers.items():
            optimizer.update(params, shares[prefix])
        for key in grads:
            if params[key].dtype != float:
                params[key] = params[key].astype(float)
