"""gamma does not multiply dout on the way to x

x_hat reaches the output through gamma, so its gradient is gamma * dout.
"""

EXERCISE = "6.3"
READ = "handout 3.2"


class BatchNorm:
    def backward(self, dout: Array) -> Array:
        xp = array_namespace(dout)
        self.grads["gamma"] = xp.sum(dout * self.x_hat, axis=0)
        self.grads["beta"] = xp.sum(dout, axis=0)
        direct = self.params["gamma"] * dout if not self.trained else dout
        if not self.trained:
            return self.inv_std * direct
        through_mean: Array = -xp.mean(direct, axis=0)
        through_var: Array = -self.x_hat * xp.mean(direct * self.x_hat, axis=0)
        return self.inv_std * (direct + through_mean + through_var)
