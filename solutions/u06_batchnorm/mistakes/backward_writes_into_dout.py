"""backward multiplies dout by gamma in place

The array belongs to the caller: where a network branches, another layer gets
the same one.
"""

EXERCISE = "6.7"
READ = "handout 5.2"


class BatchNorm:
    def backward(self, dout: Array) -> Array:
        self.grads["gamma"] = (dout * self.x_hat).sum(axis=0)
        self.grads["beta"] = dout.sum(axis=0)
        direct = dout
        direct *= self.params["gamma"]
        paths = direct
        if self.train:
            through_mean = -direct.mean(axis=0)
            through_var = -self.x_hat * (direct * self.x_hat).mean(axis=0)
            paths = direct + through_mean + through_var
        return self.inv_std * paths
