"""mean and variance are taken as constants

They are made of x while training, so a change of one x[n] moves both.
"""

EXERCISE = "6.3"
READ = "handout 3.1"


class BatchNorm:
    def backward(self, dout: Array) -> Array:
        xp = array_namespace(dout)
        self.grads["gamma"] = xp.sum(dout * self.x_hat, axis=0)
        self.grads["beta"] = xp.sum(dout, axis=0)
        direct = self.params["gamma"] * dout
        return self.inv_std * direct
