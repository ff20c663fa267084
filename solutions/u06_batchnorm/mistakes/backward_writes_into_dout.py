"""backward scales dout in place

A shortcut around this layer may read the same dout afterwards. Work on a new array.
"""

EXERCISE = "6.7"
READ = "handout 5.2"


class BatchNorm:
    def backward(self, dout: Array) -> Array:
        xp = array_namespace(dout)
        self.grads["gamma"] = xp.sum(dout * self.x_hat, axis=0)
        self.grads["beta"] = xp.sum(dout, axis=0)
        dout *= self.params["gamma"]
        direct = dout
        if not self.trained:
            return self.inv_std * direct
        through_mean: Array = -xp.mean(direct, axis=0)
        through_var: Array = -self.x_hat * xp.mean(direct * self.x_hat, axis=0)
        return self.inv_std * (direct + through_mean + through_var)
