"""backward takes all three paths after an evaluation as well

The running averages do not depend on x, so two of the paths are gone.
"""

EXERCISE = "6.4"
READ = "handout 3.4"


class BatchNorm:
    def backward(self, dout: Array) -> Array:
        xp = array_namespace(dout)
        self.grads["gamma"] = xp.sum(dout * self.x_hat, axis=0)
        self.grads["beta"] = xp.sum(dout, axis=0)
        direct = self.params["gamma"] * dout
        through_mean: Array = -xp.mean(direct, axis=0)
        through_var: Array = -self.x_hat * xp.mean(direct * self.x_hat, axis=0)
        return self.inv_std * (direct + through_mean + through_var)
