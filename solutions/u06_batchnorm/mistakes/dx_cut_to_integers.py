"""dx is cut to the dtype of an integer x

A gradient is no whole number, even where x is one.
"""

EXERCISE = "6.8"
READ = "handout 5.3"


class BatchNorm:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        mean, var = self.running_mean, self.running_var
        if train:
            mean = xp.mean(x, axis=0)
            var = xp.mean((x - mean) ** 2, axis=0)
            keep = self.momentum
            self.running_mean[...] = keep * self.running_mean + (1 - keep) * mean
            self.running_var[...] = keep * self.running_var + (1 - keep) * var
        self.trained, self.kind = train, x.dtype
        self.inv_std: Array = 1 / xp.sqrt(var + self.eps)
        self.x_hat: Array = (x - mean) * self.inv_std
        out: Array = self.params["gamma"] * self.x_hat + self.params["beta"]
        return out

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
        return dx.astype(self.kind)
