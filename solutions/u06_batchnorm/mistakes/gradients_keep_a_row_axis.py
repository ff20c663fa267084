"""the gradients of gamma and beta have shape (1, D) in place of (D,)

A gradient has the shape of its parameter. With another one an update
broadcasts, or fails.
"""

EXERCISE = "6.3"
READ = "handout 3.1"


class BatchNorm:
    def backward(self, dout: Array) -> Array:
        self.grads["gamma"] = (dout * self.x_hat).sum(axis=0, keepdims=True)
        self.grads["beta"] = dout.sum(axis=0, keepdims=True)
        direct = dout * self.params["gamma"]
        paths = direct
        if self.train:
            through_mean = -direct.mean(axis=0)
            through_var = -self.x_hat * (direct * self.x_hat).mean(axis=0)
            paths = direct + through_mean + through_var
        return self.inv_std * paths
