"""mean and variance are taken as constants while training

That is right after an evaluation forward. While training both are made of the
same x, and each is a path of its own.
"""

EXERCISE = "6.3"
READ = "handout 3.1"


class BatchNorm:
    def backward(self, dout: Array) -> Array:
        self.grads["gamma"] = (dout * self.x_hat).sum(axis=0)
        self.grads["beta"] = dout.sum(axis=0)
        return self.inv_std * dout * self.params["gamma"]
