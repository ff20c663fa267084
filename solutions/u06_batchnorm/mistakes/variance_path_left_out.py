"""the variance path is left out

Moving one x[n] also moves the batch variance, and with it every x_hat[m].
"""

EXERCISE = "6.3"
READ = "handout 3.1"


class BatchNorm:
    def backward(self, dout: Array) -> Array:
        xp = array_namespace(dout)
        self.grads["gamma"] = xp.sum(dout * self.x_hat, axis=0)
        self.grads["beta"] = xp.sum(dout, axis=0)
        direct = self.params["gamma"] * dout
        if not self.trained:
            return self.inv_std * direct
        through_mean: Array = -xp.mean(direct, axis=0)
        return self.inv_std * (direct + through_mean)
