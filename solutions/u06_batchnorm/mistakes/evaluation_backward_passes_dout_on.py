"""backward after an evaluation forgets the division by the root

The output is gamma * x / root plus a constant, so its slope is gamma / root.
"""

EXERCISE = "6.4"
READ = "handout 3.4"


class BatchNorm:
    def backward(self, dout: Array) -> Array:
        xp = array_namespace(dout)
        self.grads["gamma"] = xp.sum(dout * self.x_hat, axis=0)
        self.grads["beta"] = xp.sum(dout, axis=0)
        direct = self.params["gamma"] * dout
        if not self.trained:
            return direct
        through_mean: Array = -xp.mean(direct, axis=0)
        through_var: Array = -self.x_hat * xp.mean(direct * self.x_hat, axis=0)
        return self.inv_std * (direct + through_mean + through_var)
