"""eps is added to the standard deviation in place of the variance

It stands inside the root. Outside it is another layer, which agrees only while
eps is tiny and the variance is not.
"""

EXERCISE = "6.1"
READ = "handout 1.2"


class BatchNorm:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        self.ratio = 1.0
        mean, inv_std = self.running_mean, 1.0 / xp.sqrt(self.running_var + self.eps)
        if train:
            mean = x.mean(axis=0)
            var = ((x - mean) ** 2).mean(axis=0)
            _move(self.running_mean, mean, self.momentum)
            _move(self.running_var, var, self.momentum)
            std = xp.sqrt(var)
            inv_std = 1.0 / (std + self.eps)
            self.ratio = (std + self.eps) / xp.maximum(std, 1e-300)
        self.train = train
        self.inv_std = inv_std
        self.x_hat = (x - mean) * self.inv_std
        return self.params["gamma"] * self.x_hat + self.params["beta"]

    def backward(self, dout: Array) -> Array:
        self.grads["gamma"] = (dout * self.x_hat).sum(axis=0)
        self.grads["beta"] = dout.sum(axis=0)
        direct = dout * self.params["gamma"]
        paths = direct
        if self.train:
            through_mean = -direct.mean(axis=0)
            through_var = -self.x_hat * (direct * self.x_hat).mean(axis=0) * self.ratio
            paths = direct + through_mean + through_var
        return self.inv_std * paths
