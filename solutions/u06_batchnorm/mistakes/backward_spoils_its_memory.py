"""backward changes what forward has kept

A second backward then starts from other numbers. Read what is kept and leave it.
"""

EXERCISE = "6.7"
READ = "handout 5.2"


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
        dx = self.inv_std * (direct + through_mean + through_var)
        self.x_hat = self.x_hat * self.inv_std
        return dx
