"""the gradients of gamma and beta are means over the batch

Every row contributes to the loss through the same gamma and beta, so the
contributions add up.
"""

EXERCISE = "6.3"
READ = "handout 3.1"


class BatchNorm:
    def backward(self, dout: Array) -> Array:
        self.grads["gamma"] = (dout * self.x_hat).mean(axis=0)
        self.grads["beta"] = dout.mean(axis=0)
        direct = dout * self.params["gamma"]
        paths = direct
        if self.train:
            through_mean = -direct.mean(axis=0)
            through_var = -self.x_hat * (direct * self.x_hat).mean(axis=0)
            paths = direct + through_mean + through_var
        return self.inv_std * paths
