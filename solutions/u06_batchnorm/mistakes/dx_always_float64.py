"""a float64 array of zeros receives dx

An array made without a dtype is float64. Give it that of dout, or make none.
"""

EXERCISE = "6.8"
READ = "handout 5.3"


class BatchNorm:
    def backward(self, dout: Array) -> Array:
        xp = array_namespace(dout)
        self.grads["gamma"] = xp.sum(dout * self.x_hat, axis=0)
        self.grads["beta"] = xp.sum(dout, axis=0)
        direct = self.params["gamma"] * dout
        if not self.trained:
            return self.inv_std * direct
        through_mean: Array = -xp.mean(direct, axis=0)
        through_var: Array = -self.x_hat * xp.mean(direct * self.x_hat, axis=0)
        dx: Array = xp.zeros(dout.shape)
        dx += self.inv_std * (direct + through_mean + through_var)
        return dx
